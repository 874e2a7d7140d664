"""Tallies: what an ensemble amounts to, counted while it runs in memory that does not grow with the number of replicates.

Everything is a count, so the order of chunks does not matter, and full histories and summaries say the same to the byte. Quantiles are read
off histograms whose steps stand in `params/settings.toml`.

Outcomes read off an ensemble: hostility, quantiles of tension, chances of reaching each rung, counts by class.

Summaries as labelled arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from araxes import dims
from araxes.array_types import Floats, Rungs, Whole
from araxes.display import show_card
from araxes.engines import counting as plain
from araxes.engines.counting import ROWS, Counts, Course, Grid
from araxes.engines.datasets import Labelled, Variable, axes
from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.inputs.parameters import setting
from araxes.units import GOLDSTEIN_PER_HOSTILITY

if TYPE_CHECKING:
    import xarray as xr

    from araxes.engines.kernel.load import Kernel
    from araxes.engines.world import World


HOSTILE, COERCIVE, VIOLENT = "hostile", "coercive", "violent"
"""Classes of acts: above quiet, from the rung of coercion on, from that of violence on."""


@show_card
class Tally:
    """Counts of what replicates of a world did.

    Parameters
    ----------
    world : World

    Attributes
    ----------
    rungs : ndarray of int, shape (weeks, states, states, rungs)
        Replicates in which a rung was addressed in a week.
    highest : ndarray of int, shape (weeks, states, states, rungs)
        Replicates in which a rung is the highest addressed so far.
    highest_by_draw : ndarray of int, shape (draws, states, states, rungs)
        The same at the end of the horizon, for each parameter draw.
    count : ndarray of int, shape (draws,)
        Replicates of each parameter draw.
    tension : Histogram, shape (weeks, states, states)
        Goldstein points.
    status : Histogram, shape (weeks, issues)
    hostile_by_draw : ndarray of int, shape (states, states, weeks, draws)
        Replicates of each draw with a hostile act in a week.
    hostile_weeks : ndarray of int, shape (states, states, weeks + 1)
        Replicates by how many weeks with a hostile act they have.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        weeks, states, rungs = world.scenario.weeks, len(world.deciding), len(world.constants.hostility)
        self.rungs: Whole = np.zeros((weeks, states, states, rungs), dtype=np.int64)
        self.highest: Whole = np.zeros_like(self.rungs)
        self.highest_by_draw: Whole = np.zeros((world.n_draws, states, states, rungs), dtype=np.int64)
        self.count: Whole = np.zeros(world.n_draws, dtype=np.int64)
        low, high = min(world.constants.hostility), max(world.constants.hostility)
        ends = (GOLDSTEIN_PER_HOSTILITY * low, GOLDSTEIN_PER_HOSTILITY * high)
        self.tension = Histogram((weeks, states, states), *ends, step=setting("run.tension_step"))
        self.status = Histogram((weeks, len(world.issues)), 0, 1, setting("run.status_step"))
        self.hostile_by_draw: Whole = np.zeros((states, states, weeks, world.n_draws), dtype=np.int64)
        self.hostile_weeks: Whole = np.zeros((states, states, weeks + 1), dtype=np.int64)

    @property
    def replicates(self) -> int:
        """Return how many replicates were counted."""
        return int(self.count.sum())

    def add(self, numbers: Sequence[int], found: Histories, kernel: Kernel | None = None) -> None:
        """Count some replicates.

        Parameters
        ----------
        numbers : sequence of int
            Their numbers.
        found : Histories
        kernel : Kernel, optional
            Counts faster, and the same.
        """
        draws = np.asarray(numbers, dtype=np.int64) % self.world.n_draws
        hostile = (self.hostile_by_draw, self.hostile_weeks)
        out = Counts(self.rungs, self.highest, self.highest_by_draw, self.tension.grid, self.status.grid, *hostile)
        call_counter(
            kernel, "count_block", found.rungs, found.status, draws, course(self.world), out, space(found.rungs)
        )
        self.count += np.bincount(draws, minlength=len(self.count))

    def reached_counts(self) -> Whole:
        """Return the replicates in which at least each rung was addressed by each week, shape of `highest`."""
        return at_least(self.highest)

    def reached_by_draw(self) -> Whole:
        """Return the replicates of each draw in which at least each rung was addressed within the horizon."""
        return at_least(self.highest_by_draw)


@show_card
class Histogram:
    """Counts of a value by cell, on a grid that contains 0.

    Parameters
    ----------
    shape : tuple of int
        Of the cells, weeks first.
    low, high : float
        Least and largest value.
    step : float
        Width of a bin; values are known to half of it.
    """

    def __init__(self, shape: tuple[int, ...], low: float, high: float, step: float) -> None:
        self.step, self.first = step, int(np.floor(low / step)) - 1
        bins = int(np.ceil(high / step)) + 1 - self.first + 1
        self.counts: NDArray[np.uint32] = np.zeros((*shape, bins), dtype=np.uint32)

    @property
    def grid(self) -> Grid:
        """Return the histogram as counting functions take it."""
        return Grid(self.step, self.first, self.counts)

    def quantiles(self, levels: Sequence[float], weeks: slice = slice(None)) -> Floats:
        """Return quantiles of the cells of some weeks, shape (levels, weeks, ...): the least value that this share stays at or below."""
        up_to = np.cumsum(self.counts[weeks], axis=-1, dtype=np.uint32)
        ranks = [np.maximum(np.ceil(level * up_to[..., -1:].astype(np.float64)), 1) for level in levels]
        places = np.stack([(up_to < rank).sum(axis=-1) for rank in ranks])
        return np.asarray((places + self.first) * self.step)

    def course(self, i: int, j: int, levels: Sequence[float]) -> tuple[Floats, Floats]:
        """Return mean, shape (weeks,), and quantiles, shape (levels, weeks), of one dyad, given by places among the states."""
        part = Histogram.__new__(Histogram)
        part.step, part.first, part.counts = self.step, self.first, self.counts[:, i, j]
        return part.mean(), part.quantiles(levels)

    def mean(self) -> Floats:
        """Return the mean of every cell, to half a step."""
        grid = (np.arange(self.counts.shape[-1]) + self.first) * self.step
        return np.asarray(self.counts @ grid / self.counts.sum(axis=-1))

    def variance(self, *cell: int) -> float:
        """Return the variance of a cell, to the width of the bins; nan of one without values."""
        counts, grid = self.counts[cell], (np.arange(self.counts.shape[-1]) + self.first) * self.step
        total = counts.sum()
        return float(counts @ grid**2 / total - (counts @ grid / total) ** 2) if total else np.nan


def course(world: World) -> Course:
    """Return what turns the acts of a world into hostility and tension."""
    start = np.ascontiguousarray(world.warm.memory.fast)
    return Course(np.array(world.constants.hostility), float(world.constants.keep.fast), start)


def space(acts: Rungs) -> Floats:
    """Return working space for counting."""
    return np.empty((ROWS, len(acts)))


def call_counter(kernel: Kernel | None, name: str, *arguments: object) -> None:
    """Call a counting function, compiled where there is a kernel."""
    if kernel is None:
        getattr(plain, name)(*arguments)
    else:
        kernel(name, *arguments)


def at_least(highest: Whole) -> Whole:
    """Return counts of "this rung or a higher one" from counts of the highest rung, along the last axis."""
    return np.asarray(highest[..., ::-1].cumsum(axis=-1)[..., ::-1])


def hostility(data: xr.Dataset) -> xr.DataArray:
    """Return the hostility of every act, h = -Goldstein / 10, nan on the diagonal; dims of `data["rung"]`."""
    import xarray as xr

    rung = data["rung"]
    values = data["hostility"].values[rung.values]
    return xr.DataArray(values, dims=rung.dims, coords=rung.coords, attrs={"units": "hostility"}).where(rung >= 0)


def quantile_levels() -> list[float]:
    """Return the quantile levels of the bands and the median, from `params/settings.toml`."""
    inner, outer = setting("run.band_inner") * 0.5, setting("run.band_outer") * 0.5
    return [0.5 - outer, 0.5 - inner, 0.5, 0.5 + inner, 0.5 + outer]


def quantiles(array: xr.DataArray, at: Sequence[float] | None = None) -> xr.DataArray:
    """Return quantiles over replicates, first dim `quantile`; the levels of the bands when `at` is not given."""
    import xarray as xr

    moved = array.transpose(dims.REPLICATE, ...)
    points = list(at) if at is not None else quantile_levels()
    values = np.quantile(moved.values, points, axis=0)
    coords = {name: coord for name, coord in moved.coords.items() if dims.REPLICATE not in coord.dims}
    return xr.DataArray(values, dims=(dims.QUANTILE, *moved.dims[1:]), coords=coords).assign_coords(
        {dims.QUANTILE: points}
    )


def highest_rungs(data: xr.Dataset) -> xr.DataArray:
    """Return the highest rung a dyad has addressed so far, by replicate and week; -1 on the diagonal."""
    rung = data["rung"]
    return rung.copy(data=np.maximum.accumulate(rung.values, axis=rung.get_axis_num(dims.WEEK)))


def crossing_chance(data: xr.Dataset) -> xr.DataArray:
    """Return the chance that a dyad has reached at least each rung by each week.

    Returns
    -------
    xarray.DataArray, dims (week, actor, target, rung)
        In [0, 1], nan on the diagonal; `rung` counts from 0.
    """
    import pandas as pd
    import xarray as xr

    top = highest_rungs(data)
    ladder = range(data.sizes["level"])
    chances = xr.concat([(top >= k).mean(dims.REPLICATE) for k in ladder], dim=pd.Index(ladder, name=dims.RUNG))
    return chances.where(top.isel({dims.REPLICATE: 0}) >= 0).transpose(dims.WEEK, dims.ACTOR, dims.TARGET, dims.RUNG)


def directed_dyads(data: xr.Dataset) -> list[tuple[str, str]]:
    """Return the ordered pairs of different actors, in the order of the coordinates."""
    names = data[dims.ACTOR].values.tolist()
    return [(actor, target) for actor in names for target in names if actor != target]


def hard_rungs(rungs: int) -> list[int]:
    """Return the rungs whose chances are reported: first coercion, first violence, war (7, 9 and 10 on the shipped ladder of 11 rungs)."""
    return [int(setting("run.rung_coercion")), int(setting("run.rung_violence")), rungs - 1]


def classes(world: World) -> dict[str, range]:
    """Return the classes of rungs: cooperative, quiet, verbal, coercive (0-2, 3, 4-6 and 7-10 on the shipped ladder)."""
    quiet, coercion, top = world.constants.quiet, int(setting("run.rung_coercion")), len(world.constants.hostility)
    return {
        "cooperative": range(quiet),
        "quiet": range(quiet, quiet + 1),
        "verbal": range(quiet + 1, coercion),
        "coercive": range(coercion, top),
    }


def outcomes(world: World) -> dict[str, int]:
    """Return the least rung of every outcome whose chance is reported: "hostile", "coercive" and "violent" acts."""
    coercion, violence = (int(setting(f"run.rung_{name}")) for name in ("coercion", "violence"))
    return {HOSTILE: world.constants.quiet + 1, COERCIVE: coercion, VIOLENT: violence}


def summaries(tally: Tally) -> Labelled:
    """Return what an ensemble amounts to.

    Returns
    -------
    Labelled
        `rung_count` int64 (week, actor, target, rung): replicates that address a rung in a week; `crossing` (same): chance of having
        reached at least a rung by a week; `first_passage` int64 (same): replicates that reach it in that week for the first time;
        `tension` (quantile, week, actor, target), Goldstein points; `status` (quantile, week, issue); `draw_count` (draw): replicates of
        each parameter draw. Where actor and target are the same, counts are 0 and the rest is nan.
    """
    world, reached = tally.world, tally.reached_counts()
    dyad = (dims.WEEK, dims.ACTOR, dims.TARGET)
    ladder = (*dyad, dims.RUNG)
    first = np.diff(reached, axis=0, prepend=0)
    tension = off_diagonal(tally.tension.quantiles(quantile_levels())[..., None], np.nan)[..., 0]
    of_tension = {"units": "Goldstein points", "long_name": "tension, hostile positive"}
    status = ((dims.QUANTILE, dims.WEEK, dims.ISSUE), tally.status.quantiles(quantile_levels()))
    variables: dict[str, Variable] = {
        "rung_count": (ladder, off_diagonal(tally.rungs, 0), {"units": "replicates"}),
        "crossing": (ladder, off_diagonal(reached / tally.replicates, np.nan), {"units": "chance"}),
        "first_passage": (ladder, off_diagonal(first, 0), {"units": "replicates"}),
        "tension": ((dims.QUANTILE, *dyad), tension, of_tension),
        "status": (*status, {"units": "status", "long_name": "status of the issue"}),
        "draw_count": ((dims.DRAW,), tally.count, {"units": "replicates"}),
    }
    names = np.array([rung.name for rung in world.scenario.region.rungs], dtype=object)
    coords: dict[str, Variable] = {
        dims.QUANTILE: ((dims.QUANTILE,), np.array(quantile_levels()), {}),
        **axes(world),
        dims.RUNG: ((dims.RUNG,), np.arange(len(names)), {}),
        "hostility": ((dims.RUNG,), np.array(world.constants.hostility), {}),
        "rung_name": ((dims.RUNG,), names, {}),
    }
    return Labelled(variables, coords, {"scenario": world.scenario.name, "title": world.scenario.heading})


def off_diagonal(values: NDArray[Any], blank: float) -> NDArray[Any]:
    """Return a copy of values, shape (..., actors, targets, something), blank where actor and target are the same."""
    out = np.array(values)
    *_, places, _ = out.shape
    out[..., range(places), range(places), :] = blank
    return out
