"""Dated events: the weeks in which a change acts, and the rung of an act's CAMEO code."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from araxes.inputs.schema import Rung
from araxes.weeks import week_number


def busy_weeks(date: datetime.date, until: datetime.date | None, shape: str) -> range:
    """Return the numbers of the weeks in which a change sets its path: one for a step, all of them for a pulse or a ramp."""
    first = week_number(date)
    if shape == "step" or until is None:
        return range(first, first + 1)
    last = week_number(until)
    return range(first, last + 1 if shape == "ramp" else max(last, first + 1))


def rung_of_code(code: str, rungs: Sequence[Rung]) -> int | None:
    """Return the rung of a CAMEO code by its longest listed prefix, or None when no rung lists one."""
    best, found = 0, None
    for index, rung in enumerate(rungs):
        for prefix in rung.cameo:
            if code.startswith(prefix) and len(prefix) > best:
                best, found = len(prefix), index
    return found
