"""A results folder: made where it is missing, and refused where it cannot be written."""

from __future__ import annotations

from pathlib import Path

from araxes.errors import Fault, InputError


def made(folder: Path | str) -> Path:
    """Return a results folder, made where it is missing.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".araxes"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise InputError([Fault(str(folder), "", str(error.strerror), "a folder that can be written")]) from None
    return path
