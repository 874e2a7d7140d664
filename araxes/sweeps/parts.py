"""Parts: results of consecutive points as a Parquet file, whose name ends in the checksum of its content.

A part is written under another name, forced to the disk and renamed: it is whole, or not there. Its bytes depend on its points alone,
so that interrupted, parallel and unbroken sweeps leave the same files.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from araxes.errors import Fault, InputError
from araxes.files import UNFINISHED, write_file
from araxes.inputs.parameters import setting
from araxes.inputs.read import read_bytes
from araxes.sweeps.points import digest
from araxes.sweeps.table import CHOICE, FactorInfo

if TYPE_CHECKING:
    from araxes.sweeps.work import PointResult

FOLDER, SUFFIX = "parts", ".parquet"

NOTHING_LOST = "Nothing is lost: the same command goes on from here."
MEASURED = ("mean", "error", "variance")
POINT, KEY, OUTCOME, REASON, BLAME = "point", "key", "outcome", "reason", "blame"


def stem(points: range) -> str:
    """Return the first part of a file's name: the number of its first point."""
    return f"{points.start:010d}"


def numbers(values: NDArray[Any], kind: Any) -> Any:
    """Return numbers as an Arrow array, from memory."""
    from araxes.results.formats import arrow_numbers  # pyarrow is heavy, and `pyarrow.array` would import pandas

    return arrow_numbers(values, kind)


def plain(values: Sequence[str]) -> Any:
    """Return texts as an Arrow array, from memory."""
    from araxes.results.formats import arrow_array

    return arrow_array(values)


def table_of(found: Sequence[PointResult], factors: Sequence[FactorInfo], outcomes: Sequence[str]) -> Any:
    """Return results as an Arrow table: a row a point and outcome; a point that failed is one row with its reason.

    Parameters
    ----------
    found : sequence of PointResult
        In the order of their numbers.
    factors : sequence of FactorInfo
    outcomes : sequence of str
    """
    import pyarrow as pa

    each = np.array([1 if one.measured is None else len(outcomes) for one in found])
    columns: dict[str, Any] = {
        POINT: numbers(np.repeat(np.array([one.point for one in found], dtype=np.int64), each), pa.int64()),
        KEY: _texts([one.key for one in found], each),
    }
    for k, factor in enumerate(factors):
        column = [one.row[k] for one in found]
        if factor.kind == CHOICE:
            columns[factor.name] = _texts([factor.levels[int(value)] for value in column], each)
        else:
            columns[factor.name] = numbers(np.repeat(np.array(column, dtype=np.float64), each), pa.float64())
    columns[OUTCOME] = _outcomes(found, outcomes)
    for k, name in enumerate(MEASURED):
        values = np.concatenate([[np.nan] if one.measured is None else one.measured[k] for one in found])
        columns[name] = numbers(values, pa.float64())
    columns[REASON] = _texts([one.reason or None for one in found], each)
    columns[BLAME] = _texts([one.blame or None for one in found], each)
    return pa.Table.from_arrays(list(columns.values()), names=list(columns))


def _outcomes(found: Sequence[PointResult], outcomes: Sequence[str]) -> Any:
    """Return the outcome of every row; none for points that failed."""
    every, none = np.arange(len(outcomes)), np.array([len(outcomes)])
    places = np.concatenate([none if one.measured is None else every for one in found])
    return _taken(outcomes, places)


def _texts(values: Sequence[str | None], each: Any) -> Any:
    """Return texts as an Arrow array, each a number of times; None where there is none."""
    distinct = [value for value in dict.fromkeys(values) if value is not None]
    place = {value: k for k, value in enumerate(distinct)} | {None: len(distinct)}
    return _taken(distinct, np.repeat([place[value] for value in values], each))


def _taken(distinct: Sequence[str], places: Any) -> Any:
    """Return texts by their places, the place after the last one standing for none."""
    import pyarrow as pa

    known = [plain(distinct)] if distinct else []
    return pa.concat_arrays([*known, pa.nulls(1, pa.string())]).take(numbers(places.astype(np.int32), pa.int32()))


def parquet_bytes(table: Any) -> bytes:
    """Return a table as the bytes of a Parquet file, the same for the same table."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", store_schema=False)
    return buffer.getvalue()


def write_part(folder: Path, points: range, table: Any) -> Path:
    """Write a part, whole or not at all; return its file."""
    data = parquet_bytes(table)
    return write_file(folder / FOLDER / f"{stem(points)}-{digest(data)}{SUFFIX}", data, NOTHING_LOST)


def list_parts(folder: Path) -> dict[str, Path]:
    """Return the files of parts by the first part of their names; of several files of the same points the best one."""
    return {stem: _best(paths) for stem, paths in _by_stem(folder).items()}


def _by_stem(folder: Path) -> dict[str, list[Path]]:
    """Return all files of parts by the first part of their names; an interrupted process may have left two of the same points."""
    same: dict[str, list[Path]] = {}
    for path in sorted((folder / FOLDER).glob(f"*{SUFFIX}")):
        same.setdefault(path.name.partition("-")[0], []).append(path)
    return same


def _best(paths: list[Path]) -> Path:
    """Return the file of which the fewest points failed; a damaged one only where there is no other."""
    return min(paths, key=_lacks) if len(paths) > 1 else paths[0]


def is_whole(path: Path) -> bool:
    """Return whether a part has the content that its name says.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    return digest(read_bytes(path, int(setting("limits.part_size")))) == path.stem.partition("-")[-1]


def tidy(folder: Path) -> None:
    """Remove what an interrupted process left: unfinished files, and of two files of the same points the worse one."""
    for path in [*(folder / FOLDER).glob(f"*{UNFINISHED}"), *folder.glob(f"*{UNFINISHED}")]:
        path.unlink()
    for paths in _by_stem(folder).values():
        best = _best(paths)
        for path in paths:
            if path != best:
                path.unlink()


def _lacks(path: Path) -> float:
    """Return how many points of a part failed; of a damaged one, infinity."""
    return len(failures(path)) if is_whole(path) else math.inf


def failures(path: Path) -> list[tuple[int, str, str]]:
    """Return the points of a part that failed: number, reason, and whose fault it is.

    Raises
    ------
    InputError
        When it is no part of a sweep.
    """
    import pyarrow.parquet as pq

    with _as_part(path):
        with pq.ParquetFile(path) as file:
            table = file.read(columns=[POINT, REASON, BLAME])
        table = table.filter(table.column(BLAME).is_valid())
        columns = [table.column(name).to_pylist() for name in (POINT, REASON, BLAME)]
    return list(zip(*columns, strict=True))


def part_rows(path: Path, points: Iterable[int]) -> Any:
    """Return the rows of some points of a part as an Arrow table.

    Raises
    ------
    InputError
        When it is no part of a sweep.
    """
    import pyarrow.parquet as pq

    with _as_part(path):
        return pq.read_table(path, filters=[(POINT, "in", list(points))])


def rows_about(path: Path, outcomes: Sequence[str], factors: Sequence[FactorInfo], points: int) -> Any:
    """Return the rows of some outcomes of a part, and of points that failed, as a pandas table.

    Parameters
    ----------
    path : Path
    outcomes : sequence of str
    factors : sequence of FactorInfo
        Of the sweep: the part has a column for each.
    points : int
        How many points the sweep has.

    Raises
    ------
    InputError
        When it is no part of this sweep.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    kinds = {POINT: pa.int64(), OUTCOME: pa.string(), **dict.fromkeys(MEASURED, pa.float64()), REASON: pa.string()}
    kinds |= {factor.name: pa.string() if factor.kind == CHOICE else pa.float64() for factor in factors}
    keep = pc.field(OUTCOME).isin(outcomes) | ~pc.field(OUTCOME).is_valid()
    with _as_part(path):
        table = pq.read_table(path, filters=keep)
        _check_part(table, kinds, factors, points)
        return table.select(list(kinds)).to_pandas()


def _check_part(table: Any, kinds: dict[str, Any], factors: Sequence[FactorInfo], points: int) -> None:
    """Raise a ValueError where a table cannot be a part of a sweep."""
    import pyarrow.compute as pc

    other = [
        name for name, kind in kinds.items() if name not in table.column_names or table.schema.field(name).type != kind
    ]
    if other:
        raise ValueError(f"no column {', '.join(other)} as this sweep has it")
    if table.num_rows and not 0 <= pc.min(table[POINT]).as_py() <= pc.max(table[POINT]).as_py() < points:
        raise ValueError(f"points beyond the {points:,} of this sweep")
    for factor in factors:
        strange = {} if factor.kind != CHOICE else set(pc.unique(table[factor.name]).to_pylist()) - set(factor.levels)
        if strange:
            raise ValueError(f"{factor.name} {', '.join(map(str, strange))}, which this sweep has not")


@contextmanager
def _as_part(path: Path) -> Iterator[None]:
    """Say of what is no part of a sweep that it is none: its name may fit, and its content be of another sweep, or no Parquet.

    Raises
    ------
    InputError
    """
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, NotImplementedError, MemoryError) as error:
        got = f"no part of this sweep ({str(error).splitlines()[0] if str(error) else type(error).__name__})"
        step = "Remove it; the same araxes sweep again runs its points."
        raise InputError([Fault(str(path), "", got, "a part as this sweep wrote it", step=step)]) from None


def join_tables(tables: Sequence[Any]) -> Any:
    """Return tables as one, in the order of the points."""
    import pyarrow as pa

    return pa.concat_tables(tables).combine_chunks().sort_by([(POINT, "ascending")])
