"""Entries: what is compiled, and the modules it is compiled from."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any

import araxes.rules
from araxes import units
from araxes.engines import (
    calendar,
    counting,
    draws,
    lanes,
    lanes_block,
    lanes_choice,
    lanes_habit,
    lanes_issues,
    lanes_luck,
    lanes_memory,
    lanes_push,
    lanes_stakes,
    outside,
    tables,
)

ENTRIES: dict[str, Callable[..., None]] = {
    "run_block": lanes_block.run_block,
    "count_block": counting.count_block,
    "pair_block": counting.pair_block,
}
"""What is compiled, by name; each takes arrays and nested tuples of arrays and numbers."""

LOOPS = (
    lanes,
    lanes_block,
    lanes_choice,
    lanes_habit,
    lanes_issues,
    lanes_luck,
    lanes_memory,
    lanes_push,
    lanes_stakes,
    counting,
)
"""Modules of the engines all of whose functions are compiled, beside the rules."""

DRAWN = (draws.rounds, draws.unit)
"""Functions that are compiled out of a module that has others."""

READ = (units, draws, calendar, outside, tables)
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


def called() -> list[Callable[..., Any]]:
    """Return every function that compiled code may call."""
    return [*[f for module in (*rule_modules(), *LOOPS) for f in functions(module)], *DRAWN]


def functions(module: ModuleType) -> list[Callable[..., Any]]:
    """Return the functions that a module defines."""
    return [f for f in vars(module).values() if inspect.isfunction(f) and f.__module__ == module.__name__]
