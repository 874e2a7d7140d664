"""Reading a TOML file strictly: what cannot be read is a fault that says why, never a traceback."""

from __future__ import annotations

import codecs
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from araxes.errors import Fault, InputError
from araxes.inputs.folders import is_file, shipped, short

SETTINGS = "settings.toml"
RECORDS = "records.toml"


@lru_cache(maxsize=1)
def size_limit() -> int:
    """Return the size above which no file is read, in bytes, from `params/settings.toml`."""
    text = (shipped() / "params" / SETTINGS).read_text(encoding="utf-8")
    return int(tomllib.loads(text)["limits"]["file_size"]["value"])


def read_text(path: Path, limit: int | None = None) -> str:
    """Return the text of a file.

    Parameters
    ----------
    path : Path
        The file.
    limit : int, optional
        Size in bytes above which it is refused; `size_limit()` when not given.

    Raises
    ------
    InputError
        No such file, a folder, not readable, too large, not UTF-8, a byte-order mark, or empty.
    """
    name = short(path)
    if not is_file(path):
        raise InputError([Fault(name, "", "no such file" if not path.exists() else "a folder", "a file")])
    limit = size_limit() if limit is None else limit
    size = path.stat().st_size
    if size > limit:
        step = "A file this large is not one of ours; check its name."
        raise InputError([Fault(name, "", f"{size:,} bytes", f"at most {limit:,} bytes", step=step)])
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError([Fault(name, "", str(error.strerror), "a file that can be read")]) from None
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
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
        As `read_text`, and for anything that is not TOML, a key given twice included.
    """
    text = read_text(path)
    try:
        return _parsed(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        twice = "overwrite" in message or "twice" in message or "already" in message
        got = "a key or table given twice" if twice else "text that is not TOML"
        allowed = "each key once" if twice else "TOML"
        raise InputError([Fault(short(path), "", f"{got} ({message})", allowed)]) from None


@lru_cache
def _parsed(text: str) -> dict[str, Any]:
    """Return a text as TOML; the same text is read once, because every scenario stands on the same parameter files."""
    return tomllib.loads(text)
