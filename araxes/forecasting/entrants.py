"""The model among the forecasters that a hindcast scores: whole, as habit alone, and with single terms switched off.

What is scored is the very forecast that `araxes forecast` shows, with the same share of pooled climatology as the baselines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from araxes.array_types import Floats
from araxes.forecasting.means import n_paths
from araxes.forecasting.model import ABLATIONS, PUSHES, Fitted, ModelForecaster
from araxes.forecasting.record import Forecaster, Told, Weeks
from araxes.history.read import History
from araxes.inputs.readings import Reading
from araxes.inputs.region import RegionFiles

MODEL = "model"
HABIT_ALONE = "model, habit alone"
UNFITTED = "model, unfitted"
"""With the values of the parameter files, where the model is fitted."""
READ_BY = "model, reading "
"""Before the name of the capital whose reading of the record an entry has."""


@dataclass(frozen=True)
class Entrant:
    """The model, which says of one simulation both the rungs of each week and what happens within some weeks."""

    inner: ModelForecaster
    name: str

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        return self.inner(past, horizons)

    def tell(self, past: Weeks, horizons: Sequence[int], rungs: Sequence[int]) -> Told | None:
        """Return chances of rungs and of levels within the horizons; None where the model counts other levels."""
        found = self.inner.predict(past.next, horizons, paths=True)
        if found.paths is None or tuple(rungs) != tuple(found.paths.rungs):
            return None
        at = [found.horizons.index(horizon) for horizon in horizons]
        first = None if found.samples is None else found.samples[: n_paths()]
        return Told(found.chances()[at], found.paths.reached.sum(axis=0)[at] / found.replicates, first)

    def joint(self, past: Weeks) -> Floats:
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
    """

    def entry(
        name: str, off: Sequence[str], fitted: Sequence[Fitted] = estimates, read: Reading | None = None
    ) -> Forecaster:
        made = ModelForecaster(history, region, list(fitted), name=name, seed=seed, ablate=off, reading=read)
        return Entrant(made, name)

    made = [entry(MODEL, ())] + ([entry(HABIT_ALONE, (PUSHES,))] if alone else [])
    if estimates:
        made.append(entry(UNFITTED, (), ()))
    if terms:
        made += [entry(without(term), (term,)) for term in ABLATIONS if term != PUSHES]
    if reading:
        made.append(entry(f"{READ_BY}{reading.name}", (), read=reading))
    return made


def without(term: str) -> str:
    """Return what tables call the model with one thing switched off."""
    return f"model without {term.replace('_', ' ')}"
