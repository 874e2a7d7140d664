"""A hindcast: forecasts from every Monday of a past span, each from the weeks before it alone, beside what came.

At each origin every forecaster is handed a copy of the record cut there: nothing later can reach it. Pools whose weights are fitted use
forecasts that had come true by then, anew every few weeks.

Pools of forecasters: equal weights, and weights fitted on forecasts that have come true.

A pool mixes chances: P = sum over members of w_m P_m. Weights that maximise the past log score are found by expectation and maximisation
(a mixture with known parts), held towards equal weights by a prior that counts as so many forecasts.

Estimates for a hindcast: the model fitted anew every few weeks, each time on the weeks before that origin alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats, Rungs
from araxes.display import show_card
from araxes.errors import Fault, InputError, Option
from araxes.estimation.estimate import Estimate, fit
from araxes.forecasting.baselines import baselines
from araxes.forecasting.joint import both_log_score
from araxes.forecasting.origin import horizon_faults, horizons_of_settings, origins_between
from araxes.forecasting.targets import (
    PAST_SPANS,
    Forecaster,
    Means,
    Spans,
    Told,
    WeeklyRungs,
    calm_before,
    dyad_mask,
    event_levels,
    forecast_targets,
    keep_scores,
    known_before,
    observed_weeks,
    past_spans,
    score_paths,
    stack_means,
    weeks_before,
    what_came,
    what_happened,
)
from araxes.inputs.constants import constants
from araxes.inputs.parameters import setting
from araxes.inputs.region import RegionFiles
from araxes.records.history import History, before
from araxes.records.weekly import quiet_rung
from araxes.rules.memory import UNOBSERVED
from araxes.units import GOLDSTEIN_PER_HOSTILITY, monday, week_number

_Progress = Callable[[int], None]


def equal_pool(members: Sequence[Floats]) -> Floats:
    """Return the mean of the members' chances, arrays of one shape."""
    return np.asarray(np.mean(np.stack(members), axis=0))


def weighted_mean(members: Sequence[Floats], weights: Floats) -> Floats:
    """Return the weighted mean of the members' chances."""
    return np.asarray(np.tensordot(weights, np.stack(members), axes=(0, 0)))


def fitted_weights(given: Floats) -> Floats:
    """Return the weights under which a pool would have scored best.

    Parameters
    ----------
    given : ndarray of float, shape (members, forecasts)
        The chance that each member gave to what came; no forecasts give equal weights.

    Returns
    -------
    ndarray of float, shape (members,)
        Sum to 1.
    """
    n = len(given)
    weights = np.full(n, 1 / n)
    prior = setting("hindcast.stack_prior") / n
    for _ in range(int(setting("hindcast.stack_steps")) if given.size else 0):
        parts = weights[:, None] * given
        total = parts.sum(axis=0)
        share = np.where(total > 0, parts / np.where(total > 0, total, 1), 1 / n)
        weights = share.sum(axis=1) + prior
        weights /= weights.sum()
    return weights


@show_card
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
    either_way : dict of str to ndarray, of the shape of `happened`
        As `within`, of acts of a pair either way, symmetric; of forecasters that simulate both directions together.
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
    either_way: dict[str, Floats] = field(default_factory=dict)

    def happened_either_way(self) -> Floats:
        """Return `happened` of pairs: 1 where either direction reached the level, nan where one of both is not known."""
        return np.asarray(np.maximum(self.happened, self.happened.swapaxes(2, 3)))

    def with_chances(self, name: str, chance: Floats, within: Floats) -> Hindcast:
        """Return the hindcast with one forecaster more."""
        return replace(self, chance=self.chance | {name: chance}, within=self.within | {name: within})

    def only(self, kept: Flags) -> Hindcast:
        """Return the hindcast with the targets of some dyads and origins alone, `kept` of shape (origins, states, states)."""
        came = np.where(kept[:, None], self.came, np.int8(UNOBSERVED))
        happened = np.where(kept[:, None, :, :, None], self.happened, np.nan)
        means = {name: keep_scores(said, kept) for name, said in self.means.items()}
        return replace(self, came=came, happened=happened, means=means)


def forecast_span(
    history: History,
    region: RegionFiles,
    first: datetime.date,
    until: datetime.date,
    *,
    horizons: Sequence[int] | None = None,
    forecasters: Sequence[Forecaster] | None = None,
    means: bool = True,
    progress: _Progress | None = None,
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
    weeks = weeks_before(history, region, monday(until))
    places = [week_number(date) - week_number(weeks.first) for date in dates]
    _check(history, weeks, places, ahead, first, until)
    at = event_levels(quiet_rung(region))
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
        either_way=_stack_pairs(said),
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
    progress: _Progress | None,
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


def _say(forecaster: Forecaster, past: WeeklyRungs, spans: Spans, came: Floats, rungs: tuple[int, ...]) -> _Said:
    """Return what one forecaster says at the end of `past`; of its paths the scores alone are kept, for they are many."""
    own: Any = getattr(forecaster, "joint", None)
    found = forecast_targets(forecaster, past, spans.horizons, rungs)
    means = score_paths(found.paths, came, spans.long, spans.points) if spans.long and found.paths is not None else None
    return _Said(found._replace(paths=None), None if own is None or 1 not in spans.horizons else own(past), means)


def _stack_pairs(said: dict[str, list[_Said]]) -> dict[str, Floats]:
    """Return what was said of pairs either way, by every forecaster that says it at all origins."""
    rows = {name: [one.told.either_way for one in row] for name, row in said.items()}
    kept = {name: [one for one in row if one is not None] for name, row in rows.items()}
    return {name: np.stack(row) for name, row in kept.items() if row and len(row) == len(rows[name])}


def _means(said: dict[str, list[_Said]], spans: Spans, dates: list[datetime.date]) -> dict[str, Means]:
    """Return what was said of means by every forecaster that has paths, and by past spans; nothing where no span is of several weeks."""
    if not spans.long:
        return {}
    rows = {name: [one.means for one in row if one.means is not None] for name, row in said.items()}
    past = [past_spans(known_before(spans.weeks, date), spans.came(date), spans.long, spans.points) for date in dates]
    return {name: stack_means(row) for name, row in rows.items() if len(row) == len(dates)} | {
        PAST_SPANS: stack_means(past)
    }


def _check(
    history: History,
    weeks: WeeklyRungs,
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


def pool_equally(found: Hindcast, name: str, members: Sequence[str]) -> Hindcast:
    """Return the hindcast with the equal pool of some forecasters."""
    return found.with_chances(
        name, equal_pool([found.chance[m] for m in members]), equal_pool([found.within[m] for m in members])
    )


def stack(found: Hindcast, name: str, members: Sequence[str]) -> Hindcast:
    """Return the hindcast with a pool of some forecasters whose weights were fitted, at each origin and horizon, on the past alone.

    A forecast counts once its week lies before the origin; weights are fitted anew every `hindcast.refit` weeks, and are equal at first.
    """
    every, cells = int(setting("hindcast.refit")), dyad_mask(len(found.states))
    numbers = np.array([week_number(date) for date in found.origins])
    parts = [found.chance[member] for member in members]
    chance, within = np.empty_like(parts[0]), np.empty_like(found.within[members[0]])
    for column, horizon in enumerate(found.horizons):
        weights = np.full(len(members), 1 / len(members))
        for row, number in enumerate(numbers):
            if row % every == 0:
                past = numbers + horizon - 1 < number
                weights = fitted_weights(_given(parts, found.came[past, column], past, column, cells))
            chance[row, column] = weighted_mean([part[row, column] for part in parts], weights)
            within[row, column] = weighted_mean([found.within[member][row, column] for member in members], weights)
    return found.with_chances(name, chance, within)


def _given(parts: Sequence[Floats], came: Rungs, past: Flags, column: int, cells: Flags) -> Floats:
    """Return the chance each member gave to what came in past forecasts of one horizon, shape (members, forecasts)."""
    rung = came[:, cells]
    known = rung != UNOBSERVED
    at = np.maximum(rung, 0).astype(np.int64)[..., None]
    return np.stack([np.take_along_axis(part[past, column][:, cells], at, axis=-1)[..., 0][known] for part in parts])


def refits(
    history: History,
    region: RegionFiles,
    origins: Sequence[datetime.date],
    announce: Callable[[str], None] | None = None,
) -> list[Estimate]:
    """Return estimates fitted before every so many origins (`hindcast.refit`).

    Parameters
    ----------
    history : History
        Cut before each fit: nothing later is handed on.
    region : RegionFiles
    origins : sequence of datetime.date
        Mondays in order.
    announce : callable, optional
        Told how many fits are to come.

    Returns
    -------
    list of Estimate
        None for origins before which no week can be scored or no week has come since the last fit.
    """
    found: list[Estimate] = []
    known = 0
    if announce and origins:
        announce("The model is estimated on the weeks before the span, and anew as it goes on.")
    for origin in origins[:: int(setting("hindcast.refit"))]:
        weeks = known_before(weeks_before(history, region, origin), origin)
        number = int(observed_weeks(weeks.rungs).sum())
        if number == known:
            continue
        known = number
        try:
            start = found[-1].posterior.mode if found else None
            found.append(fit(before(history, origin), region, origin, start=start))
        except InputError as error:
            if found or announce is None:
                continue
            announce(f"Not estimated before {origin}: {error.faults[0]}")
    return found
