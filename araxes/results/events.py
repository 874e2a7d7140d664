"""Simulated acts as a table in the columns of the history."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.records.simulated import simulated_event
from araxes.weeks import week_date


def events(world: World, found: Histories) -> pa.Table:
    """Return all acts that are not quiet, columns of the history preceded by `replicate`.

    Every column but the first holds few different values, so it is kept as numbers of a list of them.

    Parameters
    ----------
    world : World
    found : Histories
        Of the replicates from 0 on.
    """
    region, states = world.scenario.region, [world.codes[i] for i in world.deciding]
    n, w, i, j = ((found.rungs >= 0) & (found.rungs != world.rules.quiet)).nonzero()
    rung = found.rungs[n, w, i, j]
    dates = [week_date(world.first_week + week) for week in range(found.rungs.shape[1])]
    ids = [f"{date}-{a}-{b}-1" for date in dates for a in states for b in states]
    kinds = [simulated_event(region, dates[0], "", "", k) for k in range(len(region.rungs))]
    columns = {name: coded(rung, [kind[name] for kind in kinds]) for name in kinds[0]}
    columns["id"] = coded((w * len(states) + i) * len(states) + j, ids)
    columns["date"] = coded(w, dates)
    columns["source"], columns["target"] = coded(i, states), coded(j, states)
    return pa.table({"replicate": n, **columns})


def coded(places: NDArray[np.integer], values: list[object]) -> pa.DictionaryArray:
    """Return a column of values given by their places in a list."""
    distinct = list(dict.fromkeys(values))
    of = np.array([distinct.index(value) for value in values] if len(distinct) < len(values) else range(len(values)))
    return pa.DictionaryArray.from_arrays(of[places].astype(np.int32), pa.array(distinct))


def decoded(table: pa.Table) -> pa.Table:
    """Return a table with the values of every column written out."""
    plain = [pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in table.schema]
    return table.cast(pa.schema(plain))
