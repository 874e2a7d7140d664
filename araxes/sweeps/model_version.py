"""The version of the model: what decides results, so that a store never mixes those of two models."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from araxes.inputs.folders import PACKAGE

PARTS = (
    "rules",
    "inputs",
    "records",
    "history",
    "engines",
    "sweeps/outcomes.py",
    "sweeps/own.py",
    "sweeps/moments.py",
    "units.py",
    "weeks.py",
)
LIBRARIES = ("numpy", "numba", "pyarrow")
BYTES = np.dtype(np.uint64).itemsize


@cache
def model_version() -> dict[str, Any]:
    """Return the release, a digest of the sources that decide results, and of each file's."""
    files = {path.relative_to(PACKAGE).as_posix(): digest(path.read_bytes()) for path in _sources()}
    whole = digest("\n".join(f"{name} {value}" for name, value in files.items()).encode())
    return {"release": version("araxes"), "digest": whole, "files": files}


def _sources() -> list[Path]:
    """Return the files that decide results."""
    found = [PACKAGE / part for part in PARTS]
    return sorted(file for path in found for file in ([path] if path.is_file() else path.rglob("*.py")))


def libraries() -> dict[str, str]:
    """Return the releases of what computes and writes results."""
    import platform

    return {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


def digest(content: bytes) -> str:
    """Return a digest of some bytes, 16 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=BYTES).hexdigest()
