"""The lock of a folder: one process writes, another is told which; a process that dies lets go by dying."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from araxes.errors import Fault, InputError
from araxes.files import open_regular, try_lock

NAME = ".lock"


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder.

    Raises
    ------
    InputError
        When another process holds it, or something else than a regular file stands in its place.
    """
    with open_regular(folder / NAME, "a+b") as file:
        if not try_lock(file.fileno()):
            file.seek(0)
            who = file.read().decode(errors="replace").strip() or "another process"
            fault = Fault(str(folder), "", f"a folder that {who} works on", "one process at a time")
            raise InputError([fault])
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}".encode())
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
