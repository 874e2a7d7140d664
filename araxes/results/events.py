"""Simulated acts as a table in the columns of the history."""

from __future__ import annotations

import numpy as np
import pandas as pd

from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.records.simulated import simulated_event
from araxes.weeks import week_date


def events(world: World, found: Histories) -> pd.DataFrame:
    """Return all acts that are not quiet, columns of the history preceded by `replicate`.

    Parameters
    ----------
    world : World
    found : Histories
        Of the replicates from 0 on.
    """
    region, states = world.scenario.region, [world.codes[i] for i in world.deciding]
    n, w, i, j = ((found.rungs >= 0) & (found.rungs != world.rules.quiet)).nonzero()
    rung = found.rungs[n, w, i, j]
    dates = np.array([week_date(world.first_week + week) for week in range(found.rungs.shape[1])], dtype=object)
    ids = np.array([[[f"{date}-{a}-{b}-1" for b in states] for a in states] for date in dates], dtype=object)
    kinds = pd.DataFrame([simulated_event(region, dates[0], "", "", k) for k in range(len(region.rungs))])
    table = kinds.take(rung).reset_index(drop=True)
    names = np.array(states, dtype=object)
    table["id"], table["date"], table["source"], table["target"] = ids[w, i, j], dates[w], names[i], names[j]
    table.insert(0, "replicate", n)
    return table
