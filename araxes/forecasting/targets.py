"""What is forecast, and what came: rungs of weeks, events within some weeks, means over weeks.

What is forecast: the rung of a week, any act of a level within some weeks, and whether a dyad was calm before.

The mean Goldstein value of a dyad over some weeks: what is said of it, what came, and how good the one was for the other.

A mean over weeks depends on how long quarrels last, not on the chances of single weeks alone. Who simulates is scored by whole paths. Who
gives chances of weeks alone is scored by weeks drawn independently from them, with the same luck for all. A reference that knows how long
quarrels last is what the dyad did in all past spans of that length.

The weekly record as forecasters see it: the rungs of the states, up to the origin and no further.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Flags, Floats, Rungs
from araxes.engines.draws import generator
from araxes.forecasting.skill import sample_crps
from araxes.inputs.parameters import setting
from araxes.inputs.region import RegionFiles
from araxes.records.history import History
from araxes.records.weekly import weekly_rungs
from araxes.rules.arrays import pick_rungs
from araxes.rules.memory import UNOBSERVED
from araxes.units import week_date, week_number

PAST_SPANS = "past spans of the dyad"


class WeeklyRungs(NamedTuple):
    """Weekly rungs of the states.

    Attributes
    ----------
    first : datetime.date
        Monday of the first week.
    rungs : ndarray of int8, shape (weeks, states, states)
        States in alphabetical order; -1 where nothing is known.
    """

    first: datetime.date
    rungs: Rungs

    @property
    def next(self) -> datetime.date:
        """Return the Monday after the last week: the origin of a forecast made from these weeks."""
        return week_date(week_number(self.first) + len(self.rungs))


class Forecaster(Protocol):
    """Whatever gives chances of rungs from past weeks alone."""

    @property
    def name(self) -> str:
        """Return what tables call it."""

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chance of each rung in the h-th week after `past`, shape (horizons, states, states, rungs); h = 1 is the next week."""


def weeks_before(history: History, region: RegionFiles, until: datetime.date) -> WeeklyRungs:
    """Return the weeks of a record before `until`, a Monday."""
    codes = list(region.actors)
    states = [codes.index(code) for code in region.states]
    first, rungs = weekly_rungs(history, region, until)
    return WeeklyRungs(first, np.ascontiguousarray(rungs[:, states][:, :, states]))


def known_before(weeks: WeeklyRungs, origin: datetime.date) -> WeeklyRungs:
    """Return the weeks before an origin, copied: nothing later can be reached from them."""
    count = max(week_number(origin) - week_number(weeks.first), 0)
    return WeeklyRungs(weeks.first, weeks.rungs[:count].copy())


def observed_weeks(rungs: Rungs) -> Flags:
    """Return which weeks hold anything known, shape (weeks,), from rungs of shape (weeks, states, states)."""
    return np.asarray((rungs != UNOBSERVED).any(axis=(1, -1)))


def indicators(rungs: Rungs, n_rungs: int) -> Floats:
    """Return 1 at the rung of every dyad and week and 0 elsewhere, shape (..., rungs); all 0 where nothing is known."""
    return np.asarray(rungs[..., None] == np.arange(n_rungs), dtype=np.float64)


def dyad_mask(n_states: int) -> Flags:
    """Return which cells of (states, states) are dyads: all but the diagonal."""
    return ~np.eye(n_states, dtype=bool)


def repeat_over_horizons(chances: Floats, horizons: Sequence[int]) -> Floats:
    """Return chances of shape (states, states, rungs) repeated for every horizon: what does not depend on how far ahead one looks."""
    return np.repeat(chances[None], len(horizons), axis=0)


class Told(NamedTuple):
    """What a forecaster says at one origin.

    Attributes
    ----------
    chance : ndarray of float, shape (horizons, states, states, rungs)
        Of each rung in the h-th week.
    within : ndarray of float, shape (horizons, states, states, levels)
        Of any act of each level or above within h weeks.
    paths : ndarray of int8, shape (paths, weeks, states, states), or None
        Rungs of simulated weeks; what is on the diagonal does not count. None where horizons are of one week alone.
    either_way : ndarray of float, shape of `within`, or None
        The same of acts either way, symmetric; None where the forecaster says nothing of both directions together.
    """

    chance: Floats
    within: Floats
    paths: Rungs | None = None
    either_way: Floats | None = None


class Means(NamedTuple):
    """What one forecaster said of mean Goldstein values at one origin, or at all of them.

    Attributes
    ----------
    crps : ndarray of float, shape (..., horizons, states, states)
        Continuous ranked probability score in Goldstein points; nan where a week of the span is not known.
    expected : ndarray of float, shape (..., horizons, states, states)
        The mean of what was said, in Goldstein points, whatever came; nan where nothing was said.
    """

    crps: Floats
    expected: Floats


def n_paths() -> int:
    """Return how many paths stand for every forecaster: the same number for all, for a score of samples depends on it a little."""
    return int(setting("hindcast.replicates"))


def independent(chance: Floats, past: WeeklyRungs, n: int, seed: int = 1) -> Rungs:
    """Return weeks drawn one by one from their chances, with the same luck for every forecaster.

    Parameters
    ----------
    chance : ndarray of float, shape (weeks, states, states, rungs)
    past : WeeklyRungs
        Its end addresses the luck.
    n : int
        Paths.
    seed : int

    Returns
    -------
    ndarray of int8, shape (n, weeks, states, states)
    """
    luck = _luck(seed, str(past.next), (n, *chance.shape[:-1]))
    return pick_rungs(luck, chance.cumsum(axis=-1)[..., :-1].astype(np.float32))


@lru_cache(maxsize=2)  # all forecasters of an origin, one after the other, ask for the same
def _luck(seed: int, origin: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return uniform luck that nobody can write to."""
    drawn = generator(seed, "hindcast", "means", origin).random(shape, dtype=np.float32)
    drawn.setflags(write=False)
    return drawn


def means_of(paths: Rungs, horizons: Sequence[int], points: Floats) -> Floats:
    """Return the mean Goldstein value of every path over each horizon.

    Parameters
    ----------
    paths : ndarray of int8, shape (paths, weeks, states, states)
    horizons : sequence of int
        Rising.
    points : ndarray of float, shape (rungs,)
        Goldstein value of each rung.

    Returns
    -------
    ndarray of float, shape (paths, horizons, states, states)
    """
    parts = np.add.reduceat(points.take(paths[:, : max(horizons)]), [0, *horizons[:-1]], axis=1)
    return np.asarray(parts.cumsum(axis=1) / np.array(horizons)[:, None, None])


def what_was(weeks: WeeklyRungs, origin: int, horizons: Sequence[int], points: Floats) -> Floats:
    """Return the mean Goldstein value that came, shape (horizons, states, states); nan unless all weeks of the span are known."""
    out = np.full((len(horizons), *weeks.rungs.shape[1:]), np.nan)
    for place, horizon in enumerate(horizons):
        span = weeks.rungs[origin : origin + horizon]
        whole = (span != UNOBSERVED).all(axis=0) & (len(span) == horizon)
        out[place] = np.where(whole, points[span].sum(axis=0) / horizon, np.nan)
    return out


def score_paths(paths: Rungs, came: Floats, horizons: Sequence[int], points: Floats) -> Means:
    """Return what paths said of the means over each horizon, scored by what came, of shape (horizons, states, states)."""
    means = means_of(paths, horizons, points)
    out = np.full(came.shape, np.nan)
    known = ~np.isnan(came)
    if known.any():
        out[known] = sample_crps(np.ascontiguousarray(means[:, known].T), came[known])
    return Means(out, means.mean(axis=0))


def past_spans(past: WeeklyRungs, came: Floats, horizons: Sequence[int], points: Floats) -> Means:
    """Return what all past spans of each dyad, as long as each horizon and wholly known, say of the next; nan where there is none."""
    score, expected = np.full(came.shape, np.nan), np.full(came.shape, np.nan)
    value = np.where(past.rungs == UNOBSERVED, np.nan, points[past.rungs])
    for place, horizon in enumerate(horizons):
        if len(value) < horizon:
            continue
        spans = np.lib.stride_tricks.sliding_window_view(value, horizon, axis=0).mean(axis=-1)
        for i, j in np.argwhere(~np.isnan(spans).all(axis=0)).tolist():
            own = spans[:, i, j][~np.isnan(spans[:, i, j])]
            expected[place, i, j] = own.mean()
            score[place, i, j] = sample_crps(own, came[place, i, j])
    return Means(score, expected)


def stack_means(rows: Sequence[Means]) -> Means:
    """Return what was said at several origins as one, its arrays of shape (origins, horizons, states, states)."""
    return Means(*(np.stack(part) for part in zip(*rows, strict=True)))


def keep_scores(found: Means, kept: Flags) -> Means:
    """Return the scores of some dyads and origins alone, `kept` of shape (origins, states, states)."""
    return found._replace(crps=np.where(kept[:, None], found.crps, np.nan))


class Spans(NamedTuple):
    """What is forecast, and the record that scores it: no forecaster is handed more of this than the weeks before an origin."""

    weeks: WeeklyRungs
    horizons: tuple[int, ...]
    long: tuple[int, ...]
    """Those over which means are scored."""
    points: Floats

    def came(self, date: datetime.date) -> Floats:
        """Return the mean Goldstein values that came after an origin."""
        return what_was(self.weeks, week_number(date) - week_number(self.weeks.first), self.long, self.points)


def event_levels(quiet: int) -> tuple[int, ...]:
    """Return the rungs of which "any act of this rung or above" is forecast: the first hostile one, coercion, violence."""
    return (quiet + 1, int(setting("run.rung_coercion")), int(setting("run.rung_violence")))


def is_scored(seen: Flags, origin: int, horizon: int) -> bool:
    """Return whether the week `horizon` weeks after an origin is scored: observed, and no gap of the record before it.

    Parameters
    ----------
    seen : ndarray of bool, shape (weeks,)
        Which weeks of the record are observed.
    origin : int
        Place of the first week that is forecast.
    horizon : int
        1 for that week.
    """
    target = origin + horizon - 1
    if target >= len(seen) or not seen[target]:
        return False
    longest, missing = 0, 0 if seen[origin] else _missing_before(seen, origin)
    for known in seen[origin:target]:
        missing = 0 if known else missing + 1
        longest = max(longest, missing)
    return bool(longest <= setting("hindcast.longest_gap"))


def _missing_before(seen: Flags, origin: int) -> int:
    """Return how many unobserved weeks in a row end just before an origin: a gap that it lies in began there."""
    known = np.flatnonzero(seen[:origin])
    return origin - 1 - int(known[-1]) if len(known) else origin


def what_came(weeks: WeeklyRungs, origins: Sequence[int], horizons: Sequence[int]) -> Rungs:
    """Return the rungs that came, shape (origins, horizons, states, states); -1 where none is scored."""
    seen, n_states = observed_weeks(weeks.rungs), weeks.rungs.shape[1]
    out = np.full((len(origins), len(horizons), n_states, n_states), UNOBSERVED, dtype=np.int8)
    for row, origin in enumerate(origins):
        for column, horizon in enumerate(horizons):
            if is_scored(seen, origin, horizon):
                out[row, column] = weeks.rungs[origin + horizon - 1]
    return out


def what_happened(weeks: WeeklyRungs, origins: Sequence[int], horizons: Sequence[int], rungs: Sequence[int]) -> Floats:
    """Return 1 where a level was reached within the horizon, shape (origins, horizons, states, states, levels).

    nan unless all weeks of the span are observed: what was not seen may have happened.
    """
    n_states = weeks.rungs.shape[1]
    out = np.full((len(origins), len(horizons), n_states, n_states, len(rungs)), np.nan)
    for row, origin in enumerate(origins):
        for column, horizon in enumerate(horizons):
            span = weeks.rungs[origin : origin + horizon]
            whole = (span != UNOBSERVED).all(axis=0) & (len(span) == horizon)
            top = span.max(axis=0, initial=UNOBSERVED)[..., None]
            out[row, column] = np.where(whole[..., None], top >= np.array(rungs), np.nan)
    return out


def calm_before(weeks: WeeklyRungs, origins: Sequence[int]) -> Flags:
    """Return which dyads were calm before each origin, shape (origins, states, states): neither half known to have coerced for weeks."""
    length, coercion = int(setting("hindcast.calm")), int(setting("run.rung_coercion"))
    worst = [weeks.rungs[max(at - length, 0) : at].max(axis=0, initial=UNOBSERVED) for at in origins]
    return np.array([np.maximum(one, one.T) < coercion for one in worst], dtype=bool)


def forecast_targets(forecaster: Forecaster, past: WeeklyRungs, horizons: Sequence[int], rungs: Sequence[int]) -> Told:
    """Return what a forecaster says of rungs and of levels within the horizons.

    A forecaster that simulates says both (its method `tell`); of any other the chance within h weeks is that of independent weeks,
    1 - product over the weeks of (1 - P(Y >= level)), and its paths are of independent weeks.
    """
    own: Any = getattr(forecaster, "tell", None)
    if own is not None:
        found: Told | None = own(past, horizons, rungs)
        if found is not None:
            return found
    chance = forecaster(past, range(1, max(horizons) + 1))
    each = np.stack([chance[..., rung:].sum(axis=-1) for rung in rungs], axis=-1)
    never = np.cumprod(np.clip(1 - each, 0, 1), axis=0)
    at = [horizon - 1 for horizon in horizons]
    paths = independent(chance, past, n_paths()) if max(horizons) > 1 else None
    return Told(chance[at], 1 - never[at], paths)


def reached_shares(paths: Rungs, horizons: Sequence[int], rungs: Sequence[int]) -> Floats:
    """Return the share of paths that reach each level within each horizon, shape (horizons, states, states, levels)."""
    top = np.maximum.accumulate(paths, axis=1)[:, [horizon - 1 for horizon in horizons]]
    return np.stack([(top >= rung).mean(axis=0) for rung in rungs], axis=-1)
