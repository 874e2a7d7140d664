"""Decoding: the bytes of one table become lines, and names become what may stand in a message."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.settings import setting

ZIP = ".zip"
ENDINGS = (ZIP, ".csv", ".tab", ".tsv", ".txt")
NUL = b"\0"
HIDDEN = (".", "__")
"""How names begin that a computer gives to files of its own (.DS_Store, ._events.csv, __MACOSX)."""
ELLIPSIS = "..."


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


class Table(NamedTuple):
    """One file, or one member of an archive.

    Attributes
    ----------
    name : str
    lines : iterator of Line, or None
        None where the name says that it is no table. They are read before the next table is asked for.
    """

    name: str
    lines: Iterator[Line] | None


def is_table(name: str) -> bool:
    """Return whether a file or a member of an archive may be a table by its name; what a computer adds for itself is not."""
    path = PurePosixPath(name)
    return path.suffix.casefold() in ENDINGS and not any(part.startswith(HIDDEN) for part in path.parts)


def cut(text: str) -> str:
    """Return a text as it stands in a message: cut where it is longer than `record.shown_size`."""
    size = int(setting("record.shown_size"))
    return text if len(text) <= size else f"{text[:size]}{ELLIPSIS}"


def decoded_lines(stream: IO[bytes], name: str) -> Iterator[Line]:
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
        yield Line(name, number, text)


def _opened(raw: bytes, name: str) -> bytes:
    """Return the first line without a mark of UTF-8, or raise the fault of a file that is not text."""
    if NUL in raw or raw.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        raise InputError([Fault(name, "", "bytes that are not text", "a table in UTF-8, plain or in a zip archive")])
    return raw.removeprefix(codecs.BOM_UTF8)
