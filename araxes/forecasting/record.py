"""The weekly record as forecasters see it: the rungs of the states, up to the origin and no further."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from araxes.array_types import Flags, Floats, Rungs
from araxes.history.read import History
from araxes.history.weekly import weekly_rungs
from araxes.inputs.region import RegionFiles
from araxes.rules.remember import UNOBSERVED
from araxes.weeks import week_date, week_number


class Weeks(NamedTuple):
    """Weekly rungs of the states.

    Attributes
    ----------
    first : datetime.date
        Monday of the first week.
    rungs : ndarray of int8, shape (weeks, states, states)
        States in alphabetical order; -1 where nothing is known.
    """

    first: datetime.date
    rungs: Rungs

    @property
    def next(self) -> datetime.date:
        """Return the Monday after the last week: the origin of a forecast made from these weeks."""
        return week_date(week_number(self.first) + len(self.rungs))


class Forecaster(Protocol):
    """Whatever gives chances of rungs from past weeks alone."""

    @property
    def name(self) -> str:
        """Return what tables call it."""

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chance of each rung in the h-th week after `past`, shape (horizons, states, states, rungs); h = 1 is the next week."""


def weeks_of(history: History, region: RegionFiles, until: datetime.date) -> Weeks:
    """Return the weeks of a record before `until`, a Monday."""
    codes = list(region.actors)
    states = [codes.index(code) for code in region.states]
    first, rungs = weekly_rungs(history, region, until)
    return Weeks(first, np.ascontiguousarray(rungs[:, states][:, :, states]))


def known_before(weeks: Weeks, origin: datetime.date) -> Weeks:
    """Return the weeks before an origin, copied: nothing later can be reached from them."""
    count = max(week_number(origin) - week_number(weeks.first), 0)
    return Weeks(weeks.first, weeks.rungs[:count].copy())


def observed(rungs: Rungs) -> Flags:
    """Return which weeks hold anything known, shape (weeks,), from rungs of shape (weeks, states, states)."""
    return np.asarray((rungs != UNOBSERVED).any(axis=(1, -1)))


def indicators(rungs: Rungs, n_rungs: int) -> Floats:
    """Return 1 at the rung of every dyad and week and 0 elsewhere, shape (..., rungs); all 0 where nothing is known."""
    return np.asarray(rungs[..., None] == np.arange(n_rungs), dtype=np.float64)


def dyads(n_states: int) -> Flags:
    """Return which cells of (states, states) are dyads: all but the diagonal."""
    return ~np.eye(n_states, dtype=bool)


def alike(chances: Floats, horizons: Sequence[int]) -> Floats:
    """Return chances of shape (states, states, rungs) repeated for every horizon: what does not depend on how far ahead one looks."""
    return np.repeat(chances[None], len(horizons), axis=0)


class Told(NamedTuple):
    """What a forecaster says at one origin.

    Attributes
    ----------
    chance : ndarray of float, shape (horizons, states, states, rungs)
        Of each rung in the h-th week.
    within : ndarray of float, shape (horizons, states, states, levels)
        Of any act of each level or above within h weeks.
    paths : ndarray of int8, shape (paths, weeks, states, states), or None
        Rungs of simulated weeks; what is on the diagonal does not count. None where horizons are of one week alone.
    """

    chance: Floats
    within: Floats
    paths: Rungs | None = None
