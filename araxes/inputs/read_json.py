"""Reading a JSON file strictly, as `read_toml` reads TOML: what cannot be read is a fault that says why, never a traceback."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from araxes.errors import Fault, InputError
from araxes.inputs.folders import short
from araxes.inputs.read import read_text

SURROGATE = "\\ud"
"""How an escape begins that writes half of a character of two."""


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
    raise InputError([Fault(short(path), "", got, allowed)])


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
