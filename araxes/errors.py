"""What a user sees: faults of files and commands, warnings, and text that steers no terminal.

Where something in a file or a command is at fault there is a `Fault` each, collected in one `InputError`. Warnings to users of Python point
at the line of theirs that called us.

What files say, made fit to be shown: the one place where control characters are made visible and long texts are cut.
"""

from __future__ import annotations

import difflib
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
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
CANDIDATES = 5
"""How many alike names are weighed against each other."""

FAULTS_SHOWN = 20
"""How many faults are shown one by one; of more the number is told."""


def warn_caller(text: str, kind: type[Warning] = UserWarning) -> None:
    """Warn whoever called a public function, however deep in this package the reason was found."""
    warnings.warn(text, kind, stacklevel=_depth_of_caller())


def _depth_of_caller() -> int:
    """Return how far above the calling function the first one outside of this package stands, 1 for that function itself."""
    frame, depth = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == __package__:
        frame, depth = frame.f_back, depth + 1
    return depth


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


class _Nearest:
    """The nearest known name, looked for when it is first read: a file may hold thousands of names that nobody knows."""

    def __get__(self, fault: object, owner: type) -> str:
        """Return the name, or "" where none is alike."""
        if fault is None:
            return ""
        told = vars(fault)["_nearest"]
        if not isinstance(told, str):
            told = vars(fault)["_nearest"] = told()
        return str(told)

    def __set__(self, fault: object, told: str | Callable[[], str]) -> None:
        """Keep the name, or how to find it."""
        vars(fault)["_nearest"] = told


class Option(str):
    """The name of a parameter of a public function, as the place of a fault; on the command line the option that says the same.

    Where other texts of a fault speak of one, it stands between backticks: `weeks`, `full=False`.
    """

    __slots__ = ()


@dataclass(frozen=True)
class Fault:
    """One fault of one value.

    Parameters
    ----------
    file : str
        The file in which the fault lies, or the `Option`.
    key : str
        The key, row or option at fault, as a dotted path where there is one; empty for the whole file.
    got : str
        What was found there.
    allowed : str
        What would have been accepted.
    nearest : str
        The nearest known name, where a name is at fault; else empty. It may be given as a function that finds it.
    step : str
        What to do next; empty where `allowed` says it.
    """

    file: str
    key: str
    got: str
    allowed: str
    nearest: _Nearest = _Nearest()
    step: str = ""

    def __getstate__(self) -> dict[str, str]:
        """Travel from a worker process with the nearest name found: what finds it may not travel."""
        return {**vars(self), "_nearest": self.nearest}

    def __hash__(self) -> int:
        """Return a hash without the nearest name, which is not looked for in order to tell faults apart."""
        return hash((self.file, self.key, self.got, self.allowed, self.step))

    def __str__(self) -> str:
        """Return the fault in one line, in the order file, key, got, allowed, nearest name, next step; long parts are cut."""
        file, key, got, allowed, near, step = (
            printable(abridge(part)) for part in (self.file, self.key, self.got, self.allowed, self.nearest, self.step)
        )
        place = f"{file}: {key}" if key else file
        text = f"{place}: got {got}; allowed: {allowed}"
        if near:
            text += f"; nearest known name: {near}"
        if step:
            text += f". {step}"
        return text


class InputError(ValueError):
    """The user's input is at fault.

    Parameters
    ----------
    faults : iterable of Fault
        All faults found, not only the first.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return a line for each fault that is shown."""
        return "\n".join(str(fault) for fault in first_faults(self.faults))


def first_faults(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults that are shown one by one and, where there are more, a last one that says how many."""
    more = len(faults) - FAULTS_SHOWN
    if more < 1:
        return list(faults)
    file = faults[FAULTS_SHOWN].file
    return [*faults[:FAULTS_SHOWN], Fault(file, "", f"{more:,} more faults", "none", step="Mend the first ones first.")]


def nearest(name: object, known: Iterable[str]) -> str:
    """Return the known name most like `name`, or "" when none is alike."""
    return next(iter(similar_names(name, known)), "")


def similar_names(name: object, known: Iterable[str]) -> list[str]:
    """Return known names like `name`, the most alike first: difflib's ratio, then the longer common beginning."""
    text = str(name)
    if len(text) > LONGEST:
        return []
    matches = difflib.get_close_matches(text, list(known), n=CANDIDATES)

    def likeness(match: str) -> tuple[float, int]:
        same = takewhile(lambda pair: pair[0] == pair[1], zip(match, text, strict=False))
        return difflib.SequenceMatcher(None, match, text).ratio(), len(list(same))

    return sorted(matches, key=likeness, reverse=True)


def unknown(
    file: str, key: str, name: object, known: Iterable[str], what: str, allowed: str = "", step: str = ""
) -> Fault:
    """Return the fault of a name that is not among the known ones.

    Parameters
    ----------
    file, key : str
        Where the name stands.
    name : object
        What was written.
    known : iterable of str
        All names that would do.
    what : str
        What the names are names of, in the singular ("actor").
    allowed, step : str
        What would do, where the names are too many to be told one by one; and what to do next.
    """
    names = known if allowed else sorted(known)
    allowed = allowed or f"a known {what}: {', '.join(names)}"
    return Fault(file, key, repr(name), allowed, partial(nearest, name, names), step)
