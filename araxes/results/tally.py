"""Tallies: what an ensemble amounts to, counted while it runs in memory that does not grow with the number of replicates.

Everything is a count, so the order of chunks does not matter, and full histories and summaries say the same to the byte. Quantiles are read
off histograms whose steps stand in `params/settings.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Rungs, Whole
from araxes.engines import counting as plain
from araxes.engines.counting import ROWS, Counts, Course, Grid
from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.inputs.settings import setting
from araxes.units import GOLDSTEIN_PER_HOSTILITY

if TYPE_CHECKING:
    from araxes.engines.kernel import Kernel


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
        out = Counts(self.rungs, self.highest, self.highest_by_draw, self.tension.grid, self.status.grid)
        counting(kernel, "count_block", found.rungs, found.status, draws, course(self.world), out, space(found.rungs))
        self.count += np.bincount(draws, minlength=len(self.count))

    def reached(self) -> Whole:
        """Return the replicates in which at least each rung was addressed by each week, shape of `highest`."""
        return at_least(self.highest)

    def reached_by_draw(self) -> Whole:
        """Return the replicates of each draw in which at least each rung was addressed within the horizon."""
        return at_least(self.highest_by_draw)


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
    return np.empty((ROWS + acts.shape[1], len(acts)))


def counting(kernel: Kernel | None, name: str, *arguments: object) -> None:
    """Call a counting function, compiled where there is a kernel."""
    if kernel is None:
        getattr(plain, name)(*arguments)
    else:
        kernel(name, *arguments)


def at_least(highest: Whole) -> Whole:
    """Return counts of "this rung or a higher one" from counts of the highest rung, along the last axis."""
    return np.asarray(highest[..., ::-1].cumsum(axis=-1)[..., ::-1])
