"""A hindcast: forecasts from every Monday of a past span, each from the weeks before it alone, beside what came.

At each origin every forecaster is handed a copy of the record cut there: nothing later can reach it. Pools whose weights are fitted use
forecasts that had come true by then, anew every few weeks.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats, Rungs
from araxes.errors import Fault, InputError, Option
from araxes.forecasting.baselines import baselines
from araxes.forecasting.halves import both_log_score
from araxes.forecasting.horizons import horizon_faults, horizons_of_settings, origins_between
from araxes.forecasting.means import PAST_SPANS, Means, Spans, only, past_spans, scored, stacked
from araxes.forecasting.pooling import equal_pool, fitted_weights
from araxes.forecasting.pooling import stacked as blended
from araxes.forecasting.record import Forecaster, Told, Weeks, dyads, known_before, weeks_of
from araxes.forecasting.targets import calm_before, levels, told, what_came, what_happened
from araxes.history.read import History
from araxes.history.weekly import quiet_rung
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import constants
from araxes.rules.remember import UNOBSERVED
from araxes.units import GOLDSTEIN_PER_HOSTILITY
from araxes.weeks import monday, week_number

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Hindcast:
    """Forecasts and what came.

    Attributes
    ----------
    record : str
        Name of the record.
    states : list of str
    rungs : list of str
        Names of the rungs.
    hostility : ndarray of float, shape (rungs,)
        -Goldstein / 10 of each rung.
    origins : list of datetime.date
        Mondays; the week that begins there is the first that is forecast.
    horizons, levels : tuple of int
        Weeks ahead; rungs of which "any act of this rung or above" is forecast.
    came : ndarray of int8, shape (origins, horizons, states, states)
        -1 where nothing is scored.
    happened : ndarray of float, shape (origins, horizons, states, states, levels)
        1 where the level was reached within the horizon, nan where not known.
    calm : ndarray of bool, shape (origins, states, states)
        Pairs without coercion for some weeks before the origin.
    chance, within : dict of str to ndarray
        By forecaster, of the shape of `came` and a last axis of rungs, and of the shape of `happened`.
    fresh : ndarray of bool, shape (origins,)
        Whether the week before the origin was observed.
    interrupted : bool
    joint : dict of str to ndarray, shape (origins, pairs)
        Joint log score of both halves of a pair in the first week, of forecasters that say a joint distribution of their own.
    means : dict of str to Means
        Of the mean Goldstein value over each horizon of several weeks, by forecaster, pools left out; with past spans of the dyad.
    """

    record: str
    states: list[str]
    rungs: list[str]
    hostility: Floats
    origins: list[datetime.date]
    horizons: tuple[int, ...]
    levels: tuple[int, ...]
    came: Rungs
    happened: Floats
    calm: Flags
    fresh: Flags
    chance: dict[str, Floats]
    within: dict[str, Floats]
    interrupted: bool = False
    joint: dict[str, Floats] = field(default_factory=dict)
    means: dict[str, Means] = field(default_factory=dict)

    def with_chances(self, name: str, chance: Floats, within: Floats) -> Hindcast:
        """Return the hindcast with one forecaster more."""
        return replace(self, chance=self.chance | {name: chance}, within=self.within | {name: within})

    def only(self, kept: Flags) -> Hindcast:
        """Return the hindcast with the targets of some dyads and origins alone, `kept` of shape (origins, states, states)."""
        came = np.where(kept[:, None], self.came, np.int8(UNOBSERVED))
        happened = np.where(kept[:, None, :, :, None], self.happened, np.nan)
        means = {name: only(said, kept) for name, said in self.means.items()}
        return replace(self, came=came, happened=happened, means=means)


def hindcast(
    history: History,
    region: RegionFiles,
    first: datetime.date,
    until: datetime.date,
    *,
    horizons: Sequence[int] | None = None,
    forecasters: Sequence[Forecaster] | None = None,
    means: bool = True,
    progress: Progress | None = None,
) -> Hindcast:
    """Forecast from every Monday of a span and set what came beside it.

    Parameters
    ----------
    history : History
        The record; an origin sees the weeks before it.
    region : RegionFiles
    first, until : datetime.date
        Origins from the Monday of `first` up to, not including, `until`; weeks on or after `until` are not read.
    horizons : sequence of int, optional
        Weeks ahead, those of the settings when not given.
    forecasters : sequence of Forecaster, optional
        The baselines when not given.
    means : bool
        Score mean Goldstein values over horizons of several weeks, too.
    progress : callable, optional
        Told how many origins are done.

    Raises
    ------
    InputError
        When the span holds no origin, none of whose targets is observed, or no week is known before it; when a horizon is below 1.
    """
    ahead = tuple(sorted(set(horizons or horizons_of_settings())))
    dates = origins_between(first, until)
    weeks = weeks_of(history, region, monday(until))
    places = [week_number(date) - week_number(weeks.first) for date in dates]
    _check(history, weeks, places, ahead, first, until)
    at = levels(quiet_rung(region))
    points = np.array(constants(region).hostility) * GOLDSTEIN_PER_HOSTILITY
    spans = Spans(weeks, ahead, tuple(horizon for horizon in ahead if horizon > 1 and means), points)
    said, interrupted = _forecasts(list(forecasters or baselines(region)), spans, dates, at, progress)
    done = len(next(iter(said.values())))
    dates, places = dates[:done], places[:done]
    came = what_came(weeks, places, ahead)
    return Hindcast(
        record=history.header.name,
        states=list(region.states),
        rungs=[rung.name for rung in region.rungs],
        hostility=np.array(constants(region).hostility),
        origins=dates,
        horizons=ahead,
        levels=at,
        came=came,
        happened=what_happened(weeks, places, ahead, at),
        calm=calm_before(weeks, places),
        fresh=np.array([bool(place and (weeks.rungs[place - 1] != UNOBSERVED).any()) for place in places]),
        chance={name: np.stack([one.told.chance for one in row]) for name, row in said.items()},
        within={name: np.stack([one.told.within for one in row]) for name, row in said.items()},
        interrupted=interrupted,
        joint={
            name: both_log_score(np.stack([one.joint for one in row if one.joint is not None]), came[:, ahead.index(1)])
            for name, row in said.items()
            if row[0].joint is not None and 1 in ahead
        },
        means=_means(said, spans, dates),
    )


class _Said(NamedTuple):
    """What a forecaster said at one origin; joint chances of the first week, and means over spans, where it has them."""

    told: Told
    joint: Floats | None
    means: Means | None


def _forecasts(
    forecasters: list[Forecaster],
    spans: Spans,
    dates: list[datetime.date],
    rungs: tuple[int, ...],
    progress: Progress | None,
) -> tuple[dict[str, list[_Said]], bool]:
    """Return what every forecaster said at every origin, and whether an interruption cut it short."""
    said: dict[str, list[_Said]] = {one.name: [] for one in forecasters}
    for date in dates:
        try:
            row = [_say(one, known_before(spans.weeks, date), spans, spans.came(date), rungs) for one in forecasters]
        except KeyboardInterrupt:
            if not said[forecasters[0].name]:
                raise
            return said, True
        for forecaster, one in zip(forecasters, row, strict=True):
            said[forecaster.name].append(one)
        if progress:
            progress(1)
    return said, False


def _say(forecaster: Forecaster, past: Weeks, spans: Spans, came: Floats, rungs: tuple[int, ...]) -> _Said:
    """Return what one forecaster says at the end of `past`; of its paths the scores alone are kept, for they are many."""
    own: Any = getattr(forecaster, "joint", None)
    found = told(forecaster, past, spans.horizons, rungs)
    means = scored(found.paths, came, spans.long, spans.points) if spans.long and found.paths is not None else None
    return _Said(found._replace(paths=None), None if own is None or 1 not in spans.horizons else own(past), means)


def _means(said: dict[str, list[_Said]], spans: Spans, dates: list[datetime.date]) -> dict[str, Means]:
    """Return what was said of means by every forecaster that has paths, and by past spans; nothing where no span is of several weeks."""
    if not spans.long:
        return {}
    rows = {name: [one.means for one in row if one.means is not None] for name, row in said.items()}
    past = [past_spans(known_before(spans.weeks, date), spans.came(date), spans.long, spans.points) for date in dates]
    return {name: stacked(row) for name, row in rows.items() if len(row) == len(dates)} | {PAST_SPANS: stacked(past)}


def _check(
    history: History,
    weeks: Weeks,
    places: list[int],
    horizons: Sequence[int],
    first: datetime.date,
    until: datetime.date,
) -> None:
    """Refuse spans that hold nothing to forecast from or to score."""
    faults = horizon_faults(horizons)
    covered = f"Mondays after {weeks.first} and before {history.header.last}: the record covers them"
    if not places:
        faults.append(Fault(Option("first"), "", f"{first}, with `until` {until}", "a Monday before `until`"))
    elif not (weeks.rungs[: max(places[0], 0)] != UNOBSERVED).any():
        faults.append(Fault(Option("first"), "", str(first), covered, step="No week is known before the first origin."))
    elif not faults and not (what_came(weeks, places, horizons) != UNOBSERVED).any():
        faults.append(
            Fault(
                Option("until"), "", str(until), covered, step="No week that would be scored is observed in the span."
            )
        )
    if faults:
        raise InputError(faults)


def pool(found: Hindcast, name: str, members: Sequence[str]) -> Hindcast:
    """Return the hindcast with the equal pool of some forecasters."""
    return found.with_chances(
        name, equal_pool([found.chance[m] for m in members]), equal_pool([found.within[m] for m in members])
    )


def stack(found: Hindcast, name: str, members: Sequence[str]) -> Hindcast:
    """Return the hindcast with a pool of some forecasters whose weights were fitted, at each origin and horizon, on the past alone.

    A forecast counts once its week lies before the origin; weights are fitted anew every `hindcast.refit` weeks, and are equal at first.
    """
    every, cells = int(setting("hindcast.refit")), dyads(len(found.states))
    numbers = np.array([week_number(date) for date in found.origins])
    parts = [found.chance[member] for member in members]
    chance, within = np.empty_like(parts[0]), np.empty_like(found.within[members[0]])
    for column, horizon in enumerate(found.horizons):
        weights = np.full(len(members), 1 / len(members))
        for row, number in enumerate(numbers):
            if row % every == 0:
                past = numbers + horizon - 1 < number
                weights = fitted_weights(_given(parts, found.came[past, column], past, column, cells))
            chance[row, column] = blended([part[row, column] for part in parts], weights)
            within[row, column] = blended([found.within[member][row, column] for member in members], weights)
    return found.with_chances(name, chance, within)


def _given(parts: Sequence[Floats], came: Rungs, past: Flags, column: int, cells: Flags) -> Floats:
    """Return the chance each member gave to what came in past forecasts of one horizon, shape (members, forecasts)."""
    rung = came[:, cells]
    known = rung != UNOBSERVED
    at = np.maximum(rung, 0).astype(np.int64)[..., None]
    return np.stack([np.take_along_axis(part[past, column][:, cells], at, axis=-1)[..., 0][known] for part in parts])
