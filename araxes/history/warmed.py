"""What a memory was warmed on: the weeks and acts of a record before an origin, and how far back its last gap lies."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from araxes.history.read import History, before
from araxes.history.weekly import gap_weeks, weekly_rungs
from araxes.inputs.region import RegionFiles
from araxes.rules.remember import UNOBSERVED


@dataclass(frozen=True)
class Warmth:
    """What the memory at an origin rests on.

    Attributes
    ----------
    record : str
        Name of the record.
    origin : datetime.date
        A Monday; nothing on or after it was read.
    first, last : datetime.date or None
        Mondays of the first and the last observed week; None where there is none.
    weeks, observed : int
        Weeks from the record's beginning to the origin, and those of them in which something is known.
    acts : int
        Acts in observed weeks.
    dyad_weeks : int
        Observed weeks of single dyads among the states.
    gap : (datetime.date, datetime.date) or None
        Mondays of the first and the last week of the last gap before the origin.
    since_gap : int
        Observed weeks after it.
    """

    record: str
    origin: datetime.date
    first: datetime.date | None
    last: datetime.date | None
    weeks: int
    observed: int
    acts: int
    dyad_weeks: int
    gap: tuple[datetime.date, datetime.date] | None
    since_gap: int

    def text(self) -> Iterator[str]:
        """Yield the report in lines of plain words."""
        if self.first is None:
            yield f"Memory at {self.origin}: nothing of '{self.record}' lies before; the priors alone speak."
            return
        yield (
            f"Memory at {self.origin}: {self.observed} of {self.weeks} weeks of '{self.record}' observed, "
            f"{self.first} to {self.last}, {self.acts:,} acts."
        )
        if self.gap:
            yield f"Last gap: weeks of {self.gap[0]} to {self.gap[1]}; {self.since_gap} observed weeks since."


def warmth(history: History, region: RegionFiles, origin: datetime.date) -> Warmth:
    """Return what a memory at an origin rests on.

    Parameters
    ----------
    history : History
    region : RegionFiles
    origin : datetime.date
        A Monday.
    """
    past = before(history, origin)
    first, rungs = weekly_rungs(past, region, origin)
    unknown = gap_weeks(past, len(rungs))

    def date(week: int) -> datetime.date:
        return first + datetime.timedelta(weeks=week)

    seen = [week for week, gap in enumerate(unknown) if not gap]
    silent = [week for week, gap in enumerate(unknown) if gap]
    observed = {date(week) for week in seen}
    mondays = [day - datetime.timedelta(days=day.weekday()) for day in past.columns["date"]]
    states = [list(region.actors).index(code) for code in region.states]
    last = silent[-1] if silent else None
    begin = last
    while begin is not None and begin > 0 and unknown[begin - 1]:
        begin -= 1
    return Warmth(
        record=history.header.name,
        origin=origin,
        first=date(seen[0]) if seen else None,
        last=date(seen[-1]) if seen else None,
        weeks=len(rungs),
        observed=len(seen),
        acts=sum(monday in observed for monday in mondays),
        dyad_weeks=int((rungs[:, states][:, :, states] != UNOBSERVED).sum()),
        gap=None if begin is None or last is None else (date(begin), date(last)),
        since_gap=sum(last is None or week > last for week in seen),
    )
