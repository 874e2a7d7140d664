"""The kernel: machine code of rules and lanes, kept on disk, never stale, and loaded without the compiler.

The machine code is kept in a file whose name holds the fingerprint of what it was made from (`araxes.engines.fingerprint`). Later processes
load that file in a few milliseconds; only where there is none does `araxes.engines.compiling` make it, and numba is imported.
"""

from __future__ import annotations

import ctypes
import hashlib
import inspect
import math
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from araxes.engines.compiling import compiled
from araxes.engines.entries import ENTRIES, symbol
from araxes.engines.fingerprint import fingerprint
from araxes.engines.lanes import Foresight, Lanes
from araxes.engines.tables import Tables

Words = NDArray[np.uint64]

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
