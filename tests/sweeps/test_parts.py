"""Parts: of two files of the same points the better one counts; what is no part of the sweep is told, never read."""

import errno
import os
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from araxes.sweeps import parts
from araxes.sweeps.points import digest
from araxes.sweeps.store import read_sweep, status
from araxes.sweeps.table import FactorInfo
from araxes.sweeps.work import USER, PointResult, Workshop

FACTORS = (FactorInfo("x", "number", 0.0, 1.0, "share", ()),)
POINTS = range(4)
BOTH_ORDERS = range(12)
"""Contents that differ in a value, so that of their checksums, by which files are sorted, now one and now the other is the first."""


def written(folder, failed, value=0.0):
    """Write a part of four points, of which the first so many failed."""
    measured = (np.array([value]), np.array([0.1]), np.array([1.0]))
    found = [
        PointResult(k, "key", (float(k),), None if k < failed else measured, *(("why", USER) if k < failed else ()))
        for k in POINTS
    ]
    return parts.write_part(folder, POINTS, parts.table_of(found, FACTORS, ["y"]))


def damaged(folder, name):
    path = folder / parts.FOLDER / f"{parts.stem(POINTS)}-{name * 16}{parts.SUFFIX}"
    path.write_bytes(b"worse")
    return path


@pytest.fixture
def folder(tmp_path):
    (tmp_path / parts.FOLDER).mkdir()
    return tmp_path


@pytest.mark.parametrize("failed", [(0, 1), (1, 2), (0, 4)])
def test_of_two_whole_files_the_one_with_fewer_failures_counts_and_stays(folder, failed):
    orders = set()
    for value in BOTH_ORDERS:
        better, worse = (written(folder, count, value) for count in failed)
        orders.add(better.name < worse.name)
        assert parts.list_parts(folder) == {parts.stem(POINTS): better}
        parts.tidy(folder)
        assert list((folder / parts.FOLDER).iterdir()) == [better]
        better.unlink()
    assert orders == {True, False}


@pytest.mark.parametrize("failed", [0, 4])
@pytest.mark.parametrize("name", ["0", "f"])
def test_a_whole_file_counts_before_a_damaged_one_however_many_points_failed(folder, failed, name):
    whole, other = written(folder, failed), damaged(folder, name)
    assert whole.name != other.name
    assert parts.list_parts(folder) == {parts.stem(POINTS): whole}
    parts.tidy(folder)
    assert list((folder / parts.FOLDER).iterdir()) == [whole]


def test_a_lone_damaged_file_is_kept_for_who_writes_it_anew(folder):
    path = damaged(folder, "0")
    parts.tidy(folder)
    assert parts.list_parts(folder) == {parts.stem(POINTS): path}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["0", "f"])
def test_what_is_whole_is_not_run_again_beside_a_damaged_twin(small, tmp_path, contents, monkeypatch, tiny_parts, name):
    small(tmp_path / "s")
    whole = contents(tmp_path / "s")
    (tmp_path / "s" / "parts" / f"0000000002-{name * 16}.parquet").write_bytes(b"worse")
    assert status(tmp_path / "s").done == 6
    assert len(read_sweep(tmp_path / "s").values) == 6
    monkeypatch.setattr(Workshop, "measure", lambda *arguments: pytest.fail("run again"))
    small(tmp_path / "s")
    assert contents(tmp_path / "s") == whole


@pytest.fixture
def of_a_sweep(small, tmp_path):
    """The folder of a small sweep, and its lone part."""
    small(tmp_path / "s", vary=["scenario=baseline,networks_zero", "IRN.temper.alarm=0,1"])
    (path,) = (tmp_path / "s" / "parts").iterdir()
    return tmp_path / "s", path


def damaged_twin(path):
    """Put another file of the same points beside a part."""
    path.with_name(f"{path.name.partition('-')[0]}-{'0' * 16}{parts.SUFFIX}").write_bytes(b"worse")


def renamed(path, data):
    """Put other content in the place of a part, under a name that says its checksum."""
    path.unlink()
    path = path.with_name(f"{path.name.partition('-')[0]}-{digest(data)}{parts.SUFFIX}")
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_a_part_that_was_cut_short_is_damaged(of_a_sweep, messages, share):
    folder, path = of_a_sweep
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert status(folder).damaged == [f"parts/{path.name}"]
    (fault,) = messages(read_sweep, folder)
    assert (fault.file, fault.got) == (str(path), "a damaged part")


@pytest.mark.parametrize("data", [b"", b"PAR1" * 20, b"no parquet at all"])
def test_a_part_whose_checksum_fits_and_that_is_no_parquet(of_a_sweep, messages, data):
    folder, path = of_a_sweep
    path = renamed(path, data)
    for read in (status, read_sweep):
        (fault,) = messages(read, folder)
        assert fault.file == str(path)
        assert fault.got.startswith("no part of this sweep")


def changed(path, change):
    return renamed(path, parts.parquet_bytes(change(pq.read_table(path))))


@pytest.mark.parametrize(
    ("change", "got"),
    [
        (lambda table: table.drop_columns(["mean"]), "no column mean"),
        (lambda table: table.drop_columns(["outcome"]), "outcome"),
        (lambda table: table.drop_columns(["IRN.temper.alarm"]), "no column IRN.temper.alarm"),
        (lambda table: table.set_column(0, "point", table["outcome"]), "no column point"),
        (lambda table: table.set_column(2, "scenario", table["key"]), "which this sweep has not"),
    ],
)
def test_a_part_of_another_sweep(of_a_sweep, messages, change, got):
    folder, path = of_a_sweep
    path = changed(path, change)
    (fault,) = messages(read_sweep, folder)
    assert fault.file == str(path)
    assert got in fault.got


def test_points_that_the_sweep_has_not(of_a_sweep, messages):
    import pyarrow as pa

    folder, path = of_a_sweep
    changed(path, lambda table: table.set_column(0, "point", pa.array([10**15] * len(table), pa.int64())))
    (fault,) = messages(read_sweep, folder)
    assert "points beyond the 4 of this sweep" in fault.got


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_stands_in_the_place_of_a_part_is_never_opened(of_a_sweep, messages, make):
    folder, path = of_a_sweep
    path.unlink()
    make(path)
    for read in (status, read_sweep):
        (fault,) = messages(read, folder)
        assert (fault.file, fault.allowed) == (str(path), "a file")


def test_a_part_that_may_not_be_read_is_left_as_it_is(of_a_sweep, messages, monkeypatch):
    folder, path = of_a_sweep

    plain = Path.open

    def refused(path, mode="r", *rest, **options):
        if mode == "rb" and path.suffix == ".parquet":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return plain(path, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", refused)  # root may read whatever its mode says
    for read in (status, read_sweep, parts.tidy):
        if read is parts.tidy:
            damaged_twin(path)
        (fault,) = messages(read, folder)
        assert fault.got == "permission denied"
    assert path.exists()


def test_a_file_much_larger_than_any_part_is_refused_unread(tmp_path, messages):
    path = tmp_path / "0000000000-0123456789abcdef.parquet"
    path.touch()
    os.truncate(path, 50_000_000_000)
    (fault,) = messages(parts.is_whole, path)
    assert fault.got == "50,000,000,000 bytes"
    assert "at most" in fault.allowed
