"""Labelled arrays as a NetCDF file, written without building a dataset first; `xarray.open_dataset` gives it back."""

from __future__ import annotations

from pathlib import Path

import h5netcdf
import h5py
import numpy as np

from araxes.engines.labelled import Labelled, Variable

DAYS = "days since 1970-01-01"


def write(content: Labelled, path: Path) -> None:
    """Write labelled arrays into a NetCDF 4 file.

    Parameters
    ----------
    content : Labelled
    path : Path
        Overwritten.
    """
    everything = content.variables | content.coords
    beside = {name for name, (named, *_) in content.coords.items() if named != (name,)}
    with h5netcdf.File(path, "w") as file:
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


def _write_variable(file: h5netcdf.File, name: str, variable: Variable) -> None:
    """Write one array with its attributes."""
    named, array, attributes = variable
    attributes = dict(attributes)
    if array.dtype == object:
        made = file.create_variable(name, named, h5py.string_dtype())
        made[...] = array
    else:
        if np.issubdtype(array.dtype, np.datetime64):
            array = array.astype("datetime64[D]").astype(np.int64)
            attributes |= {"units": DAYS, "calendar": "proleptic_gregorian"}
        made = file.create_variable(name, named, array.dtype, data=array)
    for key, value in attributes.items():
        made.attrs[key] = value
