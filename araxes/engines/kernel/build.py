"""Compiling: what is compiled, and how: entries and every rule they call translated by numba, linked, and optimised into one object file.

numba and the compiler are imported inside the functions: who finds machine code kept on disk needs neither.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

import araxes.rules
from araxes import units
from araxes.engines import calendar, counting, draws
from araxes.engines.counting import Counts, Course, Differences, Grid
from araxes.engines.kernel import dyads, issues, lanes, tables, week
from araxes.engines.kernel.lanes import Foresight, Lanes
from araxes.engines.kernel.tables import Tables

OPTIMISATION = 3
_OPTIONS = (("nogil", True), ("error_model", "numpy"), ("_nrt", False))
"""How numba translates: pairs, which the fingerprint counts as a constant."""


def object_code(t: Tables, x: Lanes) -> bytes:
    """Return the machine code of all entries and what they call, as an object file."""
    import llvmlite.binding as llvm

    module = llvm.parse_assembly("")
    for name, arguments in examples(t, x).items():
        text, inner = _translated(ENTRIES[name], arguments)
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


def compile_by_numba(t: Tables, x: Lanes, folder: Path | None) -> dict[str, Any]:
    """Return every entry compiled by numba's public means alone, and kept by numba in a folder where one is given.

    numba watches the file of an entry only, so the folder must be another one as soon as any rule differs.
    """
    import numba

    register()
    usual, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(folder or "")
    try:
        made = {
            name: numba.njit(nogil=True, error_model="numpy", cache=folder is not None)(entry)
            for name, entry in ENTRIES.items()
        }
    finally:
        numba.config.CACHE_DIR = usual
    for name, arguments in examples(t, x).items():
        made[name].compile(tuple(numba.typeof(argument) for argument in arguments))
    return made


def examples(t: Tables, x: Lanes) -> dict[str, tuple[Any, ...]]:
    """Return arguments of every entry, of the right types and of no size."""
    acts, status, draws = np.zeros((0, 0, 0, 0), np.int8), np.zeros((0, 0, 0), np.float32), np.zeros(0, np.int64)
    course = Course(np.zeros(0), 0.0, np.zeros((0, 0)))
    four, grid = np.zeros((0, 0, 0, 0), np.int64), Grid(0.0, 0, np.zeros((0, 0, 0, 0), np.uint32))
    by_issue = Grid(0.0, 0, np.zeros((0, 0, 0), np.uint32))
    sums, work = np.zeros((0, 0, 0, 0)), np.zeros((0, 0))
    reached = np.zeros((0, 0, 0, 0, 0, 0), np.int64)
    found, first = (reached, four, reached, four), np.zeros((0, 0, 0, 0, 0), np.int64)
    differences = Differences(draws, draws, sums, grid, draws, draws, *found, draws, first)
    counts = Counts(four, four, four, grid, by_issue, four, np.zeros((0, 0, 0), np.int64))
    return {
        "run_block": (t, x, np.zeros(0, np.uint64), acts, status, Foresight(draws, np.zeros((0, 0, 0, 0, 0)))),
        "count_block": (acts, status, draws, course, counts, work),
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


def _translated(function: Callable[..., None], arguments: tuple[Any, ...]) -> tuple[str, str]:
    """Return the intermediate code of an entry, which takes the addresses of its arguments, as text, and its name in it."""
    import numba
    from numba import types

    register()
    kinds = [numba.typeof(argument) for argument in arguments]
    entry = ENTRY_OF[len(kinds) - FEWEST](function, *[_read_as(kind) for kind in kinds])
    usual, numba.config.OPT = numba.config.OPT, type(numba.config.OPT)(0)  # optimised once, when everything is linked
    try:
        made = numba.njit(types.void(*[types.uint64] * len(kinds)), **dict(_OPTIONS))(entry)
        (found,) = made.overloads.values()
        return made.inspect_llvm(*made.signatures), found.fndesc.llvm_func_name
    finally:
        numba.config.OPT = usual


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

    for function in callable_functions():
        register_jitable(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def _read_as(kind: Any) -> Any:
    """Return a function for compiled code that reads a nested tuple of a numba type from the address of its words."""
    from numba.extending import intrinsic

    @intrinsic  # type: ignore[untyped-decorator]
    def at(context: Any, address: Any) -> Any:
        def generate(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.load(builder.inttoptr(arguments[0], target.get_value_type(kind).as_pointer()))

        return kind(address), generate

    return at


ENTRIES: dict[str, Callable[..., None]] = {
    "run_block": week.run_block,
    "count_block": counting.count_block,
    "pair_block": counting.pair_block,
}
"""What is compiled, by name; each takes arrays and nested tuples of arrays and numbers."""

LOOPS = (lanes, week, dyads, issues, counting)
"""Modules of the engines all of whose functions are compiled, beside the rules."""

DRAWN = (draws.rounds, draws.unit)
"""Functions that are compiled out of a module that has others."""

READ = (units, draws, calendar, tables)
"""Modules that compiled functions take constants, named tuples or single functions from."""


def symbol(name: str) -> str:
    """Return the name of an entry in the object file."""
    return f"araxes_{name}"


def rule_modules() -> list[ModuleType]:
    """Return the modules of the rules, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(araxes.rules.__path__))
    return [importlib.import_module(f"{araxes.rules.__name__}.{name}") for name in names]


def sources() -> list[ModuleType]:
    """Return every module that machine code is made from."""
    return [*rule_modules(), *READ, *LOOPS]


def callable_functions() -> list[Callable[..., Any]]:
    """Return every function that compiled code may call."""
    return [*[f for module in (*rule_modules(), *LOOPS) for f in functions(module)], *DRAWN]


def functions(module: ModuleType) -> list[Callable[..., Any]]:
    """Return the functions that a module defines."""
    return [f for f in vars(module).values() if inspect.isfunction(f) and f.__module__ == module.__name__]
