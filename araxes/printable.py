"""What files say, made fit to be shown: the one place where control characters are made visible and long texts are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 4000
"""Characters of one part of a message; what is longer is cut."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a formula begins in the programs that open tables."""

JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""They shape Persian and Arabic script, and nothing else."""

UNBROKEN = "\N{NO-BREAK SPACE}"
"""Ordinary in texts; every other space than this and the plain one is shown as its escape, since nobody could tell it from a plain one."""


def printable(text: str, keep: str = "") -> str:
    r"""Return a text in which no character can steer a terminal, turn the line around or pass unseen: each such is shown as its escape.

    Parameters
    ----------
    text : str
        Anything that a file, a name or a command may say.
    keep : str
        Control characters that stay as they are, such as ``"\n"``.

    Examples
    --------
    >>> printable("red\x1b[31m")
    'red\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(one if one in keep or _is_harmless(one) else _escaped(one) for one in text)


def _is_harmless(one: str) -> bool:
    """Return whether a character shows itself and does nothing else."""
    return one.isprintable() or one in JOINERS or one == UNBROKEN


def _escaped(one: str) -> str:
    """Return a character as it would be written in a TOML or Python string."""
    return one.encode("unicode_escape").decode("ascii")


def abridge(text: str, longest: int = LONGEST) -> str:
    """Return a text of at most so many characters, and how many more there were."""
    return text if len(text) <= longest else f"{text[:longest]} ... ({len(text) - longest:,} characters more)"


def cell_text(text: str) -> str:
    """Return a text as a cell of a table in a file: what would begin a formula gets an apostrophe before it.

    Spreadsheets run a cell that begins with one of `FORMULA`; an apostrophe tells them that it is text. Numbers stay as they are.
    """
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    """Return whether a text is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def guard_cell(value: Any) -> Any:
    """Return a value, as `cell_text` where it is text."""
    return cell_text(value) if isinstance(value, str) else value


def guard_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table, its names of rows and columns included, in which no text begins a formula; numbers and dates are untouched."""

    def guarded(value: Any) -> Any:
        return cell_text(value) if isinstance(value, str) else value

    columns = {
        place: column.map(guarded) for place, (_, column) in enumerate(table.items()) if column.dtype.kind == "O"
    }
    copied = table.copy(deep=False)
    for place, column in columns.items():
        copied.isetitem(place, column.array)
    return copied.rename(index=guard_cell, columns=guard_cell)
