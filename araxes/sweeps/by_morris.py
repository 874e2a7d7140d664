"""Morris screening: the mean size (mu*), mean (mu) and spread (sigma) of elementary effects, by trajectory.

An elementary effect is what one factor does to the outcome while the others stand still, scaled to the factor's whole range; for a
choice, from one choice to another. Morris (1991), Campolongo et al. (2007), through SALib.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats, Whole


class Steps(NamedTuple):
    """The steps of a Morris design, arrays of shape (trajectories, factors), one step a column."""

    factor: Whole
    """Which factor is changed."""
    up: Flags
    size: Floats
    """Share of the factor's range, 1 for choices and for steps that change nothing."""


class Effects(NamedTuple):
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


def effects(mean: Floats, noise: Floats, walk: Steps, resamples: int, level: float, seed: int) -> Effects:
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
    return Effects(mu, star, sigma, half, np.sqrt(2 / np.pi * spread))


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
