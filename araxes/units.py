"""Numbers that are definitions, not parameters: conversions of units, and what formats fix.

What the parameters of a section of a file have in common, unit first; which section is which is said in `araxes/inputs/schema.py`.

Weeks and dates: a week begins on Monday, bears that date, and is numbered from Monday 5 January 1970.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

GOLDSTEIN_PER_HOSTILITY = 10
"""Hostility is minus a tenth of the Goldstein score (Goldstein 1992 runs from -10 to 10)."""

DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365.25

EPOCH = (1970, 1, 1)
"""The day from which files count days."""

FIRST_DATA_LINE = 2
"""The line of a CSV file, counted from 1, on which data begin."""

CODE_LETTERS = 3
"""Most letters in an actor code (ISO 3166 alpha-3)."""

THOUSAND = 1000
KIBIBYTE = 1024

MONTHS_PER_YEAR = 12
VIEWS_EPOCH_YEAR = 1980
"""VIEWS counts months from January of this year, which is month 1."""

LUCK_BITS = 32
"""Bits of a word of luck's address: a replicate's number is one, a seed two."""

SHOWN_LETTERS = 120
"""Most letters of a value that a message repeats."""
FIRST_MONDAY = datetime.date.fromisoformat("1970-01-05")


def monday(date: datetime.date) -> datetime.date:
    """Return the Monday of the week of `date`."""
    return date - datetime.timedelta(days=date.weekday())


def week_number(date: datetime.date) -> int:
    """Return the number of the week of `date`, in weeks since the week of 1970-01-05 (negative before it)."""
    return (monday(date) - FIRST_MONDAY).days // DAYS_PER_WEEK


def week_date(number: int) -> datetime.date:
    """Return the Monday of week `number`."""
    return FIRST_MONDAY + datetime.timedelta(days=number * DAYS_PER_WEEK)


def last_day(number: int) -> datetime.date:
    """Return the Sunday of week `number`."""
    return week_date(number + 1) - datetime.timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """What a group of parameters has in common: the unit, and the widest range that makes sense."""

    unit: str
    low: float | None = None
    high: float | None = None
    implicit: float | None = None
    """What a value is that nobody names: 0 for "no tie" and "no stake", 1 for "as strongly as all"; None where it must be named."""
    positive: bool = False
    """Whether 0 itself makes no sense (a half-life, an army)."""


@dataclass(frozen=True)
class Section:
    """What is known of the parameters in a table, beside the form of each: stands at a field of the models in `schema.py`.

    Attributes
    ----------
    kind : Kind
        Of all of them but those in `apart`.
    names : tuple of str
        What the keys of a path name, from the table on: "issue", "actor"; empty where they name nothing of other files.
    keys : tuple of str
        The keys that must all be there, where no other will do; empty where it depends on other files which there are.
    apart : dict of str to Kind
        The kinds of keys that have one of their own.
    undirected : bool
        Whether the two actors of a path may stand in either order.
    """

    kind: Kind = Kind("")
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    apart: Mapping[str, Kind] = field(default_factory=dict)
    undirected: bool = False


STATUS, WEEKS = Kind("status", 0, 1), Kind("weeks", 0)
SHARE, SHARE_OR_NONE = Kind("share", 0, 1), Kind("share", 0, 1, implicit=0)
TIE_OR_NONE = Kind("tie", -1, 1, implicit=0)
