"""The kernel: rules and lanes compiled to machine code, kept on disk, never stale, and loaded without the compiler.

numba translates the entries (`ENTRIES`) and every rule they call; the machine code is kept in a file whose name is a hash of what they do
and of the versions of what compiled them, so that an edited rule is compiled anew. (numba's own cache watches one file and would go on
running the old rule.) Later processes load that file in a few milliseconds: numba is imported only to compile.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import inspect
import math
import pkgutil
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

import araxes.rules
from araxes import units
from araxes.engines import counting, draws, lanes, tables
from araxes.engines.counting import Counts, Course, Differences, Grid
from araxes.engines.lanes import Foresight, Lanes
from araxes.engines.tables import Tables

Words = NDArray[np.uint64]

OPTIMISATION = 3
COMPILERS = ("numba", "llvmlite", "numpy")

ENTRIES: dict[str, Callable[..., None]] = {
    "run_block": lanes.run_block,
    "foresee_block": lanes.foresee_block,
    "count_block": counting.count_block,
    "pair_block": counting.pair_block,
}
"""What is compiled, by name; each takes arrays and nested tuples of arrays and numbers."""

Run = Callable[[NDArray[np.uint64], NDArray[np.int8], NDArray[np.float32]], None]
Foresee = Callable[[NDArray[np.uint64], NDArray[np.int8], NDArray[np.float32], Foresight], None]


class Kernel:
    """The compiled functions.

    Parameters
    ----------
    code : bytes
        An object file that defines all `ENTRIES`.
    """

    def __init__(self, code: bytes) -> None:
        import llvmlite.binding as llvm

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        provide(llvm)
        machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
        self.engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
        self.engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self.engine.finalize_object()
        self.functions = {name: self._function(name) for name in ENTRIES}

    def _function(self, name: str) -> Callable[..., int]:
        """Return an entry as a function of addresses: two unused places for a result and an exception, then those of its arguments."""
        count = len(inspect.signature(ENTRIES[name]).parameters)
        kinds = [ctypes.c_void_p, ctypes.c_void_p, *[ctypes.c_uint64] * count]
        found: Callable[..., int] = ctypes.CFUNCTYPE(ctypes.c_int32, *kinds)(
            self.engine.get_function_address(symbol(name))
        )
        return found

    def __call__(self, name: str, *arguments: Any) -> None:
        """Call an entry with arrays and tuples; other Python threads go on meanwhile."""
        self._call(name, [words(argument) for argument in arguments])

    def runner(self, t: Tables, x: Lanes) -> Run:
        """Return `run_block` for given tables and lanes, to be called block after block."""
        fixed = [words(t), words(x)]

        def run(order: NDArray[np.uint64], acts: NDArray[np.int8], status: NDArray[np.float32]) -> None:
            assert len(acts) <= len(x.replicate), "more replicates than lanes"
            assert acts.shape[-1] == len(t.deciding), "acts of other states"
            self._call("run_block", [*fixed, words(order), words(acts), words(status)])

        return run

    def foreseer(self, t: Tables, x: Lanes) -> Foresee:
        """Return `foresee_block` for given tables and lanes, to be called block after block."""
        fixed = [words(t), words(x)]

        def foresee(
            order: NDArray[np.uint64], acts: NDArray[np.int8], status: NDArray[np.float32], foresight: Foresight
        ) -> None:
            assert len(acts) <= len(x.replicate) == foresight.cumulative.shape[-1], "more replicates than lanes"
            assert acts.shape[-1] == len(t.deciding), "acts of other states"
            assert acts.shape[1] == len(foresight.place), "foresight of other weeks"
            self._call("foresee_block", [*fixed, *[words(part) for part in (order, acts, status, foresight)]])

        return foresee

    def _call(self, name: str, parts: list[Words]) -> None:
        """Call an entry with what lies at some addresses."""
        unused = [ctypes.byref(ctypes.c_void_p()), ctypes.byref(ctypes.c_void_p())]
        outcome = self.functions[name](*unused, *[part.ctypes.data for part in parts])
        if outcome:
            raise RuntimeError(f"the kernel stopped with status {outcome} in {name}")


def symbol(name: str) -> str:
    """Return the name of an entry in the object file."""
    return f"araxes_{name}"


def provide(llvm: Any) -> None:
    """Tell the loader where the functions of C lie that the rules use."""
    for name in EXTERNAL:
        llvm.add_symbol(name, ctypes.cast(getattr(c_library(), name), ctypes.c_void_p).value)


def c_library() -> ctypes.CDLL:
    """Return the library of C's mathematics, the one that Python's own `math` uses."""
    return ctypes.CDLL(getattr(math, "__file__", None))


EXTERNAL = ("exp", "log", "memset", "memcpy", "memmove")
"""Functions of C that compiled code calls."""


def words(group: Any) -> Words:
    """Return a nested tuple of numbers and arrays as compiled code reads it from memory: a run of 64-bit words.

    An array is its owner (none), its parent (none), its number of items, the size of one, the address of the first, shape and strides.
    """
    return np.array(list(_words(group)), dtype=np.uint64)


def _words(part: Any) -> Iterator[int]:
    """Yield the words of a part."""
    if isinstance(part, tuple):
        for inner in part:
            yield from _words(inner)
    elif isinstance(part, np.ndarray):
        assert part.flags.c_contiguous, "compiled code reads arrays row by row"
        yield from (0, 0, part.size, part.itemsize, part.ctypes.data, *part.shape, *part.strides)
    else:
        yield int(np.array(part).astype(np.float64 if isinstance(part, float) else np.int64).view(np.uint64))


def kernel(t: Tables, x: Lanes, announce: Callable[[str], None] | None = None) -> Kernel:
    """Return the kernel, compiled where this machine has none of the present rules yet.

    Parameters
    ----------
    t, x : Tables, Lanes
        Of any world: their types are compiled for, not their sizes.
    announce : callable, optional
        Told before something is compiled.
    """
    path = cached()
    if path not in LOADED:
        code = kept(path)
        if not code:
            if announce:
                announce("Compiling the rules for this machine: once, less than a minute.")
            code = compiled(t, x)
            store(path, code)
        LOADED[path] = Kernel(code)
    return LOADED[path]


LOADED: dict[Path, Kernel] = {}
"""Kernels of this process."""


def loaded() -> Kernel | None:
    """Return the kernel this process has loaded, if any."""
    return next(reversed(LOADED.values()), None)


def cached() -> Path:
    """Return the file that keeps the machine code of the present rules, versions and processor."""
    from platformdirs import user_cache_path

    return user_cache_path("araxes") / f"kernel-{fingerprint()}.o"


def kept(path: Path) -> bytes:
    """Return the machine code kept in a file, b"" where there is none, or it is not whole."""
    if not path.is_file():
        return b""
    whole = path.read_bytes()
    code, digest = whole[:-DIGEST], whole[-DIGEST:]
    return code if checksum(code) == digest else b""


def checksum(code: bytes) -> bytes:
    """Return the checksum that follows the code in its file."""
    return hashlib.blake2b(code, digest_size=DIGEST).digest()


DIGEST = 16
"""Bytes of a checksum."""


def store(path: Path, code: bytes) -> None:
    """Keep machine code for later processes; a folder that cannot be written only costs them time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            unfinished = Path(folder) / path.name
            unfinished.write_bytes(code + checksum(code))
            unfinished.replace(path)
    except OSError:
        return


def fingerprint() -> str:
    """Return a hash of everything the machine code depends on: the functions as this process has loaded them, versions, processor."""
    import llvmlite.binding as llvm

    parts = [*[version(name) for name in COMPILERS], platform.python_version(), sys.platform]
    parts += [llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]
    compiled_from = (*rule_modules(), units, draws, tables, lanes, counting, sys.modules[__name__])
    parts += [content(module) for module in compiled_from]
    return hashlib.blake2b("/".join(parts).encode(), digest_size=np.dtype(np.uint64).itemsize).hexdigest()


def content(module: ModuleType) -> str:
    """Return the functions, named tuples and constants of a module as text; comments and docstrings of modules do not count."""
    found = []
    for name, value in sorted(vars(module).items()):
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            found.append(f"{name} {instructions(value.__code__)} {value.__defaults__} {value.__kwdefaults__}")
        elif isinstance(value, type) and hasattr(value, "_fields"):
            found.append(f"{name} {value._fields}")
        elif not name.startswith("__") and constant(value):
            found.append(f"{name} {value!r}")
    return "; ".join(found)


def constant(value: object) -> bool:
    """Return whether a value is a number, a text or a tuple of these, however deep."""
    return (
        all(constant(part) for part in value)
        if isinstance(value, tuple)
        else isinstance(value, int | float | str | np.generic)
    )


def instructions(code: CodeType) -> str:
    """Return what a function does as text: its instructions, names and constants, nested ones too."""
    constants = [
        instructions(const)
        if isinstance(const, CodeType)
        else sorted(map(repr, const))
        if isinstance(const, frozenset)
        else repr(const)
        for const in code.co_consts
    ]
    return f"{code.co_code.hex()} {code.co_names} {code.co_varnames} {constants}"


def rule_modules() -> list[ModuleType]:
    """Return the modules of the rules, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(araxes.rules.__path__))
    return [importlib.import_module(f"{araxes.rules.__name__}.{name}") for name in names]


def functions(module: ModuleType) -> list[Callable[..., Any]]:
    """Return the functions that a module defines."""
    return [f for f in vars(module).values() if inspect.isfunction(f) and f.__module__ == module.__name__]


def compiled(t: Tables, x: Lanes) -> bytes:
    """Return the machine code of all entries and what they call, as an object file."""
    import llvmlite.binding as llvm

    module = llvm.parse_assembly("")
    for name, arguments in examples(t, x).items():
        text, inner = translated(ENTRIES[name], arguments)
        part = llvm.parse_assembly(text)
        for function in part.functions:  # all but the entry may be merged into others, or dropped
            if not function.is_declaration:
                function.linkage = "external" if function.name == inner else "internal"
        part.get_function(inner).name = symbol(name)
        module.link_in(part)
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), jit=True, codemodel="jitdefault"
    )
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    optimise(llvm, module, machine)
    return bytes(machine.emit_object(module))


def examples(t: Tables, x: Lanes) -> dict[str, tuple[Any, ...]]:
    """Return arguments of every entry, of the right types and of no size."""
    acts, status, draws = np.zeros((0, 0, 0, 0), np.int8), np.zeros((0, 0, 0), np.float32), np.zeros(0, np.int64)
    course = Course(np.zeros(0), 0.0, np.zeros((0, 0)))
    four, grid = np.zeros((0, 0, 0, 0), np.int64), Grid(0.0, 0, np.zeros((0, 0, 0, 0), np.uint32))
    by_issue = Grid(0.0, 0, np.zeros((0, 0, 0), np.uint32))
    sums, work = np.zeros((0, 0, 0, 0)), np.zeros((0, 0))
    differences = Differences(draws, draws, draws, draws, sums, grid, sums, grid, draws)
    return {
        "run_block": (t, x, np.zeros(0, np.uint64), acts, status),
        "foresee_block": (t, x, np.zeros(0, np.uint64), acts, status, Foresight(draws, np.zeros((0, 0, 0, 0, 0)))),
        "count_block": (acts, status, draws, course, Counts(four, four, four, grid, by_issue), work),
        "pair_block": (acts, acts, draws, course, course, differences, work),
    }


def optimise(llvm: Any, module: Any, machine: Any) -> None:
    """Optimise intermediate code: rotated loops first, without which many are not turned into vector instructions, then everything."""
    options = llvm.create_pipeline_tuning_options(speed_level=OPTIMISATION)
    options.loop_vectorization = options.slp_vectorization = True
    builder = llvm.create_pass_builder(machine, options)
    first = llvm.create_new_module_pass_manager()
    first.add_sroa_pass()
    first.add_loop_rotate_pass()
    first.add_instruction_combine_pass()
    first.add_jump_threading_pass()
    first.run(module, builder)
    builder.getModulePassManager().run(module, builder)


def translated(function: Callable[..., None], arguments: tuple[Any, ...]) -> tuple[str, str]:
    """Return the intermediate code of an entry, which takes the addresses of its arguments, as text, and its name in it."""
    import numba
    from numba import types

    register()
    kinds = [numba.typeof(argument) for argument in arguments]
    entry = ENTRY_OF[len(kinds) - FEWEST](function, *[read_as(kind) for kind in kinds])
    usual, numba.config.OPT = numba.config.OPT, type(numba.config.OPT)(0)  # optimised once, when everything is linked
    try:
        made = numba.njit(types.void(*[types.uint64] * len(kinds)), **OPTIONS)(entry)
        (found,) = made.overloads.values()
        return made.inspect_llvm(*made.signatures), found.fndesc.llvm_func_name
    finally:
        numba.config.OPT = usual


OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False}


def of_five(function: Any, a: Any, b: Any, c: Any, d: Any, e: Any) -> Any:
    """Return an entry of five addresses."""
    return lambda p, q, r, s, t: function(a(p), b(q), c(r), d(s), e(t))


def of_six(function: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Any:
    """Return an entry of six addresses."""
    return lambda p, q, r, s, t, u: function(a(p), b(q), c(r), d(s), e(t), f(u))


def of_seven(function: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any) -> Any:
    """Return an entry of seven addresses."""
    return lambda p, q, r, s, t, u, v: function(a(p), b(q), c(r), d(s), e(t), f(u), g(v))


ENTRY_OF = (of_five, of_six, of_seven)
"""Entries of five addresses and more."""

FEWEST = 5


@cache
def register() -> None:
    """Let compiled code call the rules and the functions of the engines."""
    from numba.extending import register_jitable

    called = [*[rule for module in rule_modules() for rule in functions(module)], draws.rounds, draws.unit]
    for function in [*called, *functions(lanes), *functions(counting)]:
        register_jitable(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def read_as(kind: Any) -> Any:
    """Return a function for compiled code that reads a nested tuple of a numba type from the address of its words."""
    from numba.extending import intrinsic

    @intrinsic  # type: ignore[untyped-decorator]
    def at(context: Any, address: Any) -> Any:
        def generate(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.load(builder.inttoptr(arguments[0], target.get_value_type(kind).as_pointer()))

        return kind(address), generate

    return at
