"""Chances on record: how likely a hostile act was in every week of the record, by the rule, which knew the weeks before alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from araxes import dims
from araxes.engines.labelled import mondays
from araxes.engines.world import mean_weights, record_before
from araxes.history.replay import luck_of_record
from araxes.inputs.scenario import Scenario
from araxes.inputs.tabulate import constants
from araxes.rules.arrays import Weights
from araxes.weeks import week_number

if TYPE_CHECKING:
    import xarray as xr


def record_chances(scenario: Scenario) -> xr.Dataset:
    """Return how likely a hostile act was in every week of the record before a scenario's start.

    Parameters
    ----------
    scenario : Scenario
        Its weights are taken at their means.

    Returns
    -------
    xarray.Dataset
        Dims (week, actor, target): `rung` (what was observed, -1 where nothing is known), `pushed` (the chance of a hostile act) and
        `habit` (the same with all weights at 0); the chances of weeks in which nothing is known are nan.
    """
    import xarray as xr  # heavy; needed only here

    past, rules, weights = record_before(scenario), constants(scenario.region), mean_weights(scenario)
    none, axes = Weights(*[np.zeros_like(weight) for weight in weights]), (dims.WEEK, dims.ACTOR, dims.TARGET)
    chances = {
        name: (axes, 1 - luck_of_record(past, rules, used).friendly)
        for name, used in (("pushed", weights), ("habit", none))
    }
    weeks, states = len(past.acts), list(scenario.region.states)
    coords = {
        dims.WEEK: mondays(week_number(scenario.start) - weeks, weeks),
        dims.ACTOR: states,
        dims.TARGET: states,
    }
    return xr.Dataset({"rung": (axes, past.acts), **chances}, coords)
