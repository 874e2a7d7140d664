"""Points: a row of a design made into a scenario, and its key: a hash of all resolved parameters and of what else decides its results.

Overlays: files whose values are laid over a scenario, so that whole sets of values are a factor of a sweep.

The version of the model: what decides results, so that a store never mixes those of two models.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from araxes.engines.cache import Shelf
from araxes.errors import Fault, InputError, Option
from araxes.inputs.catalogue import resolved_data
from araxes.inputs.parameters import ALWAYS, Parameter, checked_series, find
from araxes.inputs.read import PACKAGE, read_toml, short_path, what_stands
from araxes.inputs.region import read_overlay
from araxes.inputs.scenario import Scenario, load
from araxes.inputs.scenario_checks import flat
from araxes.sweeps.table import CHOICE, OVERLAY, SCENARIO, FactorInfo, check_values, with_value

OVERRIDE, ESTIMATE = "override", "estimate"
_ALLOWED = f"a TOML file with a table [{OVERRIDE}] of parameters, or a file of estimates"
SOURCES = (
    "rules",
    "inputs",
    "records",
    "engines",
    "sweeps/outcomes.py",
    "sweeps/work.py",
    "units.py",
    "array_types.py",
)
"""Folders and files of the package that decide results."""
LIBRARIES = ("numpy", "numba", "pyarrow")
BYTES = np.dtype(np.uint64).itemsize


def overlaid(scenario: Scenario, file: str) -> Scenario:
    """Return a scenario with the values of an overlay.

    Parameters
    ----------
    scenario : Scenario
    file : str
        A TOML file with a table `[override]`, as scenarios have it, or a file of estimates, whose values are then drawn with their
        standard errors.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    path = Path(file)
    if got := what_stands(path):
        raise InputError([Fault(file, "", got, _ALLOWED)])
    raw = read_toml(path)
    values = _estimates(scenario, path) if ESTIMATE in raw else _overrides(scenario, path, raw)
    return replace(scenario, region=replace(scenario.region, book=dict(scenario.book) | dict(values)))


def _estimates(scenario: Scenario, path: Path) -> Mapping[str, Parameter]:
    """Return the values of a file of estimates, which must have been known when the scenario starts."""
    found, faults = read_overlay(path, scenario.book)
    if found is None:
        raise InputError(faults)
    if found.last >= scenario.start:
        allowed = f"a day before {scenario.name} starts, {scenario.start}"
        step = "What later days taught was not known then."
        raise InputError([Fault(short_path(path), "estimate.last", str(found.last), allowed, step=step)])
    return found.values


def _overrides(scenario: Scenario, path: Path, raw: Mapping[str, Any]) -> dict[str, Parameter]:
    """Return the values of a table of overrides."""
    name, values = short_path(path), raw.get(OVERRIDE)
    faults = [Fault(name, key, "a table or key", f"one table, [{OVERRIDE}]") for key in raw if key != OVERRIDE]
    if not isinstance(values, dict) or not values:
        raise InputError([*faults, Fault(name, OVERRIDE, "nothing", _ALLOWED)])
    out: dict[str, Parameter] = {}
    for key, value in flat(values).items():
        try:
            parameter = find(scenario.book, key, name, f"{OVERRIDE}.{key}")
        except InputError as error:
            faults += error.faults
            continue
        series, found = checked_series(parameter, value, name, f"{OVERRIDE}.{key}")
        faults += found
        if series is not None:
            out[parameter.path] = parameter.set(series, name, f"set by {name}")
    if faults:
        raise InputError(faults)
    return out


@cache
def model_version() -> dict[str, Any]:
    """Return the release, a digest of the sources that decide results, and of each file's."""
    files = {path.relative_to(PACKAGE).as_posix(): digest(path.read_bytes()) for path in _sources()}
    whole = digest("\n".join(f"{name} {value}" for name, value in files.items()).encode())
    return {"release": version("araxes"), "digest": whole, "files": files}


def _sources() -> list[Path]:
    """Return the files that decide results."""
    found = [PACKAGE / part for part in SOURCES]
    return sorted(file for path in found for file in ([path] if path.is_file() else path.rglob("*.py")))


def libraries() -> dict[str, str]:
    """Return the releases of what computes and writes results."""
    import platform

    return {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


def digest(content: bytes) -> str:
    """Return a digest of some bytes, 16 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=BYTES).hexdigest()


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
        events = resolved_data(self.scenario)
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
            start = _of_like_voices(scenario, name, sets, weeks) if name else scenario
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


def _of_like_voices(scenario: Scenario, name: str, sets: Any, weeks: int | None) -> Scenario:
    """Return another scenario, with reading and perspective of a given one."""
    seen = scenario.perspective.name if scenario.perspective else None
    return replace(load(name, scenario.own, sets, weeks, perspective=seen), reading=scenario.reading)


def split_row(factors: Sequence[FactorInfo], row: Any) -> tuple[tuple[str, str], dict[str, float]]:
    """Return which base a row of a design starts from, and the values of its parameters."""
    chosen = {SCENARIO: "", OVERLAY: ""}
    values: dict[str, float] = {}
    for factor, value in zip(factors, row, strict=True):
        if factor.kind == CHOICE:
            chosen[factor.name] = factor.levels[int(value)]
        else:
            values[factor.name] = float(value)
    return (chosen[SCENARIO], chosen[OVERLAY]), values


def _shown(factors: Sequence[FactorInfo], row: Any) -> str:
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
