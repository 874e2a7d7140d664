"""The model as a forecaster: warmed on a record up to an origin, and on nothing that was known later."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from araxes.array_types import Floats
from araxes.engines.world import World
from araxes.errors import InputError, unknown
from araxes.forecasting.joint import joint
from araxes.forecasting.predict import Prediction, predict
from araxes.forecasting.record import Weeks
from araxes.forecasting.shared import Shared
from araxes.history.read import History, read_as
from araxes.inputs.readings import Reading
from araxes.inputs.region import RegionFiles
from araxes.inputs.scenario import load
from araxes.inputs.settings import setting
from araxes.results.free_runs import free_scenario
from araxes.rules.luck import Luck
from araxes.rules.terms import WEIGHTS

SHARED = Shared()
"""Prepares the worlds of all forecasters."""

PUSHES = "pushes"
"""Ablates every push: what remains is habit."""

ABLATIONS = {
    **{name: {f"behaviour.weight.{name}": 0.0} for name in WEIGHTS},
    PUSHES: {f"behaviour.weight.{name}": 0.0 for name in WEIGHTS},
    "borrowing": {"behaviour.habit.borrowing": 0.0},
    "anchor": {"behaviour.habit.anchor": 0.0},
    "shared_luck": {f"behaviour.luck.{name}": 0.0 for name in Luck._fields},
}
"""What can be switched off, and the values that do it."""


class Fitted(Protocol):
    """Parameters estimated on a record; see `araxes.estimation`."""

    @property
    def last(self) -> datetime.date:
        """Return the last date they were fitted on."""

    def overlay(self, region: RegionFiles) -> RegionFiles:
        """Return the region with the estimated values and their errors."""


class ModelForecaster:
    """The model, called as a forecaster.

    Parameters
    ----------
    history : History
        A record; whatever lies at or after an origin is not read for it.
    region : RegionFiles
        Parameter files; dated values are frozen at each origin.
    estimate : Fitted or sequence of Fitted, optional
        The one fitted last before an origin is used for it, none where all were fitted on later data.
    name : str
        What tables call it.
    replicates, seed : int, optional
        Of the ensemble behind horizons beyond the first week; of the settings where not given.
    ablate : iterable of str
        Names of `ABLATIONS` to switch off.
    sets : mapping of path to value
        Values that win over all others.
    fixed : bool
        Take the weights at their means instead of drawing them.
    workers : int, optional
        Threads; forecasts do not depend on it.
    reading : Reading, optional
        Whose acts the contested ones of the record are; neutral when not given.

    Raises
    ------
    InputError
        When there is nothing of a name in `ablate`, a value of `sets` is at fault, or the reading is not of the record.
    """

    def __init__(
        self,
        history: History,
        region: RegionFiles,
        estimate: Fitted | Sequence[Fitted] | None = None,
        *,
        name: str = "model",
        replicates: int | None = None,
        seed: int | None = None,
        ablate: Iterable[str] = (),
        sets: Mapping[str, Any] | None = None,
        fixed: bool = False,
        workers: int | None = None,
        reading: Reading | None = None,
    ) -> None:
        off = tuple(ablate)
        faults = [unknown("ablate", "", term, ABLATIONS, "term") for term in off if term not in ABLATIONS]
        if faults:
            raise InputError(faults)
        self.name, self.history, self.region = name, history, region
        given = () if estimate is None else estimate
        self.estimates: tuple[Fitted, ...] = tuple(given) if isinstance(given, Sequence) else (given,)
        self.replicates = int(setting("forecast.replicates")) if replicates is None else replicates
        self.seed = int(setting("run.seed")) if seed is None else seed
        self.sets = {path: value for term in off for path, value in ABLATIONS[term].items()} | dict(sets or {})
        self.fixed, self.workers = fixed, workers
        self._base = replace(load("baseline"), reading=reading)
        load(replace(self._base, region=region), sets=self.sets)  # faults at once rather than at the first forecast
        read_as(history, reading, region)

    def estimate_at(self, origin: datetime.date) -> Fitted | None:
        """Return the estimate that may be used at an origin: of those fitted on earlier data alone, the last."""
        return max((e for e in self.estimates if e.last < origin), key=lambda e: e.last, default=None)

    def world(self, origin: datetime.date, weeks: int) -> World:
        """Return the world at an origin, a Monday, ready to run for some weeks: nothing in it was known later."""
        estimate = self.estimate_at(origin)
        region = estimate.overlay(self.region) if estimate else self.region
        base = load(replace(self._base, region=region), sets=self.sets)
        return SHARED(free_scenario(origin, weeks, base, self.history.header.name), self.history)

    def predict(self, origin: datetime.date, horizons: Sequence[int], *, paths: bool = False) -> Prediction:
        """Return what is to be expected after an origin, a Monday."""
        return predict(
            self.world(origin, max(horizons)), horizons, self.seed, self.replicates,
            fixed=self.fixed, workers=self.workers, paths=paths,
        )  # fmt: skip

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chance of each rung in the h-th week after `past`, shape (horizons, states, states, rungs).

        Of `past` only the end is read: the record itself is cut there.
        """
        found = self.predict(past.next, horizons)
        return found.chances()[[found.horizons.index(h) for h in horizons]]

    def joint(self, past: Weeks) -> Floats:
        """Return the joint chances of both halves of every dyad in the week after `past`, shape (states, states, rungs, rungs).

        See `araxes.forecasting.joint.joint`. Exact for every parameter draw, and averaged over the draws.
        """
        world = self.world(past.next, 1)
        one = predict(world, [1], self.seed, 1 if self.fixed else world.n_draws, fixed=self.fixed, paths=False)
        return np.asarray(joint(one.cumulative[:, 0], world.constants.luck, world.constants.quiet).mean(axis=0))
