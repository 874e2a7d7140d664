"""Coverage: which weeks a record observes, told from its days where no header says it, and from daily totals where there are some."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from statistics import median
from typing import NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.folders import short
from araxes.inputs.settings import setting
from araxes.records.dates import read_day
from araxes.records.stream import lines
from araxes.units import DAYS_PER_WEEK
from araxes.weeks import monday, week_date, week_number

Span = tuple[datetime.date, datetime.date]

DATE = "date"
TOTALS = ("n_raw", "n_unique", "total")
"""Columns that hold a day's total; the first that is there is taken."""


class Coverage(NamedTuple):
    """What a record covers.

    Attributes
    ----------
    first, last : datetime.date
        Both included.
    gaps : list of (datetime.date, datetime.date)
        First and last day of each stretch in which nothing is known.
    """

    first: datetime.date
    last: datetime.date
    gaps: list[Span]


def infer(days: Collection[int], sparse: bool) -> Coverage:
    """Return what days with rows say.

    Parameters
    ----------
    days : collection of int
        Proleptic numbers of the days on which the file has a row, of whomever; at least one.
    sparse : bool
        Whether days without a row are usual, as in a record made by hand; nothing between the first and the last row is then
        a gap.

    Returns
    -------
    Coverage
        A gap is a stretch of at least `record.gap_days` days without a row.
    """
    known = sorted(days)
    least = setting("record.gap_days")
    date = datetime.date.fromordinal
    gaps = [
        (date(low + 1), date(high - 1)) for low, high in itertools.pairwise(known) if not sparse and high - low > least
    ]
    return Coverage(date(known[0]), date(known[-1]), gaps)


def read_totals(path: Path) -> dict[int, float]:
    """Return the total of each day, by its proleptic number; several rows of one day are summed.

    Parameters
    ----------
    path : Path
        A CSV file with the columns date and one of n_raw, n_unique, total.

    Raises
    ------
    InputError
        As `araxes.records.stream.lines`; missing columns, and every value that is no date or no number.
    """
    out: dict[int, float] = defaultdict(float)
    faults: list[Fault] = []
    places: dict[str, int] = {}
    for line in lines(path):
        fields = [field.strip().strip('"') for field in (line.text or "").split(",")] if line.text else []
        if line.number == 1:
            places = _places(fields, line.file)
        if line.number == 1 or not fields:
            continue
        got = [fields[place] if place < len(fields) else "" for place in places.values()]
        day, total = read_day(got[0]), _number(got[1])
        if day is None or total is None:
            key = f"line {line.number}, {DATE if day is None else list(places)[1]}"
            faults.append(Fault(line.file, key, repr(got[0 if day is None else 1]), "a date and a number not below 0"))
        else:
            out[day.number] += total
    if not out and not faults:
        faults = [Fault(short(path), "", "no day", "daily totals")]
    if faults:
        raise InputError(faults[: int(setting("record.bad_shown"))])
    return dict(out)


def _places(names: list[str], file: str) -> dict[str, int]:
    """Return the places of the day and of its total, in this order."""
    total = next((name for name in TOTALS if name in names), None)
    if DATE not in names or total is None:
        missing = DATE if DATE not in names else " or ".join(TOTALS)
        allowed = f"the columns {DATE} and one of {', '.join(TOTALS)}"
        raise InputError([Fault(file, "line 1", f"no column {missing}", allowed)])
    return {DATE: names.index(DATE), total: names.index(total)}


def _number(text: str) -> float | None:
    """Return a number that is finite and not below 0, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def thin_weeks(totals: dict[int, float]) -> list[datetime.date]:
    """Return the Mondays of thin weeks: total below `record.thin_share` of the median of the full weeks before.

    Parameters
    ----------
    totals : dict of int to float
        Total by day. A day without one between the first and the last is a day without rows.

    Returns
    -------
    list of datetime.date
        In order. The median looks back only, so what comes later never makes a week thin. The first full week and those before
        it are compared with that one.
    """
    sums: dict[int, float] = defaultdict(float)
    seen: dict[int, int] = defaultdict(int)
    for day, total in totals.items():
        week = week_number(datetime.date.fromordinal(day))
        sums[week] += total
        seen[week] += 1
    full = [week for week in sorted(seen) if seen[week] == DAYS_PER_WEEK]
    if not full:
        return []
    share = setting("record.thin_share")
    out = []
    for week in sorted(sums):
        past = [sums[other] for other in full if other < week] or [sums[full[0]]]
        if sums[week] < share * median(past):
            out.append(week_date(week))
    return out


def joined(spans: Collection[Span]) -> list[Span]:
    """Return stretches in order, with those that touch or overlap as one."""
    out: list[Span] = []
    for low, high in sorted(spans):
        if out and low <= out[-1][1] + datetime.timedelta(days=1):
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def week_of(date: datetime.date) -> Span:
    """Return the first and the last day of the week of a date."""
    first = monday(date)
    return first, first + datetime.timedelta(days=DAYS_PER_WEEK - 1)
