"""Sobol indices of a Saltelli design, free of the noise of replicate means, and the share of chance.

    Y = f(x) + luck,   S1_i = Var E(f | x_i) / Var f,   ST_i = E Var(f | all but x_i) / Var f,   chance = E Var(Y | x) / Var Y

Estimators of Saltelli et al. (2010) and Jansen (1999), as in SALib. A mean over replicates carries noise of variance e^2. It inflates the
variance over points by mean e^2 and each squared difference of two points by the sum of theirs, and leaves products of different points
alone, because the points of a Sobol design have independent luck. Both are subtracted. Equal points (choices may repeat) share their
luck, so their difference carries no noise.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.sweeps.rounding import EPSILON


class Blocks(NamedTuple):
    """One outcome at the points of a Saltelli design, each array of shape (base samples, factors + 2): A, AB_1 to AB_p, B."""

    mean: Floats
    noise: Floats
    """Variance of the mean over replicates."""
    variance: Floats
    """Variance of one replicate."""
    same: Flags
    """Which blocks' points equal each other, shape (base samples, factors + 2, 2): that of A, that of B."""


class Estimates(NamedTuple):
    """Estimates from all base samples in row 0 and from resamples in the others."""

    first: Floats
    """Shape (1 + resamples, factors)."""
    total: Floats
    between: Floats
    """Var f, shape (1 + resamples,)."""
    within: Floats
    """E Var(Y | x), shape (1 + resamples,)."""


def estimate(blocks: Blocks, weights: Floats, apart: float = 0.0) -> Estimates:
    """Return indices and variances, and what they are in resamples of the base samples.

    Parameters
    ----------
    blocks : Blocks
    weights : ndarray of float, shape (resamples, base samples)
        How often each base sample is taken, as a share; rows sum to 1.
    apart : float
        How far means may lie apart by rounding alone; a resample whose means lie no further apart has no variance to share out.
    """
    scale = blocks.mean.std()
    y = (blocks.mean - blocks.mean.mean()) / scale
    noise, within = blocks.noise / scale**2, blocks.variance / scale**2
    corrections = _corrections(noise, blocks.same)
    shares = np.concatenate([np.full((1, len(y)), 1 / len(y)), weights])
    first, total, squares, halves, noises = (shares @ term for term in _terms(y, noise, corrections))
    between = squares - halves**2 - noises
    between[np.abs(between) <= len(y) * EPSILON * squares + (0.5 * apart / scale) ** 2] = 0.0
    first[0], total[0] = (raw + taken.mean(axis=0) for raw, taken in zip(_by_salib(y), corrections, strict=True))
    whole = np.where(between > 0, between, np.nan)[:, None]
    return Estimates(first / whole, total / whole, between * scale**2, shares @ within.mean(axis=1) * scale**2)


def _terms(y: Floats, noise: Floats, corrections: tuple[Floats, Floats]) -> tuple[Floats, ...]:
    """Return, for each base sample, what the mean is taken of: both numerators (base samples, factors), and the parts of the variance."""
    a, ab, b = y[:, :1], y[:, 1:-1], y[:, -1:]
    first = b * (ab - a) + corrections[0]
    total = 0.5 * (a - ab) ** 2 + corrections[1]
    ends = y[:, [0, -1]]
    return first, total, (ends**2).mean(axis=1), ends.mean(axis=1), noise[:, [0, -1]].mean(axis=1)


def _corrections(noise: Floats, same: Flags) -> tuple[Floats, Floats]:
    """Return what takes the noise out of both numerators, shape (base samples, factors) each."""
    of_a, of_b = noise[:, :1], noise[:, -1:]
    as_a, as_b = same[:, 1:-1, 0], same[:, 1:-1, 1]
    first = of_b * (same[:, -1:, 0].astype(float) - as_b)
    total = -0.5 * (of_a + noise[:, 1:-1]) * ~as_a
    return first, total


def _by_salib(y: Floats) -> tuple[Floats, Floats]:
    """Return the numerators of both indices from all base samples, noise included: SALib's indices times its variance."""
    from SALib.analyze.sobol import first_order, total_order

    a, b = y[:, 0], y[:, -1]
    raw = np.concatenate([a, b]).var()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a constant outcome has been dealt with
        firsts = np.array([first_order(a, ab, b) for ab in y[:, 1:-1].T])
        totals = np.array([total_order(a, ab, b) for ab in y[:, 1:-1].T])
    return firsts * raw, totals * raw
