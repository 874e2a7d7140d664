"""Intervals of a mean over replicates that share parameter draws: draws are resampled, then replicates within each draw.

All that is needed of the replicates of a draw is how many they are, their sum and their sum of squares, so intervals cost the same for a
thousand replicates and for a million. The mean of n resampled replicates of a draw is normal with the draw's mean and variance / n; where
a chance was seen, or not seen, only a few times, replicates are resampled one by one (binomial).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.engines.draws import generator
from araxes.inputs.settings import setting
from araxes.units import HALF, SQUARE

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class Interval(NamedTuple):
    """A mean with the interval of the mean, arrays of one shape."""

    mean: Floats
    low: Floats
    high: Floats


class Moments(NamedTuple):
    """What the replicates of every parameter draw add up to.

    Attributes
    ----------
    count : ndarray of int, shape (draws,)
        Replicates of each draw.
    total, squares : ndarray of float, shape (draws, ...)
        Sums of a value over the replicates of each draw, and of its square.
    """

    count: Whole
    total: Floats
    squares: Floats

    def mean(self) -> Floats:
        """Return the mean over all replicates."""
        return np.asarray(self.total.sum(axis=0) / self.count.sum())

    def by_draw(self) -> Floats:
        """Return the mean of each draw that has replicates, shape (draws with replicates, ...)."""
        seen = self.count > 0
        return np.asarray(self.total[seen] / over(self.count[seen], self.total.ndim))


def over(count: Whole, ndim: int) -> Whole:
    """Return counts in a shape that divides an array of `ndim` axes, draws first."""
    return count.reshape(-1, *[1] * (ndim - 1))


def picks(count: Whole, resamples: int, seed: int) -> tuple[Floats, Floats]:
    """Return how often each draw is taken in each resample, and a normal number for each resample.

    Parameters
    ----------
    count : ndarray of int, shape (draws,)
        Replicates of each draw; draws without any are never taken.
    resamples : int
    seed : int

    Returns
    -------
    ndarray of float, shape (resamples, draws), and ndarray of float, shape (resamples,)
    """
    rng = generator(seed, "resample")
    seen = count > 0
    taken = np.zeros((resamples, len(count)))
    taken[:, seen] = rng.multinomial(int(seen.sum()), np.full(int(seen.sum()), 1 / seen.sum()), size=resamples)
    return taken, rng.standard_normal(resamples)


def interval(moments: Moments, taken: Floats, normal: Floats, level: float | None = None) -> Interval:
    """Return the mean over replicates and its percentile interval.

    Parameters
    ----------
    moments : Moments
        Of shape (draws, ...).
    taken, normal
        From `picks`.
    level : float, optional
        Coverage of the interval (that of `params/settings.toml`).
    """
    shape = moments.total.shape[1:]
    total, squares = moments.total.reshape(len(taken[0]), -1), moments.squares.reshape(len(taken[0]), -1)
    each = np.maximum(moments.count, 1)[:, None]
    spread = np.maximum(squares - total**SQUARE / each, 0)
    size = taken @ moments.count
    means = (taken @ total + np.sqrt(taken @ spread) * normal[:, None]) / size[:, None]
    low, high = np.quantile(means, tails(level), axis=0)
    return Interval(moments.mean(), low.reshape(shape), high.reshape(shape))


def tails(level: float | None) -> list[float]:
    """Return the two quantile levels of an interval."""
    tail = (1 - (setting("compare.level") if level is None else level)) * HALF
    return [tail, 1 - tail]


def chance(count: Whole, hits: Whole, taken: Floats, normal: Floats, seed: int, level: float | None = None) -> Interval:
    """Return a chance and its interval, never beyond 0 and 1 and never certain.

    Parameters
    ----------
    count : ndarray of int, shape (draws,)
    hits : ndarray of int, shape (draws, ...)
        In how many replicates of each draw it happened.
    taken, normal
        From `picks`.
    seed : int
    level : float, optional
    """
    found = interval(Moments(count, hits.astype(np.float64), hits.astype(np.float64)), taken, normal, level)
    low, high = np.clip(found.low, 0, 1), np.clip(found.high, 0, 1)
    few = setting("compare.few")
    total, all_of = hits.sum(axis=0), int(count.sum())
    for place in np.argwhere((np.minimum(total, all_of - total) < few) & (total > 0) & (total < all_of)):
        at = (slice(None), *place)
        low[tuple(place)], high[tuple(place)] = _rare(count, hits[at], taken, seed, level)
    return never_sure(Interval(found.mean, low, high), all_of, level)


def _rare(count: Whole, hits: Whole, taken: Floats, seed: int, level: float | None) -> tuple[float, float]:
    """Return the interval of a chance seen, or not seen, only a few times: replicates resampled one by one."""
    rng = generator(seed, "rare")
    mixed = (hits > 0) & (hits < count)
    sure = taken @ np.where(mixed, 0, hits)
    tries = (taken[:, mixed] * count[mixed]).astype(np.int64)
    seen = sure + rng.binomial(tries, hits[mixed] / count[mixed]).sum(axis=1)
    low, high = np.quantile(seen / (taken @ count), tails(level))
    return float(low), float(high)


def never_sure(found: Interval, replicates: int, level: float | None = None) -> Interval:
    """Return the interval of a chance, opened where resampling cannot: what was never seen, or always, is not certain.

    Parameters
    ----------
    found : Interval
        Of shares in [0, 1].
    replicates : int
        How many histories were seen.
    level : float, optional
        Coverage; the open end is the exact one-sided bound 1 - (1 - level)^(1 / replicates), about 3 / replicates at 95 %.
    """
    level = setting("compare.level") if level is None else level
    bound = 1 - (1 - level) ** (1 / replicates)
    low = np.where(found.mean == 1, 1 - bound, found.low)
    high = np.where(found.mean == 0, bound, found.high)
    return Interval(found.mean, low, high)
