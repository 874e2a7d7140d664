"""Scenarios: a named question with a start, overrides and dated changes, resolved over the files it extends.

Later wins: shipped files < shipped estimates < the user's folder < its estimates < a perspective < the `extends` chain, oldest
first < the scenario < `--set`. Dated changes act last.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from araxes.display import Card, show_card
from araxes.errors import Fault, InputError, Option
from araxes.inputs.chain import DEFAULT_HISTORY, SUFFIX, read_chain, read_header, scenario_names
from araxes.inputs.faults import as_meant, parse, value_text
from araxes.inputs.parameters import Parameter, checked_series, find
from araxes.inputs.perspectives import Perspective, read_perspective, with_perspective, without_perspective
from araxes.inputs.read import short_path
from araxes.inputs.readings import Reading, read_reading
from araxes.inputs.region import VOICES, Basis, RegionFiles, basis_of, read_region, with_estimate
from araxes.inputs.scenario_checks import (
    LAST_END,
    Head,
    beyond_dates,
    chain_faults,
    expectation_faults,
    file_faults,
    flat,
    late_notes,
    unreached_notes,
)
from araxes.inputs.schema import Act, Change, Expectation, HistoryHeader, ScenarioFile, Signal
from araxes.options import check_arguments, either, name_or_path
from araxes.units import monday, week_number

WORDS = ("title", "question", "expect")
"""What a scenario says in words."""


@show_card
@dataclass(frozen=True)
class Scenario:
    """A scenario with everything resolved.

    Attributes
    ----------
    name, title, question, expect : str
        As written; `name` is the file's. What the scenario does not say itself is named as that of the one it extends.
    sources : tuple of str
        Pages, rows of the chronology, or "hypothetical".
    start : datetime.date
        The Monday of the first week.
    weeks : int
        Horizon, number of weeks simulated.
    region : RegionFiles
        Ladder, issues, actors and the parameters after all overrides.
    acts, signals, changes : tuple
        Dated events of this scenario, inherited ones included.
    expectations : tuple of Expectation
        The checkable part of `expect`.
    files : tuple of str
        The scenario files read, oldest first.
    notes : tuple of str
        What a user should know: a start moved to its Monday, for instance.
    history : str
        Name of the history replayed before the start.
    count_flags : tuple of str
        Flags of the history whose acts count here although its header leaves them out.
    reading : Reading or None
        Whose acts the contested ones of the history are; None is neutral.
    perspective : Perspective or None
        Who set what is judged; None is neutral.
    own : Path or None
        The user's folder.
    unset : mapping of str to Parameter
        What `sets` replaced, as it was before; two scenarios that say the same are equal whatever it was.
    """

    name: str
    title: str
    question: str
    expect: str
    sources: tuple[str, ...]
    start: datetime.date
    weeks: int
    region: RegionFiles
    acts: tuple[Act, ...]
    signals: tuple[Signal, ...]
    changes: tuple[Change, ...]
    expectations: tuple[Expectation, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...] = ()
    history: str = DEFAULT_HISTORY
    count_flags: tuple[str, ...] = ()
    reading: Reading | None = None
    perspective: Perspective | None = None
    own: Path | None = None
    unset: Mapping[str, Parameter] = field(default_factory=dict, compare=False)

    def _card(self) -> Card:
        """Return what is asked, and over what span."""
        events = ((self.acts, "act"), (self.signals, "signal"), (self.changes, "change"))
        said = [f"{len(found)} {word}{'s' if len(found) > 1 else ''}" for found, word in events if found]
        size = ", ".join([f"{self.weeks} weeks from {self.start}", *said])
        facts = {"question": self.question, "expected": self.expect, "size": size, "rests on": str(self.basis)}
        return Card(f"Scenario {self.name}: {self.heading}", size, ("question", "expect", "book"), facts)

    @property
    def book(self) -> dict[str, Parameter]:
        """All parameters by path, after overrides."""
        return self.region.book

    @property
    def basis(self) -> Basis:
        """Return which model, estimates, reading and perspective a run of it rests on."""
        voices = {name: getattr(self, name).name for name in VOICES if getattr(self, name)}
        return basis_of(self.region)._replace(**voices)

    @property
    def heading(self) -> str:
        """Return the title, and whose reading and perspective it is where they are not neutral."""
        return ", ".join([self.title, *self.voices])

    @property
    def voices(self) -> list[str]:
        """Return in words whose reading and perspective it is; nothing where they are neutral."""
        read = [f"as {self.reading.name} reads it"] if self.reading else []
        return [*read, *([f"in the perspective of {self.perspective.name}"] if self.perspective else [])]

    def with_priors(self) -> Scenario:
        """Return the scenario with the values of the parameter files, no estimate laid over them; what it sets itself stays."""
        return replace(self, region=with_estimate(self.region, datetime.date.min))

    def week_of(self, date: datetime.date) -> int:
        """Return the week of the run in which `date` lies, 0 for the first."""
        return week_number(date) - week_number(self.start)


def basis_over(scenarios: Iterable[Scenario]) -> Basis:
    """Return which model, estimates, readings and perspectives what is made of several scenarios rests on."""
    given = list(scenarios)
    voices = {name: ", ".join(dict.fromkeys(getattr(one.basis, name) for one in given)) for name in VOICES}
    return basis_of(*(one.region for one in given))._replace(**voices)


@check_arguments(name=either(Scenario, name_or_path))
def load(
    name: str | Scenario,
    own: Path | str | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    weeks: int | None = None,
    reading: str | None = None,
    perspective: str | None = None,
) -> Scenario:
    """Return a scenario with everything resolved.

    Parameters
    ----------
    name : str or Scenario
        A scenario's name, the path of a TOML file, or a scenario already loaded (returned with `sets` and `weeks` applied).
    own : Path or str, optional
        A folder with own `params`, `scenarios` and `history`.
    sets : mapping of path to value, or sequence of "PATH=VALUE"
        Overrides that win over every file.
    weeks : int, optional
        Another horizon, at least 1.
    reading : str, optional
        A capital that says whose acts the contested ones of the record are ("Baku"); that of a loaded scenario, or none, when not given.
    perspective : str, optional
        A capital that sets what is judged, but for what the scenario and `sets` give ("Tehran"); as for `reading` when not given.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        With every fault found in the scenario, the files it extends and the parameter files.
    """
    folder = Path(own) if own is not None else None
    scenario = name if isinstance(name, Scenario) else load_over(read_region(folder), name, folder)
    if weeks is not None:
        scenario = replace(scenario, weeks=_checked_weeks(weeks, scenario))
    if reading is not None:
        scenario = replace(scenario, reading=read_reading(reading, scenario.region, scenario.own))
    if perspective is not None:
        scenario = seen_from(scenario, perspective)
    return _apply_sets(scenario, sets) if sets else scenario


def load_all(
    names: Iterable[str | Path | Scenario],
    own: Path | str | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    weeks: int | None = None,
    reading: str | None = None,
    perspective: str | None = None,
) -> list[Scenario]:
    """Return several scenarios with everything resolved, over a region that is read once.

    Parameters
    ----------
    names, own, sets, weeks, reading, perspective
        As for `load`, one name after the other.

    Raises
    ------
    InputError
        With every fault of the parameter files, or of the first scenario that has any.
    """
    folder, asked = Path(own) if own is not None else None, list(names)
    region = None if all(isinstance(name, Scenario) for name in asked) else read_region(folder)
    found = []
    for name in asked:
        one = name if isinstance(name, Scenario) else str(name)
        over = load_over(region, one, folder) if region is not None and isinstance(one, str) else one
        found.append(load(over, own, sets, weeks, reading, perspective))
    return found


def load_over(region: RegionFiles, name: str, own: Path | None = None) -> Scenario:
    """Return a scenario over a region that has been read already: read the chain of files, check all of them, and resolve.

    Parameters
    ----------
    region : RegionFiles
        As `read_region(own)` returns it.
    name, own
        As for `load`.

    Raises
    ------
    InputError
        With every fault found in the scenario and the files it extends.
    """
    chain = read_chain(name, own)
    header, _ = read_header(own=own)
    faults: list[Fault] = []
    stages = [as_meant(ScenarioFile, raw) for _, raw in chain]
    meant = [stage[-1] for stage in stages]
    merged = _merge_heads([raw.get("scenario", {}) for raw in meant])
    models = []
    for (path, _), readings in zip(chain, stages, strict=True):
        file, known = short_path(path), {*scenario_names(own), *(near.stem for near in path.parent.glob(f"*{SUFFIX}"))}
        parsed = [parse(ScenarioFile, {"scenario": {}, **raw}, file) for raw in readings]
        faults += [fault for _, found in parsed for fault in found]
        faults += file_faults(file, readings[-1], region, merged.get("start"), known)
        models += [model for model, _ in parsed if model is not None]
    file = short_path(chain[-1][0])
    faults += chain_faults(file, meant, merged, header)
    if not faults:
        faults += expectation_faults(
            file, models[-1].expectation, Head(chain[-1][0].stem, merged), partial(_head_of, own, chain[-1][0].parent)
        )
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return _resolve(chain, models, with_estimate(region, monday(merged["start"]), header.name), merged, header, own)


def _head_of(own: Path | None, near: Path, name: str) -> Head:
    """Return what the heads of a scenario's chain say together."""
    return Head(
        name,
        _merge_heads([as_meant(ScenarioFile, raw)[-1].get("scenario", {}) for _, raw in read_chain(name, own, near)]),
    )


def seen_from(scenario: Scenario, capital: str | None) -> Scenario:
    """Return a scenario in the perspective of a capital, or in none, in place of any other."""
    plain = without_perspective(scenario.region, scenario.perspective)
    sets_aside = without_perspective(replace(plain, book={**plain.book, **scenario.unset}), scenario.perspective)
    view = None if capital is None else read_perspective(capital, sets_aside, scenario.own)
    below = with_perspective(sets_aside, view).book
    unset = {path: below.get(path, before) for path, before in scenario.unset.items()}
    return replace(scenario, region=with_perspective(plain, view), perspective=view, unset=unset)


def _merge_heads(heads: Iterable[Any]) -> dict[str, Any]:
    """Return the head of the chain, later files winning; names and drops are each file's own."""
    merged: dict[str, Any] = {}
    for head in heads:
        if isinstance(head, dict):
            merged |= {key: value for key, value in head.items() if key not in ("extends", "drop")}
    return merged


def _checked_weeks(weeks: int, scenario: Scenario) -> int:
    """Return a horizon that ends before dates do, or raise its fault."""
    if beyond_dates(scenario.start, weeks):
        raise InputError([Fault(Option("weeks"), "", value_text(weeks), LAST_END)])
    return weeks


def _resolve(
    chain: list[tuple[Path, dict[str, Any]]],
    models: list[ScenarioFile],
    region: RegionFiles,
    head: dict[str, Any],
    header: HistoryHeader,
    own: Path | None,
) -> Scenario:
    """Return the scenario of a chain without faults."""
    book = dict(region.book)
    acts: list[Act] = []
    signals: list[Signal] = []
    changes: list[Change] = []
    for (path, _), model in zip(chain, models, strict=True):
        _override(book, flat(model.override), short_path(path))
        dropped = set(model.scenario.drop)
        acts = [act for act in acts if act.id not in dropped] + model.act
        signals = [signal for signal in signals if signal.id not in dropped] + model.signal
        changes = [change for change in changes if change.id not in dropped] + model.change
    start = head["start"]
    notes = [] if start == monday(start) else [f"The start {start} is not a Monday: the run begins on {monday(start)}."]
    notes += late_notes(monday(start), header)
    notes += unreached_notes(monday(start), head["weeks"], [*acts, *signals, *changes])
    words = _words(chain, models)
    return Scenario(
        name=chain[-1][0].stem,
        title=words["title"],
        question=words["question"],
        expect=words["expect"],
        sources=tuple(head.get("sources", ())),
        start=monday(start),
        weeks=head["weeks"],
        region=replace(region, book=book),
        acts=tuple(acts),
        signals=tuple(signals),
        changes=tuple(changes),
        expectations=tuple(models[-1].expectation),
        files=tuple(short_path(path) for path, _ in chain),
        notes=tuple(notes),
        count_flags=tuple(head.get("count_flags", ())),
        own=own,
    )


def _words(chain: list[tuple[Path, dict[str, Any]]], models: list[ScenarioFile]) -> dict[str, str]:
    """Return title, question and what is expected; those that the scenario does not say itself are named as another one's."""
    words = {}
    for key in WORDS:
        said = [(path, getattr(model.scenario, key)) for (path, _), model in zip(chain, models, strict=True)]
        path, text = [(path, text) for path, text in said if text is not None][-1]
        words[key] = (
            text
            if path == chain[-1][0]
            else f"{text.rstrip()} (said of {path.stem}, which {chain[-1][0].stem} extends)"
        )
    return words


def _override(book: dict[str, Parameter], values: Mapping[str, Any], origin: str) -> None:
    """Set values that have been checked, in place."""
    for path, value in values.items():
        parameter = find(book, path, origin, "")
        series, faults = checked_series(parameter, value, origin, path)
        if series is None:
            raise InputError(faults)
        book[parameter.path] = parameter.set(series, origin, f"set by {origin}")


def _apply_sets(scenario: Scenario, sets: Mapping[str, Any] | Sequence[str]) -> Scenario:
    """Return the scenario with command-line overrides applied; every fault is collected."""
    faults: list[Fault] = []
    book = dict(scenario.book)
    for item in sets.items() if isinstance(sets, Mapping) else sets:
        try:
            path, value = _split(item) if isinstance(item, str) else item
            _override(book, {path: _number(value)}, Option("sets"))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    old = scenario.book
    unset = {path: scenario.unset.get(path, old[path]) for path in book if book[path] is not old[path]}
    return replace(scenario, region=replace(scenario.region, book=book), unset={**scenario.unset, **unset})


def _split(text: str) -> tuple[str, str]:
    """Return path and value of "PATH=VALUE"."""
    path, sign, value = text.partition("=")
    if not sign:
        raise InputError([Fault(Option("sets"), text, "no '='", "PATH=VALUE, such as IRN.salience.israel=0.5")])
    return path.strip(), value.strip()


def _number(value: Any) -> Any:
    """Return text as a number where it is one, anything else as it is (the check says what is wrong with it)."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value
