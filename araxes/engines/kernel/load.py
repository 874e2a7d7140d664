"""The kernel: machine code of rules and lanes, kept on disk, never stale, and loaded without the compiler.

The machine code is kept in a file whose name holds the fingerprint of what it was made from: a hash of the functions that this process has
loaded, not of files, so that an edited rule is compiled anew. (numba's own cache watches one file and would go on running the old rule.)
Later processes load that file in a few milliseconds; only where there is none does `araxes.engines.kernel.build` make it, and numba is
imported. A file that others own or can write is never run: it is compiled anew.

Making and loading it rests on private parts of numba and llvmlite. Where their releases have changed these, numba compiles and keeps the
entries its own way (`NumbaKernel`): slower to start, the same numbers.
"""

from __future__ import annotations

import ctypes
import hashlib
import inspect
import math
import operator
import os
import platform
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Rungs
from araxes.engines.kernel import build
from araxes.engines.kernel.build import ENTRIES, compile_by_numba, object_code, sources, symbol
from araxes.engines.kernel.lanes import Foresight, Lanes, nothing_foreseen
from araxes.engines.kernel.tables import Tables
from araxes.errors import InputError
from araxes.files import open_regular

_Words = NDArray[np.uint64]

Run = Callable[..., None]
"""Takes order, acts, status and, where some weeks are to be foreseen, a foresight: see `araxes.engines.kernel.week.run_block`."""


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
        self.prepare(name)(*arguments)

    def prepare(self, name: str, *fixed: Any) -> Callable[..., None]:
        """Return an entry whose first arguments are given, to be called again and again with the others."""
        first = [words(argument) for argument in fixed]
        return lambda *others: self._call(name, [*first, *[words(argument) for argument in others]])

    def runner(self, t: Tables, x: Lanes) -> Run:
        """Return `run_block` for given tables and lanes, to be called block after block, with or without foresight."""
        call = self.prepare("run_block", t, x)
        nothing = nothing_foreseen(len(t.outside.forced))

        def run(
            order: NDArray[np.uint64],
            acts: Rungs,
            status: NDArray[np.float32],
            foresight: Foresight | None = None,
        ) -> None:
            assert len(acts) <= len(x.replicate), "more replicates than lanes"
            assert acts.shape[-1] == len(t.deciding), "acts of other states"
            assert acts.shape[1] <= len(t.outside.forced), "more weeks than the tables have"
            if foresight is not None:
                assert len(x.replicate) == foresight.cumulative.shape[-1], "foresight of other lanes"
                assert acts.shape[1] == len(foresight.place), "foresight of other weeks"
            call(order, acts, status, nothing if foresight is None else foresight)

        return run

    def _call(self, name: str, parts: list[_Words]) -> None:
        """Call an entry with what lies at some addresses."""
        unused = [ctypes.byref(ctypes.c_void_p()), ctypes.byref(ctypes.c_void_p())]
        outcome = self.functions[name](*unused, *[part.ctypes.data for part in parts])
        if outcome:
            raise RuntimeError(f"the kernel stopped with status {outcome} in {name}")


class NumbaKernel(Kernel):
    """The functions as numba itself compiles, keeps and calls them; no private part of it is touched.

    Parameters
    ----------
    t, x : Tables, Lanes
        Of any world.
    folder : Path, optional
        Where numba keeps what it compiled; nothing is kept when not given.
    """

    def __init__(self, t: Tables, x: Lanes, folder: Path | None) -> None:
        self.functions = compile_by_numba(t, x, folder)

    def prepare(self, name: str, *fixed: Any) -> Callable[..., None]:
        """Return an entry whose first arguments are given, to be called again and again with the others."""
        call: Callable[..., Any] = partial(self.functions[name], *fixed)
        return call


def provide(llvm: Any) -> None:
    """Tell the loader where the functions of C lie that the rules use."""
    for name in EXTERNAL:
        llvm.add_symbol(name, ctypes.cast(getattr(c_library(), name), ctypes.c_void_p).value)


def c_library() -> ctypes.CDLL:
    """Return the library of C's mathematics, the one that Python's own `math` uses."""
    return ctypes.CDLL(getattr(math, "__file__", None))


EXTERNAL = ("exp", "log", "memset", "memcpy", "memmove")
"""Functions of C that compiled code calls."""


def words(group: Any) -> _Words:
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
    path = cache_file()
    if path not in LOADED:
        tell = announce or (lambda message: None)
        try:
            LOADED[path] = Kernel(read_machine_code(path) or _compiled_anew(t, x, path, tell))
        except Exception as error:  # noqa: BLE001 - private parts may fail in any way; a fault of ours fails below as well
            tell(f"{OWN_WAY} ({type(error).__name__}: {error})")
            LOADED[path] = NumbaKernel(t, x, private_folder(path.with_suffix("")))
    return LOADED[path]


OWN_WAY = "The releases of numba and llvmlite are other than expected: numba compiles its own way, which takes longer."


def _compiled_anew(t: Tables, x: Lanes, path: Path, tell: Callable[[str], None]) -> bytes:
    """Return the machine code, compiled now, and keep it where later processes may trust it."""
    private = private_folder(path.parent)
    refused = f"{path} is not run, because others own it or can write it. " if foreign(path) else ""
    tell(f"{refused}Compiling the rules for this {'machine: once' if private else 'process'}, less than a minute.")
    code = object_code(t, x)
    if private:
        store(path, code)
    return code


LOADED: dict[Path, Kernel] = {}
"""Kernels of this process."""


def loaded_kernel() -> Kernel | None:
    """Return the kernel this process has loaded, if any."""
    return next(reversed(LOADED.values()), None)


def cache_file() -> Path:
    """Return the file that keeps the machine code of the present rules, versions and processor."""
    from platformdirs import user_cache_path

    return user_cache_path("araxes") / f"kernel-{fingerprint()}.o"


def read_machine_code(path: Path) -> bytes:
    """Return the machine code kept in a file; b"" where there is none, or it is not whole, or others own it or can write it."""
    try:
        with open_regular(path, "rb") as file:
            if others_reach(os.fstat(file.fileno())) or others_reach(path.parent.stat()):
                return b""
            whole = file.read()
    except (OSError, InputError):
        return b""
    code, digest = whole[:-DIGEST], whole[-DIGEST:]
    return code if checksum(code) == digest else b""


def others_reach(found: os.stat_result) -> bool:
    """Return whether someone else owns a file or folder or can write it; Windows guards the folders of its users itself."""
    if not hasattr(os, "geteuid"):
        return False
    return found.st_uid != os.geteuid() or bool(found.st_mode & OTHERS_WRITE)


OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def foreign(path: Path) -> bool:
    """Return whether there is a file that others own or can write."""
    try:
        return others_reach(path.lstat())
    except OSError:
        return False


def private_folder(folder: Path) -> Path | None:
    """Return a folder that only its user can write, made where it is missing; None where there can be none.

    A folder of the user's own that others could write is closed to them.
    """
    try:
        folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        found = folder.stat()
        if others_reach(found):
            folder.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS_WRITE)  # fails where it is someone else's
        return None if others_reach(folder.stat()) else folder
    except OSError:
        return None


def checksum(code: bytes) -> bytes:
    """Return the checksum that follows the code in its file."""
    return hashlib.blake2b(code, digest_size=DIGEST).digest()


DIGEST = 16
"""Bytes of a checksum."""


def store(path: Path, code: bytes) -> None:
    """Keep machine code for later processes; a folder that cannot be written only costs them time."""
    try:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            unfinished = Path(folder) / path.name
            unfinished.write_bytes(code + checksum(code))
            unfinished.chmod(stat.S_IRUSR | stat.S_IWUSR)
            unfinished.replace(path)
    except OSError:
        return


COMPILERS = ("numba", "llvmlite", "numpy")


def fingerprint() -> str:
    """Return a hash of everything the machine code depends on: the functions as this process has loaded them, versions, processor."""
    import llvmlite.binding as llvm

    parts = [*[version(name) for name in COMPILERS], platform.python_version(), sys.platform]
    parts += [llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]
    parts += [content(module) for module in (*sources(), build)]
    return hashlib.blake2b("/".join(parts).encode(), digest_size=np.dtype(np.uint64).itemsize).hexdigest()


def content(module: ModuleType) -> str:
    """Return the functions, named tuples and constants of a module as text; comments and docstrings of modules do not count.

    The text is kept for as long as the module holds the very same objects.
    """
    parts = list(_parts_of(module))
    known, text = _CONTENTS.get(module.__name__, ([], ""))
    if len(known) == len(parts) and all(map(operator.is_, known, parts)):
        return text
    found = []
    for name, value in sorted(vars(module).items()):
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            found.append(f"{name} {instructions(value.__code__)} {value.__defaults__} {value.__kwdefaults__}")
        elif isinstance(value, type) and hasattr(value, "_fields"):
            found.append(f"{name} {value._fields}")
        elif not name.startswith("__") and constant(value):
            found.append(f"{name} {value!r}")
    _CONTENTS[module.__name__] = parts, "; ".join(found)
    return _CONTENTS[module.__name__][1]


_CONTENTS: dict[str, tuple[list[Any], str]] = {}


def _parts_of(module: ModuleType) -> Iterator[Any]:
    """Yield what a module holds, and what may be exchanged within a function."""
    for value in list(vars(module).values()):
        yield value
        yield from (getattr(value, part, None) for part in ("__code__", "__defaults__", "__kwdefaults__"))


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
