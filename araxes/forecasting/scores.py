"""Scores: how good a forecast was, once what came is known. Smaller is better everywhere.

    RPS   = sum over k < K-1 of (F_k - 1{y <= k})^2          chances of ordered rungs, F their cumulative sum
    log   = -log p_y                                          nats
    Brier = (p - 1{event})^2
    CRPS  = E|X - y| - E|X - X'| / 2                          samples X of a number
    energy = E||X - y|| - E||X - X'|| / 2                     samples X of many numbers at once (Gneiting and Raftery 2007)

All take arrays and score along the last axis or axes; nan where nothing was observed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from araxes.array_types import Floats
from araxes.rules.remember import UNOBSERVED


def rps(chance: Floats, rung: NDArray[np.integer]) -> Floats:
    """Return the ranked probability score.

    Parameters
    ----------
    chance : ndarray of float, shape (..., rungs)
    rung : ndarray of int, shape (...)
        What came; -1 where nothing is known.

    Returns
    -------
    ndarray of float, shape (...)
    """
    steps = np.arange(chance.shape[-1] - 1)
    below = chance.cumsum(axis=-1)[..., :-1]
    score = ((below - (np.asarray(rung)[..., None] <= steps)) ** 2).sum(axis=-1)
    return np.asarray(np.where(rung == UNOBSERVED, np.nan, score))


def log_score(chance: Floats, rung: NDArray[np.integer]) -> Floats:
    """Return the logarithmic score in nats; arguments and result as for `rps`. Infinite where what came had no chance."""
    at = np.maximum(rung, 0)[..., None]
    given = np.take_along_axis(chance, at, axis=-1)[..., 0]
    score = np.where(given > 0, -np.log(np.where(given > 0, given, 1)), np.inf)
    return np.asarray(np.where(rung == UNOBSERVED, np.nan, score))


def brier(chance: ArrayLike, event: ArrayLike) -> Floats:
    """Return the Brier score of the chance of an event; `event` is 0, 1, or nan where not known."""
    return np.asarray((np.asarray(chance) - np.asarray(event, dtype=np.float64)) ** 2)


def crps(samples: Floats, came: ArrayLike) -> Floats:
    """Return the continuous ranked probability score of samples.

    Parameters
    ----------
    samples : ndarray of float, shape (..., samples)
    came : array_like of float, shape (...)

    Returns
    -------
    ndarray of float, shape (...)
    """
    ordered, n = np.sort(samples, axis=-1), samples.shape[-1]
    error = np.abs(samples - np.asarray(came)[..., None]).mean(axis=-1)
    rank = (np.arange(n) + np.arange(n) + 1 - n) / (n * n)  # the mean of |X - X'| over all pairs, from ranks
    return np.asarray(error - (ordered * rank).sum(axis=-1))


def crps_of_chances(chance: Floats, rung: NDArray[np.integer], values: Floats) -> Floats:
    """Return the continuous ranked probability score of a number that takes one of a few values.

    Parameters
    ----------
    chance : ndarray of float, shape (..., rungs)
    rung : ndarray of int, shape (...)
        What came; -1 where nothing is known.
    values : ndarray of float, shape (rungs,)
        The number at each rung, not falling.

    Returns
    -------
    ndarray of float, shape (...)
        In the unit of `values`; nan where nothing is known.
    """
    steps = np.arange(chance.shape[-1] - 1)
    error = (chance.cumsum(axis=-1)[..., :-1] - (np.asarray(rung)[..., None] <= steps)) ** 2
    return np.asarray(np.where(rung == UNOBSERVED, np.nan, (error * np.diff(values)).sum(axis=-1)))


def energy(samples: Floats, came: Floats) -> Floats:
    """Return the energy score of samples of many numbers at once.

    Parameters
    ----------
    samples : ndarray of float, shape (..., samples, numbers)
    came : ndarray of float, shape (..., numbers)

    Returns
    -------
    ndarray of float, shape (...)
    """
    from scipy.spatial.distance import pdist

    error = np.linalg.norm(samples - came[..., None, :], axis=-1).mean(axis=-1)
    n, flat = samples.shape[-2], samples.reshape(-1, *samples.shape[-2:])
    spread = np.array([pdist(one).sum() for one in flat]).reshape(error.shape) / (n * n)  # each pair stands for two
    return np.asarray(error - spread)
