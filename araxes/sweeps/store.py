"""The store of a sweep: a folder with a manifest and Parquet parts, to which only whole parts are ever added.

manifest.json                   what the sweep is: scenario as resolved, factors, design, model, seed
parts/0000000000-1f3c….parquet  results of consecutive points: number of the first one, checksum of the content
times.jsonl                     when each part was written, apart from results

The lock of a folder: one process writes, another is told which; a process that dies lets go by dying.

Reading a sweep back: the parts of a folder as tables, for all outcomes or some.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from araxes.errors import Fault, InputError, unknown
from araxes.files import UNFINISHED, catch_disk_faults, make_folder, open_regular, try_lock, write_file
from araxes.inputs.read import is_folder, is_taken
from araxes.inputs.region import Basis
from araxes.interruption import warn_interrupted
from araxes.sweeps import manifest, parts
from araxes.sweeps.manifest import Manifest
from araxes.sweeps.plan import with_levels
from araxes.sweeps.table import CHOICE, GRID, FactorInfo, SweepTable

if TYPE_CHECKING:
    import pandas as pd

    from araxes.sweeps.work import PointResult


_NAME = ".lock"
TIMES = "times.jsonl"
_OWN = {manifest.MANIFEST_NAME, parts.FOLDER, TIMES, _NAME}


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder.

    Raises
    ------
    InputError
        When another process holds it, or something else than a regular file stands in its place.
    """
    with open_regular(folder / _NAME, "a+b") as file:
        if not try_lock(file.fileno()):
            file.seek(0)
            who = file.read().decode(errors="replace").strip() or "another process"
            fault = Fault(str(folder), "", f"a folder that {who} works on", "one process at a time")
            raise InputError([fault])
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}".encode())
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


@dataclass
class Status:
    """How far a sweep has come.

    Attributes
    ----------
    points : int
        Points asked for.
    basis : Basis
        Which model and which estimates they rest on.
    done : int
        Points with a result or a reason for having none.
    failed : list of (int, str, str)
        Points that failed: number, reason, and whose fault it was, "input" or "defect".
    damaged : list of str
        Parts whose content is not what their names say; they are run again.
    missing : list of range
        Parts that are not there, or damaged.
    """

    points: int
    basis: Basis
    done: int = 0
    failed: list[tuple[int, str, str]] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    missing: list[range] = field(default_factory=list)


def status(folder: Path | str) -> Status:
    """Return how far the sweep of a folder has come; every part's checksum is looked at.

    Raises
    ------
    InputError
        When it is no folder of a sweep.
    """
    path = Path(folder)
    return looked_through(path, manifest.read(path))


def count_done(folder: Path) -> int:
    """Return how many points of a sweep are done, 0 where its folder has not been begun."""
    return status(folder).done if is_taken(folder / manifest.MANIFEST_NAME) else 0


def looked_through(folder: Path, of: Manifest) -> Status:
    """Return how far a sweep has come."""
    there = parts.list_parts(folder)
    found = Status(of.total, of.basis)
    for generation in of.of_generations():
        for points in generation.parts():
            file = there.get(parts.stem(points))
            if file is not None and parts.is_whole(file):
                found.done += len(points)
                found.failed += parts.failures(file)
                continue
            if file is not None:
                found.damaged.append(f"{parts.FOLDER}/{file.name}")
            found.missing.append(points)
    return found


def open_folder(folder: Path) -> Path:
    """Return a folder that can be written and is empty, or that of a sweep; made where it is missing.

    Raises
    ------
    InputError
        When it cannot be written, or holds something else.
    """
    if is_folder(folder) and not is_taken(folder / manifest.MANIFEST_NAME):
        others = sorted(
            path.name for path in folder.iterdir() if path.name not in _OWN and not path.name.endswith(UNFINISHED)
        )
        if others:
            raise InputError(
                [Fault(str(folder), "", f"files of something else ({others[0]})", "a new or empty folder")]
            )
    out = make_folder(folder)
    make_folder(out / parts.FOLDER)
    return out


def keep_manifest(folder: Path, of: Manifest) -> None:
    """Write the manifest, whole or not at all."""
    write_file(folder / manifest.MANIFEST_NAME, of.as_text(), parts.NOTHING_LOST)


def keep_part(folder: Path, points: range, found: Sequence[PointResult], of: Manifest, old: Any = None) -> None:
    """Write the results of a part's points.

    Parameters
    ----------
    folder : Path
    points : range
        Of the part.
    found : sequence of PointResult
        In any order.
    of : Manifest
    old : pyarrow.Table, optional
        Results of the part's other points, kept from an earlier file.

    Raises
    ------
    InputError
        When the disk takes nothing more.
    """
    names, factors = [name for name, _, _ in of.outcomes], of.of_factors()
    table = parts.table_of(sorted(found, key=lambda one: one.point), factors, names)
    whole = parts.join_tables([table]) if old is None else parts.join_tables([table, old])
    with catch_disk_faults(folder / parts.FOLDER, parts.NOTHING_LOST):
        earlier = parts.list_parts(folder).get(parts.stem(points))
        written = parts.write_part(folder, points, whole)
        if earlier is not None and earlier != written:
            earlier.unlink()
        with open_regular(folder / TIMES, "ab") as file:
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            file.write((json.dumps({"part": written.name, "written": now}) + "\n").encode())


def read_sweep(folder: Path | str, outcomes: Sequence[str] = ()) -> SweepTable:
    """Return the sweep of a folder, finished or not.

    Parameters
    ----------
    folder : Path or str
    outcomes : sequence of str, optional
        Names of outcomes, `*` standing for any text; all where none are given. Large sweeps are read a few outcomes at a time.

    Raises
    ------
    InputError
        When it is no folder of a sweep, an outcome is unknown, or a part is damaged.
    """
    path = Path(folder)
    of = manifest.read(path)
    wanted = _wanted(of, outcomes, path)
    factors = of.of_factors()
    table = _rows(path, wanted, factors, of.total)
    if of.design["kind"] == GRID and of.generations:
        factors = with_levels(factors, of.generations[-1]["levels"])
    found = _tables(of, factors, wanted, table)
    if found.missing:
        warn_interrupted(of.total - found.missing, of.total, "points", "The same sweep again goes on from there.")
    return found


def _wanted(of: Manifest, outcomes: Sequence[str], folder: Path) -> list[str]:
    """Return the names of the outcomes that are asked for, in the order of the manifest."""
    names = [name for name, _, _ in of.outcomes]
    if not outcomes:
        return names
    for pattern in outcomes:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise InputError([unknown(str(folder), "outcome", pattern, names, "outcome")])
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in outcomes)]


def _rows(folder: Path, wanted: list[str], factors: tuple[FactorInfo, ...], points: int) -> pd.DataFrame:
    """Return the rows of all whole parts: those of the wanted outcomes, and of points that failed."""
    import pandas as pd

    tables = []
    for path in parts.list_parts(folder).values():
        if not parts.is_whole(path):
            step = "The same araxes sweep again makes it anew."
            raise InputError([Fault(str(path), "", "a damaged part", "the content that its name says", step=step)])
        tables.append(parts.rows_about(path, wanted, factors, points))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _tables(of: Manifest, factors: tuple[FactorInfo, ...], wanted: list[str], rows: pd.DataFrame) -> SweepTable:
    """Return rows as the tables of a sweep."""
    import pandas as pd

    names = [factor.name for factor in factors]
    if rows.empty:
        rows = pd.DataFrame(columns=[parts.POINT, *names, parts.OUTCOME, *parts.MEASURED, parts.REASON])
    first = rows.drop_duplicates(parts.POINT).sort_values(parts.POINT)
    numbers = first[parts.POINT].to_numpy(dtype=np.int64)
    order, kept = _order(of, factors, first)
    index = pd.Index(order, name=parts.POINT)
    good = rows[rows[parts.OUTCOME].notna()]
    place = np.searchsorted(numbers, good[parts.POINT].to_numpy(dtype=np.int64))
    column = pd.Index(wanted).get_indexer(pd.Index(good[parts.OUTCOME]))
    measured: dict[str, pd.DataFrame] = {}
    for name in parts.MEASURED:
        values = np.full((len(numbers), len(wanted)), np.nan)
        values[place, column] = good[name].to_numpy(dtype=np.float64)
        measured[name] = pd.DataFrame(
            values[kept], index=index, columns=pd.Index(wanted, name=parts.OUTCOME)
        ).sort_index()
    values_ = first[names].iloc[np.flatnonzero(kept)].set_index(index).sort_index()
    said = first.assign(**{parts.POINT: _spread(order, kept)})[kept & first[parts.REASON].notna().to_numpy()]
    by_name = {name: (unit, label) for name, unit, label in of.outcomes}
    return SweepTable(
        scenario=of.scenario["name"],
        design=of.design["kind"],
        factors=factors,
        values=values_,
        **measured,
        failed=said[[parts.POINT, parts.REASON]].sort_values(parts.POINT).reset_index(drop=True),
        outcomes=pd.DataFrame.from_dict(
            {name: by_name[name] for name in wanted}, orient="index", columns=["unit", "label"]
        ).rename_axis(parts.OUTCOME),
        replicates=of.options["replicates"],
        weeks=of.options["weeks"],
        seed=of.options["seed"],
        basis=of.basis,
        missing=of.total - len(numbers),
    )


def _spread(order: Any, kept: Any) -> Any:
    """Return numbers of kept points in the places of all, -1 elsewhere."""
    out = np.full(len(kept), -1, dtype=np.int64)
    out[kept] = order
    return out


def _order(of: Manifest, factors: tuple[FactorInfo, ...], first: pd.DataFrame) -> tuple[Any, Any]:
    """Return the numbers of points in the present design, and which points belong to it.

    A grid that was made finer is numbered as if it had been run at once; points of earlier grids that are not in it are left out.
    """
    if of.design["kind"] != GRID or not len(first):
        return first[parts.POINT].to_numpy(dtype=np.int64), np.ones(len(first), dtype=bool)
    levels = of.generations[-1]["levels"]
    places = []
    for factor, each in zip(factors, levels, strict=True):
        at = {level: k for k, level in enumerate(each)}
        column = first[factor.name].tolist()
        places.append([at.get(value if factor.kind == CHOICE else float(value), -1) for value in column])
    found = np.array(places)
    kept = (found >= 0).all(axis=0)
    return np.ravel_multi_index(tuple(found[:, kept]), [len(each) for each in levels]), kept
