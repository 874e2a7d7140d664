"""The joint score of both halves of a dyad: whether shared luck says more about a week of both than luck of their own.

    P(Y_ij, Y_ji) = b |I_ij and I_ji| + (1 - b) |I_ij| |I_ji|,         I = (F(y-1), F(y)]

b is the share of weeks in which both halves live through the same event. The margins are the same for any b, so the difference of the
scores is the worth of what is shared alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats
from araxes.rules.arrays import overlap
from araxes.rules.remember import UNOBSERVED


def joint_log_score(chance: Floats, rung: NDArray[np.integer], share: float) -> Floats:
    """Return the joint log score of every pair.

    Parameters
    ----------
    chance : ndarray of float, shape (..., states, states, rungs)
        Above 0 at what came.
    rung : ndarray of int, shape (..., states, states)
        -1 where nothing is known.
    share : float
        b, in [0, 1].

    Returns
    -------
    ndarray of float, shape (..., pairs)
        Nats; pairs are those of `numpy.triu_indices`; nan unless both halves are known.
    """
    at = np.maximum(rung, 0).astype(np.int64)[..., None]
    below = chance.cumsum(axis=-1)
    high = np.take_along_axis(below, at, axis=-1)[..., 0]
    width = np.take_along_axis(chance, at, axis=-1)[..., 0]
    low = high - width
    i, j = np.triu_indices(rung.shape[-1], 1)
    both = overlap(low[..., i, j], high[..., i, j], low[..., j, i], high[..., j, i])
    together = share * both + (1 - share) * width[..., i, j] * width[..., j, i]
    known = (rung[..., i, j] != UNOBSERVED) & (rung[..., j, i] != UNOBSERVED)
    return np.asarray(np.where(known, -np.log(np.where(known, together, 1)), np.nan))


def both_log_score(joint: Floats, rung: NDArray[np.integer]) -> Floats:
    """Return the joint log score of every pair from joint chances.

    Parameters
    ----------
    joint : ndarray of float, shape (..., states, states, rungs, rungs)
        At [i, j, k, l] the chance that i addresses rung k to j and j rung l to i.
    rung : ndarray of int, shape (..., states, states)
        -1 where nothing is known.

    Returns
    -------
    ndarray of float, shape (..., pairs)
        As `joint_log_score`.
    """
    i, j = np.triu_indices(rung.shape[-1], 1)
    own, other = rung[..., i, j], rung[..., j, i]
    known = (own != UNOBSERVED) & (other != UNOBSERVED)
    rows = np.take_along_axis(joint[..., i, j, :, :], np.maximum(own, 0).astype(np.int64)[..., None, None], axis=-2)
    cells = np.take_along_axis(rows[..., 0, :], np.maximum(other, 0).astype(np.int64)[..., None], axis=-1)[..., 0]
    return np.asarray(np.where(known, -np.log(np.where(known, cells, 1)), np.nan))
