"""Points: a row of a design made into a scenario, and its key: a hash of all resolved parameters and of what else decides its results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from araxes.engines.cache import Shelf
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import ALWAYS, Parameter, find
from araxes.inputs.resolved import resolved
from araxes.inputs.scenario import Scenario, load
from araxes.sweeps.factors import OVERLAY, SCENARIO, check_values, with_value
from araxes.sweeps.model_version import digest
from araxes.sweeps.overlays import overlaid
from araxes.sweeps.table import CHOICE, FactorInfo


@dataclass(frozen=True)
class Base:
    """A scenario that points start from, an overlay laid over it where there is one.

    Attributes
    ----------
    scenario : Scenario
    """

    scenario: Scenario

    @cached_property
    def shelf(self) -> Shelf:
        """Return the pieces that the points of this base share."""
        return Shelf(self.scenario)

    @cached_property
    def lines(self) -> list[bytes]:
        """Return a line for every parameter."""
        return [line_of(parameter) for parameter in self.scenario.book.values()]

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the place of every parameter's line."""
        return {path: place for place, path in enumerate(self.scenario.book)}

    @cached_property
    def rest(self) -> bytes:
        """Return everything of the scenario that is not a parameter."""
        events = resolved(self.scenario)
        kept = {name: events[name] for name in ("start", "weeks", "acts", "signals", "changes")}
        kept |= {"history": self.scenario.history, "count_flags": list(self.scenario.count_flags)}
        if self.scenario.reading:
            kept["reading"] = [one.model_dump() for one in (*self.scenario.reading.rows, *self.scenario.reading.acts)]
        region = self.scenario.region
        kept |= {"rungs": [rung.key for rung in region.rungs], "issues": list(region.issues)}
        kept |= {"actors": {code: head.role for code, head in region.actors.items()}}
        return json.dumps(kept, default=str, sort_keys=True).encode()

    def at(self, values: dict[str, float]) -> Scenario:
        """Return the scenario of a point."""
        book = dict(self.scenario.book)
        for path, value in values.items():
            book[path] = with_value(book[path], value, ((ALWAYS, value),), "sweep")
        return replace(self.scenario, region=replace(self.scenario.region, book=book))

    def resolved_digest(self, scenario: Scenario, paths: Sequence[str]) -> str:
        """Return the hash of a point's resolved scenario, of which only some paths differ from the base."""
        lines = list(self.lines)
        for path in paths:
            lines[self.places[path]] = line_of(scenario.book[path])
        return digest(b"\n".join([*lines, self.rest]))


def line_of(parameter: Parameter) -> bytes:
    """Return what of a parameter decides results, as a line."""
    p = parameter
    series = [(since.isoformat(), value) for since, value in p.series]
    judged = p.around if p.is_judged else None
    return f"{p.path} {series} {p.sd} {p.low} {p.high} {p.side} {judged}".encode()


def bases(
    scenario: Scenario, factors: Sequence[FactorInfo], sets: Any = (), weeks: int | None = None
) -> dict[tuple[str, str], Base]:
    """Return the base of every scenario and overlay among the factors, "" standing for the sweep's own.

    Horizons are made the shortest of them, so that outcomes mean the same everywhere.

    Raises
    ------
    InputError
        With the faults of all scenarios and overlays.
    """
    levels = {factor.name: factor.levels for factor in factors if factor.kind == CHOICE}
    faults: list[Fault] = []
    loaded: dict[tuple[str, str], Scenario] = {}
    for name in levels.get(SCENARIO, ("",)):
        try:
            start = replace(load(name, scenario.own, sets, weeks), reading=scenario.reading) if name else scenario
        except InputError as error:
            faults += error.faults
            continue
        for overlay in levels.get(OVERLAY, ("",)):
            try:
                loaded[name, overlay] = overlaid(start, overlay) if overlay else start
            except InputError as error:
                faults += error.faults
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    shortest = min(found.weeks for found in loaded.values())
    return {key: Base(replace(found, weeks=shortest)) for key, found in loaded.items()}


def split(factors: Sequence[FactorInfo], row: Any) -> tuple[tuple[str, str], dict[str, float]]:
    """Return which base a row of a design starts from, and the values of its parameters."""
    chosen = {SCENARIO: "", OVERLAY: ""}
    values: dict[str, float] = {}
    for factor, value in zip(factors, row, strict=True):
        if factor.kind == CHOICE:
            chosen[factor.name] = factor.levels[int(value)]
        else:
            values[factor.name] = float(value)
    return (chosen[SCENARIO], chosen[OVERLAY]), values


def shown(factors: Sequence[FactorInfo], row: Any) -> str:
    """Return a point as text: every factor with its value."""
    values = (f.levels[int(x)] if f.kind == CHOICE else f"{x:g}" for f, x in zip(factors, row, strict=True))
    return ", ".join(f"{factor.name}={value}" for factor, value in zip(factors, values, strict=True))


def number_of(text: str) -> int:
    """Return a digest as a seed."""
    return int.from_bytes(bytes.fromhex(text), "big")


def check_over(found: dict[tuple[str, str], Base], factors: Sequence[FactorInfo], allow_outside: bool) -> None:
    """Refuse ranges that the parameters of one of several scenarios do not have."""
    for base in found.values():
        for factor in factors:
            if factor.kind != CHOICE:
                parameter = find(base.scenario.book, factor.name, Option("vary"), factor.name)
                check_values(parameter, (factor.low, factor.high), Option("vary"), factor.name, allow_outside)
