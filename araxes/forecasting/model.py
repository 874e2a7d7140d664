"""The model among forecasters: as one of them, with terms switched off, and on worlds that they share.

The model as a forecaster: warmed on a record up to an origin, and on nothing that was known later.

Worlds shared: forecasters of one origin that differ in the weights of scenario levers alone replay the record once.

Levers are measured from the origin: what a record leaves is the same whatever they weigh.

The model among the forecasters that a hindcast scores: whole, as habit alone, and with single terms switched off.

What is scored is the very forecast that `araxes forecast` shows, with the same share of pooled climatology as the baselines.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from araxes.array_types import Floats
from araxes.engines.world import World, prepare
from araxes.errors import InputError, unknown
from araxes.forecasting.joint import joint
from araxes.forecasting.predict import Prediction, predict
from araxes.forecasting.targets import Forecaster, Told, WeeklyRungs, n_paths
from araxes.inputs.parameters import Book, setting
from araxes.inputs.perspectives import Perspective, with_perspective
from araxes.inputs.readings import Reading
from araxes.inputs.region import RegionFiles
from araxes.inputs.scenario import Scenario, load
from araxes.records.history import History, read_as
from araxes.results.free_runs import free_scenario
from araxes.rules.luck import Luck
from araxes.rules.terms import ESTIMATED, WEIGHTS

MODEL_NAME = "model"
HABIT_ALONE = "model, habit alone"
UNFITTED = "model, unfitted"
"""With the values of the parameter files, where the model is fitted."""
READ_BY = "model, reading "
"""Before the name of the capital whose reading of the record an entry has."""
SEEN_BY = "model, perspective "
"""Before the name of the capital that sets what is judged for an entry."""
VOICED = (READ_BY, SEEN_BY)


class Shared:
    """Prepares worlds, and keeps the last one of each horizon."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[History, World]] = {}

    def __call__(self, scenario: Scenario, history: History) -> World:
        """Return what `araxes.engines.world.prepare` returns."""
        record, last = self.kept.get(scenario.weeks, (None, None))
        if last is not None and record is history and weightless(scenario) == weightless(last.scenario):
            return replace(last, scenario=scenario)
        world = prepare(scenario, history)
        earlier = {weeks: pair for weeks, pair in self.kept.items() if pair[1].scenario.start == scenario.start}
        self.kept = earlier | {scenario.weeks: (history, world)}
        return world


def weightless(scenario: Scenario) -> Scenario:
    """Return a scenario without the weights and tempers of levers."""
    book: Book = {path: p for path, p in scenario.book.items() if not is_weight(path)}
    return replace(scenario, region=replace(scenario.region, book=dict(book)))


LEVERS = tuple(name for name in WEIGHTS if name not in ESTIMATED)
"""Weights of scenario levers."""


def is_weight(path: str) -> bool:
    """Return whether a parameter decides nothing but how much a lever pushes."""
    section, _, name = path.rpartition(".")
    return name in LEVERS and (section == "behaviour.weight" or section.endswith(".temper"))


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
    perspective : Perspective, optional
        Who sets what is judged; neutral when not given.

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
        perspective: Perspective | None = None,
    ) -> None:
        off = tuple(ablate)
        faults = [unknown("ablate", "", term, ABLATIONS, "term") for term in off if term not in ABLATIONS]
        if faults:
            raise InputError(faults)
        self.name, self.history = name, history
        self.region = with_perspective(region, perspective) if perspective else region
        given = () if estimate is None else estimate
        self.estimates: tuple[Fitted, ...] = tuple(given) if isinstance(given, Sequence) else (given,)
        self.replicates = int(setting("forecast.replicates")) if replicates is None else replicates
        self.seed = int(setting("run.seed")) if seed is None else seed
        self.sets = {path: value for term in off for path, value in ABLATIONS[term].items()} | dict(sets or {})
        self.fixed, self.workers = fixed, workers
        self._base = replace(load("baseline"), reading=reading, perspective=perspective)
        load(
            replace(self._base, region=self.region), sets=self.sets
        )  # faults at once rather than at the first forecast
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

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chance of each rung in the h-th week after `past`, shape (horizons, states, states, rungs).

        Of `past` only the end is read: the record itself is cut there.
        """
        found = self.predict(past.next, horizons)
        return found.chances()[[found.horizons.index(h) for h in horizons]]

    def joint(self, past: WeeklyRungs) -> Floats:
        """Return the joint chances of both halves of every dyad in the week after `past`, shape (states, states, rungs, rungs).

        See `araxes.forecasting.joint.joint`. Exact for every parameter draw, and averaged over the draws.
        """
        world = self.world(past.next, 1)
        one = predict(world, [1], self.seed, 1 if self.fixed else world.n_draws, fixed=self.fixed, paths=False)
        return np.asarray(joint(one.cumulative[:, 0], world.constants.luck, world.constants.quiet).mean(axis=0))


@dataclass(frozen=True)
class Entrant:
    """The model, which says of one simulation both the rungs of each week and what happens within some weeks."""

    inner: ModelForecaster
    name: str

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        return self.inner(past, horizons)

    def tell(self, past: WeeklyRungs, horizons: Sequence[int], rungs: Sequence[int]) -> Told | None:
        """Return chances of rungs and of levels within the horizons; None where the model counts other levels."""
        found = self.inner.predict(past.next, horizons, paths=True)
        if found.paths is None or tuple(rungs) != tuple(found.paths.rungs):
            return None
        at = [found.horizons.index(horizon) for horizon in horizons]
        first = None if found.samples is None else found.samples[: n_paths()]
        within, pairs = (
            counts.sum(axis=0)[at] / found.replicates for counts in (found.paths.reached, found.paths.reached_pair)
        )
        return Told(found.chances()[at], within, first, pairs)

    def joint(self, past: WeeklyRungs) -> Floats:
        """Return the joint chances of both halves of every dyad in the next week, shape (states, states, rungs, rungs)."""
        return np.asarray(self.inner.joint(past))


def entrants(
    history: History,
    region: RegionFiles,
    estimates: Sequence[Fitted] = (),
    *,
    terms: bool = False,
    alone: bool = True,
    seed: int | None = None,
    reading: Reading | None = None,
    perspective: Perspective | None = None,
) -> list[Forecaster]:
    """Return the model's entries.

    Parameters
    ----------
    history : History
    region : RegionFiles
    estimates : sequence of Fitted
        At each origin the last one fitted on earlier weeks is used.
    terms : bool
        One entry more for everything that can be switched off.
    alone : bool
        One entry more for habit alone.
    seed : int, optional
        Of the ensembles behind horizons beyond the first week.
    reading : Reading, optional
        One entry more for the record as a capital reads it; all are scored on the record as it is.
    perspective : Perspective, optional
        One entry more for what is judged, as a capital judges it.
    """

    def entry(name: str, off: Sequence[str], fitted: Sequence[Fitted] = estimates, **voice: Any) -> Forecaster:
        return Entrant(ModelForecaster(history, region, list(fitted), name=name, seed=seed, ablate=off, **voice), name)

    made = [entry(MODEL_NAME, ())] + ([entry(HABIT_ALONE, (PUSHES,))] if alone else [])
    if estimates:
        made.append(entry(UNFITTED, (), ()))
    if terms:
        made += [entry(without(term), (term,)) for term in ABLATIONS if term != PUSHES]
    if reading:
        made.append(entry(f"{READ_BY}{reading.name}", (), reading=reading))
    if perspective:
        made.append(entry(f"{SEEN_BY}{perspective.name}", (), perspective=perspective))
    return made


def without(term: str) -> str:
    """Return what tables call the model with one thing switched off."""
    return f"model without {term.replace('_', ' ')}"
