"""A record's report: what was read, what was left out and why, what was inferred."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from araxes.errors import Fault
from araxes.inputs.settings import setting
from araxes.records.decode import ELLIPSIS


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
