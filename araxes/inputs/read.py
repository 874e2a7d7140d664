"""Files of a user's and the shipped folders: where they lie, and reading them strictly.

Where files lie: the shipped folders (in a checkout or in a wheel) and, before them, a user's own folder.

Reading a TOML file strictly: what cannot be read is a fault that says why, never a traceback.

Reading a JSON file strictly, as `read_toml` reads TOML: what cannot be read is a fault that says why, never a traceback.

Tables: the rows of a file as spreadsheets save it: a mark of UTF-8, semicolons or tabs, empty columns and rows at the end.
"""

from __future__ import annotations

import codecs
import csv
import json
import os
import stat
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from araxes.errors import Fault, InputError
from araxes.inputs.faults import dotted_path

PARAMS = "params"
SCENARIOS = "scenarios"
HISTORY = "history"
SHOCKS = "shocks"
READINGS = "readings"
PERSPECTIVES = "perspectives"
CLAIMS = "claims"
MOTIVES = "motives"
MISSING = "no such file"
FOLDER = "a folder"

PACKAGE = Path(__file__).resolve().parent.parent
SETTINGS = "settings.toml"
RECORDS_FILE = "records.toml"
PROBES = "probes.toml"
PACTS = "pacts.toml"
NOT_VALUES = (SETTINGS, RECORDS_FILE, PROBES, PACTS)
"""Files of params/ that say nothing of the region."""
_LEAST = ~sys.maxsize
"""The least integer of 64 bits, which is the least of TOML."""
WHOLE = "whole numbers of at most 64 bits"
SURROGATE = "\\ud"
"""How an escape begins that writes half of a character of two."""
DELIMITERS = ",;\t"


@lru_cache(maxsize=1)
def shipped_folder() -> Path:
    """Return the folder that holds the shipped `params`, `scenarios`, `history` and all else that is read beside them."""
    inside_wheel = PACKAGE / "data"
    return inside_wheel if inside_wheel.is_dir() else PACKAGE.parent


def folders(part: str, own: Path | None = None) -> list[Path]:
    """Return the folders of one part, shipped first, a user's own last (later wins).

    Parameters
    ----------
    part : str
        "params", "scenarios", "history", "readings", "perspectives", "claims" or "motives".
    own : Path, optional
        A user's folder with sub-folders of these names.

    Raises
    ------
    InputError
        When the user's folder does not exist.
    """
    found = [shipped_folder() / part]
    if own is not None:
        if not is_folder(own):
            got = what_stands(own) or "a file"
            got = "no such folder" if got == MISSING else got
            raise InputError([Fault(str(own), "", got, f"a folder with {PARAMS}, {SCENARIOS} or {HISTORY} inside")])
        if is_taken(own / part):
            if not is_folder(own / part):
                raise InputError([Fault(short_path(own / part), "", what_stands(own / part) or "a file", FOLDER)])
            found.append(own / part)
    return found


def lies_inside(path: Path, folder: Path) -> bool:
    """Return whether `path`, links followed, lies inside `folder`."""
    return real(path).is_relative_to(real(folder))


def real(path: Path) -> Path:
    """Return where a path leads, links followed; those that lead in a circle are left as they are."""
    return Path(os.path.realpath(path))


def is_file(path: Path) -> bool:
    """Return whether `path` is a file; False where the system cannot even look it up (a name that is too long)."""
    return what_stands(path) == ""


def is_folder(path: Path) -> bool:
    """Return whether `path` is a folder; False where the system cannot even look it up."""
    return what_stands(path) == FOLDER


def is_taken(path: Path) -> bool:
    """Return whether anything stands at a path; a user's file that cannot be read is a fault and never passed over."""
    return what_stands(path) != MISSING


def what_stands(path: Path) -> str:
    """Return what stands at a path in place of a file that could be read; "" where it is such a file."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "a link to nothing" if path.is_symlink() else MISSING
    except OSError as error:
        return str(error.strerror).casefold()
    except ValueError:  # a NUL, or half of a character
        return "a name that no file can have"
    if stat.S_ISREG(mode):
        return ""
    return FOLDER if stat.S_ISDIR(mode) else "a pipe, a socket or a device"


def short_path(path: Path) -> str:
    """Return a path as a reader knows it: relative to the shipped folder or to the working folder where it lies in one.

    A file of the user that would read like a shipped one ("params/ladder.toml" in the working folder) begins with "./".
    """
    full = path.absolute()
    if full.is_relative_to(shipped_folder()):
        return full.relative_to(shipped_folder()).as_posix()
    text = full.relative_to(Path.cwd()).as_posix() if full.is_relative_to(Path.cwd()) else path.as_posix()
    parts = (PARAMS, SCENARIOS, HISTORY, SHOCKS, READINGS, PERSPECTIVES, CLAIMS, MOTIVES)
    return f"./{text}" if text.split("/")[0] in parts else text


@lru_cache(maxsize=1)
def _limits() -> dict[str, int]:
    """Return the limits of `params/settings.toml`: read before anything else is, so not by way of the settings."""
    text = (shipped_folder() / "params" / SETTINGS).read_text(encoding="utf-8")
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
    name = short_path(path)
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
    name, raw = short_path(path), read_bytes(path, limit)
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
    name, text = short_path(path), read_text(path, _limits()["toml_size"])
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
        if isinstance(value, int) and not _LEAST <= value <= -_LEAST - 1:
            yield Fault(name, dotted_path(place), f"an integer of {value.bit_length():,} bits", WHOLE)
        below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        if below and len(place) == limits["toml_depth"]:
            yield _too_deep(name, dotted_path(place[:1]))
            return
        waiting += [(inner, (*place, key)) for key, inner in below]


def _too_deep(name: str, key: str) -> Fault:
    """Return the fault of tables or lists that lie too deep in each other."""
    return Fault(name, key, "tables or lists too deep in each other", f"at most {_limits()['toml_depth']} levels")


@lru_cache
def _parsed(text: str) -> dict[str, Any]:
    """Return a text as TOML; the same text is read once, because every scenario stands on the same parameter files."""
    return tomllib.loads(text)


def read_json(path: Path, limit: int, allowed: str) -> Any:
    """Return what a JSON file says.

    Parameters
    ----------
    path : Path
    limit : int
        Size in bytes above which it is refused.
    allowed : str
        What the file should be, as its faults say it.

    Raises
    ------
    InputError
        As `read_text`, and for anything that is not JSON, nan and infinity, a key given twice, half a character and deep nesting included.
    """
    text = read_text(path, limit)
    try:
        found = json.loads(text, parse_constant=_refused, object_pairs_hook=_once)
        if SURROGATE in text.lower():  # only an escape writes half a character
            json.dumps(found, ensure_ascii=False).encode()
        return found
    except UnicodeEncodeError:
        got = "half of a character, an escape from \\ud800 to \\udfff that stands alone"
    except RecursionError:
        got = "lists or tables too deep in each other"
    except ValueError as error:  # not JSON, or more digits than Python turns into a number
        got = f"text that is not JSON ({error})"
    raise InputError([Fault(short_path(path), "", got, allowed)])


def _refused(name: str) -> NoReturn:
    """Refuse what Python's reader takes for a number though JSON knows none such."""
    raise ValueError(f"{name} is no number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a table, each of whose keys is given once."""
    table = dict(pairs)
    if len(table) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = max(counts, key=lambda key: counts[key])
        raise ValueError(f"the key {twice!r} is given twice")
    return table


def read_rows(path: Path) -> list[list[str]]:
    """Return the fields of every row of a table, those of its header first.

    The header says what stands between the fields: commas, semicolons or tabs, whichever there is most of. Its names are in lower
    case. Spaces after these are no part of a field; empty columns and rows at the end are left out.

    Parameters
    ----------
    path : Path

    Raises
    ------
    InputError
        As `araxes.inputs.read.read_text`; the first line that is not CSV; a table of empty fields alone.
    """
    text = read_text(path, marked=True)
    first = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text), strict=True, skipinitialspace=True, delimiter=max(DELIMITERS, key=first.count))
    try:
        rows = list(reader)
    except csv.Error as error:
        step = "Quotes open and close around a whole field."
        key = f"line {reader.line_num}"
        raise InputError([Fault(short_path(path), key, str(error), "fields as in CSV", step=step)]) from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise InputError([Fault(short_path(path), "", "a table without a word", "a first line that names the columns")])
    named = len(rows[0])
    while named and not rows[0][named - 1].strip():
        named -= 1
    whole = all(not any(row[named:]) for row in rows)
    kept = [row[:named] for row in rows] if whole else rows
    return [[name.strip().casefold() for name in kept[0]], *kept[1:]]
