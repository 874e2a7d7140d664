"""Dates of other records: plain, compact, or with a time and a zone."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_SLASHED = re.compile(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4})( \d{1,2}:\d\d(:\d\d)?)?")
_SHAPE = re.compile(r"\d{4}-\d\d-\d\d([ T].+)?|\d{8}")


class Day(NamedTuple):
    """A day.

    Attributes
    ----------
    number : int
        Proleptic number, as in `datetime.date.toordinal`.
    zone : str
        Difference from UTC where the text names one, else "".
    """

    number: int
    zone: str


def read_day(text: str) -> Day | None:
    """Return the day that a text names as it stands there, with its zone; None where it names none."""
    if not text.isascii() or not _SHAPE.fullmatch(text):
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return Day(moment.toordinal(), moment.strftime("UTC%z") if moment.tzinfo else "")


class Slashed(NamedTuple):
    """A date with slashes.

    Attributes
    ----------
    number : int or None
        Proleptic number of the day that it is with the month first; None where it is none.
    other : bool
        Whether it is a day with the day of the month first.
    """

    number: int | None
    other: bool


def read_slashed(text: str) -> Slashed | None:
    """Return what a date with slashes says, such as 1/2/2017; None where a text is none."""
    found = _SLASHED.fullmatch(text) if text.isascii() else None
    if found is None:
        return None
    one, two, year = (int(found[part]) for part in ("one", "two", "year"))
    return Slashed(_number(year, one, two), _number(year, two, one) is not None)


def _number(year: int, month: int, day: int) -> int | None:
    """Return the proleptic number of a day; None where there is no such day."""
    try:
        return datetime.date(year, month, day).toordinal()
    except ValueError:
        return None
