"""Simulated acts as a table in the columns of the history."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.records.simulated import simulated_event
from araxes.units import EPOCH
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
    region, states = world.scenario.region, world.states
    n, w, i, j = ((found.rungs >= 0) & (found.rungs != world.constants.quiet)).nonzero()
    rung = found.rungs[n, w, i, j]
    dates = [week_date(world.first_week + week) for week in range(found.rungs.shape[1])]
    ids = [f"{date}-{a}-{b}-1" for date in dates for a in states for b in states]
    kinds = [simulated_event(region, dates[0], "", "", k) for k in range(len(region.rungs))]
    columns = {name: coded(rung, [kind[name] for kind in kinds]) for name in kinds[0]}
    columns["id"] = coded((w * len(states) + i) * len(states) + j, ids)
    columns["date"] = coded(w, dates)
    columns["source"], columns["target"] = coded(i, states), coded(j, states)
    columns = {"replicate": numbers(n.astype(np.int64), pa.int64()), **columns}
    return pa.Table.from_arrays(list(columns.values()), names=list(columns))


def coded(places: NDArray[np.integer], values: Sequence[Any]) -> pa.DictionaryArray:
    """Return a column of values given by their places in a list."""
    distinct = list(dict.fromkeys(values))
    place = {value: k for k, value in enumerate(distinct)}
    of = np.array([place[value] for value in values], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(numbers(of[places], pa.int32()), plain(distinct))


def plain(values: Sequence[Any]) -> pa.Array:
    """Return texts, dates or numbers as an array, from memory: `pyarrow.array` would import pandas, which a run does without."""
    if isinstance(values[0], str):
        encoded = [value.encode() for value in values]
        ends = np.cumsum([0, *[len(part) for part in encoded]], dtype=np.int32)
        return pa.StringArray.from_buffers(len(values), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))
    if isinstance(values[0], datetime.date):
        since = datetime.date(*EPOCH)
        return numbers(np.array([(value - since).days for value in values], dtype=np.int32), pa.date32())
    return numbers(np.array(values, dtype=np.float64), pa.float64())


def numbers(values: NDArray[Any], kind: pa.DataType) -> pa.Array:
    """Return numbers as an array that shares their memory."""
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def decoded(table: pa.Table) -> pa.Table:
    """Return a table with the values of every column written out."""
    fields = [pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in table.schema]
    return table.cast(pa.schema(fields))
