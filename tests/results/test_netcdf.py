"""NetCDF files: read back as they were, in groups too; a disk that fills is an error and never the end of the process."""

import errno
import io
import os

import numpy as np
import pytest
import xarray as xr

from araxes.engines.labelled import Labelled
from araxes.results import netcdf


class Disk(io.BytesIO):
    """A disk with room for so many bytes."""

    def __init__(self, room):
        super().__init__()
        self.room = room

    def _check(self, end):
        if end > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(self, data):
        self._check(self.tell() + memoryview(data).nbytes)
        return super().write(data)

    def truncate(self, size=None):
        self._check(size or 0)
        return super().truncate(size)


@pytest.fixture
def content():
    weeks = np.array(["2026-01-05", "2026-01-12"], dtype="datetime64[ns]")
    luck = np.random.default_rng(1)
    variables = {"rung": (("week", "dyad"), luck.integers(0, 11, (2, 3000), dtype=np.int8), {"units": "rung"})}
    variables |= {"tense": (("week",), np.array([True, False]), {})}
    coords = {"week": (("week",), weeks, {}), "name": (("dyad",), np.array(["A>B"] * 3000, dtype=object), {})}
    return Labelled(variables, coords, {"seed": 1, "scenario": "baseline"})


def test_what_is_written_is_read_back(content, tmp_path):
    path = tmp_path / "data.nc"
    with path.open("w+b") as file:
        netcdf.write(content, file)
    with xr.open_dataset(path) as found:
        xr.testing.assert_identical(found.load().drop_encoding(), content.dataset())


def test_groups_are_read_back_by_their_names(content, tmp_path):
    path = tmp_path / "data.nc"
    with path.open("w+b") as file:
        netcdf.write_groups({"posterior": content, "sample_stats": content}, file)
    for group in ("posterior", "sample_stats"):
        with xr.open_dataset(path, group=group) as found:
            xr.testing.assert_identical(found.load().drop_encoding(), content.dataset())


def test_wherever_the_disk_fills_it_is_said_and_nothing_crashes(content):
    enough = Disk(10**9)
    netcdf.write(content, enough)
    size = len(enough.getvalue())
    for room in [*range(0, size, size // 50), size - 1]:
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            netcdf.write(content, Disk(room))
    netcdf.write(content, Disk(size))
