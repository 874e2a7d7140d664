"""What a forecast must say of its past: whether measured skill is that of the model at hand, and what memory was warmed on.

Whether a skill file speaks of the model at hand: what it said at the last origin that was scored, beside what it says there now.

A digest of files would call every comment another model. What decides is whether the forecasts are the same ones.

What a memory was warmed on: the weeks and acts of a record before an origin, and how far back its last gap lies.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from araxes.display import show_card
from araxes.errors import InputError
from araxes.forecasting.hindcast import Hindcast
from araxes.forecasting.measured import Measured
from araxes.forecasting.model import ModelForecaster
from araxes.forecasting.origin import origin_of
from araxes.forecasting.targets import dyad_mask
from araxes.inputs.parameters import setting
from araxes.inputs.region import RegionFiles
from araxes.records.history import History, before
from araxes.records.weekly import gap_weeks, weekly_rungs
from araxes.rules.memory import UNOBSERVED

NO_WITNESS = "It cannot be told whether it is of this model: the file does not say what the model said."
OTHER_RECORD = (
    "The record at hand does not reach the last origin scored: it cannot be told whether the skill is of this model."
)


def said(found: Hindcast, name: str) -> dict[str, Any]:
    """Return what a forecaster said at the last origin, as plain values.

    Returns
    -------
    dict
        origin; chance, by horizon and by dyad, as text: the chances of all rungs, lowest first.
    """
    states, digits = found.states, int(setting("forecast.digits"))
    cells = np.argwhere(dyad_mask(len(states))).tolist()
    row = found.chance[name][-1]
    chance = {
        str(horizon): {
            f"{states[i]}>{states[j]}": " ".join(f"{value:.{digits}f}" for value in row[place, i, j]) for i, j in cells
        }
        for place, horizon in enumerate(found.horizons)
    }
    return {"origin": str(found.origins[-1]), "chance": chance}


def with_doubt(known: Measured, history: History, region: RegionFiles) -> Measured:
    """Return measured skill with a word of doubt where the model at hand does not forecast what was scored.

    Parameters
    ----------
    known : Measured
    history : History
        The record a forecast is made from.
    region : RegionFiles
        The parameters it is made with.
    """
    if not known.content:
        return known
    return replace(known, doubt=doubt(known.content.get("said"), history, region))


def doubt(told: object, history: History, region: RegionFiles) -> str:
    """Return what keeps skill from being that of the model at hand, empty where nothing does."""
    if not isinstance(told, Mapping):
        return NO_WITNESS
    try:
        origin = datetime.date.fromisoformat(told["origin"])
        horizons = [int(horizon) for horizon in told["chance"]]
        rows = [[text.split() for text in one.values()] for one in told["chance"].values()]
        then = np.array(rows, dtype=np.float64)
    except (AttributeError, KeyError, TypeError, ValueError):
        return NO_WITNESS
    try:
        origin_of(origin, history)
    except InputError:
        return OTHER_RECORD
    found = ModelForecaster(history, region).predict(origin, horizons)
    now = found.chances()[:, dyad_mask(len(found.states))]
    if then.shape == now.shape and np.abs(then - now).max() <= setting("forecast.same"):
        return ""
    apart = f" by up to {np.abs(then - now).max():.3f}" if then.shape == now.shape else ""
    return (
        "It was measured with other parameters, another version of the model, or other weeks unknown: "
        f"chances from {origin} differ{apart}."
    )


@show_card
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
