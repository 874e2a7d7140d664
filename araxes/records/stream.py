"""Streams: the tables of a file, an archive or a folder of them, line by line, in memory that does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from araxes.errors import Fault, InputError
from araxes.inputs.folders import is_file, is_folder, short
from araxes.records.archive import archived
from araxes.records.decode import ENDINGS, ZIP, Line, Table, cut, decoded_lines, is_table


def tables(path: Path) -> Iterator[Table]:
    """Yield a file, every member of a zip archive, or every file of a folder, in the order of names.

    Raises
    ------
    InputError
        No such file, nothing in it, not text, a line that is too long, an archive that is cut short, damaged, locked or
        unpacks to more than `record.unpacked_ratio` times its size or `record.unpacked_size` bytes.
    """
    for file in _files(path):
        name = cut(short(file))
        if file != path and not (is_table(file.name) and is_file(file)):
            yield Table(name, None)
        elif file.suffix.casefold() == ZIP:
            yield from archived(file, name)
        else:
            yield Table(name, _plain(file, name))


def lines(path: Path) -> Iterator[Line]:
    """Yield the lines of all tables, one after the other; errors as `tables`."""
    return chain.from_iterable(table.lines for table in tables(path) if table.lines is not None)


def is_bundle(path: Path) -> bool:
    """Return whether a path may hold several tables: a folder or an archive."""
    return is_folder(path) or path.suffix.casefold() == ZIP


def _files(path: Path) -> list[Path]:
    """Return the file, or all that lies in a folder."""
    if not is_folder(path):
        if not is_file(path):
            got = "neither a file nor a folder" if _is_there(path) else "no such file"
            raise InputError([Fault(cut(short(path)), "", got, "a file, a zip archive or a folder of them")])
        return [path]
    try:
        found = sorted(path.iterdir())
    except OSError as error:
        raise InputError([Fault(short(path), "", str(error.strerror), "a folder that can be read")]) from None
    if not any(is_table(file.name) and is_file(file) for file in found):
        raise InputError([Fault(short(path), "", "no file of events", f"files ending in {', '.join(ENDINGS)}")])
    return found


def _is_there(path: Path) -> bool:
    """Return whether there is something at a path, such as a pipe or a device; False where the system cannot look it up."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _plain(path: Path, name: str) -> Iterator[Line]:
    """Yield the lines of a file."""
    try:
        with path.open("rb") as stream:
            yield from decoded_lines(stream, name)
    except OSError as error:
        raise InputError([Fault(name, "", str(error.strerror), "a file that can be read")]) from None
