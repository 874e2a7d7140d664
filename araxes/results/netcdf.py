"""Labelled arrays as a NetCDF file, written without building a dataset first; `xarray.open_dataset` gives it back.

HDF5 works in memory here, as large as the file, and nothing of it runs when the disk is reached. Where it writes to a
Python file itself, it calls back into Python while it is at work; a garbage collection there may close other files of
HDF5, and the whole process ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

import h5netcdf
import h5py
import numpy as np

from araxes.engines.labelled import Labelled, Variable

DAYS = "days since 1970-01-01"


def write(content: Labelled, file: BinaryIO) -> None:
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
