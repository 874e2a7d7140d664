"""Measures of one outcome by design: from the table of a sweep to rows of indices with their intervals."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.engines.draws import generator
from araxes.inputs.parameters import setting
from araxes.sweeps import estimators
from araxes.sweeps.leading import equal_within, rounding_error, shares_luck
from araxes.sweeps.table import NUMBER, SweepTable

_Row = tuple[str, str, float, float, float]

CHANCE_ROW = "chance"
"""The name of chance among the factors, and of its share."""


class OutcomeMeasure(NamedTuple):
    """What was found of one outcome."""

    rows: list[_Row]
    """Factor, index, value, low, high."""
    between: float
    """Variance of the expected outcome over the design."""
    within: float
    """Mean variance of one replicate at a point: chance."""
    resolved: bool
    """Whether the points differ by more than their errors."""
    used: int
    dropped: int
    same: bool = False
    """Whether the points differ by no more than rounding: there is nothing to share out."""


class Seen(NamedTuple):
    """One outcome in the order of the design, arrays of shape (points,)."""

    mean: Floats
    noise: Floats
    """Variance of the mean, 0 where points share their luck or nothing is known."""
    variance: Floats


def _seen(table: SweepTable, outcome: str) -> Seen:
    """Return an outcome's means, their noise and the variance of one replicate."""
    mean, error, variance = (
        getattr(table, name)[outcome].to_numpy(dtype=np.float64) for name in ("mean", "error", "variance")
    )
    known = np.nan_to_num(error, nan=0.0)
    return Seen(mean, np.zeros_like(known) if shares_luck(table) else known**2, variance)


def _coded(table: SweepTable) -> Floats:
    """Return the factors scaled to 0..1 over their ranges, choices as whole numbers in their order; shape (points, factors)."""
    columns = []
    for factor in table.factors:
        values = table.values[factor.name]
        if factor.kind == NUMBER:
            width = factor.high - factor.low
            columns.append((values.to_numpy(dtype=np.float64) - factor.low) / (width if width > 0 else 1))
        else:
            levels = [str(level) for level in factor.levels] or sorted({str(value) for value in values})
            columns.append(np.array([levels.index(str(value)) for value in values], dtype=np.float64))
    return np.column_stack(columns)


def blocks(table: SweepTable, outcome: str, size: int) -> tuple[Seen, Floats]:
    """Return an outcome and the scaled factors by blocks of `size` points of the design, nan where a point is missing.

    Returns
    -------
    Seen, ndarray of float
        Shapes (blocks, size) and (blocks, size, factors). Points are known by their numbers; a block that was begun is there.
    """
    number = table.values.index.to_numpy(dtype=np.int64)
    count = -(-(int(number.max()) + 1) // size) if number.size else 0
    unit = np.full((count * size, len(table.factors)), np.nan)
    unit[number] = _coded(table)
    parts = []
    for part in _seen(table, outcome):
        placed = np.full(count * size, np.nan)
        placed[number] = part
        parts.append(placed.reshape(count, size))
    return Seen(*parts), unit.reshape(count, size, -1)


def sobol(table: SweepTable, outcome: str) -> OutcomeMeasure:
    """Return Sobol indices from the base samples without a missing point."""
    (y, noise, variance), points = blocks(table, outcome, len(table.factors) + 2)
    kept = np.isfinite(y).all(axis=1)
    if kept.sum() < 2:
        return _nothing(table, ("S1", "ST"), int(kept.sum()), int((~kept).sum()))
    apart = rounding_error(table, outcome)
    if equal_within(y[kept], apart):
        return _constant(table, ("S1", "ST"), variance[kept], int(kept.sum()), int((~kept).sum()))
    ends = points[kept][:, [0, -1]]
    same = np.stack([(points[kept] == ends[:, [k]]).all(axis=-1) for k in range(2)], axis=-1)
    found = estimators.sobol_estimates(
        estimators.Blocks(y[kept], noise[kept], variance[kept], same), _taken(int(kept.sum()), table.seed), apart
    )
    low, _ = ends_of(found.between[1:])
    resolved = bool(low > 0)
    rows = [
        _row(factor.name, name, values[:, k], resolved)
        for name, values in (("S1", found.first), ("ST", found.total))
        for k, factor in enumerate(table.factors)
    ]
    rows.append(_chance(found.between, found.within))
    return OutcomeMeasure(
        rows, float(found.between[0]), float(found.within[0]), resolved, int(kept.sum()), int((~kept).sum())
    )


def morris(table: SweepTable, outcome: str) -> OutcomeMeasure:
    """Return Morris's measures from the trajectories without a missing point."""
    (y, noise, variance), points = blocks(table, outcome, len(table.factors) + 1)
    kept = np.isfinite(y).all(axis=1)
    count, dropped = int(kept.sum()), int((~kept).sum())
    if count < 2:
        return _nothing(table, ("mu_star", "mu", "sigma"), count, dropped)
    if equal_within(y[kept], rounding_error(table, outcome)):
        return _constant(table, ("mu_star", "mu", "sigma"), variance[kept], count, dropped)
    numbers = np.array([factor.kind == NUMBER for factor in table.factors])
    walk = estimators.steps(points[kept], numbers)
    resamples, level = int(setting("sensitivity.resamples")), setting("compare.level")
    seed = int(generator(table.seed, "morris", outcome).integers(np.iinfo(np.int32).max))
    found = estimators.morris_effects(y[kept], noise[kept], walk, resamples, level, seed)
    nan = float("nan")
    rows: list[_Row] = []
    for k, factor in enumerate(table.factors):
        star, half = float(found.mu_star[k]), float(found.half[k])
        rows.append((factor.name, "mu_star", star, max(star - half, 0.0), star + half))
        rows.append((factor.name, "mu", float(found.mu[k]), nan, nan))
        rows.append((factor.name, "sigma", float(found.sigma[k]), nan, nan))
        rows.append((factor.name, "noise", float(found.noise[k]), nan, nan))
    shares = np.concatenate([np.full((1, count), 1 / count), _taken(count, table.seed)])
    between = _over(shares, y[kept]) - shares @ noise[kept].mean(axis=1)
    within = shares @ variance[kept].mean(axis=1)
    rows.append(_chance(between, within))
    return OutcomeMeasure(rows, float(between[0]), float(within[0]), bool(between[0] > 0), count, dropped)


def _over(shares: Floats, y: Floats) -> Floats:
    """Return the variance over the points of the pieces taken, shape (resamples,)."""
    centred = y - y.mean()
    return np.asarray(shares @ (centred**2).mean(axis=1) - (shares @ centred.mean(axis=1)) ** 2)


def is_complete_grid(table: SweepTable) -> bool:
    """Return whether a grid holds each combination of its levels once, and none failed."""
    different = [len(np.unique(column)) for column in _coded(table).T]
    points = int(np.prod(different))
    return len(table.values) == points and not table.values.duplicated().any() and not len(table.failed)


def grid_indices(table: SweepTable, outcome: str) -> OutcomeMeasure:
    """Return shares of variance over a complete grid.

    The interval holds the noise of the means, where each point has luck of its own. Where points share it, as grids do, they differ by less
    than their errors say, by how much is not known, and there is no interval.
    """
    data, unit = _seen(table, outcome), _coded(table)
    if not np.isfinite(data.mean).all():
        return holed_indices(table, outcome)
    if equal_within(data.mean, rounding_error(table, outcome)):
        return _constant(table, ("S1", "ST"), data.variance, len(data.mean), 0)
    order = np.lexsort(unit.T[::-1])
    shape = [len(np.unique(column)) for column in unit.T]
    y, error, noise = (
        data.mean[order].reshape(shape),
        np.sqrt(data.noise[order].reshape(shape)),
        float(data.noise.mean()),
    )
    found = [estimators.grid_shares(y, noise)]
    rng = generator(table.seed, "grid", outcome)
    times = int(setting("sensitivity.resamples")) if error.any() else 0
    found += [estimators.grid_shares(y + rng.standard_normal(shape) * error, noise + noise) for _ in range(times)]
    first, total = (np.array([part[k] for part in found]) for k in range(2))
    between = np.array([part[-1] for part in found])
    resolved = bool((ends_of(between[1:])[0] if times else between[0]) > 0)
    rows = [
        _row(factor.name, name, values[:, k], resolved)
        for name, values in (("S1", first), ("ST", total))
        for k, factor in enumerate(table.factors)
    ]
    within = float(np.mean(data.variance))
    rows.append(_chance(between, np.full_like(between, within)))
    return OutcomeMeasure(rows, float(between[0]), within, resolved, y.size, 0)


def binned_indices(table: SweepTable, outcome: str) -> OutcomeMeasure:
    """Return first-order shares from loose points, by bins."""
    most = int(min(setting("sensitivity.bins"), len(table.values) // setting("sensitivity.points_a_bin")))

    def shares(mean: Floats, unit: Floats, noise: float) -> Floats:
        places = (estimators.bins(column, max(most, 2)) for column in unit.T)
        return np.array([estimators.binned_share(mean, place, noise) for place in places])

    return _loose(table, outcome, shares)


def holed_indices(table: SweepTable, outcome: str) -> OutcomeMeasure:
    """Return first-order shares from a grid with holes, by an additive fit."""

    def shares(mean: Floats, unit: Floats, noise: float) -> Floats:
        places = np.column_stack([np.unique(column, return_inverse=True)[1] for column in unit.T])
        return estimators.additive_shares(mean, places, noise)

    return _loose(table, outcome, shares)


def _loose(table: SweepTable, outcome: str, shares: Callable[[Floats, Floats, float], Floats]) -> OutcomeMeasure:
    """Return what is said of points without structure; intervals by leaving out groups of points in turn (jackknife)."""
    data, unit = _seen(table, outcome), _coded(table)
    kept = np.flatnonzero(np.isfinite(data.mean))
    count, dropped = len(kept), len(unit) - len(kept)
    if count < setting("sensitivity.points"):
        return _nothing(table, ("S1",), count, dropped)
    if equal_within(data.mean[kept], rounding_error(table, outcome)):
        return _constant(table, ("S1",), data.variance[kept], count, dropped)
    group = generator(table.seed, "groups").permutation(count) % int(setting("sensitivity.groups"))

    def parts(rows: Whole) -> Floats:
        """Return the variance between points, chance and the shares, from some of the points."""
        at = kept[rows]
        noise = float(data.noise[at].mean())
        between, within = float(data.mean[at].var(ddof=1)) - noise, float(data.variance[at].mean())
        whole = within + max(between, 0.0)
        chance = within / whole if whole > 0 else float("nan")
        return np.array([between, chance, *shares(data.mean[at], unit[at], noise)])

    value, low, high = _jackknifed(parts, group)
    resolved = bool(low[0] > 0)
    nan = float("nan")
    rows: list[_Row] = []
    for k, factor in enumerate(table.factors, start=2):
        ends = (float(value[k]), float(low[k]), float(high[k])) if resolved else (nan, nan, nan)
        rows.append((factor.name, "S1", *ends))
    rows.append((CHANCE_ROW, CHANCE_ROW, float(value[1]), float(low[1]), float(high[1])))
    return OutcomeMeasure(rows, float(value[0]), float(data.variance[kept].mean()), resolved, count, dropped)


def _jackknifed(of: Callable[[Whole], Floats], group: Whole) -> tuple[Floats, Floats, Floats]:
    """Return measures of all points, and their intervals from leaving out each group in turn."""
    from scipy.special import ndtri

    rows = np.arange(len(group))
    value = of(rows)
    others = np.array([of(rows[group != k]) for k in range(int(group.max()) + 1)])
    error = np.sqrt((len(others) - 1) * np.mean((others - others.mean(axis=0)) ** 2, axis=0))
    half = float(ndtri((1 + setting("compare.level")) * 0.5)) * error
    return value, value - half, value + half


@lru_cache(maxsize=2)
def _taken(count: int, seed: int) -> Floats:
    """Return how often each of `count` pieces is taken in each resample, as shares, shape (resamples, count)."""
    rng = generator(seed, "resample")
    even = np.full(count, 1 / count)
    return np.asarray(rng.multinomial(count, even, size=int(setting("sensitivity.resamples"))) / count)


def ends_of(values: Floats) -> tuple[float, float]:
    """Return the ends of the percentile interval of resampled values; nan where there are none."""
    known = values[np.isfinite(values)]
    if not known.size:
        return float("nan"), float("nan")
    tail = (1 - setting("compare.level")) * 0.5
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def _row(factor: str, index: str, values: Floats, resolved: bool) -> _Row:
    """Return an index with its interval; nan where the points do not differ by more than their errors."""
    if not resolved:
        return factor, index, float("nan"), float("nan"), float("nan")
    return factor, index, float(values[0]), *ends_of(values[1:])


def _chance(between: Floats, within: Floats) -> _Row:
    """Return the share of chance in the variance of one replicate; estimates of the other part below 0 count as 0."""
    whole = within + np.maximum(between, 0)
    share = np.divide(within, whole, out=np.full_like(whole, np.nan), where=whole > 0)
    return CHANCE_ROW, CHANCE_ROW, float(share[0]), *ends_of(share[1:])


def _nothing(table: SweepTable, indices: tuple[str, ...], used: int, dropped: int) -> OutcomeMeasure:
    """Return the measure of an outcome with too few points: all unknown."""
    nan = float("nan")
    rows = [(factor.name, index, nan, nan, nan) for index in indices for factor in table.factors]
    return OutcomeMeasure([*rows, (CHANCE_ROW, CHANCE_ROW, nan, nan, nan)], nan, nan, False, used, dropped)


def _constant(table: SweepTable, indices: tuple[str, ...], variance: Floats, used: int, dropped: int) -> OutcomeMeasure:
    """Return the measure of an outcome that is the same at all points: no shares, and what variance there is is chance."""
    return _nothing(table, indices, used, dropped)._replace(between=0.0, within=float(variance.mean()), same=True)
