"""Designs: which points of the factors' space are run, in an order that never changes, and which designs can grow.

A design gives rows of numbers: for a factor that is a choice, the place of the level. Sobol and random designs are sequences, so that a
longer one begins with the shorter one; grids and files are told apart point by point; a Latin hypercube and Morris's trajectories depend on
how many points there are, and cannot grow.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from araxes.array_types import Floats
from araxes.engines.draws import generator
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.parameters import find, setting
from araxes.inputs.read import read_bytes
from araxes.inputs.scenario import Scenario
from araxes.sweeps.table import (
    CHOICE,
    CHOICES,
    DESIGNS,
    FILE,
    GRID,
    LHS,
    MORRIS,
    NAN,
    NUMBER,
    RANDOM,
    SOBOL,
    FactorInfo,
    check_values,
    name_of,
)
from araxes.units import FIRST_DATA_LINE

INDEPENDENT = (SOBOL, LHS, RANDOM)
"""Designs whose points have luck of their own: their variances are split into parameters and chance. The others share their luck, so that
differences between points are caused by the factors."""

CANNOT_GROW = {
    LHS: "a Latin hypercube has as many strata as points, so a larger one has other points",
    MORRIS: "trajectories are chosen together to lie far apart, so a larger set has other ones",
}


@dataclass(frozen=True)
class Design:
    """The points of a sweep.

    Attributes
    ----------
    kind : str
        One of `araxes.sweeps.table.DESIGNS`.
    factors : tuple of FactorInfo
    size : int
        Number of points.
    seed : int
    listed : tuple of tuple of float
        The rows of a design read from a file.
    """

    kind: str
    factors: tuple[FactorInfo, ...]
    size: int
    seed: int
    listed: tuple[tuple[float, ...], ...] = ()

    def rows(self, start: int, stop: int) -> Floats:
        """Return some points, shape (points, factors), in the factors' own units; places of levels for choices."""
        stop = min(stop, self.size)
        if self.kind == GRID:
            return self._grid(start, stop)
        if self.kind == FILE:
            return np.array(self.listed[start:stop], dtype=np.float64).reshape(-1, len(self.factors))
        return self._scaled(self._units(start, stop))

    def _grid(self, start: int, stop: int) -> Floats:
        """Return some points of a grid; the last factor runs fastest."""
        places = np.unravel_index(np.arange(start, stop), [len(factor.levels) for factor in self.factors])
        levels = zip(self.factors, places, strict=True)
        columns = [at if f.kind == CHOICE else np.array(f.levels)[at] for f, at in levels]
        return np.stack(columns, axis=-1).astype(np.float64)

    def _scaled(self, unit: Floats) -> Floats:
        """Return points of the unit cube as values of the factors."""
        out = np.empty_like(unit)
        for k, factor in enumerate(self.factors):
            if factor.levels:
                place = np.minimum((unit[:, k] * len(factor.levels)).astype(np.int64), len(factor.levels) - 1)
                out[:, k] = place if factor.kind == CHOICE else np.array(factor.levels)[place]
            else:
                out[:, k] = factor.low + unit[:, k] * (factor.high - factor.low)
        return out

    def _units(self, start: int, stop: int) -> Floats:
        """Return some points of the unit cube."""
        if self.kind == SOBOL:
            return self._saltelli(start, stop)
        return self._whole[start:stop]

    @cached_property
    def _whole(self) -> Floats:
        """Return all points of the unit cube of a design that is made at once."""
        count, luck = len(self.factors), generator(self.seed, "design", self.kind)
        if self.kind == RANDOM:
            return luck.random((self.size, count))
        if self.kind == LHS:
            from scipy.stats import qmc

            return np.asarray(qmc.LatinHypercube(count, seed=luck).random(self.size))
        return _trajectories(self.factors, self.size, int(luck.integers(np.iinfo(np.int32).max)))

    def _saltelli(self, start: int, stop: int) -> Floats:
        """Return rows of Saltelli's design: for each base sample A, A with one column after the other from B, and B."""
        from scipy.stats import qmc

        count = len(self.factors)
        block = count + 2
        first, last = start // block, -(-stop // block)
        sequence = qmc.Sobol(2 * count, scramble=True, seed=generator(self.seed, "design", self.kind))
        if first:
            sequence.fast_forward(first)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", UserWarning
            )  # balance wants powers of two; a design that grows passes through others
            base = sequence.random(last - first)
        out = np.repeat(base[:, None, :count], block, axis=1)
        out[:, -1] = base[:, count:]
        for k in range(count):
            out[:, k + 1, k] = base[:, count + k]
        return np.asarray(out.reshape(-1, count)[start - first * block : stop - first * block])

    def as_manifest(self) -> dict[str, Any]:
        """Return what the manifest says of the design."""
        return {"kind": self.kind, "points": self.size, "luck": "independent" if self.kind in INDEPENDENT else "shared"}


def _trajectories(factors: Sequence[FactorInfo], size: int, seed: int) -> Floats:
    """Return Morris's trajectories through the unit cube."""
    try:
        from SALib.sample import morris
    except ImportError:
        step = "Install it with: pip install 'araxes[sensitivity]'"
        raise InputError(
            [Fault(Option("design"), MORRIS, "no SALib", "SALib for Morris's method", step=step)]
        ) from None
    names = [factor.name for factor in factors]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    found = morris.sample(problem, size // (len(names) + 1), num_levels=int(setting("sweep.morris_levels")), seed=seed)
    return np.asarray(found, dtype=np.float64)


def checked_kind(design: str) -> str:
    """Return the kind of a design given by name or by a CSV file.

    Raises
    ------
    InputError
        When there is no such design.
    """
    if design.endswith(".csv"):
        return FILE
    if design not in DESIGNS or design == FILE:
        known = [name for name in DESIGNS if name != FILE]
        fault = unknown(Option("design"), "", design, known, "design")
        raise InputError(
            [Fault(Option("design"), "", repr(design), f"{', '.join(known)}, or a CSV file", fault.nearest)]
        )
    return design


def make_design(kind: str, found: tuple[FactorInfo, ...], points: Any, seed: int) -> Design:
    """Return a design over factors.

    Parameters
    ----------
    kind : str
        Any but "file".
    found : tuple of FactorInfo
    points : int, optional
        How many points; grids have their own number. Sobol and Morris come in blocks of factors + 2 and factors + 1 points, and are
        rounded up.
    seed : int

    Raises
    ------
    InputError
        When the number of points is missing, out of place or too small.
    """
    if kind == GRID:
        size = int(np.prod([len(factor.levels) for factor in found], dtype=object))
        if points is not None and points != size:
            raise InputError(
                [Fault(Option("points"), "", str(points), f"nothing: the levels make a grid of {size} points")]
            )
        _check_size(size, Option("vary"))
        return Design(kind, found, size, seed)
    if points is None or isinstance(points, bool) or not isinstance(points, int) or points < 1:
        got = "nothing" if points is None else repr(points)
        raise InputError([Fault(Option("points"), "", got, f"a whole number of points for design {kind}, at least 1")])
    _check_size(points, Option("points"))
    block = len(found) + {SOBOL: 2, MORRIS: 1}[kind] if kind in (SOBOL, MORRIS) else 1
    return Design(kind, found, -(-points // block) * block, seed)


def _check_size(size: int, option: str) -> None:
    """Refuse a design of so many points that it must be a slip."""
    most = int(setting("sweep.most_points"))
    if size > most:
        raise InputError([Fault(option, "", f"a design of {size:,} points", f"at most {most:,} points")])


def from_file(path: str, scenario: Scenario, seed: int, allow_outside: bool = False) -> Design:
    """Return the design written in a CSV file: a column a factor (paths, "scenario", "overlay"), a row a point.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    names, lines = _read(path)
    faults: list[Fault] = []
    columns, infos = [], []
    for k, name in enumerate(names):
        try:
            column, info = _column(path, name, [line[k] for line in lines], scenario, allow_outside)
            columns.append(column)
            infos.append(info)
        except InputError as error:
            faults += error.faults
    faults += [
        Fault(path, name, "the same twice", "each once") for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if faults:
        raise InputError(faults)
    listed = list(zip(*columns, strict=True))
    first: dict[tuple[float, ...], int] = {}
    for number, row in enumerate(listed, start=FIRST_DATA_LINE):
        if first.setdefault(row, number) != number:
            faults.append(Fault(path, f"line {number}", f"the point of line {first[row]} again", "each point once"))
    if faults:
        raise InputError(faults)
    return Design(FILE, tuple(infos), len(listed), seed, tuple(listed))


def _read(path: str) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of a CSV file."""
    try:
        text = StringIO(read_bytes(Path(path), int(setting("sweep.file_size"))).decode("utf-8-sig"), newline="")
        lines = [[cell.strip() for cell in line] for line in csv.reader(text) if any(cell.strip() for cell in line)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError([Fault(path, "", str(error), "a CSV file: a column a factor, a row a point")]) from None
    if len(lines) < FIRST_DATA_LINE:
        raise InputError([Fault(path, "", f"{len(lines)} lines", "a header and at least one point")])
    faults = [
        Fault(path, f"line {number}", f"{len(line)} cells", f"{len(lines[0])}, as in the header")
        for number, line in enumerate(lines, start=1)
        if len(line) != len(lines[0])
    ]
    if faults:
        raise InputError(faults)
    return lines[0], lines[1:]


def _column(
    path: str, name: str, cells: list[str], scenario: Scenario, allow_outside: bool
) -> tuple[list[float], FactorInfo]:
    """Return the values of one factor and the factor."""
    if name in CHOICES:
        levels = tuple(dict.fromkeys(cells))
        return [float(levels.index(cell)) for cell in cells], FactorInfo(name, CHOICE, NAN, NAN, name, levels)
    parameter = find(scenario.book, name, path, name)
    values, faults = [], []
    for line, cell in enumerate(cells, start=FIRST_DATA_LINE):
        try:
            values.append(float(cell))
            check_values(parameter, values[-1:], path, f"line {line}, {name}", allow_outside)
        except InputError as error:
            faults += error.faults
        except ValueError:
            faults.append(Fault(path, f"line {line}, {name}", repr(cell), "a number"))
    if faults:
        raise InputError(faults)
    return values, FactorInfo(name_of(name), NUMBER, min(values), max(values), parameter.unit, ())
