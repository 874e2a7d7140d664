"""The joint distribution of the two halves of a dyad, question by question: in a share b of weeks both live through one luck.

P(answers) = b |A n A'| + (1 - b) |A| |A'|           A: the luck that gives a half its answer to "hostile?"
P(kinds | answers) = the same of the kinds of act, where the answers are alike; their product where they differ
"""

from __future__ import annotations

import numpy as np

from araxes.array_types import Floats
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
    zero, one = np.zeros_like(friendly), np.ones_like(friendly)
    answers = np.where(hostile, friendly, zero), np.where(hostile, one, friendly)
    whole = answers[1] - answers[0]
    inside = [
        np.where(whole > 0, (end - answers[0]) / np.where(whole > 0, whole, 1), 0)
        for end in (edges[..., :-1], edges[..., 1:])
    ]
    alike = hostile[:, None] == hostile
    kind = np.where(alike, np.where(hostile[:, None], shares.hostile_kind, shares.friendly_kind), 0.0)
    out = _together(answers[0], answers[1], np.full(alike.shape, shares.hostile)) * _together(
        inside[0], inside[1], kind
    )
    out[..., range(states), range(states), :, :] = 0
    return np.asarray(out)


def _together(low: Floats, high: Floats, share: Floats) -> Floats:
    """Return b |I n I'| + (1 - b) |I| |I'| of every act of one half beside every act of the other."""
    own_low, own_high = low[..., :, None], high[..., :, None]
    low_other, high_other = (end.swapaxes(-3, -2)[..., None, :] for end in (low, high))
    same = np.maximum(np.minimum(own_high, high_other) - np.maximum(own_low, low_other), 0)
    apart = (own_high - own_low) * (high_other - low_other)
    return np.asarray(share * same + (1 - share) * apart)
