"""What a user sees when something in a file or a command is at fault: a `Fault` each, collected in one `InputError`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

CANDIDATES = 5
"""How many alike names are weighed against each other."""


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
        The nearest known name, where a name is at fault; else empty.
    step : str
        What to do next; empty where `allowed` says it.
    """

    file: str
    key: str
    got: str
    allowed: str
    nearest: str = ""
    step: str = ""

    def __str__(self) -> str:
        """Return the fault in one line, in the order file, key, got, allowed, nearest name, next step."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        text = f"{place}: got {self.got}; allowed: {self.allowed}"
        if self.nearest:
            text += f"; nearest known name: {self.nearest}"
        if self.step:
            text += f". {self.step}"
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
        super().__init__("\n".join(str(fault) for fault in self.faults))


def nearest(name: object, known: Iterable[str]) -> str:
    """Return the known name most like `name`, or "" when none is alike."""
    return next(iter(alike(name, known)), "")


def alike(name: object, known: Iterable[str]) -> list[str]:
    """Return known names like `name`, the most alike first (difflib's ratio, then the longer common beginning)."""
    text = str(name)
    matches = difflib.get_close_matches(text, list(known), n=CANDIDATES)

    def likeness(match: str) -> tuple[float, int]:
        same = takewhile(lambda pair: pair[0] == pair[1], zip(match, text, strict=False))
        return difflib.SequenceMatcher(None, match, text).ratio(), len(list(same))

    return sorted(matches, key=likeness, reverse=True)


def unknown(file: str, key: str, name: object, known: Iterable[str], what: str) -> Fault:
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
    """
    names = sorted(known)
    return Fault(file, key, repr(name), f"a known {what}: {', '.join(names)}", nearest(name, names))
