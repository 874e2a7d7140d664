"""The mean Goldstein value of a dyad over some weeks: what is said of it, what came, and how good the one was for the other.

A mean over weeks depends on how long quarrels last, not on the chances of single weeks alone. Who simulates is scored by whole paths. Who
gives chances of weeks alone is scored by weeks drawn independently from them, with the same luck for all. A reference that knows how long
quarrels last is what the dyad did in all past spans of that length.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Flags, Floats, Rungs
from araxes.engines.draws import generator
from araxes.forecasting.record import Weeks
from araxes.forecasting.scores import crps
from araxes.inputs.settings import setting
from araxes.rules.arrays import pick_rungs
from araxes.rules.remember import UNOBSERVED
from araxes.weeks import week_number

PAST_SPANS = "past spans of the dyad"


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


def independent(chance: Floats, past: Weeks, n: int, seed: int = 1) -> Rungs:
    """Return weeks drawn one by one from their chances, with the same luck for every forecaster.

    Parameters
    ----------
    chance : ndarray of float, shape (weeks, states, states, rungs)
    past : Weeks
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


def what_was(weeks: Weeks, origin: int, horizons: Sequence[int], points: Floats) -> Floats:
    """Return the mean Goldstein value that came, shape (horizons, states, states); nan unless all weeks of the span are known."""
    out = np.full((len(horizons), *weeks.rungs.shape[1:]), np.nan)
    for place, horizon in enumerate(horizons):
        span = weeks.rungs[origin : origin + horizon]
        whole = (span != UNOBSERVED).all(axis=0) & (len(span) == horizon)
        out[place] = np.where(whole, points[span].sum(axis=0) / horizon, np.nan)
    return out


def scored(paths: Rungs, came: Floats, horizons: Sequence[int], points: Floats) -> Means:
    """Return what paths said of the means over each horizon, scored by what came, of shape (horizons, states, states)."""
    means = means_of(paths, horizons, points)
    out = np.full(came.shape, np.nan)
    known = ~np.isnan(came)
    if known.any():
        out[known] = crps(np.ascontiguousarray(means[:, known].T), came[known])
    return Means(out, means.mean(axis=0))


def past_spans(past: Weeks, came: Floats, horizons: Sequence[int], points: Floats) -> Means:
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
            score[place, i, j] = crps(own, came[place, i, j])
    return Means(score, expected)


def stacked(rows: Sequence[Means]) -> Means:
    """Return what was said at several origins as one, its arrays of shape (origins, horizons, states, states)."""
    return Means(*(np.stack(part) for part in zip(*rows, strict=True)))


def only(found: Means, kept: Flags) -> Means:
    """Return the scores of some dyads and origins alone, `kept` of shape (origins, states, states)."""
    return found._replace(crps=np.where(kept[:, None], found.crps, np.nan))


class Spans(NamedTuple):
    """What is forecast, and the record that scores it: no forecaster is handed more of this than the weeks before an origin."""

    weeks: Weeks
    horizons: tuple[int, ...]
    long: tuple[int, ...]
    """Those over which means are scored."""
    points: Floats

    def came(self, date: datetime.date) -> Floats:
        """Return the mean Goldstein values that came after an origin."""
        return what_was(self.weeks, week_number(date) - week_number(self.weeks.first), self.long, self.points)
