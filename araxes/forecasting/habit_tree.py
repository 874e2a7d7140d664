"""The habit tree as a baseline: the model's habit with one memory, constants that never move, no push, no memory of wars by class.

Evidence, questions and blending are those of `araxes.rules.habit`, over whole arrays (`araxes.rules.arrays`). One week ahead the
chances are exact; further ahead the habit is simulated as it would remember its own acts, and the chances are averaged over the paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from araxes.array_types import Floats, Rungs
from araxes.engines.draws import generator
from araxes.forecasting.frequencies import aged
from araxes.forecasting.record import Told, Weeks, dyads, indicators
from araxes.forecasting.targets import reached
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import tree
from araxes.rules.arrays import Paths, add_faded_all, gathered_all, habit_chances, luck_of_halves, paths, pick_rungs
from araxes.rules.habit import Tree
from araxes.rules.memory import kept
from araxes.rules.remember import UNOBSERVED

FIXED = "hindcast.tree_"


@dataclass(frozen=True)
class HabitTree:
    """A tree of questions over remembered rungs.

    Attributes
    ----------
    questions : Tree
    n_rungs : int
    borrowing : float
        rho, weight of the reverse dyad.
    name : str
    seed : int
        Of the simulated paths.
    """

    questions: Tree
    n_rungs: int
    borrowing: float
    name: str
    seed: int = 1

    @cached_property
    def luck_share(self) -> float:
        """Return b, the share of weeks in which both halves of a dyad draw one luck."""
        return setting("hindcast.tree_luck")

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        counts, pool = self._remembered(past)
        if max(horizons) == 1:
            return np.repeat(
                habit_chances(self._evidence(counts), pool, pool, self._paths)[None], len(horizons), axis=0
            )
        ahead, _ = self._simulated(past, max(horizons))
        return np.stack([ahead[horizon - 1] for horizon in horizons])

    def tell(self, past: Weeks, horizons: Sequence[int], rungs: Sequence[int]) -> Told:
        """Return chances of rungs and of levels within the horizons, from the same simulated paths."""
        ahead, paths = self._simulated(past, max(horizons))
        return Told(ahead[[horizon - 1 for horizon in horizons]], reached(paths, horizons, rungs), paths)

    def _remembered(self, past: Weeks) -> tuple[Floats, Floats]:
        """Return decayed counts of every dyad and the pool without its floor."""
        seen = indicators(past.rungs, self.n_rungs)
        pool = aged(seen.sum(axis=1).sum(axis=1), setting("hindcast.pool_half_life"))
        return aged(seen, setting("hindcast.tree_half_life")), pool + self._floor

    @cached_property
    def _paths(self) -> Paths:
        """Return the questions as matrices."""
        return paths(self.questions)

    @property
    def _floor(self) -> float:
        """Return the pseudo-weeks of every rung in the pool."""
        return setting("hindcast.pool_floor") / self.n_rungs

    def _evidence(self, counts: Floats) -> Floats:
        """Return A_ij, from counts of shape (..., states, states, rungs)."""
        return gathered_all(counts, counts.swapaxes(-3, -2), 0, self.borrowing)

    def _simulated(self, past: Weeks, weeks: int) -> tuple[Floats, Rungs]:
        """Return chances averaged over paths, shape (weeks, states, states, rungs), and the paths."""
        counts, pool = self._remembered(past)
        n_paths, n_states = int(setting("hindcast.replicates")), counts.shape[0]
        counts, pool = np.repeat(counts[None], n_paths, axis=0), np.repeat(pool[None], n_paths, axis=0)
        keep, keep_pool = kept(setting("hindcast.tree_half_life")), kept(setting("hindcast.pool_half_life"))
        draw = generator(self.seed, "hindcast", self.name, str(past.next))
        ahead = np.empty((weeks, *counts.shape[1:]))
        drawn = np.full((n_paths, weeks, n_states, n_states), UNOBSERVED, dtype=np.int8)
        cells = dyads(n_states)
        for week in range(weeks):
            of_all = pool[:, None, None]
            habit = habit_chances(self._evidence(counts), of_all, of_all, self._paths)
            ahead[week] = habit.mean(axis=0)
            luck = shared_luck(draw, (n_paths, n_states, n_states), self.luck_share)
            drawn[:, week][:, cells] = pick_rungs(luck, habit.cumsum(axis=-1)[..., :-1])[:, cells]
            seen = indicators(drawn[:, week], self.n_rungs)
            counts = add_faded_all(counts, keep, seen)
            pool = add_faded_all(pool - self._floor, keep_pool, seen.sum(axis=1).sum(axis=1)) + self._floor
        return ahead, drawn


def shared_luck(draw: np.random.Generator, shape: tuple[int, int, int], share: float) -> Floats:
    """Return uniform luck of shape (paths, states, states), one number for both halves of a dyad in a share of cases."""
    own, (pair, coin) = draw.random(shape), draw.random((2, *shape))
    upper = np.triu(np.ones(shape[1:], dtype=bool))
    pair, coin = (np.where(upper, part, part.swapaxes(-1, -2)) for part in (pair, coin))
    return luck_of_halves(coin, pair, own, share)


def fixed_tree(region: RegionFiles) -> Tree:
    """Return the region's questions with the shrinkage of the settings, where they name the question, else the region's own."""
    from araxes.inputs.settings import settings

    own = tree(region)
    spans = {(own.low[own.first[n]], own.high[own.first[n + 1] - 1]): n for n in range(len(own.shrinkage))}
    place = {rung.key: index for index, rung in enumerate(region.rungs)}
    shrinkage = list(own.shrinkage)
    for node in region.nodes:
        path = FIXED + node.key
        if path in settings():
            shrinkage[spans[place[node.branches[0][0]], place[node.branches[-1][1]] + 1]] = setting(path)
    return own._replace(shrinkage=shrinkage)
