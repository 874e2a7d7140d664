"""The simple baselines: climatology of all dyads and of each, half persistence, and recency.

Recency (exponentially weighted frequencies) is hard to beat week by week; its shares are blended with the dyad's climatology or with the
recent pool of all dyads. What any of them says holds for every horizon, except that half persistence repeats the last rung only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from araxes.array_types import Floats
from araxes.forecasting.frequencies import aged, blended, climatology, pooled, recent_pool
from araxes.forecasting.record import Weeks, alike, indicators
from araxes.inputs.settings import setting
from araxes.rules.remember import UNOBSERVED


@dataclass(frozen=True)
class Pooled:
    """The shares of all dyads and weeks, the same for every dyad."""

    n_rungs: int
    name: str = "pooled climatology"

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen = indicators(past.rungs, self.n_rungs)
        return alike(np.broadcast_to(pooled(seen), seen.shape[1:]), horizons)


@dataclass(frozen=True)
class Climatology:
    """Each dyad's shares over all past weeks."""

    n_rungs: int
    name: str = "dyad climatology"

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        return alike(climatology(indicators(past.rungs, self.n_rungs)), horizons)


@dataclass(frozen=True)
class Persistence:
    """Half the last observed rung, half climatology."""

    n_rungs: int
    name: str = "half persistence"

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen, share = indicators(past.rungs, self.n_rungs), setting("hindcast.persistence")
        usual = climatology(seen)
        last = indicators(last_rungs(past), self.n_rungs)
        kept = last.sum(axis=-1, keepdims=True) * share
        return alike(share * last + (1 - kept) * usual, horizons)


def last_rungs(past: Weeks) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    """Return the last observed rung of every dyad, shape (states, states); -1 where there is none."""
    last = np.full(past.rungs.shape[1:], UNOBSERVED, dtype=np.int8)
    for week in past.rungs:
        last = np.where(week != UNOBSERVED, week, last)
    return last


@dataclass(frozen=True)
class Recency:
    """Recent frequencies of each dyad, blended with its climatology or with the recent pool.

    Attributes
    ----------
    n_rungs : int
    half_life : float
        In weeks.
    to_pool : bool
        Blend with the pool rather than with the dyad's climatology.
    """

    n_rungs: int
    half_life: float
    to_pool: bool = False

    @property
    def name(self) -> str:
        """Return what tables call it: recency, its half-life, what it is blended with."""
        return f"recency {self.half_life:g} to {'pool' if self.to_pool else 'climatology'}"

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen = indicators(past.rungs, self.n_rungs)
        counts = aged(seen, self.half_life)
        if self.to_pool:
            return alike(blended(counts, setting("hindcast.recency_pool_shrinkage"), recent_pool(seen)), horizons)
        return alike(blended(counts, setting("hindcast.recency_shrinkage"), climatology(seen)), horizons)
