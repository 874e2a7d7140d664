"""A sweep before it runs: what it adds to a folder, and whether anything answers to what it varies.

Plans: a sweep that has been checked and not been run, and what a folder makes of it.

Growth: which points a folder has, in which order they were added, and which a design adds to them.

Ends: whether anything answers to what a sweep varies, tried before the sweep is run at both ends of every range and at its middle.

The ends alone do not tell: a red line that is crossed from the first day and one that is never reached push alike, and one between them
is crossed on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.engines.world import World, prepare
from araxes.errors import Fault, InputError
from araxes.inputs.read import is_taken
from araxes.results.answers import Answer, answers, find_difference, what_would
from araxes.sweeps import manifest
from araxes.sweeps.design import Design
from araxes.sweeps.manifest import Generation, Manifest, part_size
from araxes.sweeps.points import Base, digest
from araxes.sweeps.table import CHOICE, FILE, GRID, FactorInfo
from araxes.sweeps.work import Job, Workshop, workshop

_Announce = Callable[[str], None]
BESIDE = "That is where the others are at their ends."
ALIKE = "That is between its ends, which do alike."


def _merged(old: Sequence[FactorInfo], new: Sequence[FactorInfo]) -> tuple[FactorInfo, ...]:
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
            return _placed(generation.listed, factors)
        grid = Design(GRID, with_levels(factors, generation.levels), 0, 0)
        return _grown(replace_size(grid, size_of(generation.levels)), factors, self.generations[:k])


def replace_size(design: Design, size: int) -> Design:
    """Return a design with at least a number of points."""
    return replace(design, size=size) if size > design.size else design


def size_of(levels: Sequence[Sequence[Any]]) -> int:
    """Return the number of points of a grid."""
    size = 1
    for each in levels:
        size *= len(each)
    return size


def with_levels(factors: Sequence[FactorInfo], levels: Sequence[Sequence[Any]]) -> tuple[FactorInfo, ...]:
    """Return factors with other levels."""
    return tuple(f._replace(levels=tuple(each)) for f, each in zip(factors, levels, strict=True))


def _placed(listed: Sequence[Sequence[Any]], factors: Sequence[FactorInfo]) -> Floats:
    """Return listed points as rows, choices as places of their levels."""
    out = np.empty((len(listed), len(factors)))
    for k, factor in enumerate(factors):
        column = [point[k] for point in listed]
        out[:, k] = [factor.levels.index(value) for value in column] if factor.kind == CHOICE else column
    return out


def _named(rows: Floats, factors: Sequence[FactorInfo]) -> list[list[Any]]:
    """Return rows as plain values, choices by name: the opposite of `_placed`."""
    return [
        [f.levels[int(x)] if f.kind == CHOICE else x for f, x in zip(factors, row, strict=True)]
        for row in rows.tolist()
    ]


def _grown(grid: Design, factors: Sequence[FactorInfo], before: Sequence[Generation]) -> Floats:
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
        count = len(_grown(own, factors, before))
    elif own.kind == FILE:
        known = {tuple(point) for generation in before for point in generation.listed}
        listed = [point for point in _named(own.rows(0, own.size), own.factors) if tuple(point) not in known]
        count = len(listed)
    else:
        count = max(own.size - first, 0)
    return Generation(first, count, part_size(count, replicates, weeks), levels, listed) if count else None


def _recorded(generation: Generation) -> dict[str, Any]:
    """Return a generation as plain data, without what it has not."""
    return {name: value for name, value in asdict(generation).items() if value != []}


class Plan(NamedTuple):
    """A sweep that has been checked and not been run.

    Attributes
    ----------
    job : Job
    name : str
        Digest of the sweep.
    design : Design
    manifest : Manifest
        Without generations until it meets its folder.
    """

    job: Job
    name: str
    design: Design
    manifest: Manifest

    @property
    def shop(self) -> Workshop:
        """Return what works on its points in this process."""
        return workshop(self.name, self.job)

    @property
    def points(self) -> Points:
        """Return all points of the sweep and of its folder."""
        return Points(self.design, self.manifest.of_generations())


def continue_plan(plan: Plan, folder: Path) -> Plan:
    """Return the plan as it goes on in a folder: points that the folder does not have are a generation at the end.

    Raises
    ------
    InputError
        When the folder is that of another sweep; the differences are named.
    """
    of, factors, design = plan.manifest.copy(), plan.design.factors, plan.design
    old = manifest.read(folder) if is_taken(folder / manifest.MANIFEST_NAME) else None
    if old is not None:
        manifest.check_same_sweep(old, of, folder)
        of.generations, of.bases = list(old.generations), old.bases | of.bases
        factors = _merged(old.of_factors(), factors)
    added = next_generation(design, factors, of.of_generations(), plan.job.replicates, of.options["weeks"])
    if old is not None and added is None:
        of.factors, of.design, of.libraries = old.factors, old.design, old.libraries
        factors = old.of_factors() if design.kind in (GRID, FILE) else factors
    elif old is not None:
        of.factors = manifest.factor_rows(factors)
    if added is not None:
        of.generations.append(_recorded(added))
    job, name = plan.job, plan.name
    if factors != job.factors:
        job, name = job._replace(factors=factors), digest(f"{name} {factors}".encode())
    return Plan(job, name, over(design, factors), of)


def answers_of(plan: Plan, announce: _Announce | None = None) -> Iterator[Answer]:
    """Yield whether anything answers to each value that is set in a sweep, then to each parameter that is varied.

    Parameters
    ----------
    plan : Plan
        Of several scenarios or overlays, a parameter is tried in one after the other until one answers.
    announce : callable, optional
        Told before the kernel is compiled.
    """
    for base in plan.shop.bases.values():
        lead = f"{base.scenario.name}: " if len(plan.shop.bases) > 1 else ""
        for answer in answers(base.scenario, announce=announce):
            yield answer._replace(what=f"{lead}{answer.what}")
    factors = [factor for factor in plan.design.factors if factor.kind != CHOICE]
    for factor in factors:
        with suppress(InputError):  # no world is made at an end: the sweep tells of points that fail
            yield _answer(plan, factor, [other for other in factors if other is not factor], announce)


def _answer(plan: Plan, factor: FactorInfo, others: list[FactorInfo], announce: _Announce | None) -> Answer:
    """Return whether anything answers to one factor along its range, alone or with the others at their ends."""
    what = f"{factor.name} from {factor.low:g} to {factor.high:g}"
    ends = [{}, {other.name: other.low for other in others}, {other.name: other.high for other in others}]
    for base in plan.shop.bases.values():
        for place, values in enumerate(ends if others else ends[:1]):
            low = _world(base, {**values, factor.name: factor.low})
            for value in (factor.high, *_between(factor)):
                found = find_difference(low, _world(base, {**values, factor.name: value}), announce)
                if found.moves:
                    advice = [ALIKE] * (value != factor.high) + [BESIDE] * (place > 0)
                    return Answer(what, found, " ".join(advice))
    base = next(iter(plan.shop.bases.values()))
    low, high = (_world(base, {factor.name: end}) for end in (factor.low, factor.high))
    tried = "That holds with the others at their ends, too. " if others else ""
    return Answer(what, find_difference(low, high, announce), tried + what_would(high, low, factor.name))


def _between(factor: FactorInfo) -> tuple[float, ...]:
    """Return the value in the middle of a factor's levels, or of its range where a design draws from it; none between two levels."""
    if not factor.levels:
        return ((factor.low + factor.high) * 0.5,)
    return (factor.levels[len(factor.levels) // 2],) if len(factor.levels) > 2 else ()


def _world(base: Base, values: dict[str, float]) -> World:
    """Return the world of a point."""
    return prepare(base.at(values), shelf=base.shelf)
