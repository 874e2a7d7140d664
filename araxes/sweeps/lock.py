"""The lock of a folder: one process writes, another is told which; a process that dies lets go by dying."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from araxes.errors import Fault, InputError

NAME = ".lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder.

    Raises
    ------
    InputError
        When another process holds it.
    """
    with (folder / NAME).open("a+", encoding="utf-8") as file:
        if not taken(file):
            file.seek(0)
            who = file.read().strip() or "another process"
            fault = Fault(str(folder), "", f"a folder that {who} works on", "one process at a time")
            raise InputError([fault])
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def taken(file: IO[str]) -> bool:
    """Try to lock an open file; the system lets go when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:
        return _taken_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _taken_on_windows(file: IO[str]) -> bool:
    """Try to lock the first byte of an open file."""
    import msvcrt

    file.seek(0)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
