"""The bars to beat: every baseline of a region by name, each with its declared share of pooled climatology.

The habit tree as a baseline: the model's habit with one memory, constants that never move, no push, no memory of wars by class.

Evidence, questions and blending are those of `araxes.rules.habit`, over whole arrays (`araxes.rules.arrays`). One week ahead the
chances are exact; further ahead the habit is simulated as it would remember its own acts, and the chances are averaged over the paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from araxes.array_types import Floats, Rungs
from araxes.engines.draws import generator
from araxes.forecasting.simple import (
    BayesAverage,
    Climatology,
    Markov,
    Persistence,
    Pooled,
    Recency,
    counts_at_end,
    half_lives,
    pooled_shares,
)
from araxes.forecasting.targets import Forecaster, Told, WeeklyRungs, dyad_mask, independent, indicators, reached_shares
from araxes.inputs.constants import tree
from araxes.inputs.parameters import setting
from araxes.inputs.region import RegionFiles
from araxes.rules.arrays import (
    QuestionMatrices,
    add_faded_all,
    habit_chances,
    luck_of_halves,
    pick_rungs,
    question_matrices,
    rung_evidence_all,
)
from araxes.rules.habit import Tree
from araxes.rules.memory import UNOBSERVED, share_kept

FIXED = "hindcast.tree_"
TREE_ALONE = "habit tree"
TREE = "habit tree, borrowing"


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

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        counts, pool = self._remembered(past)
        if max(horizons) == 1:
            return np.repeat(
                habit_chances(self._evidence(counts), pool, pool, self._paths)[None], len(horizons), axis=0
            )
        ahead, _ = self._simulated(past, max(horizons))
        return np.stack([ahead[horizon - 1] for horizon in horizons])

    def tell(self, past: WeeklyRungs, horizons: Sequence[int], rungs: Sequence[int]) -> Told:
        """Return chances of rungs and of levels within the horizons, from the same simulated paths."""
        ahead, paths = self._simulated(past, max(horizons))
        return Told(ahead[[horizon - 1 for horizon in horizons]], reached_shares(paths, horizons, rungs), paths)

    def _remembered(self, past: WeeklyRungs) -> tuple[Floats, Floats]:
        """Return decayed counts of every dyad and the pool without its floor."""
        seen = indicators(past.rungs, self.n_rungs)
        pool = counts_at_end(seen.sum(axis=1).sum(axis=1), setting("hindcast.pool_half_life"))
        return counts_at_end(seen, setting("hindcast.tree_half_life")), pool + self._floor

    @cached_property
    def _paths(self) -> QuestionMatrices:
        """Return the questions as matrices."""
        return question_matrices(self.questions)

    @property
    def _floor(self) -> float:
        """Return the pseudo-weeks of every rung in the pool."""
        return setting("hindcast.pool_floor") / self.n_rungs

    def _evidence(self, counts: Floats) -> Floats:
        """Return A_ij, from counts of shape (..., states, states, rungs)."""
        return rung_evidence_all(counts, counts.swapaxes(-3, -2), 0, self.borrowing)

    def _simulated(self, past: WeeklyRungs, weeks: int) -> tuple[Floats, Rungs]:
        """Return chances averaged over paths, shape (weeks, states, states, rungs), and the paths."""
        counts, pool = self._remembered(past)
        n_paths, n_states = int(setting("hindcast.replicates")), counts.shape[0]
        counts, pool = np.repeat(counts[None], n_paths, axis=0), np.repeat(pool[None], n_paths, axis=0)
        keep, keep_pool = share_kept(setting("hindcast.tree_half_life")), share_kept(setting("hindcast.pool_half_life"))
        draw = generator(self.seed, "hindcast", self.name, str(past.next))
        ahead = np.empty((weeks, *counts.shape[1:]))
        drawn = np.full((n_paths, weeks, n_states, n_states), UNOBSERVED, dtype=np.int8)
        cells = dyad_mask(n_states)
        for week in range(weeks):
            of_all = pool[:, None, None]
            habit = habit_chances(self._evidence(counts), of_all, of_all, self._paths)
            ahead[week] = habit.mean(axis=0)
            luck = draw_shared_luck(draw, (n_paths, n_states, n_states), self.luck_share)
            drawn[:, week][:, cells] = pick_rungs(luck, habit.cumsum(axis=-1)[..., :-1])[:, cells]
            seen = indicators(drawn[:, week], self.n_rungs)
            counts = add_faded_all(counts, keep, seen)
            pool = add_faded_all(pool - self._floor, keep_pool, seen.sum(axis=1).sum(axis=1)) + self._floor
        return ahead, drawn


def draw_shared_luck(draw: np.random.Generator, shape: tuple[int, int, int], share: float) -> Floats:
    """Return uniform luck of shape (paths, states, states), one number for both halves of a dyad in a share of cases."""
    own, (pair, coin) = draw.random(shape), draw.random((2, *shape))
    upper = np.triu(np.ones(shape[1:], dtype=bool))
    pair, coin = (np.where(upper, part, part.swapaxes(-1, -2)) for part in (pair, coin))
    return luck_of_halves(coin, pair, own, share)


def fixed_tree(region: RegionFiles) -> Tree:
    """Return the region's questions with the shrinkage of the settings, where they name the question, else the region's own."""
    from araxes.inputs.parameters import settings

    own = tree(region)
    spans = {(own.low[own.first[n]], own.high[own.first[n + 1] - 1]): n for n in range(len(own.shrinkage))}
    place = {rung.key: index for index, rung in enumerate(region.rungs)}
    shrinkage = list(own.shrinkage)
    for node in region.nodes:
        path = FIXED + node.key
        if path in settings():
            shrinkage[spans[place[node.branches[0][0]], place[node.branches[-1][1]] + 1]] = setting(path)
    return own._replace(shrinkage=shrinkage)


@dataclass(frozen=True)
class Mixed:
    """A forecaster with a declared share of pooled climatology, so that no rung is impossible."""

    inner: Forecaster
    n_rungs: int

    @property
    def name(self) -> str:
        """Return the name of the forecaster inside."""
        return self.inner.name

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        share = setting("hindcast.mix")
        return (1 - share) * self.inner(past, horizons) + share * self._pool(past)

    def tell(self, past: WeeklyRungs, horizons: Sequence[int], rungs: Sequence[int]) -> Told | None:
        """Return chances of rungs and of levels where the forecaster inside simulates, else None."""
        own: Any = getattr(self.inner, "tell", None)
        if own is None:
            return None
        share, pool, found = setting("hindcast.mix"), self._pool(past), own(past, horizons, rungs)
        each = np.array([pool[rung:].sum() for rung in rungs])
        within = np.stack([1 - (1 - each) ** horizon for horizon in horizons])[:, None, None]
        chance, within = (
            (1 - share) * own + share * all_ for own, all_ in ((found.chance, pool), (found.within, within))
        )
        return Told(chance, within, None if found.paths is None else _replaced(found.paths, share, pool, past))

    def _pool(self, past: WeeklyRungs) -> Floats:
        """Return the pooled climatology, shape (rungs,)."""
        return pooled_shares(indicators(past.rungs, self.n_rungs))


def _replaced(paths: Rungs, share: float, pool: Floats, past: WeeklyRungs) -> Rungs:
    """Return paths a share of which, the last, are of weeks drawn from the pool."""
    n = round(share * len(paths))
    other = independent(np.broadcast_to(pool, (*paths.shape[1:], len(pool))), past, n)
    return np.concatenate([paths[: len(paths) - n], other])


def baselines(region: RegionFiles, seed: int = 1) -> list[Forecaster]:
    """Return the baselines of a region, from the simplest to the strongest."""
    n, tree = len(region.rungs), fixed_tree(region)
    found: list[Forecaster] = [Pooled(n), Climatology(n), Persistence(n), Markov(n)]
    found += [Recency(n, life, to_pool) for to_pool in (False, True) for life in half_lives()]
    found.append(BayesAverage(n))
    found.append(HabitTree(tree, n, 0, TREE_ALONE, seed))
    found.append(HabitTree(tree, n, setting("hindcast.tree_borrowing"), TREE, seed))
    return [Mixed(one, n) for one in found]


def bar(n_rungs: int) -> str:
    """Return the name of the recency that gains are measured against."""
    return Recency(n_rungs, setting("hindcast.half_life_bar")).name


def simple_recencies(n_rungs: int) -> list[str]:
    """Return the names of the recencies among which the best simple one is sought."""
    return [Recency(n_rungs, life, to_pool).name for to_pool in (False, True) for life in half_lives()]
