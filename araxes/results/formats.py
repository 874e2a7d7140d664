"""An ensemble in the formats of others: acts as a table, arrays as NetCDF.

Simulated acts as a table in the columns of the history.

Labelled arrays as a NetCDF file, written without building a dataset first; `xarray.open_dataset` gives it back.

HDF5 works in memory here, as large as the file, and nothing of it runs when the disk is reached. Where it writes to a
Python file itself, it calls back into Python while it is at work; a garbage collection there may close other files of
HDF5, and the whole process ends.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import h5netcdf
import h5py
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from araxes.engines.datasets import Labelled, Variable
from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.records.events import simulated_event
from araxes.units import EPOCH, week_date

DAYS = "days since 1970-01-01"


def acts_table(world: World, found: Histories) -> pa.Table:
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
    columns = {name: _coded(rung, [kind[name] for kind in kinds]) for name in kinds[0]}
    columns["id"] = _coded((w * len(states) + i) * len(states) + j, ids)
    columns["date"] = _coded(w, dates)
    columns["source"], columns["target"] = _coded(i, states), _coded(j, states)
    columns = {"replicate": arrow_numbers(n.astype(np.int64), pa.int64()), **columns}
    return pa.Table.from_arrays(list(columns.values()), names=list(columns))


def _coded(places: NDArray[np.integer], values: Sequence[Any]) -> pa.DictionaryArray:
    """Return a column of values given by their places in a list."""
    distinct = list(dict.fromkeys(values))
    place = {value: k for k, value in enumerate(distinct)}
    of = np.array([place[value] for value in values], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(arrow_numbers(of[places], pa.int32()), arrow_array(distinct))


def arrow_array(values: Sequence[Any]) -> pa.Array:
    """Return texts, dates or numbers as an array, from memory: `pyarrow.array` would import pandas, which a run does without."""
    if isinstance(values[0], str):
        encoded = [value.encode() for value in values]
        ends = np.cumsum([0, *[len(part) for part in encoded]], dtype=np.int32)
        return pa.StringArray.from_buffers(len(values), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))
    if isinstance(values[0], datetime.date):
        since = datetime.date(*EPOCH)
        return arrow_numbers(np.array([(value - since).days for value in values], dtype=np.int32), pa.date32())
    return arrow_numbers(np.array(values, dtype=np.float64), pa.float64())


def arrow_numbers(values: NDArray[Any], kind: pa.DataType) -> pa.Array:
    """Return numbers as an array that shares their memory."""
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def decode_table(table: pa.Table) -> pa.Table:
    """Return a table with the values of every column written out."""
    fields = [pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in table.schema]
    return table.cast(pa.schema(fields))


def write_netcdf(content: Labelled, file: BinaryIO) -> None:
    """Write labelled arrays into an empty file as NetCDF 4.

    Raises
    ------
    OSError
        When the disk is full.
    """
    write_groups({"/": content}, file)


def write_groups(contents: Mapping[str, Labelled], file: BinaryIO) -> None:
    """Write labelled arrays into an empty file as groups of NetCDF 4, by their names.

    Raises
    ------
    OSError
        When the disk is full.
    """
    with h5py.File("memory", "w", driver="core", backing_store=False, track_order=True) as memory:
        with h5netcdf.File(memory, "w") as whole:
            for name, content in contents.items():
                _write_group(whole if name == "/" else whole.create_group(name), content)
        memory.flush()
        file.write(memory.id.get_file_image())
    file.flush()


def _write_group(file: h5netcdf.Group, content: Labelled) -> None:
    """Write labelled arrays into a group."""
    everything = content.variables | content.coords
    beside = {name for name, (named, *_) in content.coords.items() if named != (name,)}
    for named, array, _ in everything.values():
        for dim, length in zip(named, array.shape, strict=True):
            if dim not in file.dimensions:
                file.dimensions[dim] = length
    for name, variable in everything.items():
        _write_variable(file, name, variable)
    for name, (named, *_) in content.variables.items():
        found = sorted(other for other in beside if set(content.coords[other][0]) <= set(named))
        if found:
            file.variables[name].attrs["coordinates"] = " ".join(found)
    for name, value in content.attrs.items():
        file.attrs[name] = value
    alone = sorted(other for other in beside if not _shares_dims(content, other))
    if alone:
        file.attrs["coordinates"] = " ".join(alone)


def _shares_dims(content: Labelled, coord: str) -> bool:
    """Return whether a coordinate belongs to any variable."""
    return any(set(content.coords[coord][0]) <= set(named) for named, *_ in content.variables.values())


def _write_variable(file: h5netcdf.Group, name: str, variable: Variable) -> None:
    """Write one array with its attributes."""
    named, array, attributes = variable
    attributes = dict(attributes)
    if array.dtype == object:
        made = file.create_variable(name, named, h5py.string_dtype())
        made[...] = array
    else:
        if array.dtype == bool:  # which NetCDF does not have
            array, attributes = array.astype(np.int8), attributes | {"dtype": "bool"}
        if np.issubdtype(array.dtype, np.datetime64):
            array = array.astype("datetime64[D]").astype(np.int64)
            attributes |= {"units": DAYS, "calendar": "proleptic_gregorian"}
        made = file.create_variable(name, named, array.dtype, data=array)
    for key, value in attributes.items():
        made.attrs[key] = value
