"""From a file, an archive or a folder to lines of text, in memory that does not grow with them.

Archives: the tables of a zip archive, and of archives in it, refused with a reason before they can do harm.

Decoding: the bytes of one table become lines, and names become what may stand in a message.

Streams: the tables of a file, an archive or a folder of them, line by line, in memory that does not grow with the file.
"""

from __future__ import annotations

import codecs
import io
import lzma
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.parameters import setting
from araxes.inputs.read import is_file, is_folder, short_path

ZIP = ".zip"
ENDINGS = (ZIP, ".csv", ".tab", ".tsv", ".txt")
NUL = b"\0"
HIDDEN = (".", "__")
"""How names begin that a computer gives to files of its own (.DS_Store, ._events.csv, __MACOSX)."""
ELLIPSIS = "..."
MAGIC = b"PK"
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError, LookupError,
    OverflowError, MemoryError,
)  # fmt: skip
"""What Python's reader raises on archives that are damaged, or made to harm; names that are no text are among them."""


class TableLine(NamedTuple):
    """One line.

    Attributes
    ----------
    file : str
        The file, or archive and member.
    number : int
        Counted from 1 in each file.
    text : str or None
        Without its end; None where the bytes are not UTF-8.
    """

    file: str
    number: int
    text: str | None


class TableFile(NamedTuple):
    """One file, or one member of an archive.

    Attributes
    ----------
    name : str
    lines : iterator of TableLine, or None
        None where the name says that it is no table. They are read before the next table is asked for.
    """

    name: str
    lines: Iterator[TableLine] | None


def is_table(name: str) -> bool:
    """Return whether a file or a member of an archive may be a table by its name; what a computer adds for itself is not."""
    path = PurePosixPath(name)
    return path.suffix.casefold() in ENDINGS and not any(part.startswith(HIDDEN) for part in path.parts)


def cut_text(text: str) -> str:
    """Return a text as it stands in a message: cut where it is longer than `record.shown_size`."""
    size = int(setting("record.shown_size"))
    return text if len(text) <= size else f"{text[:size]}{ELLIPSIS}"


def decoded_lines(stream: IO[bytes], name: str) -> Iterator[TableLine]:
    """Yield the lines of one table of bytes; none of an empty one.

    Raises
    ------
    InputError
        Bytes that are not text, a line longer than `record.line_size`.
    """
    limit = int(setting("record.line_size"))
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit:
            key, got = f"line {number}", f"more than {limit:,} bytes"
            step = "Is it a table of events, one a line?"
            raise InputError([Fault(name, key, got, f"lines of at most {limit:,} bytes", step=step)])
        if number == 1:
            raw = _opened(raw, name)
        try:
            text: str | None = raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            text = None
        yield TableLine(name, number, text)


def _opened(raw: bytes, name: str) -> bytes:
    """Return the first line without a mark of UTF-8, or raise the fault of a file that is not text."""
    if NUL in raw or raw.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        raise InputError([Fault(name, "", "bytes that are not text", "a table in UTF-8, plain or in a zip archive")])
    return raw.removeprefix(codecs.BOM_UTF8)


def _archived(path: Path, name: str) -> Iterator[TableFile]:
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


def _members(stream: IO[bytes], name: str, depth: int, packed: int) -> Iterator[TableFile]:
    """Yield the members of an archive of so many bytes, whose own archives may lie so many levels deep."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = sorted((item for item in archive.infolist() if not item.is_dir()), key=lambda item: item.filename)
            chosen = {member: None for member in members if is_table(member.filename)}
            _bounded(list(chosen), name, packed)
            for member in members:
                title = f"{name}/{cut_text(member.filename)}"
                if member not in chosen:
                    yield TableFile(title, None)
                elif PurePosixPath(member.filename).suffix.casefold() == ZIP:
                    yield from _inner(archive, member, title, depth)
                else:
                    # A buffer of its own: the archive's reading of single lines is slow.
                    with archive.open(member) as raw, io.BufferedReader(raw) as lines:  # type: ignore[type-var]
                        yield TableFile(title, _guarded(decoded_lines(lines, title), stream, name))
    except InputError:
        raise
    except DAMAGE as error:
        raise _damaged(stream, name, error) from None


def _guarded(lines: Iterator[TableLine], stream: IO[bytes], name: str) -> Iterator[TableLine]:
    """Yield the lines of a member; damage shows only while they are unpacked."""
    try:
        yield from lines
    except InputError:
        raise
    except DAMAGE as error:
        raise _damaged(stream, name, error) from None


def _inner(archive: zipfile.ZipFile, member: zipfile.ZipInfo, title: str, depth: int) -> Iterator[TableFile]:
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
    sizes = [(cut_text(member.filename), member.file_size, max(member.compress_size, 1)) for member in members]
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
        reason = "it was cut short" if _without_end(stream) else cut_text(str(error)) or "it ends too early"
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


def read_tables(path: Path) -> Iterator[TableFile]:
    """Yield a file, every member of a zip archive, or every file of a folder, in the order of names.

    Raises
    ------
    InputError
        No such file, nothing in it, not text, a line that is too long, an archive that is cut short, damaged, locked or
        unpacks to more than `record.unpacked_ratio` times its size or `record.unpacked_size` bytes.
    """
    for file in _files(path):
        name = cut_text(short_path(file))
        if file != path and not (is_table(file.name) and is_file(file)):
            yield TableFile(name, None)
        elif file.suffix.casefold() == ZIP:
            yield from _archived(file, name)
        else:
            yield TableFile(name, _plain(file, name))


def lines(path: Path) -> Iterator[TableLine]:
    """Yield the lines of all tables, one after the other; errors as `read_tables`."""
    return chain.from_iterable(table.lines for table in read_tables(path) if table.lines is not None)


def is_bundle(path: Path) -> bool:
    """Return whether a path may hold several tables: a folder or an archive."""
    return is_folder(path) or path.suffix.casefold() == ZIP


def _files(path: Path) -> list[Path]:
    """Return the file, or all that lies in a folder."""
    if not is_folder(path):
        if not is_file(path):
            got = "neither a file nor a folder" if _is_there(path) else "no such file"
            raise InputError([Fault(cut_text(short_path(path)), "", got, "a file, a zip archive or a folder of them")])
        return [path]
    try:
        found = sorted(path.iterdir())
    except OSError as error:
        raise InputError([Fault(short_path(path), "", str(error.strerror), "a folder that can be read")]) from None
    if not any(is_table(file.name) and is_file(file) for file in found):
        raise InputError([Fault(short_path(path), "", "no file of events", f"files ending in {', '.join(ENDINGS)}")])
    return found


def _is_there(path: Path) -> bool:
    """Return whether there is something at a path, such as a pipe or a device; False where the system cannot look it up."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _plain(path: Path, name: str) -> Iterator[TableLine]:
    """Yield the lines of a file."""
    try:
        with path.open("rb") as stream:
            yield from decoded_lines(stream, name)
    except OSError as error:
        raise InputError([Fault(name, "", str(error.strerror), "a file that can be read")]) from None
