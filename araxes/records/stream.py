"""Streams: the lines of a file, an archive or a folder of them, one at a time, in memory that does not grow with the file."""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.folders import is_file, short
from araxes.inputs.settings import setting

ZIP = ".zip"
ENDINGS = (ZIP, ".csv", ".tab", ".tsv", ".txt")
NUL = b"\0"
MAGIC = b"PK"


class Line(NamedTuple):
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


def lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a file, of every member of a zip archive, or of every such file in a folder, in the order of names.

    Raises
    ------
    InputError
        No such file, nothing in it, not text, a line that is too long, an archive that is cut short, damaged, locked or
        unpacks to more than `record.unpacked_ratio` times its size or `record.unpacked_size` bytes.
    """
    for file in _files(path):
        if file.suffix.casefold() == ZIP:
            yield from _archive(file)
        else:
            yield from _plain(file)


def _files(path: Path) -> list[Path]:
    """Return the files to read."""
    if not path.is_dir():
        if not is_file(path):
            raise InputError([Fault(short(path), "", "no such file", "a file, a zip archive or a folder of them")])
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix.casefold() in ENDINGS and is_file(file))
    if not found:
        raise InputError([Fault(short(path), "", "no file of events", f"files ending in {', '.join(ENDINGS)}")])
    return found


def _plain(path: Path) -> Iterator[Line]:
    """Yield the lines of a file."""
    name = short(path)
    try:
        with path.open("rb") as stream:
            yield from _decoded(stream, name)
    except OSError as error:
        raise InputError([Fault(name, "", str(error.strerror), "a file that can be read")]) from None


def _archive(path: Path) -> Iterator[Line]:
    """Yield the lines of every member of an archive."""
    name = short(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(filter(_is_table, archive.infolist()), key=lambda item: item.filename)
            _bounded(members, name)
            for member in members:
                # A buffer of its own: the archive's reading of single lines is slow.
                with archive.open(member) as packed, io.BufferedReader(packed) as stream:  # type: ignore[type-var]
                    yield from _decoded(stream, f"{name}/{member.filename}")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        step = "Fetch it again; an archive with a password is unpacked by hand first."
        reason = "it was cut short" if _without_end(path) else str(error) or "it ends too early"
        got = f"an archive that cannot be unpacked ({reason})"
        raise InputError([Fault(name, "", got, "a whole zip archive", step=step)]) from None


def _is_table(member: zipfile.ZipInfo) -> bool:
    """Return whether a member of an archive is a table by its name; what a computer adds for itself is not."""
    path = PurePosixPath(member.filename)
    return path.suffix.casefold() in ENDINGS[1:] and not path.parts[0].startswith("__")


def _without_end(path: Path) -> bool:
    """Return whether a file begins as an archive but does not end as one."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC and not zipfile.is_zipfile(path)
    except OSError:
        return False


def _bounded(members: list[zipfile.ZipInfo], name: str) -> None:
    """Raise the fault of an archive with no table in it, or with too much: a bomb is refused by what it says, before it is unpacked."""
    if not members:
        raise InputError(
            [Fault(name, "", "an archive without a table", f"one with files ending in {', '.join(ENDINGS[1:])}")]
        )
    total = sum(member.file_size for member in members)
    limit, ratio = int(setting("record.unpacked_size")), setting("record.unpacked_ratio")
    step = "Tables of events do not pack that well. If you trust it, unpack it by hand."
    if total > limit:
        raise InputError([Fault(name, "", f"{total:,} bytes unpacked", f"at most {limit:,}", step=step)])
    for member in members:
        if member.file_size > ratio * max(member.compress_size, 1):
            got = f"{member.file_size:,} bytes from {member.compress_size:,}"
            raise InputError([Fault(name, member.filename, got, f"at most {ratio:g} times its packed size", step=step)])


def _decoded(stream: IO[bytes], name: str) -> Iterator[Line]:
    """Yield the lines of one table of bytes."""
    limit = int(setting("record.line_size"))
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit:
            step = "Is it a table of events, one a line?"
            raise InputError(
                [
                    Fault(
                        name,
                        f"line {number}",
                        f"more than {limit:,} bytes",
                        f"lines of at most {limit:,} bytes",
                        step=step,
                    )
                ]
            )
        if number == 1:
            raw = _opened(raw, name)
        try:
            text: str | None = raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            text = None
        yield Line(name, number, text)
    if number == 0:
        raise InputError([Fault(name, "", "an empty file", "a table of events")])


def _opened(raw: bytes, name: str) -> bytes:
    """Return the first line without a mark of UTF-8, or raise the fault of a file that is not text."""
    if NUL in raw or raw.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        raise InputError([Fault(name, "", "bytes that are not text", "a table in UTF-8, plain or in a zip archive")])
    return raw.removeprefix(codecs.BOM_UTF8)
