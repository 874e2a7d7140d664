"""Intervals of a mean over replicates that share parameter draws: draws are resampled, then replicates within each draw."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.engines.draws import generator
from araxes.inputs.settings import setting
from araxes.units import HALF


class Interval(NamedTuple):
    """A mean with the interval of the mean, arrays of one shape."""

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def weights(draws: NDArray[np.int64], resamples: int, seed: int) -> NDArray[np.float32]:
    """Return how often each replicate is counted in each resample.

    Parameters
    ----------
    draws : ndarray of int, shape (replicates,)
        The parameter draw each replicate used.
    resamples : int
    seed : int

    Returns
    -------
    ndarray of float32, shape (resamples, replicates)
        Every row sums to about the number of replicates.
    """
    rng = generator(seed, "resample")
    kinds, member = np.unique(draws, return_inverse=True)
    picks = rng.multinomial(len(kinds), np.full(len(kinds), 1 / len(kinds)), size=resamples)
    out = np.zeros((resamples, len(draws)), dtype=np.float32)
    for kind in range(len(kinds)):
        of_kind = np.flatnonzero(member == kind)
        even = np.full(len(of_kind), 1 / len(of_kind))
        out[:, of_kind] = rng.multinomial(picks[:, kind] * len(of_kind), even)
    return out


def interval(values: NDArray[np.float64], counts: NDArray[np.float32], level: float | None = None) -> Interval:
    """Return the mean over replicates and its percentile interval.

    Parameters
    ----------
    values : ndarray, shape (replicates, ...)
    counts : ndarray, shape (resamples, replicates)
        From `weights`.
    level : float, optional
        Coverage of the interval (that of `params/settings.toml`).
    """
    flat = values.reshape(len(values), -1).astype(np.float64)
    means = counts.astype(np.float64) @ flat / counts.sum(axis=1, keepdims=True, dtype=np.float64)
    level = setting("compare.level") if level is None else level
    tail = (1 - level) * HALF
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    shape = values.shape[1:]
    return Interval(flat.mean(axis=0).reshape(shape), low.reshape(shape), high.reshape(shape))


def never_sure(chance: Interval, replicates: int, level: float | None = None) -> Interval:
    """Return the interval of a chance, opened where resampling cannot: what was never seen, or always, is not certain.

    Parameters
    ----------
    chance : Interval
        Of shares in [0, 1].
    replicates : int
        How many histories were seen.
    level : float, optional
        Coverage; the open end is the exact one-sided bound 1 - (1 - level)^(1 / replicates), about 3 / replicates at 95 %.
    """
    level = setting("compare.level") if level is None else level
    bound = 1 - (1 - level) ** (1 / replicates)
    low = np.where(chance.mean == 1, 1 - bound, chance.low)
    high = np.where(chance.mean == 0, bound, chance.high)
    return Interval(chance.mean, low, high)
