"""First-order shares from points of any design: by level on a grid, by bin elsewhere.

    S1_i = Var E(f | x_i) / Var f,   ST_i = 1 - Var E(f | all but x_i) / Var f   (complete grids only)

On a complete grid both are sums over levels. On a grid with holes the levels' effects are fitted side by side, so that no factor is
credited with what the holes took from another. Elsewhere the points are sorted into bins of a factor, and the variance between bins is
freed of what the other factors and luck would put there by chance (the correlation ratio epsilon squared of Kelley, 1935).
"""

from __future__ import annotations

import numpy as np

from araxes.array_types import Floats, Whole


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
