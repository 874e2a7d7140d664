"""Labelled arrays as a NetCDF file, written without building a dataset first; `xarray.open_dataset` gives it back.

HDF5 ends the whole process where a disk is full. It therefore writes into a file that takes everything, and says afterwards what the disk
did not take.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

import h5netcdf
import h5py
import numpy as np

from araxes.engines.labelled import Labelled, Variable

DAYS = "days since 1970-01-01"


class Lenient(io.RawIOBase):
    """A file that takes everything: once the disk refuses, the rest goes nowhere, and `check` raises what the disk said.

    Parameters
    ----------
    file : BinaryIO
        Open to read and write, empty.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._refusal: OSError | None = None
        self._place = self._size = 0

    def check(self) -> None:
        """Raise what the disk said, where it refused.

        Raises
        ------
        OSError
        """
        if self._refusal:
            raise self._refusal

    def write(self, data: Any) -> int:
        """Write bytes where the disk still takes them."""
        count = memoryview(data).nbytes
        self._attempt(lambda: self._file.write(data))
        self._place += count
        self._size = max(self._size, self._place)
        return count

    def truncate(self, size: int | None = None) -> int:
        """Cut or lengthen the file where the disk still takes it."""
        self._size = self._place if size is None else size
        self._attempt(lambda: self._file.truncate(self._size))
        return self._size

    def flush(self) -> None:
        """Hand over what is buffered where the disk still takes it."""
        self._attempt(self._file.flush)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; going there may hand over what is buffered."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        self._place = start + offset
        self._attempt(lambda: self._file.seek(self._place))
        return self._place

    def tell(self) -> int:
        """Return the place."""
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Read what was written."""
        count = int(self._file.readinto(buffer))  # type: ignore[attr-defined]
        self._place += count
        return count

    def _attempt(self, step: Callable[[], object]) -> None:
        """Do something that the disk may refuse, until it refuses."""
        if self._refusal is None:
            try:
                step()
            except OSError as error:
                self._refusal = error


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
    target = Lenient(file)
    try:
        with h5netcdf.File(target, "w") as whole:
            for name, content in contents.items():
                _write_group(whole if name == "/" else whole.create_group(name), content)
        target.flush()
    finally:
        target.check()


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
