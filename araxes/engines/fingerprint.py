"""The fingerprint: a hash of everything that machine code depends on, so that an edited rule is compiled anew.

It is taken of the functions that this process has loaded, not of files. (numba's own cache watches one file and would go on running the old
rule.)
"""

from __future__ import annotations

import hashlib
import inspect
import platform
import sys
from importlib.metadata import version
from types import CodeType, ModuleType

import numpy as np

from araxes.engines import compiling, entries
from araxes.engines.entries import sources

COMPILERS = ("numba", "llvmlite", "numpy")


def fingerprint() -> str:
    """Return a hash of everything the machine code depends on: the functions as this process has loaded them, versions, processor."""
    import llvmlite.binding as llvm

    parts = [*[version(name) for name in COMPILERS], platform.python_version(), sys.platform]
    parts += [llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]
    parts += [content(module) for module in (*sources(), entries, compiling)]
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
