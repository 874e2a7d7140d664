"""Frequencies: how often each rung was seen, forgotten by half-lives, and blended with a broader frequency.

    N_ij(k) = sum over past weeks of 2^(-age / half-life) 1{Y_ij = k}        age 0 is the last week
    blended = (N_ij(k) + w B(k)) / (N_ij + w)                                w weeks of the broader frequency B

Unobserved weeks count nothing and age what came before them, so no lag reaches across a gap.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from araxes.array_types import Floats
from araxes.inputs.settings import setting
from araxes.rules.arrays import decayed_counts
from araxes.rules.memory import kept


def aged(counts: Floats, half_life: float) -> Floats:
    """Return decayed counts at the end of the last week.

    Parameters
    ----------
    counts : ndarray of float, shape (weeks, ...)
    half_life : float
        In weeks.

    Returns
    -------
    ndarray of float, shape (...)
    """
    return decayed_counts(counts, kept(half_life))


def pooled(seen: Floats) -> Floats:
    """Return the shares of the rungs over all dyads and weeks, shape (rungs,), from indicators of shape (weeks, states, states, rungs)."""
    return shares(seen.sum(axis=(0, 1)).sum(axis=0))


def recent_pool(seen: Floats) -> Floats:
    """Return the shares of the rungs over all dyads in recent weeks, shape (rungs,)."""
    return shares(aged(seen.sum(axis=1).sum(axis=1), setting("hindcast.pool_half_life")))


def shares(counts: Floats) -> Floats:
    """Return counts over the last axis as shares, with a floor that keeps every rung possible."""
    lifted = counts + setting("hindcast.pool_floor") / counts.shape[-1]
    return np.asarray(lifted / lifted.sum(axis=-1, keepdims=True))


def blended(counts: Floats, weight: float, broader: ArrayLike) -> Floats:
    """Return counts as shares over the last axis, blended with `weight` weeks of a broader frequency."""
    total = counts.sum(axis=-1, keepdims=True) + weight
    return np.asarray(
        np.where(total > 0, counts + weight * np.asarray(broader), broader) / np.where(total > 0, total, 1)
    )


def climatology(seen: Floats) -> Floats:
    """Return each dyad's shares over all past weeks, blended with the pooled ones, shape (states, states, rungs)."""
    return blended(seen.sum(axis=0), setting("hindcast.climatology_shrinkage"), pooled(seen))
