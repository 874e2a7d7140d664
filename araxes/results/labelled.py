"""Summaries as labelled arrays."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from araxes import dims
from araxes.engines.labelled import mondays
from araxes.results.outcomes import levels
from araxes.results.tally import Tally


def summaries(tally: Tally) -> xr.Dataset:
    """Return what an ensemble amounts to.

    Returns
    -------
    xarray.Dataset
        `rung_count` int64 (week, actor, target, rung): replicates that address a rung in a week; `crossing` (same): chance of having
        reached at least a rung by a week; `first_passage` int64 (same): replicates that reach it in that week for the first time;
        `tension` (quantile, week, actor, target), Goldstein points; `status` (quantile, week, issue); `draw_count` (draw): replicates of
        each parameter draw. Nothing is 0 or nan where actor and target are the same.
    """
    world, reached = tally.world, tally.reached()
    states = [world.codes[i] for i in world.deciding]
    dyad = (dims.WEEK, dims.ACTOR, dims.TARGET)
    first = np.diff(reached, axis=0, prepend=0)
    data = xr.Dataset(
        {
            "rung_count": ((*dyad, dims.RUNG), off_diagonal(tally.rungs, 0), {"units": "replicates"}),
            "crossing": ((*dyad, dims.RUNG), off_diagonal(reached / tally.replicates, np.nan), {"units": "chance"}),
            "first_passage": ((*dyad, dims.RUNG), off_diagonal(first, 0), {"units": "replicates"}),
            "tension": (
                (dims.QUANTILE, *dyad),
                off_diagonal(tally.tension.quantiles(levels())[..., None], np.nan)[..., 0],
                {"units": "Goldstein points", "long_name": "tension, hostile positive"},
            ),
            "status": (
                (dims.QUANTILE, dims.WEEK, dims.ISSUE),
                tally.status.quantiles(levels()),
                {"units": "status", "long_name": "status of the issue"},
            ),
            "draw_count": ((dims.DRAW,), tally.count, {"units": "replicates"}),
        },
        coords={
            dims.QUANTILE: levels(),
            dims.WEEK: mondays(world.first_week, world.scenario.weeks),
            dims.ACTOR: states,
            dims.TARGET: states,
            dims.ISSUE: world.issues,
            dims.RUNG: range(len(world.rules.hostility)),
            "hostility": (dims.RUNG, world.rules.hostility),
            "rung_name": (dims.RUNG, [rung.name for rung in world.scenario.region.rungs]),
        },
    )
    return data.assign_attrs(scenario=world.scenario.name, title=world.scenario.title)


def off_diagonal(values: NDArray[np.generic], blank: float) -> NDArray[np.generic]:
    """Return a copy of values, shape (..., actors, targets, something), blank where actor and target are the same."""
    out = np.array(values)
    places = range(out.shape[-2])
    out[..., places, places, :] = blank
    return out
