"""Overlays: files whose values are laid over a scenario, so that whole sets of values are a factor of a sweep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from araxes.errors import Fault, InputError
from araxes.inputs.estimates import read_overlay
from araxes.inputs.folders import short, what_stands
from araxes.inputs.parameters import Parameter, checked_series, find
from araxes.inputs.read import read_toml
from araxes.inputs.scenario import Scenario
from araxes.inputs.scenario_checks import flat

OVERRIDE, ESTIMATE = "override", "estimate"
ALLOWED = f"a TOML file with a table [{OVERRIDE}] of parameters, or a file of estimates"


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
        raise InputError([Fault(file, "", got, ALLOWED)])
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
        raise InputError([Fault(short(path), "estimate.last", str(found.last), allowed, step=step)])
    return found.values


def _overrides(scenario: Scenario, path: Path, raw: Mapping[str, Any]) -> dict[str, Parameter]:
    """Return the values of a table of overrides."""
    name, values = short(path), raw.get(OVERRIDE)
    faults = [Fault(name, key, "a table or key", f"one table, [{OVERRIDE}]") for key in raw if key != OVERRIDE]
    if not isinstance(values, dict) or not values:
        raise InputError([*faults, Fault(name, OVERRIDE, "nothing", ALLOWED)])
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
