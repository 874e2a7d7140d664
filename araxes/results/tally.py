"""Tallies: what an ensemble amounts to, counted while it runs in memory that does not grow with the number of replicates.

Everything is a count, so the order of chunks does not matter, and full histories and summaries say the same to the byte. Quantiles are read
off histograms whose steps stand in `params/settings.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from araxes.engines.ensemble import Histories
from araxes.engines.labelled import tensions
from araxes.engines.world import World
from araxes.inputs.settings import setting
from araxes.units import GOLDSTEIN_PER_HOSTILITY

Counts = NDArray[np.int64]


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
        weeks, states, rungs = world.scenario.weeks, len(world.deciding), len(world.rules.hostility)
        self.rungs: Counts = np.zeros((weeks, states, states, rungs), dtype=np.int64)
        self.highest: Counts = np.zeros_like(self.rungs)
        self.highest_by_draw: Counts = np.zeros((world.n_draws, states, states, rungs), dtype=np.int64)
        self.count: Counts = np.zeros(world.n_draws, dtype=np.int64)
        ends = [GOLDSTEIN_PER_HOSTILITY * end for end in (min(world.rules.hostility), max(world.rules.hostility))]
        self.tension = Histogram((weeks, states, states), *ends, setting("run.tension_step"))
        self.status = Histogram((weeks, len(world.issues)), 0, 1, setting("run.status_step"))

    @property
    def replicates(self) -> int:
        """Return how many replicates were counted."""
        return int(self.count.sum())

    def add(self, numbers: Sequence[int], found: Histories) -> None:
        """Count some replicates.

        Parameters
        ----------
        numbers : sequence of int
            Their numbers.
        found : Histories
        """
        draws = np.asarray(numbers) % self.world.n_draws
        states, rungs = self.rungs.shape[1], self.rungs.shape[-1]
        cell = np.arange(states * states).reshape(states, states) * rungs
        acts = np.maximum(found.rungs, 0)
        top = np.zeros_like(acts[:, 0])
        for week, fast in enumerate(tensions(self.world, found.rungs)):
            top = np.maximum(top, acts[:, week])
            self.rungs[week] += counted(cell + acts[:, week], self.rungs[week].shape)
            self.highest[week] += counted(cell + top, self.highest[week].shape)
            self.tension.add(week, GOLDSTEIN_PER_HOSTILITY * fast)
            self.status.add(week, found.status[:, week])
        by_draw = draws[:, None, None] * (states * states * rungs) + cell + top
        self.highest_by_draw += counted(by_draw, self.highest_by_draw.shape)
        self.count += np.bincount(draws, minlength=len(self.count))

    def reached(self) -> Counts:
        """Return the replicates in which at least each rung was addressed by each week, shape of `highest`."""
        return at_least(self.highest)

    def reached_by_draw(self) -> Counts:
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

    def add(self, week: int, values: NDArray[np.floating]) -> None:
        """Count the values of a week, shape (replicates, *cells)."""
        bins = self.counts.shape[-1]
        cells = np.arange(self.counts[week].size // bins).reshape(values.shape[1:]) * bins
        place = np.rint(values / self.step).astype(np.int64) - self.first
        self.counts[week] += counted(cells + place, self.counts[week].shape).astype(np.uint32)

    def quantiles(self, levels: Sequence[float]) -> NDArray[np.float64]:
        """Return quantiles of every cell, shape (levels, *shape): the least value that at least this share of replicates reaches."""
        up_to = np.cumsum(self.counts, axis=-1, dtype=np.uint32)
        ranks = [np.maximum(np.ceil(level * up_to[..., -1:].astype(np.float64)), 1) for level in levels]
        places = np.stack([(up_to < rank).sum(axis=-1) for rank in ranks])
        return np.asarray((places + self.first) * self.step)

    def mean(self) -> NDArray[np.float64]:
        """Return the mean of every cell, to half a step."""
        grid = (np.arange(self.counts.shape[-1]) + self.first) * self.step
        return np.asarray(self.counts @ grid / self.counts.sum(axis=-1))


def counted(places: NDArray[np.integer], shape: tuple[int, ...]) -> Counts:
    """Return how often each place of an array of some shape is named, as that array."""
    return np.bincount(places.ravel(), minlength=int(np.prod(shape))).reshape(shape)


def at_least(highest: Counts) -> Counts:
    """Return counts of "this rung or a higher one" from counts of the highest rung, along the last axis."""
    return np.asarray(highest[..., ::-1].cumsum(axis=-1)[..., ::-1])
