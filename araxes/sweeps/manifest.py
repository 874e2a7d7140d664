"""The manifest of a sweep: what it is, as resolved, so that a folder is never added to by another one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from araxes.errors import Fault, InputError
from araxes.inputs.catalogue import resolved_data
from araxes.inputs.parameters import setting
from araxes.inputs.read import is_taken, read_json
from araxes.inputs.region import NEUTRAL, VOICES, Basis
from araxes.inputs.scenario import Scenario
from araxes.sweeps.design import CANNOT_GROW, Design
from araxes.sweeps.manifest_file import faults_of
from araxes.sweeps.points import libraries, model_version
from araxes.sweeps.table import CHOICE, FILE, GRID, FactorInfo

MANIFEST_NAME = "manifest.json"
FORMAT = 1
OLDER = (
    "An earlier version of araxes made it, with a model that has gone; the same sweep in another folder makes it anew."
)
OTHER_FOLDER = "araxes sweep needs another folder (-o) for another sweep."


@dataclass(frozen=True)
class Generation:
    """Points that were added together, and how they are cut into parts.

    Attributes
    ----------
    first, count : int
        Number of the first point, and how many.
    part : int
        Points of a part; the last one may have fewer.
    levels : list of list
        Of a grid: the levels of every factor when the points were added.
    listed : list of list
        Of a design read from a file: the points.
    """

    first: int
    count: int
    part: int
    levels: list[list[Any]] = field(default_factory=list)
    listed: list[list[Any]] = field(default_factory=list)

    def parts(self) -> Iterator[range]:
        """Yield the points of each part."""
        for start in range(self.first, self.first + self.count, self.part):
            yield range(start, min(start + self.part, self.first + self.count))


@dataclass
class Manifest:
    """A sweep as its folder tells it.

    Attributes
    ----------
    scenario : dict
        The scenario as resolved, with the model and the estimates of all bases.
    bases : dict of str to str
        Digests of all scenarios and overlays that points start from.
    options : dict
        Replicates, weeks, seed, fixed, judged, allow_outside, outcomes, functions.
    factors : list of dict
    design : dict
    model, libraries : dict
    outcomes : list of list of str
        Name, unit and label of every outcome.
    generations : list of dict
        See `Generation`.
    """

    scenario: dict[str, Any]
    bases: dict[str, str]
    options: dict[str, Any]
    factors: list[dict[str, Any]]
    design: dict[str, Any]
    model: dict[str, Any]
    libraries: dict[str, str]
    outcomes: list[list[str]]
    generations: list[dict[str, Any]] = field(default_factory=list)

    def as_text(self) -> str:
        """Return the manifest as text, the same for the same sweep."""
        return json.dumps({"format": FORMAT} | asdict(self), indent=1, default=str) + "\n"

    def copy(self) -> Manifest:
        """Return a manifest whose generations can be added to."""
        return replace(self, generations=list(self.generations))

    def of_factors(self) -> tuple[FactorInfo, ...]:
        """Return the factors."""
        return tuple(
            FactorInfo(f["name"], f["kind"], _float(f["low"]), _float(f["high"]), f["unit"], tuple(f["levels"]))
            for f in self.factors
        )

    def of_generations(self) -> list[Generation]:
        """Return the generations."""
        return [Generation(**generation) for generation in self.generations]

    @property
    def basis(self) -> Basis:
        """Return which model and which estimates it rests on."""
        voices = {name: self.scenario.get(name, NEUTRAL) for name in VOICES}
        return Basis(self.scenario["model"], self.scenario["estimates"], **voices)

    @property
    def total(self) -> int:
        """Return how many points there are."""
        return sum(int(generation["count"]) for generation in self.generations)


def _float(value: float | None) -> float:
    """Return a bound; nan where there is none."""
    return float("nan") if value is None else float(value)


def factor_rows(factors: tuple[FactorInfo, ...]) -> list[dict[str, Any]]:
    """Return factors as plain data."""
    rows = [factor._asdict() | {"levels": list(factor.levels)} for factor in factors]
    return [row | ({"low": None, "high": None} if row["kind"] == CHOICE else {}) for row in rows]


def make_manifest(
    scenario: Scenario,
    bases: dict[str, str],
    options: dict[str, Any],
    design: Design,
    outcomes: list[list[str]],
    basis: Basis,
) -> Manifest:
    """Return the manifest of a new sweep, without points yet."""
    model = model_version()
    return Manifest(
        scenario=json.loads(json.dumps(resolved_data(scenario) | basis.attrs(), default=str)),
        bases=bases,
        options=options,
        factors=factor_rows(design.factors),
        design=design.as_manifest(),
        model=model,
        libraries=libraries(),
        outcomes=outcomes,
    )


def read(folder: Path) -> Manifest:
    """Return the manifest of a folder.

    Raises
    ------
    InputError
        When there is none, or with every fault of it.
    """
    path = folder / MANIFEST_NAME
    if not is_taken(path):
        raise InputError(
            [Fault(str(folder), "", f"no {MANIFEST_NAME}", "the folder of a sweep (araxes sweep ... -o DIR)")]
        )
    raw = read_json(path, int(setting("sweep.file_size")), "the manifest of a sweep, as it was written")
    if not isinstance(raw, dict) or raw.pop("format", None) != FORMAT:
        raise InputError([Fault(str(path), "format", "another format", f"{FORMAT}")])
    if faults := faults_of(raw, str(path)):
        raise InputError(replace(fault, step=OLDER) if fault.key == "scenario.model" else fault for fault in faults)
    return Manifest(**raw)


def part_size(points: int, replicates: int, weeks: int) -> int:
    """Return how many points are written together."""
    by_time = int(setting("sweep.part_weeks")) // (replicates * weeks)
    by_number = -(-points // int(setting("sweep.parts")))
    return max(1, min(max(by_time, by_number), int(setting("sweep.part_points"))))


def check_same_sweep(old: Manifest, new: Manifest, folder: Path) -> None:
    """Refuse to add a sweep to the folder of another one, saying what differs.

    Raises
    ------
    InputError
        One fault for everything that differs.
    """
    if old.basis.model != new.basis.model:
        allowed = f"{old.basis.model}, as in this folder"
        raise InputError([Fault(str(folder), "model", new.basis.model, allowed, step=OTHER_FOLDER)])
    faults = [*_model_faults(old, new, folder), *_scenario_faults(old, new, folder)]
    for key in new.options:
        was, now = old.options.get(key), new.options[key]
        if was != now:
            faults.append(Fault(str(folder), key, str(now), f"{was}, as in this folder", step=OTHER_FOLDER))
    faults += _design_faults(old, new, folder)
    if faults:
        raise InputError(faults)


def _model_faults(old: Manifest, new: Manifest, folder: Path) -> Iterator[Fault]:
    """Yield by which files the model differs."""
    if old.model["digest"] == new.model["digest"]:
        return
    before, after = old.model["files"], new.model["files"]
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    got = f"araxes {new.model['release']} ({new.model['digest']}), changed: {', '.join(changed)}"
    allowed = f"araxes {old.model['release']} ({old.model['digest']}), as in this folder"
    yield Fault(str(folder), "model version", got, allowed, step=OTHER_FOLDER)


def _scenario_faults(old: Manifest, new: Manifest, folder: Path) -> Iterator[Fault]:
    """Yield by what the scenario differs: parameters one by one, the rest key by key."""
    before, after = old.scenario, new.scenario
    was, now = before.get("parameters", {}), after["parameters"]
    same = True
    for voice in VOICES:
        said, asked = (getattr(one.basis, voice) for one in (old, new))
        if said != asked:
            same = False
            yield Fault(str(folder), voice, asked, f"{said}, as in this folder", step=OTHER_FOLDER)
    alike = old.basis.perspective == new.basis.perspective  # else it says why parameters differ
    for path in sorted({*was, *now}) if alike else ():
        values = [_series(side.get(path)) for side in (now, was)]
        if values[0] != values[1]:
            same = False
            yield Fault(
                str(folder), f"scenario, {path}", values[0], f"{values[1]}, as in this folder", step=OTHER_FOLDER
            )
    for key in ("name", "start", "weeks", "acts", "signals", "changes"):
        if before.get(key) != after[key]:
            same = False
            got, allowed = (_brief(side.get(key)) for side in (after, before))
            yield Fault(str(folder), f"scenario, {key}", got, f"{allowed}, as in this folder", step=OTHER_FOLDER)
    names = sorted(name for name in new.bases if old.bases.get(name, new.bases[name]) != new.bases[name])
    if names and same:
        yield Fault(
            str(folder), "scenarios and overlays", ", ".join(names), "the same as in this folder", step=OTHER_FOLDER
        )


def _series(parameter: dict[str, Any] | None) -> str:
    """Return the values of a parameter as text."""
    if parameter is None:
        return "none"
    series = parameter["series"]
    return str(series[0][1]) if len(series) == 1 else "; ".join(f"{since}: {value}" for since, value in series)


def _brief(value: Any) -> str:
    """Return a value as text: of a list, how many and which."""
    return f"{len(value)} ({', '.join(item['id'] for item in value)})" if isinstance(value, list) else str(value)


def _design_faults(old: Manifest, new: Manifest, folder: Path) -> Iterator[Fault]:
    """Yield why a design cannot go on from that of the folder."""
    kind, was = new.design["kind"], old.design["kind"]
    if kind != was:
        yield Fault(str(folder), "design", kind, f"{was}, as in this folder", step=OTHER_FOLDER)
        return
    names = [[f["name"] for f in side.factors] for side in (new, old)]
    if names[0] != names[1]:
        yield Fault(
            str(folder), "factors", ", ".join(names[0]), f"{', '.join(names[1])}, as in this folder", step=OTHER_FOLDER
        )
        return
    if kind not in (GRID, FILE) and new.factors != old.factors:
        for one, other in zip(new.factors, old.factors, strict=True):
            if one != other:
                yield Fault(
                    str(folder), one["name"], _span(one), f"{_span(other)}, as in this folder", step=OTHER_FOLDER
                )
    if kind in CANNOT_GROW and new.design["points"] != old.design["points"]:
        got = f"{new.design['points']} points"
        allowed = f"the {old.design['points']} of this folder: {CANNOT_GROW[kind]}"
        yield Fault(str(folder), f"design {kind}", got, allowed, step=OTHER_FOLDER)


def _span(factor: dict[str, Any]) -> str:
    """Return the range of a factor as text."""
    return ", ".join(map(str, factor["levels"])) or f"{factor['low']:g} to {factor['high']:g}"
