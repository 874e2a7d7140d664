"""Intervals of a mean over replicates that share parameter draws: whole draws are resampled, with all their replicates.

The replicates of a draw share its weights, so draws, not replicates, are the independent pieces. Their means differ by the weights and by
the luck that is left in them, so resampling draws covers both, and resampling replicates as well would count luck twice. All that is needed
of a draw is how many replicates it has and their sum: intervals cost the same for a thousand replicates and for a million.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.engines.draws import generator
from araxes.inputs.settings import setting
from araxes.units import HALF

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class Interval(NamedTuple):
    """A mean with the interval of the mean, arrays of one shape."""

    mean: Floats
    low: Floats
    high: Floats


def picks(count: Whole, resamples: int, seed: int) -> Floats:
    """Return how often each draw is taken in each resample.

    Parameters
    ----------
    count : ndarray of int, shape (draws,)
        Replicates of each draw; draws without any are never taken.
    resamples : int
    seed : int

    Returns
    -------
    ndarray of float, shape (resamples, draws)
    """
    seen = count > 0
    taken = np.zeros((resamples, len(count)))
    even = np.full(int(seen.sum()), 1 / seen.sum())
    taken[:, seen] = generator(seed, "resample").multinomial(len(even), even, size=resamples)
    return taken


def interval(count: Whole, total: Floats, taken: Floats, level: float | None = None) -> Interval:
    """Return the mean over replicates and its percentile interval.

    Parameters
    ----------
    count : ndarray of int, shape (draws,)
        Replicates of each draw.
    total : ndarray of float, shape (draws, ...)
        Sums over the replicates of each draw.
    taken : ndarray of float, shape (resamples, draws)
        From `picks`.
    level : float, optional
        Coverage of the interval (that of `params/settings.toml`).

    Returns
    -------
    Interval
        Its ends are nan where there is one replicate only, which says nothing about its own error.
    """
    shape, flat = total.shape[1:], total.reshape(len(total), -1)
    means = (taken @ flat) / (taken @ count)[:, None]
    tail = (1 - (setting("compare.level") if level is None else level)) * HALF
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    if count.sum() == 1:
        low, high = np.full_like(low, np.nan), np.full_like(high, np.nan)
    mean = flat.sum(axis=0) / count.sum()
    return Interval(mean.reshape(shape), low.reshape(shape), high.reshape(shape))


def by_draw(count: Whole, total: Floats) -> Floats:
    """Return the mean of each draw that has replicates, shape (draws with replicates, ...)."""
    seen = count > 0
    return np.asarray(total[seen] / count[seen].reshape(-1, *[1] * (total.ndim - 1)))


def chance(count: Whole, hits: Whole, taken: Floats, level: float | None = None) -> Interval:
    """Return a chance and its interval, never certain; `hits` says in how many replicates of each draw it happened, shape (draws, ...)."""
    found = interval(count, hits.astype(np.float64), taken, level)
    low, high = np.nan_to_num(found.low, nan=0), np.nan_to_num(found.high, nan=1)
    return never_sure(Interval(found.mean, low, high), int(count.sum()), level)


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
