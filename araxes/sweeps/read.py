"""Reading a sweep back: the parts of a folder as tables, for all outcomes or some."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from araxes.errors import Fault, InputError, unknown
from araxes.interruption import warn_interrupted
from araxes.sweeps import manifest, parts
from araxes.sweeps.growth import levelled
from araxes.sweeps.manifest import Manifest
from araxes.sweeps.table import CHOICE, GRID, FactorInfo, SweepTable

if TYPE_CHECKING:
    import pandas as pd


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
        factors = levelled(factors, of.generations[-1]["levels"])
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
    for path in parts.listed(folder).values():
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
