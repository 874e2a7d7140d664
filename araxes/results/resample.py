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
