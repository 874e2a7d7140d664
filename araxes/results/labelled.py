"""Summaries as labelled arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from araxes import dims
from araxes.engines.labelled import Labelled, Variable, axes
from araxes.results.outcomes import levels
from araxes.results.tally import Tally


def summaries(tally: Tally) -> Labelled:
    """Return what an ensemble amounts to.

    Returns
    -------
    Labelled
        `rung_count` int64 (week, actor, target, rung): replicates that address a rung in a week; `crossing` (same): chance of having
        reached at least a rung by a week; `first_passage` int64 (same): replicates that reach it in that week for the first time;
        `tension` (quantile, week, actor, target), Goldstein points; `status` (quantile, week, issue); `draw_count` (draw): replicates of
        each parameter draw. Where actor and target are the same, counts are 0 and the rest is nan.
    """
    world, reached = tally.world, tally.reached()
    dyad = (dims.WEEK, dims.ACTOR, dims.TARGET)
    ladder = (*dyad, dims.RUNG)
    first = np.diff(reached, axis=0, prepend=0)
    tension = off_diagonal(tally.tension.quantiles(levels())[..., None], np.nan)[..., 0]
    of_tension = {"units": "Goldstein points", "long_name": "tension, hostile positive"}
    status = ((dims.QUANTILE, dims.WEEK, dims.ISSUE), tally.status.quantiles(levels()))
    variables: dict[str, Variable] = {
        "rung_count": (ladder, off_diagonal(tally.rungs, 0), {"units": "replicates"}),
        "crossing": (ladder, off_diagonal(reached / tally.replicates, np.nan), {"units": "chance"}),
        "first_passage": (ladder, off_diagonal(first, 0), {"units": "replicates"}),
        "tension": ((dims.QUANTILE, *dyad), tension, of_tension),
        "status": (*status, {"units": "status", "long_name": "status of the issue"}),
        "draw_count": ((dims.DRAW,), tally.count, {"units": "replicates"}),
    }
    names = np.array([rung.name for rung in world.scenario.region.rungs], dtype=object)
    coords: dict[str, Variable] = {
        dims.QUANTILE: ((dims.QUANTILE,), np.array(levels()), {}),
        **axes(world),
        dims.RUNG: ((dims.RUNG,), np.arange(len(names)), {}),
        "hostility": ((dims.RUNG,), np.array(world.constants.hostility), {}),
        "rung_name": ((dims.RUNG,), names, {}),
    }
    return Labelled(variables, coords, {"scenario": world.scenario.name, "title": world.scenario.heading})


def off_diagonal(values: NDArray[Any], blank: float) -> NDArray[Any]:
    """Return a copy of values, shape (..., actors, targets, something), blank where actor and target are the same."""
    out = np.array(values)
    *_, places, _ = out.shape
    out[..., range(places), range(places), :] = blank
    return out
