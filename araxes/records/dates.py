"""Dates of other records: plain, compact, or with a time and a zone."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

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
