"""NetCDF files: read back as they were, in groups too; a disk that fills is an error and never the end of the process."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from araxes.engines.datasets import Labelled
from araxes.results import formats


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


def labelled():
    """Return labelled arrays of every kind of number, name and day."""
    weeks = np.array(["2026-01-05", "2026-01-12"], dtype="datetime64[ns]")
    luck = np.random.default_rng(1)
    variables = {"rung": (("week", "dyad"), luck.integers(0, 11, (2, 3000), dtype=np.int8), {"units": "rung"})}
    variables |= {"tense": (("week",), np.array([True, False]), {})}
    coords = {"week": (("week",), weeks, {}), "name": (("dyad",), np.array(["A>B"] * 3000, dtype=object), {})}
    return Labelled(variables, coords, {"seed": 1, "scenario": "baseline"})


@pytest.fixture
def content():
    return labelled()


def test_what_is_written_is_read_back(content, tmp_path):
    path = tmp_path / "data.nc"
    with path.open("w+b") as file:
        formats.write_netcdf(content, file)
    with xr.open_dataset(path) as found:
        xr.testing.assert_identical(found.load().drop_encoding(), content.dataset())


def test_groups_are_read_back_by_their_names(content, tmp_path):
    path = tmp_path / "data.nc"
    with path.open("w+b") as file:
        formats.write_groups({"posterior": content, "sample_stats": content}, file)
    for group in ("posterior", "sample_stats"):
        with xr.open_dataset(path, group=group) as found:
            xr.testing.assert_identical(found.load().drop_encoding(), content.dataset())


def test_wherever_the_disk_fills_it_is_said_and_nothing_crashes(content):
    enough = Disk(10**9)
    formats.write_netcdf(content, enough)
    size = len(enough.getvalue())
    for room in [*range(0, size, size // 50), size - 1]:
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            formats.write_netcdf(content, Disk(room))
    formats.write_netcdf(content, Disk(size))


# Other files of HDF5 are left open in rings of objects, and collections come wherever Python code is called while HDF5 is at work.
UNTIDY = """
import gc, io, sys
import h5py, numpy as np
from test_formats import Disk, labelled
from araxes.results import formats

content, enough = labelled(), Disk(10**9)
formats.write_netcdf(content, enough)
with h5py.File(sys.argv[1], "w") as file:
    file["numbers"] = np.arange(10)

class Ring:
    def __init__(self, path):
        self.me, self.file = self, h5py.File(path, "r")
        self.data = self.file["numbers"]

gc.set_threshold(700, 2, 2)
for part in range(50):
    for _ in range(5):
        Ring(sys.argv[1])
    Ring(io.BytesIO(open(sys.argv[1], "rb").read()))
    try:
        formats.write_netcdf(content, Disk(len(enough.getvalue()) * part // 50))
    except OSError:
        continue
    raise AssertionError("a full disk was not said")
"""


@pytest.mark.slow
def test_other_files_may_be_collected_as_garbage_while_one_is_written(tmp_path):
    folders = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    command = [sys.executable, "-c", UNTIDY, str(tmp_path / "other.h5")]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": folders}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
