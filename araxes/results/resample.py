"""Intervals of a mean by resampling whole pieces that are independent of each other: natural experiments, or weeks that are scored.

All that is needed of a piece is how many values it has and their sum.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.engines.draws import generator
from araxes.inputs.settings import setting


class Interval(NamedTuple):
    """A mean with the interval of the mean, arrays of one shape."""

    mean: Floats
    low: Floats
    high: Floats


def picks(count: Whole, resamples: int, seed: int) -> Floats:
    """Return how often each piece is taken in each resample.

    Parameters
    ----------
    count : ndarray of int, shape (pieces,)
        Values of each piece; pieces without any are never taken.
    resamples : int
    seed : int

    Returns
    -------
    ndarray of float, shape (resamples, pieces)
    """
    seen = count > 0
    taken = np.zeros((resamples, len(count)))
    even = np.full(int(seen.sum()), 1 / seen.sum())
    taken[:, seen] = generator(seed, "resample").multinomial(len(even), even, size=resamples)
    return taken


def interval(count: Whole, total: Floats, taken: Floats, level: float | None = None) -> Interval:
    """Return the mean over all values and its percentile interval.

    Parameters
    ----------
    count : ndarray of int, shape (pieces,)
        Values of each piece.
    total : ndarray of float, shape (pieces, ...)
        Sums over the values of each piece.
    taken : ndarray of float, shape (resamples, pieces)
        From `picks`.
    level : float, optional
        Coverage of the interval (that of `params/settings.toml`).

    Returns
    -------
    Interval
        Its ends are nan where there is one value only, which says nothing about its own error.
    """
    shape, flat = total.shape[1:], total.reshape(len(total), -1)
    means = (taken @ flat) / (taken @ count)[:, None]
    tail = (1 - (setting("compare.level") if level is None else level)) * 0.5
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    if count.sum() == 1:
        low, high = np.full_like(low, np.nan), np.full_like(high, np.nan)
    mean = flat.sum(axis=0) / count.sum()
    return Interval(mean.reshape(shape), low.reshape(shape), high.reshape(shape))
