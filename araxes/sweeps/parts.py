"""Parts: results of consecutive points as a Parquet file, whose name ends in the checksum of its content.

A part is written under another name, forced to the disk and renamed: it is whole, or not there. Its bytes depend on its points alone,
so that interrupted, parallel and unbroken sweeps leave the same files.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from araxes.sweeps.model_version import digest
from araxes.sweeps.table import CHOICE, FactorInfo
from araxes.sweeps.work import Found

FOLDER, SUFFIX, UNFINISHED = "parts", ".parquet", ".unfinished"
MEASURED = ("mean", "error", "variance")
POINT, KEY, OUTCOME, REASON, BLAME = "point", "key", "outcome", "reason", "blame"


def stem(points: range) -> str:
    """Return the first part of a file's name: the number of its first point."""
    return f"{points.start:010d}"


def table_of(found: Sequence[Found], factors: Sequence[FactorInfo], outcomes: Sequence[str]) -> Any:
    """Return results as an Arrow table: a row a point and outcome; a point that failed is one row with its reason.

    Parameters
    ----------
    found : sequence of Found
        In the order of their numbers.
    factors : sequence of FactorInfo
    outcomes : sequence of str
    """
    import pyarrow as pa

    each = np.array([1 if one.measured is None else len(outcomes) for one in found])
    names = pa.array([*outcomes, None])
    places = [[len(outcomes)] if one.measured is None else range(len(outcomes)) for one in found]
    columns: dict[str, Any] = {
        POINT: pa.array(np.repeat([one.point for one in found], each), pa.int64()),
        KEY: _repeated([one.key for one in found], each),
    }
    for k, factor in enumerate(factors):
        column = [one.row[k] for one in found]
        if factor.kind == CHOICE:
            columns[factor.name] = _repeated([factor.levels[int(value)] for value in column], each)
        else:
            columns[factor.name] = pa.array(np.repeat(column, each), pa.float64())
    columns[OUTCOME] = names.take(pa.array(np.concatenate(places), pa.int32()))
    for k, name in enumerate(MEASURED):
        values = np.concatenate([[np.nan] if one.measured is None else one.measured[k] for one in found])
        columns[name] = pa.array(values, pa.float64())
    columns[REASON] = _repeated([one.reason or None for one in found], each)
    columns[BLAME] = _repeated([one.blame or None for one in found], each)
    return pa.table(columns)


def _repeated(texts: Sequence[str | None], each: Any) -> Any:
    """Return texts, each a number of times."""
    import pyarrow as pa

    return pa.array(texts, pa.string()).take(pa.array(np.repeat(np.arange(len(texts)), each)))


def content(table: Any) -> bytes:
    """Return a table as the bytes of a Parquet file, the same for the same table."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", store_schema=False)
    return buffer.getvalue()


def write(folder: Path, points: range, table: Any) -> Path:
    """Write a part, whole or not at all; return its file."""
    data = content(table)
    path = folder / FOLDER / f"{stem(points)}-{digest(data)}{SUFFIX}"
    whole(path, data)
    return path


def whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and wait until it is on the disk."""
    unfinished = path.with_name(f"{path.name}{UNFINISHED}")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def listed(folder: Path) -> dict[str, Path]:
    """Return the files of parts by the first part of their names."""
    return {path.name.partition("-")[0]: path for path in sorted((folder / FOLDER).glob(f"*{SUFFIX}"))}


def is_whole(path: Path) -> bool:
    """Return whether a part has the content that its name says."""
    return digest(path.read_bytes()) == path.stem.partition("-")[-1]


def tidy(folder: Path) -> None:
    """Remove what an interrupted process left unfinished."""
    for path in [*(folder / FOLDER).glob(f"*{UNFINISHED}"), *folder.glob(f"*{UNFINISHED}")]:
        path.unlink()


def failures(path: Path) -> list[tuple[int, str, str]]:
    """Return the points of a part that failed: number, reason, and whose fault it is."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=[POINT, REASON, BLAME], filters=[(BLAME, "!=", "")])
    columns = [table.column(name).to_pylist() for name in (POINT, REASON, BLAME)]
    return list(zip(*columns, strict=True))


def rows_of(path: Path, points: Iterable[int]) -> Any:
    """Return the rows of some points of a part as an Arrow table."""
    import pyarrow.parquet as pq

    return pq.read_table(path, filters=[(POINT, "in", list(points))])


def joined(tables: Sequence[Any]) -> Any:
    """Return tables as one, in the order of the points."""
    import pyarrow as pa

    return pa.concat_tables(tables).combine_chunks().sort_by([(POINT, "ascending")])
