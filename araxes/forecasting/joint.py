"""The joint distribution of the two halves of a dyad, question by question: in a share b of weeks both live through one luck.

P(answers) = b |A n A'| + (1 - b) |A| |A'|           A: the luck that gives a half its answer to "hostile?"
P(kinds | answers) = the same of the kinds of act, where the answers are alike; their product where they differ
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from araxes.array_types import Floats
from araxes.rules.arrays import chances_of_both, ends_of_answers, shares_of_kind
from araxes.rules.luck import Luck


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
