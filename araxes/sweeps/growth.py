"""Growth: which points a folder has, in which order they were added, and which a design adds to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.errors import Fault, InputError
from araxes.sweeps.design import Design
from araxes.sweeps.manifest import Generation, part_size
from araxes.sweeps.table import CHOICE, FILE, GRID, FactorInfo


def merged(old: Sequence[FactorInfo], new: Sequence[FactorInfo]) -> tuple[FactorInfo, ...]:
    """Return the new factors, the levels of choices in the order in which they came: places of earlier points stay true."""
    out = []
    for one, other in zip(old, new, strict=True):
        added = tuple(level for level in other.levels if level not in one.levels)
        out.append(other._replace(levels=one.levels + added) if other.kind == CHOICE else other)
    return tuple(out)


def over(design: Design, factors: tuple[FactorInfo, ...]) -> Design:
    """Return a design over the same factors whose choices have more levels, or in another order."""
    rows = np.array(design.listed, dtype=np.float64).reshape(len(design.listed), len(factors))
    for k, (own, merged_) in enumerate(zip(design.factors, factors, strict=True)):
        if own.kind == CHOICE and len(rows):
            rows[:, k] = [merged_.levels.index(own.levels[int(place)]) for place in rows[:, k]]
    return replace(design, factors=factors, listed=tuple(map(tuple, rows.tolist())))


class Points:
    """All points of a folder by number: those of each generation after those of the one before.

    Parameters
    ----------
    design : Design
        The present one, over merged factors.
    generations : sequence of Generation

    Raises
    ------
    InputError
        When a manifest counts other points than its levels have.
    """

    def __init__(self, design: Design, generations: Sequence[Generation]) -> None:
        self.design = replace_size(design, sum(generation.count for generation in generations))
        self.generations = tuple(generations)
        self.known = [self._listed(k) for k in range(len(generations))] if design.kind in (GRID, FILE) else []
        for k, (generation, rows) in enumerate(zip(generations, self.known, strict=False), start=1):
            if len(rows) != generation.count:
                key, allowed = f"generations[{k}].count", f"the {len(rows)} points that its levels add"
                raise InputError([Fault("manifest.json", key, str(generation.count), allowed)])

    def rows(self, points: range) -> Floats:
        """Return the rows of some points of one generation, shape (points, factors)."""
        if self.design.kind not in (GRID, FILE):
            return self.design.rows(points.start, points.stop)
        for generation, listed in zip(self.generations, self.known, strict=True):
            if generation.first <= points.start < generation.first + generation.count:
                return listed[points.start - generation.first : points.stop - generation.first]
        raise IndexError(points)

    def _listed(self, k: int) -> Floats:
        """Return the points of a generation of a grid or a file."""
        generation = self.generations[k]
        factors = self.design.factors
        if self.design.kind == FILE:
            return placed(generation.listed, factors)
        grid = Design(GRID, levelled(factors, generation.levels), 0, 0)
        return grown(replace_size(grid, size_of(generation.levels)), factors, self.generations[:k])


def replace_size(design: Design, size: int) -> Design:
    """Return a design with at least a number of points."""
    return replace(design, size=size) if size > design.size else design


def size_of(levels: Sequence[Sequence[Any]]) -> int:
    """Return the number of points of a grid."""
    size = 1
    for each in levels:
        size *= len(each)
    return size


def levelled(factors: Sequence[FactorInfo], levels: Sequence[Sequence[Any]]) -> tuple[FactorInfo, ...]:
    """Return factors with other levels."""
    return tuple(f._replace(levels=tuple(each)) for f, each in zip(factors, levels, strict=True))


def placed(listed: Sequence[Sequence[Any]], factors: Sequence[FactorInfo]) -> Floats:
    """Return listed points as rows, choices as places of their levels."""
    out = np.empty((len(listed), len(factors)))
    for k, factor in enumerate(factors):
        column = [point[k] for point in listed]
        out[:, k] = [factor.levels.index(value) for value in column] if factor.kind == CHOICE else column
    return out


def named(rows: Floats, factors: Sequence[FactorInfo]) -> list[list[Any]]:
    """Return rows as plain values, choices by name: the opposite of `placed`."""
    return [
        [f.levels[int(x)] if f.kind == CHOICE else x for f, x in zip(factors, row, strict=True)]
        for row in rows.tolist()
    ]


def grown(grid: Design, factors: Sequence[FactorInfo], before: Sequence[Generation]) -> Floats:
    """Return the points of a grid that no earlier one has, choices as places among the levels of `factors`."""
    rows = grid.rows(0, grid.size)
    for k, (own, whole) in enumerate(zip(grid.factors, factors, strict=True)):
        if own.kind == CHOICE:
            rows[:, k] = np.array([whole.levels.index(level) for level in own.levels])[rows[:, k].astype(np.int64)]
    known = np.zeros(len(rows), dtype=bool)
    for generation in before:
        known |= inside(rows, factors, generation.levels)
    return np.asarray(rows[~known])


def inside(rows: Floats, factors: Sequence[FactorInfo], levels: Sequence[Sequence[Any]]) -> Flags:
    """Return which rows are points of the grid of some levels."""
    out = np.ones(len(rows), dtype=bool)
    for k, (factor, each) in enumerate(zip(factors, levels, strict=True)):
        values = [factor.levels.index(level) for level in each] if factor.kind == CHOICE else each
        out &= np.isin(rows[:, k], np.array(values, dtype=np.float64))
    return out


def next_generation(
    own: Design, factors: Sequence[FactorInfo], before: Sequence[Generation], replicates: int, weeks: int
) -> Generation | None:
    """Return the points that a design adds to a folder, None where it has all of them.

    Parameters
    ----------
    own : Design
        As asked for, over its own levels.
    factors : sequence of FactorInfo
        Merged with those of the folder.
    before : sequence of Generation
        What the folder has.
    replicates, weeks : int
        Of every point.
    """
    levels: list[list[Any]] = []
    listed: list[list[Any]] = []
    first = sum(generation.count for generation in before)
    if own.kind == GRID:
        levels = [list(factor.levels) for factor in own.factors]
        count = len(grown(own, factors, before))
    elif own.kind == FILE:
        known = {tuple(point) for generation in before for point in generation.listed}
        listed = [point for point in named(own.rows(0, own.size), own.factors) if tuple(point) not in known]
        count = len(listed)
    else:
        count = max(own.size - first, 0)
    return Generation(first, count, part_size(count, replicates, weeks), levels, listed) if count else None


def recorded(generation: Generation) -> dict[str, Any]:
    """Return a generation as plain data, without what it has not."""
    return {name: value for name, value in asdict(generation).items() if value != []}
