"""The bars to beat: every baseline of a region by name, each with its declared share of pooled climatology."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from araxes.array_types import Floats, Rungs
from araxes.forecasting.bayes_average import BayesAverage, half_lives
from araxes.forecasting.frequencies import pooled
from araxes.forecasting.habit_tree import HabitTree, fixed_tree
from araxes.forecasting.markov import Markov
from araxes.forecasting.means import independent
from araxes.forecasting.record import Forecaster, Told, Weeks, indicators
from araxes.forecasting.simple import Climatology, Persistence, Pooled, Recency
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting

TREE_ALONE = "habit tree"
TREE = "habit tree, borrowing"


@dataclass(frozen=True)
class Mixed:
    """A forecaster with a declared share of pooled climatology, so that no rung is impossible."""

    inner: Forecaster
    n_rungs: int

    @property
    def name(self) -> str:
        """Return the name of the forecaster inside."""
        return self.inner.name

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        share = setting("hindcast.mix")
        return (1 - share) * self.inner(past, horizons) + share * self._pool(past)

    def tell(self, past: Weeks, horizons: Sequence[int], rungs: Sequence[int]) -> Told | None:
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

    def _pool(self, past: Weeks) -> Floats:
        """Return the pooled climatology, shape (rungs,)."""
        return pooled(indicators(past.rungs, self.n_rungs))


def _replaced(paths: Rungs, share: float, pool: Floats, past: Weeks) -> Rungs:
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
