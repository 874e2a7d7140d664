"""What the manifest of a sweep may contain, as `araxes.inputs.schema` says it of other files, and whether its parts fit together."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from araxes.display import show_card
from araxes.engines.draws import WORD
from araxes.errors import Fault
from araxes.inputs.faults import parse, value_text
from araxes.inputs.parameters import setting, settings
from araxes.inputs.schema import Number, StrictTable, Text
from araxes.sweeps.table import CHOICE, FILE, GRID

Line = Annotated[str, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
_Whole = Annotated[int, Field(strict=True, ge=0, le=sys.maxsize)]
Count = Annotated[int, Field(strict=True, ge=1, le=sys.maxsize)]


def _level(value: Any) -> Any:
    """Refuse what is neither a finite number nor a name."""
    if isinstance(value, str) and value:
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= sys.float_info.max:
        return value
    raise PydanticCustomError("level", "a finite number or a name")


def _outcome(value: Any) -> Any:
    """Refuse what is not the name, unit and label of an outcome."""
    if isinstance(value, list) and [type(part) for part in value] == [str, str, str]:
        return value
    raise PydanticCustomError("outcome", "name, unit and label of an outcome")


Level = Annotated[Any, BeforeValidator(_level)]
OutcomeLine = Annotated[Any, BeforeValidator(_outcome)]


@show_card
class Event(BaseModel):
    """An act, signal or change of the scenario, known by its id."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: Text


class SeriesOfParameter(StrictTable):
    """The values of a parameter by date."""

    series: list[tuple[Text, Number]]
    unit: Line
    origin: Line


class ResolvedScenario(StrictTable):
    """The scenario as resolved."""

    name: Text
    title: Line
    question: Line
    expect: Line
    sources: list[Line]
    start: Text
    weeks: Count
    files: list[Line]
    reading: Line = "neutral"
    perspective: Line = "neutral"
    model: Text
    estimates: Text
    acts: list[Event]
    signals: list[Event]
    changes: list[Event]
    parameters: dict[str, SeriesOfParameter]


class SweepOptions(StrictTable):
    """What the same for all points was asked for."""

    replicates: Annotated[int, Field(strict=True, ge=1, le=(1 << WORD) - 1)]
    weeks: Count
    seed: Annotated[int, Field(strict=True, ge=0, le=(1 << WORD + WORD) - 1)]
    fixed: Flag
    judged: Literal["drawn", "mean"] = "mean"
    allow_outside: Flag
    outcomes: list[Line]
    functions: list[Line]


class FactorLine(StrictTable):
    """One thing that is varied."""

    name: Text
    kind: Literal["number", "choice"]
    low: Number | None
    high: Number | None
    unit: Line
    levels: list[Level]


class DesignLine(StrictTable):
    """Which design, and how many points it has."""

    kind: Literal["grid", "lhs", "sobol", "morris", "random", "file"]
    points: Count
    luck: Literal["independent", "shared"]


class ModelVersion(StrictTable):
    """The release, a digest of the sources that decide results, and of each file's."""

    release: Line
    digest: Text
    files: dict[str, Line]


class GenerationLine(StrictTable):
    """Points that were added together."""

    first: _Whole
    count: Count
    part: Count
    levels: list[list[Level]] = Field(default=[])
    listed: list[list[Level]] = Field(default=[])


class ManifestFile(StrictTable):
    """`manifest.json`."""

    scenario: ResolvedScenario
    bases: dict[str, Line]
    options: SweepOptions
    factors: list[FactorLine]
    design: DesignLine
    model: ModelVersion
    libraries: dict[str, Line]
    outcomes: list[OutcomeLine]
    generations: list[GenerationLine]


def faults_of(data: Any, file: str) -> list[Fault]:
    """Return every fault of a manifest; of what does not fit together only where each part by itself is right."""
    found, faults = parse(ManifestFile, data, file)
    return faults if found is None else [Fault(file, *misfit) for misfit in _misfits(found)]


Misfit = tuple[str, str, str]
"""Key, got, allowed."""


def _misfits(found: ManifestFile) -> Iterator[Misfit]:
    """Yield what does not fit together."""
    for path, parameter in found.scenario.parameters.items():
        if not parameter.series:
            yield f"scenario.parameters.{path}.series", "nothing", "one value or more"
    if not found.factors:
        yield "factors", "nothing", "one factor or more"
    names, outcomes = [factor.name for factor in found.factors], [name for name, _, _ in found.outcomes]
    for key, known in (("factors", names), ("outcomes", outcomes)):
        yield from (
            (key, f"{value_text(name)} twice", "each once") for name, times in Counter(known).items() if times > 1
        )
    for k, factor in enumerate(found.factors, start=1):
        yield from _misfits_of_factor(factor, f"factors[{k}]", found.design.kind)
    first = 0
    for k, generation in enumerate(found.generations, start=1):
        key = f"generations[{k}]"
        if generation.first != first:
            yield f"{key}.first", str(generation.first), f"{first}, the points before it"
        yield from _misfits_of_generation(generation, key, found)
        first += generation.count
    most = int(setting("sweep.most_points"))
    if first > most:
        yield "generations", f"{first:,} points", f"at most {most:,} points"
    files, most = sum(-(-one.count // one.part) for one in found.generations), int(settings()["sweep.parts"].high)
    if files > most:
        yield "generations", f"points in {files:,} parts", f"at most {most:,} parts"


def _misfits_of_factor(factor: FactorLine, key: str, design: str) -> Iterator[Misfit]:
    """Yield what a factor of its kind cannot be."""
    if factor.kind == CHOICE:
        if factor.low is not None or factor.high is not None:
            yield key, f"a range from {factor.low} to {factor.high}", "no range: its values are names"
        if not factor.levels:
            yield f"{key}.levels", "nothing", "one name or more"
    elif factor.low is None or factor.high is None or factor.low > factor.high:
        yield key, f"a range from {factor.low} to {factor.high}", "a range from the lower to the higher number"
    elif design == GRID and not factor.levels:
        yield f"{key}.levels", "nothing", "the levels of a grid"
    yield from _misfits_of_levels(factor.levels, factor, f"{key}.levels")


def _misfits_of_levels(levels: list[Any], factor: FactorLine, key: str) -> Iterator[Misfit]:
    """Yield what cannot be a level of a factor, and levels that are there twice."""
    names = factor.kind == CHOICE
    known = set(factor.levels) if names else set()
    for k, level in enumerate(levels, start=1):
        if isinstance(level, str) != names or (names and level not in known):
            yield f"{key}[{k}]", value_text(level), "a name among the factor's levels" if names else "a number"
    if len(set(levels)) < len(levels):
        yield key, "the same value twice", "each once"


def _misfits_of_generation(one: GenerationLine, key: str, found: ManifestFile) -> Iterator[Misfit]:
    """Yield what does not fit the design: levels of a grid, points of a file, nothing of either elsewhere."""
    kind, factors = found.design.kind, found.factors
    for name, given, belongs in (("levels", one.levels, kind == GRID), ("listed", one.listed, kind == FILE)):
        if given and not belongs:
            yield f"{key}.{name}", f"a list of {len(given)}", f"nothing, in a design {kind}"
    if kind == GRID:
        yield from _misfits_of_grid(one, key, factors)
    if kind == FILE:
        yield from _misfits_of_list(one, key, factors)


def _misfits_of_grid(one: GenerationLine, key: str, factors: list[FactorLine]) -> Iterator[Misfit]:
    """Yield what does not fit in the levels of a grid, and a number of points that they do not have."""
    if len(one.levels) != len(factors):
        yield f"{key}.levels", f"levels of {len(one.levels)} factors", f"those of all {len(factors)}"
        return
    for k, (levels, factor) in enumerate(zip(one.levels, factors, strict=True), start=1):
        yield from _misfits_of_levels(levels, factor, f"{key}.levels[{k}]")
    size = math.prod(len(levels) for levels in one.levels)
    if one.count > size or (one.count < size and one.first == 0):
        yield f"{key}.count", str(one.count), f"the {size:,} points of its levels, less those that were there before"


def _misfits_of_list(one: GenerationLine, key: str, factors: list[FactorLine]) -> Iterator[Misfit]:
    """Yield what does not fit in listed points, and another number of them than the generation says."""
    if len(one.listed) != one.count:
        yield f"{key}.listed", f"{len(one.listed)} points", f"{one.count}, as its count says"
        return
    for k, point in enumerate(one.listed, start=1):
        if len(point) != len(factors):
            yield f"{key}.listed[{k}]", f"{len(point)} values", f"one for each of {len(factors)} factors"
            continue
        for value, factor in zip(point, factors, strict=True):
            yield from _misfits_of_levels([value], factor, f"{key}.listed[{k}].{factor.name}")
