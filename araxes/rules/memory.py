"""Memory: decayed means, sums and counts of what one state did to another.

    d(tau) = 2^(-1/tau)                  the share kept from one week to the next, tau the half-life in weeks
    mean  <- d mean  + (1 - d) new       tension (S), and the bar of grievance
    sum   <- d sum + new                 alarm (F), thaw (G), contact (K): surprises that fade
    count <- d count + credit            habit (N) and pools (Z)

Crescenzi and Enterline (2001) proposed decaying memory of interaction.
"""

from __future__ import annotations

import math


def kept(half_life: float) -> float:
    """Return d = 2^(-1/half_life), the share of a memory kept over a week; `half_life` in weeks, above 0."""
    return math.exp2(-1 / half_life)


def fold(mean: float, keep: float, new: float) -> float:
    """Return a decayed mean after a week: keep x mean + (1 - keep) x new."""
    return keep * mean + (1 - keep) * new


def add_faded(total: float, keep: float, new: float) -> float:
    """Return a decayed sum after a week: keep x sum + new."""
    return keep * total + new


def decay_counts(counts: list[float], keep: float) -> None:
    """Let decayed counts fade by a week, in place; an unobserved week does nothing else."""
    for k in range(len(counts)):
        counts[k] = faded(counts[k], keep)


def faded(count: float, keep: float) -> float:
    """Return a decayed count after a week in which nothing was counted."""
    return keep * count
