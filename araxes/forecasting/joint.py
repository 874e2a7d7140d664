"""Both halves of a dyad at once: their joint distribution, and its score.

The joint distribution of the two halves of a dyad, question by question: in a share b of weeks both live through one luck.

P(answers) = b |A n A'| + (1 - b) |A| |A'|           A: the luck that gives a half its answer to "hostile?"
P(kinds | answers) = the same of the kinds of act, where the answers are alike; their product where they differ

The joint score of both halves of a dyad: whether shared luck says more about a week of both than luck of their own.

    P(Y_ij, Y_ji) = b |I_ij and I_ji| + (1 - b) |I_ij| |I_ji|,         I = (F(y-1), F(y)]

b is the share of weeks in which both halves live through the same event. The margins are the same for any b, so the difference of the
scores is the worth of what is shared alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from araxes.array_types import Floats
from araxes.rules.arrays import chances_of_both, ends_of_answers, overlap, shares_of_kind
from araxes.rules.luck import Luck
from araxes.rules.memory import UNOBSERVED


def joint(cumulative: Floats, shares: Luck, quiet: int) -> Floats:
    """Return the joint chances of the acts of both halves of every dyad, given their own distributions.

    Parameters
    ----------
    cumulative : ndarray of float, shape (..., states, states, rungs - 1)
        G(k) = P(Y <= k); rises along the last axis but for rounding.
    shares : Luck
        b of every question.
    quiet : int
        The quiet rung.

    Returns
    -------
    ndarray of float, shape (..., states, states, rungs, rungs)
        At [i, j, k, l] the chance that i addresses rung k to j and j rung l to i; 0 on the diagonal of states. Summed over l it is the
        chance of k, whatever the shares are.
    """
    *outer, states, _, below = cumulative.shape
    ends = (*outer, states, states, 1)
    edges = np.maximum.accumulate(np.concatenate([np.zeros(ends), cumulative, np.ones(ends)], axis=-1), axis=-1)
    friendly, hostile = edges[..., [quiet + 1]], np.arange(below + 1) > quiet
    answers = ends_of_answers(hostile, friendly)
    whole = answers[1] - answers[0]
    start, end = (
        np.where(whole > 0, (edge - answers[0]) / np.where(whole > 0, whole, 1), 0)
        for edge in (edges[..., :-1], edges[..., 1:])
    )
    of_kind = shares_of_kind(hostile[:, None], hostile, shares.friendly_kind, shares.hostile_kind)
    out = _of_every_two(*answers, shares.hostile) * _of_every_two(start, end, of_kind)
    out[..., range(states), range(states), :, :] = 0
    return np.asarray(out)


def _of_every_two(low: Floats, high: Floats, share: ArrayLike) -> Floats:
    """Return the chance of every act of one half beside every act of the other."""
    low_other, high_other = (end.swapaxes(-3, -2)[..., None, :] for end in (low, high))
    return chances_of_both(low[..., :, None], high[..., :, None], low_other, high_other, share)


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
