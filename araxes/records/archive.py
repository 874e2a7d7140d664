"""Archives: the tables of a zip archive, and of archives in it, refused with a reason before they can do harm."""

from __future__ import annotations

import io
import lzma
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from araxes.errors import Fault, InputError
from araxes.inputs.settings import setting
from araxes.records.decode import ENDINGS, ZIP, Line, Table, cut, decoded_lines, is_table

MAGIC = b"PK"
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError, LookupError,
    OverflowError, MemoryError,
)  # fmt: skip
"""What Python's reader raises on archives that are damaged, or made to harm; names that are no text are among them."""


def archived(path: Path, name: str) -> Iterator[Table]:
    """Yield the members of an archive in the order of their names.

    Parameters
    ----------
    path : Path
    name : str
        As it stands in messages.

    Raises
    ------
    InputError
        Not a whole archive, nothing in it that may be a table, or too much of it.
    """
    try:
        with path.open("rb") as stream:
            yield from _members(stream, name, int(setting("record.archive_depth")), path.stat().st_size)
    except OSError as error:
        raise InputError([Fault(name, "", str(error.strerror), "a file that can be read")]) from None


def _members(stream: IO[bytes], name: str, depth: int, packed: int) -> Iterator[Table]:
    """Yield the members of an archive of so many bytes, whose own archives may lie so many levels deep."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = sorted((item for item in archive.infolist() if not item.is_dir()), key=lambda item: item.filename)
            chosen = {member: None for member in members if is_table(member.filename)}
            _bounded(list(chosen), name, packed)
            for member in members:
                title = f"{name}/{cut(member.filename)}"
                if member not in chosen:
                    yield Table(title, None)
                elif PurePosixPath(member.filename).suffix.casefold() == ZIP:
                    yield from _inner(archive, member, title, depth)
                else:
                    # A buffer of its own: the archive's reading of single lines is slow.
                    with archive.open(member) as raw, io.BufferedReader(raw) as lines:  # type: ignore[type-var]
                        yield Table(title, _guarded(decoded_lines(lines, title), stream, name))
    except InputError:
        raise
    except DAMAGE as error:
        raise _damaged(stream, name, error) from None


def _guarded(lines: Iterator[Line], stream: IO[bytes], name: str) -> Iterator[Line]:
    """Yield the lines of a member; damage shows only while they are unpacked."""
    try:
        yield from lines
    except InputError:
        raise
    except DAMAGE as error:
        raise _damaged(stream, name, error) from None


def _inner(archive: zipfile.ZipFile, member: zipfile.ZipInfo, title: str, depth: int) -> Iterator[Table]:
    """Yield the members of an archive inside another; it is unpacked to a file without a name first."""
    if depth <= 1:
        step = "Unpack the outer archives by hand."
        got = "an archive in an archive in an archive"
        raise InputError([Fault(title, "", got, f"{int(setting('record.archive_depth'))} levels", step=step)])
    with tempfile.TemporaryFile() as whole:
        with archive.open(member) as packed:
            shutil.copyfileobj(packed, whole)
        whole.seek(0)
        yield from _members(whole, title, depth - 1, member.compress_size)


def _bounded(members: list[zipfile.ZipInfo], name: str, packed: int) -> None:
    """Raise the fault of an archive with no table in it, or with too much: a bomb is refused by what it says, before it is unpacked."""
    if not members:
        raise InputError(
            [Fault(name, "", "an archive without a table", f"one with files ending in {', '.join(ENDINGS)}")]
        )
    total = sum(member.file_size for member in members)
    limit, ratio = int(setting("record.unpacked_size")), setting("record.unpacked_ratio")
    step = "Tables of events do not pack that well. If you trust it, unpack it by hand."
    if total > limit:
        raise InputError([Fault(name, "", f"{total:,} bytes unpacked", f"at most {limit:,}", step=step)])
    sizes = [(cut(member.filename), member.file_size, max(member.compress_size, 1)) for member in members]
    # Members may lie over one another, and an archive in an archive may grow twice: the whole is held to the limit too.
    for key, size, of in [*sizes, ("", total, packed)]:
        if size > ratio * of:
            got = f"{size:,} bytes from {of:,}"
            raise InputError([Fault(name, key, got, f"at most {ratio:g} times its packed size", step=step)])


def _damaged(stream: IO[bytes], name: str, error: BaseException) -> InputError:
    """Return the fault of an archive that cannot be unpacked."""
    if isinstance(error, UnicodeError):
        reason, step = "the name of a file in it is no text", "Pack the files again under plain names."
    else:
        reason = "it was cut short" if _without_end(stream) else cut(str(error)) or "it ends too early"
        step = "Fetch it again; an archive with a password is unpacked by hand first."
    return InputError(
        [Fault(name, "", f"an archive that cannot be unpacked ({reason})", "a whole zip archive", step=step)]
    )


def _without_end(stream: IO[bytes]) -> bool:
    """Return whether a file begins as an archive but does not end as one."""
    try:
        stream.seek(0)
        begins = stream.read(len(MAGIC)) == MAGIC
        return begins and not zipfile.is_zipfile(stream)
    except (OSError, ValueError):
        return False
