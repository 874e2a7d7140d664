"""Reading a TOML file strictly: what cannot be read is a fault that says why, never a traceback."""

from __future__ import annotations

import codecs
import os
import sys
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from araxes.errors import Fault, InputError
from araxes.inputs.faults import dotted
from araxes.inputs.folders import shipped, short, what_stands

SETTINGS = "settings.toml"
RECORDS = "records.toml"
PROBES = "probes.toml"
LEAST = ~sys.maxsize
"""The least integer of 64 bits, which is the least of TOML."""
WHOLE = "whole numbers of at most 64 bits"


@lru_cache(maxsize=1)
def _limits() -> dict[str, int]:
    """Return the limits of `params/settings.toml`: read before anything else is, so not by way of the settings."""
    text = (shipped() / "params" / SETTINGS).read_text(encoding="utf-8")
    return {name: int(leaf["value"]) for name, leaf in tomllib.loads(text)["limits"].items()}


def read_bytes(path: Path, limit: int | None = None) -> bytes:
    """Return what stands in a file; nothing but a file is opened, for a pipe might wait for ever.

    Parameters
    ----------
    path : Path
        The file.
    limit : int, optional
        Size in bytes above which it is refused; the setting `limits.file_size` when not given.

    Raises
    ------
    InputError
        No such file, something else than a file, not readable, or too large.
    """
    name = short(path)
    if got := what_stands(path):
        raise InputError([Fault(name, "", got, "a file")])
    limit = _limits()["file_size"] if limit is None else limit
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            raw = stream.read(limit + 1) if size <= limit else b""
    except OSError as error:
        raise InputError([Fault(name, "", str(error.strerror).casefold(), "a file that can be read")]) from None
    if max(size, len(raw)) > limit:
        step = "A file this large is not one of ours; check its name."
        raise InputError([Fault(name, "", f"{max(size, len(raw)):,} bytes", f"at most {limit:,} bytes", step=step)])
    return raw


def read_text(path: Path, limit: int | None = None, *, marked: bool = False) -> str:
    """Return the text of a file.

    Parameters
    ----------
    path : Path
        The file.
    limit : int, optional
        As for `read_bytes`.
    marked : bool
        Whether a mark of UTF-8 may stand at the beginning, where spreadsheets put one.

    Raises
    ------
    InputError
        As `read_bytes`; not UTF-8, a byte-order mark, or empty.
    """
    name, raw = short(path), read_bytes(path, limit)
    if raw.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        raise InputError([Fault(name, "", "text in UTF-16", "plain UTF-8", step="Save it as 'UTF-8'.")])
    if marked:
        raw = raw.removeprefix(codecs.BOM_UTF8)
    if raw.startswith(codecs.BOM_UTF8):
        raise InputError(
            [Fault(name, "", "a byte-order mark", "plain UTF-8", step="Save it as 'UTF-8', not 'UTF-8 with BOM'.")]
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError([Fault(name, f"byte {error.start}", "bytes that are not UTF-8", "plain UTF-8")]) from None
    if not text.strip():
        raise InputError([Fault(name, "", "an empty file", "at least one table")])
    return text


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file as nested dictionaries; they are shared by all readings of the same text and must not be altered.

    Raises
    ------
    InputError
        As `read_text`, for anything that is not TOML, a key given twice included, and for what goes beyond a limit of
        `params/settings.toml`: long lines, deep nesting, very many values, integers of more than 64 bits.
    """
    name, text = short(path), read_text(path, _limits()["toml_size"])
    longest = _limits()["toml_line"]
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > longest:
            got, allowed = f"{len(line):,} characters", f"lines of at most {longest:,} characters"
            raise InputError([Fault(name, f"line {number}", got, allowed)])
    try:
        data = _parsed(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        twice = "overwrite" in message or "twice" in message or "already" in message
        got = "a key or table given twice" if twice else "text that is not TOML"
        allowed = "each key once" if twice else "TOML"
        raise InputError([Fault(name, "", f"{got} ({message})", allowed)]) from None
    except RecursionError:
        raise InputError([_too_deep(name, "")]) from None
    except ValueError:  # more digits than Python turns into a number
        raise InputError([Fault(name, "", "an integer of thousands of digits", WHOLE)]) from None
    if faults := list(_beyond_limits(data, name)):
        raise InputError(faults)
    return data


def _beyond_limits(data: dict[str, Any], name: str) -> Iterator[Fault]:
    """Yield what TOML or common sense does not allow: integers of more than 64 bits, deep nesting, very many values."""
    limits = _limits()
    waiting: list[tuple[Any, tuple[Any, ...]]] = [(data, ())]
    seen = 0
    while waiting:
        value, place = waiting.pop()
        seen += 1
        if seen > limits["toml_values"]:
            yield Fault(name, "", f"more than {limits['toml_values']:,} values", "fewer; divide the file")
            return
        if isinstance(value, int) and not LEAST <= value <= -LEAST - 1:
            yield Fault(name, dotted(place), f"an integer of {value.bit_length():,} bits", WHOLE)
        below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        if below and len(place) == limits["toml_depth"]:
            yield _too_deep(name, dotted(place[:1]))
            return
        waiting += [(inner, (*place, key)) for key, inner in below]


def _too_deep(name: str, key: str) -> Fault:
    """Return the fault of tables or lists that lie too deep in each other."""
    return Fault(name, key, "tables or lists too deep in each other", f"at most {_limits()['toml_depth']} levels")


@lru_cache
def _parsed(text: str) -> dict[str, Any]:
    """Return a text as TOML; the same text is read once, because every scenario stands on the same parameter files."""
    return tomllib.loads(text)
