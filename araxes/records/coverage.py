"""Coverage: which weeks a record observes, told from its days where no header says it, and from daily totals where there are some.

A record's report: what was read, what was left out and why, what was inferred.
"""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from araxes.display import show_card
from araxes.errors import Fault, InputError
from araxes.inputs.parameters import setting
from araxes.inputs.read import short_path
from araxes.records.coding import read_day
from araxes.records.stream import ELLIPSIS, lines
from araxes.units import DAYS_PER_WEEK, monday, week_date, week_number

_Span = tuple[datetime.date, datetime.date]

DATE = "date"
TOTALS = ("n_raw", "n_unique", "total")
"""Columns that hold a day's total; the first that is there is taken."""


@show_card
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
    gaps: list[_Span]


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
        faults = [Fault(short_path(path), "", "no day", "daily totals")]
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


def join_spans(spans: Collection[_Span]) -> list[_Span]:
    """Return stretches in order, with those that touch or overlap as one."""
    out: list[_Span] = []
    for low, high in sorted(spans):
        if out and low <= out[-1][1] + datetime.timedelta(days=1):
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def week_of(date: datetime.date) -> _Span:
    """Return the first and the last day of the week of a date."""
    first = monday(date)
    return first, first + datetime.timedelta(days=DAYS_PER_WEEK - 1)


@show_card
@dataclass(frozen=True)
class Report:
    """What reading a record found.

    Attributes
    ----------
    file, form, name, filters : str
        The file, its form, the record's name, its filters in words.
    lines, rows, acts : int
        Lines read; rows that count; acts kept, one a day, dyad and code.
    repeats : int
        Rows that report an act another row reports too.
    twins, dropped : int
        Acts whose other half is there; halves left out.
    elsewhere, domestic, outside, late, restored, bad : int
        Rows of others, of an actor with itself, on dates not covered, added too late; codes whose zero was restored; bad lines.
    filtered : dict of str to int
        Rows by the filter that refused them.
    shown : tuple of Fault
        The first bad lines.
    zone : str
        Zone of the dates, "" for plain days.
    slashed : int
        Rows whose dates have slashes, read with the month first.
    proven : bool
        Whether one of these dates can be nothing else.
    left : tuple of str
        Files beside the tables that are none of events.
    inferred : bool
        Whether the header was inferred.
    first, last : datetime.date
        Dates covered.
    gaps : tuple of (datetime.date, datetime.date)
        Thin weeks included.
    thin : tuple of datetime.date
        Mondays of thin weeks.
    unsaid : int
        Weeks of which the daily totals say nothing.
    """

    file: str
    form: str
    name: str = ""
    filters: str = ""
    lines: int = 0
    rows: int = 0
    acts: int = 0
    repeats: int = 0
    twins: int = 0
    dropped: int = 0
    elsewhere: int = 0
    domestic: int = 0
    outside: int = 0
    late: int = 0
    restored: int = 0
    bad: int = 0
    filtered: dict[str, int] = field(default_factory=dict)
    shown: tuple[Fault, ...] = ()
    zone: str = ""
    slashed: int = 0
    proven: bool = False
    left: tuple[str, ...] = ()
    inferred: bool = False
    first: datetime.date = datetime.date.min
    last: datetime.date = datetime.date.min
    gaps: tuple[tuple[datetime.date, datetime.date], ...] = ()
    thin: tuple[datetime.date, ...] = ()
    unsaid: int = 0

    def text(self) -> Iterator[str]:
        """Yield the report in lines of plain words."""
        yield f"{self.file}: {self.name}, {self.acts:,} acts, {self.first} to {self.last}."
        if self.inferred:
            yield (
                "No header, so one was inferred: first and last day from the rows, a week without an act is quiet, "
                f"gaps: {len(self.gaps)}, weeks that a gap touches are unknown."
            )
        for low, high in self.gaps:
            yield f"Gap: {low} to {high}."
        if self.thin:
            yield f"Thin weeks, taken as unknown: {', '.join(map(str, self.thin))}."
        if self.unsaid:
            yield f"Of {self.unsaid} weeks the daily totals say nothing; they count as observed unless they lie in a gap."
        if self.rows:
            yield from self._rows()
        if self.zone:
            yield f"Dates carry the zone {self.zone}; days are taken as they stand there."
        if self.slashed:
            proof = (
                "one of them can be nothing else"
                if self.proven
                else "as ICEWS wrote those of 2017; none of them proves it"
            )
            yield f"Dates with slashes, read with the month first (1/2/2017 is 2 January): {self.slashed:,}; {proof}."
        if self.left:
            shown = int(setting("record.bad_shown"))
            names = [name.rsplit("/", 1)[-1] for name in self.left[:shown]] + [ELLIPSIS] * (len(self.left) > shown)
            yield f"Files that are no tables of events, left out: {len(self.left):,} ({', '.join(names)})."
        for fault in self.shown:
            yield f"Bad line left out: {fault}"

    def _rows(self) -> Iterator[str]:
        """Yield what became of the rows."""
        left = {
            "of others": self.elsewhere, "of an actor with itself": self.domestic, "on dates not covered": self.outside,
            "added too late": self.late, **{f"by the filter {key}": n for key, n in sorted(self.filtered.items())},
            "bad": self.bad,
        }  # fmt: skip
        words = [f"{number:,} {what}" for what, number in left.items() if number]
        yield f"{self.lines:,} lines, {self.rows:,} count{'; left out: ' if words else ''}{', '.join(words)}."
        yield (
            f"Rows that repeat an act of the same day, dyad and code: {self.repeats:,}; acts with their other half on the same "
            f"day: {self.twins:,}, halves left out: {self.dropped:,}."
        )
        if self.restored:
            yield f"Codes that had lost the zero at their beginning, restored: {self.restored:,}."

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        values = asdict(self)
        return values | {
            "first": str(self.first),
            "last": str(self.last),
            "gaps": [[str(low), str(high)] for low, high in self.gaps],
            "thin": [str(week) for week in self.thin],
            "shown": [str(fault) for fault in self.shown],
        }
