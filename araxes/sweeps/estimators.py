"""Estimators of sensitivity, one a design: Morris, points by level or bin, Sobol.

Morris screening: the mean size (mu*), mean (mu) and spread (sigma) of elementary effects, by trajectory.

An elementary effect is what one factor does to the outcome while the others stand still, scaled to the factor's whole range; for a
choice, from one choice to another. Morris (1991), Campolongo et al. (2007), through SALib.

First-order shares from points of any design: by level on a grid, by bin elsewhere.

    S1_i = Var E(f | x_i) / Var f,   ST_i = 1 - Var E(f | all but x_i) / Var f   (complete grids only)

On a complete grid both are sums over levels. On a grid with holes the levels' effects are fitted side by side, so that no factor is
credited with what the holes took from another. Elsewhere the points are sorted into bins of a factor, and the variance between bins is
freed of what the other factors and luck would put there by chance (the correlation ratio epsilon squared of Kelley, 1935).

Sobol indices of a Saltelli design, free of the noise of replicate means, and the share of chance.

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

from araxes.array_types import Flags, Floats, Whole
from araxes.sweeps.leading import EPSILON


class Steps(NamedTuple):
    """The steps of a Morris design, arrays of shape (trajectories, factors), one step a column."""

    factor: Whole
    """Which factor is changed."""
    up: Flags
    size: Floats
    """Share of the factor's range, 1 for choices and for steps that change nothing."""


class MorrisEffects(NamedTuple):
    """Of each factor, arrays of shape (factors,); `half` is the half-width of the interval of mu*."""

    mu: Floats
    mu_star: Floats
    sigma: Floats
    half: Floats
    noise: Floats
    """The mu* that luck alone would show; 0 where points share their luck."""


def steps(unit: Floats, numbers: Flags) -> Steps:
    """Return what changes from point to point.

    Parameters
    ----------
    unit : ndarray of float, shape (trajectories, factors + 1, factors)
        The factors scaled to 0..1; choices as whole numbers.
    numbers : ndarray of bool, shape (factors,)
        Which factors are numbers.
    """
    change = np.diff(unit, axis=1)
    factor = np.abs(change).argmax(axis=2)
    for row, moved in zip(factor, (change != 0).any(axis=2), strict=True):
        row[~moved] = np.setdiff1d(np.arange(unit.shape[-1]), row[moved])[: int((~moved).sum())]
    value = np.take_along_axis(change, factor[..., None], axis=2)[..., 0]
    size = np.where(numbers[factor] & (value != 0), np.abs(value), 1)
    return Steps(factor, value >= 0, size)


def morris_effects(mean: Floats, noise: Floats, walk: Steps, resamples: int, level: float, seed: int) -> MorrisEffects:
    """Return Morris's measures of one outcome.

    Parameters
    ----------
    mean, noise : ndarray of float, shape (trajectories, factors + 1)
        Means over replicates, and their variances.
    walk : Steps
    resamples, seed : int
        For the interval of mu*, which SALib resamples.
    level : float
        Coverage of the interval.
    """
    from SALib.analyze import morris

    count = walk.factor.shape[1]
    problem = {"num_vars": count, "names": [str(k) for k in range(count)], "bounds": [[0, 1]] * count}
    scaled, points = _as_whole_steps(mean, walk)
    found = morris.analyze(problem, points, scaled, num_resamples=resamples, conf_level=level, num_levels=2, seed=seed)
    spread = _by_factor((noise[:, 1:] + noise[:, :-1]) / walk.size**2, walk).mean(axis=0)
    sigma = np.sqrt(np.maximum(np.asarray(found["sigma"], dtype=float) ** 2 - spread, 0))
    mu, star, half = (np.asarray(found[name], dtype=float) for name in ("mu", "mu_star", "mu_star_conf"))
    return MorrisEffects(mu, star, sigma, half, np.sqrt(2 / np.pi * spread))


def _by_factor(values: Floats, walk: Steps) -> Floats:
    """Return values of steps, shape (trajectories, steps), in the order of the factors."""
    placed = np.empty_like(values)
    np.put_along_axis(placed, walk.factor, values, axis=1)
    return placed


def _as_whole_steps(mean: Floats, walk: Steps) -> tuple[Floats, Floats]:
    """Return outcomes and points of the same walk in steps over the whole range, as SALib reads them: one after the other.

    The outcome's differences are divided by the size of the step, so that factors may be stepped by different shares of their ranges.
    """
    trajectories, count = walk.factor.shape
    outcome = np.concatenate([mean[:, :1], mean[:, :1] + np.cumsum(np.diff(mean) / walk.size, axis=1)], axis=1)
    points = np.zeros((trajectories, count + 1, count))
    down = _by_factor((~walk.up).astype(float), walk)
    points[:, 0] = down
    for step in range(count):
        points[:, step + 1] = points[:, step]
        rows, columns = np.arange(trajectories), walk.factor[:, step]
        points[rows, step + 1, columns] = 1 - points[rows, step, columns]
    return outcome.ravel(), points.reshape(-1, count)


def grid_shares(mean: Floats, noise: float) -> tuple[Floats, Floats, float]:
    """Return first and total shares of every factor, shape (factors,) each, and the variance of the response over the grid.

    Parameters
    ----------
    mean : ndarray of float, shape (levels of the first factor, levels of the second, ...)
        Means over replicates at every point of the grid.
    noise : float
        Mean variance of these means, of luck independent from point to point.
    """
    between = float(mean.var() - noise * (1 - 1 / mean.size))
    axes = range(mean.ndim)
    first, rest = np.empty(mean.ndim), np.empty(mean.ndim)
    for k in axes:
        levels = mean.mean(axis=tuple(other for other in axes if other != k))
        cells = mean.mean(axis=k)
        first[k] = levels.var() - noise * levels.size / mean.size * (1 - 1 / levels.size)
        rest[k] = cells.var() - noise * cells.size / mean.size * (1 - 1 / cells.size)
    if not between > 0:
        return np.full(mean.ndim, np.nan), np.full(mean.ndim, np.nan), between
    return first / between, 1 - rest / between, between


def bins(values: Floats, most: int) -> Whole:
    """Return the bin of every value: its own where there are few different ones (levels, choices), else by rank in equal numbers."""
    different, place = np.unique(values, return_inverse=True)
    if len(different) <= most:
        return place.astype(np.int64)
    rank = values.argsort(kind="stable").argsort(kind="stable")
    return (rank * most // len(values)).astype(np.int64)


def binned_share(mean: Floats, place: Whole, noise: float) -> float:
    """Return the first-order share of a factor from the bins of the points.

    Parameters
    ----------
    mean : ndarray of float, shape (points,)
    place : ndarray of int, shape (points,)
        The bin of each point.
    noise : float
        Mean variance of the means, taken out of the variance over points.
    """
    place = np.unique(place, return_inverse=True)[1]
    count = np.bincount(place)
    centred = mean - mean.mean()
    totals = np.bincount(place, centred)
    whole = float((centred**2).sum())
    between = float((totals**2 / count).sum())
    free = len(mean) - len(count)
    within = (whole - between) / free if free > 0 else 0.0
    response = whole - noise * (len(mean) - 1)
    return (between - (len(count) - 1) * within) / response if response > 0 else float("nan")


def additive_shares(mean: Floats, places: Whole, noise: float) -> Floats:
    """Return first-order shares on a grid with holes: of the sum of one effect for each level of each factor, by least squares.

    Parameters
    ----------
    mean : ndarray of float, shape (points,)
    places : ndarray of int, shape (points, factors)
        Which level each point has.
    noise : float
        Mean variance of the means, of luck independent from point to point.

    Returns
    -------
    ndarray of float, shape (factors,)
        nan where there are fewer points than effects.
    """
    groups = [np.equal.outer(column, np.unique(column)).astype(np.float64) for column in places.T]
    columns = np.concatenate([group - group.mean(axis=0) for group in groups], axis=1)
    between = float(mean.var() - noise)
    if columns.shape[1] >= len(mean) or not between > 0:
        return np.full(len(groups), np.nan)
    effects = np.linalg.lstsq(columns, mean - mean.mean(), rcond=None)[0]
    out, start = np.empty(len(groups)), 0
    for k, group in enumerate(groups):
        stop = start + group.shape[1]
        taken = (group.shape[1] - 1) * noise / len(mean)
        out[k] = ((columns[:, start:stop] @ effects[start:stop]).var() - taken) / between
        start = stop
    return out


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


def sobol_estimates(blocks: Blocks, weights: Floats, apart: float = 0.0) -> Estimates:
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
