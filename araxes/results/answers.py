"""Answers: whether anything in a scenario answers to a value that somebody chose; if not, why not, and what would.

Nothing here knows which rule reads which value. The scenario is made ready with and without the value. Where the engine reads the same
numbers both times, nothing can answer. Else a few replicates are simulated both ways, and what is compared is the exact chances of all
acts, so that an effect too small to change an act in so few replicates still shows. What would be answered to is tried in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from araxes.display import show_card
from araxes.engines.cache import Shelf
from araxes.engines.ensemble import foresee
from araxes.engines.kernel.tables import tables
from araxes.engines.world import World, prepare
from araxes.errors import warn_caller
from araxes.inputs.catalogue import series_text
from araxes.inputs.parameters import Parameter, is_fixed, setting
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Change, Signal
from araxes.records.history import History
from araxes.wording import HUNDRED

_Announce = Callable[[str], None]
STANDS = "What only stands pushes nothing: it counts by how far it lies from where it stood at the start."


@show_card
class Difference(NamedTuple):
    """What differs between a few replicates of two worlds.

    Attributes
    ----------
    arrays : bool
        Whether the engine reads any other number.
    chance : float
        The largest difference between two chances of a week's act.
    acts : int
        Acts that differ.
    status : bool
        Whether any status differs.
    replicates, weeks : int
        Simulated.
    """

    arrays: bool
    chance: float
    acts: int
    status: bool
    replicates: int
    weeks: int

    def __str__(self) -> str:
        """Return in words what was found."""
        tried, more = f"{self.replicates} replicates of {self.weeks} weeks", f"{HUNDRED * self.chance:.2g}"
        if not self.arrays:
            return "nothing answers to it here: the engine reads the same numbers either way."
        if self.acts:
            return f"answered to: in {tried} the chances of acts differ by up to {more} points, and {self.acts:,} acts."
        if self.moves:
            return f"answered to, hardly: in {tried} the chances of acts differ by up to {more} points, and no act."
        same = "the same but for rounding" if self.chance else "the same to the last digit"
        if self.status:
            return f"no act answers to it here, statuses do: in {tried} all chances of acts are {same}."
        return f"nothing answers to it here: in {tried} all chances, acts and statuses are {same}."

    @property
    def moves(self) -> bool:
        """Return whether any act, or any chance of one by more than rounding, differs."""
        return bool(self.acts) or self.chance > setting("answers.rounding")


@show_card
class Answer(NamedTuple):
    """Whether anything answers to a value.

    Attributes
    ----------
    what : str
        The value: its path, and what it was set to.
    found : Difference
    advice : str
        What would be answered to; empty where acts answer.
    """

    what: str
    found: Difference
    advice: str = ""

    @property
    def inert(self) -> bool:
        """Return whether no act answers."""
        return not self.found.moves

    def __str__(self) -> str:
        """Return the answer in words."""
        return f"{self.what}: {self.found}{f' {self.advice}' if self.advice else ''}"


def answers(
    scenario: Scenario,
    made: Callable[[Scenario], Scenario] | None = None,
    history: History | None = None,
    announce: _Announce | None = None,
) -> list[Answer]:
    """Return whether anything answers to each value that `sets` gave to a scenario.

    Parameters
    ----------
    scenario : Scenario
        As `araxes.load` returns it.
    made : callable, optional
        Makes of it what is simulated.
    history : History, optional
        Another record than the scenario's.
    announce : callable, optional
        Told before the kernel is compiled.
    """
    if not scenario.unset:
        return []
    given = made(scenario) if made else scenario
    shelf = Shelf(given)
    world = prepare(given, history, shelf)
    out = []
    for path, before in scenario.unset.items():
        if before.is_judged and scenario.book[path].series == before.series:
            continue  # it is held at this value, where it would be drawn around it
        plain = with_parameter(scenario, before)
        other = prepare(made(plain) if made else plain, history, shelf)
        found = find_difference(world, other, announce)
        answer = Answer(f"{path} = {series_text(scenario.book[path])}", found)
        out.append(answer._replace(advice=what_would(world, other, path)) if answer.inert else answer)
    return out


def with_parameter(scenario: Scenario, parameter: Parameter) -> Scenario:
    """Return a scenario with another parameter in its book."""
    book = {**scenario.book, parameter.path: parameter}
    return replace(scenario, region=replace(scenario.region, book=book))


def with_notes(scenario: Scenario, found: Iterable[Answer]) -> Scenario:
    """Return a scenario with answers among its notes."""
    return replace(scenario, notes=(*scenario.notes, *map(str, found)))


def tell(found: Iterable[Answer], announce: _Announce | None, notes: Iterable[str] = (), name: str = "") -> None:
    """Say what a user should know before the results; where nobody listens, warn of it, and of values to which no act answers.

    Parameters
    ----------
    found : iterable of Answer
    announce : callable or None
    notes : iterable of str
        Other things to say first.
    name : str
        Of the scenario, where there are several.
    """
    lead = f"{name}: " if name else ""
    for note in notes:
        _say(f"{lead}{note}", announce)
    for answer in found:
        if announce or answer.inert:
            _say(f"{lead}{answer}", announce)


def _say(text: str, announce: _Announce | None) -> None:
    """Say something, or warn of it."""
    if announce:
        announce(text)
    else:
        warn_caller(text)


# --- Two worlds side by side -------------------------------------------------------------------------------------------------


def find_difference(one: World, other: World, announce: _Announce | None = None) -> Difference:
    """Return what differs between a few replicates of two worlds with one start, one horizon and the same states."""
    number, weeks, seed = int(setting("answers.replicates")), one.scenario.weeks, int(setting("run.seed"))
    if same_arrays(tables(one, seed, False), tables(other, seed, False)):
        return Difference(False, 0.0, 0, False, 0, weeks)
    step = math.ceil(weeks / int(setting("answers.weeks")))
    runs = (foresee(world, range(0, weeks, step), range(number), seed, announce=announce) for world in (one, other))
    chance, acts, status = 0.0, 0, False
    for (_, ours), (_, theirs) in zip(*runs, strict=True):
        chance = max(chance, float(np.abs(ours.cumulative - theirs.cumulative).max()))
        acts += int((ours.rungs != theirs.rungs).sum())
        status = status or bool((ours.status != theirs.status).any())
    return Difference(True, chance, acts, status, number, weeks)


def same_arrays(one: Any, other: Any) -> bool:
    """Return whether two tables of the engine hold the same numbers, to the last bit."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same_arrays, one, other))
    return np.array_equal(np.asarray(one), np.asarray(other))


# --- What would be answered to ----------------------------------------------------------------------------------------------


def what_would(world: World, other: World, path: str) -> str:
    """Return what would be answered to, as far as trying tells.

    Parameters
    ----------
    world, other : World
        With and without the value, which nothing answers to.
    path : str
    """
    now, before = (one.scenario.book[path] for one in (world, other))
    if now.series == before.series:
        return "It has this value without being set."
    value, start = now.at(world.scenario.start), other.scenario.start
    changed = {change.path for change in world.scenario.changes}
    dated = not is_fixed(path) and path not in changed
    if dated and _differ(_moved(other, {path: value}), _moved(other, {})):
        return f"{STANDS} Use a [[change]] of it in a scenario file: from {start} on it is answered to (tried)."
    groups = _groups(world.scenario, {path, *changed})
    issues = {name: steps for name, steps in groups.items() if name in steps}
    for kind in (issues, {name: steps for name, steps in groups.items() if name not in issues}):
        if not _beside(world, other, {name: far for steps in kind.values() for name, far in steps.items()}):
            continue
        for name in sorted(kind, key=lambda name: name.split(".")[1] not in path.split(".")):
            if _beside(world, other, kind[name]):
                told = ", signalled to those who do not see it," if _hidden(world.scenario, kind[name]) else ""
                return f"{STANDS} Beside a [[change]] of {name}{told} it is answered to (tried)."
        return f"{STANDS} Beside [[change]]s of several others of {', '.join(kind)} it is answered to (tried)."
    as_change = "as a [[change]] or " if dated else ""
    return f"Nor is it answered to {as_change}beside [[change]]s of all issues, or of all else that may change (tried)."


def _groups(scenario: Scenario, without: set[str]) -> dict[str, dict[str, float]]:
    """Return what may change, each value to the end of its range that lies farther off: every issue by itself, the rest by section."""
    groups: dict[str, dict[str, float]] = {}
    for path, parameter in scenario.book.items():
        if is_fixed(path) or path in without or not parameter.named:
            continue
        first, section, *_ = path.split(".")
        name = path if first == "issues" else f"{first}.{section}" if first == "relations" else f"ACTOR.{section}"
        now = parameter.at(scenario.start)
        far = parameter.high if parameter.high - now > now - parameter.low else parameter.low
        groups.setdefault(name, {})[path] = far
    return groups


def _beside(world: World, other: World, steps: Mapping[str, float]) -> bool:
    """Return whether two worlds differ once other values change in both."""
    return _differ(_moved(world, steps), _moved(other, steps))


def _differ(one: World, other: World) -> bool:
    """Return whether any chance of an act differs."""
    return find_difference(one, other).moves


def _moved(world: World, steps: Mapping[str, float]) -> World:
    """Return the first weeks of a world with steps at its start, what is hidden signalled to all; the record is not replayed again."""
    scenario = world.scenario
    start = scenario.start
    changes = [Change(id=path, path=path, date=start, value=value, reference="tried") for path, value in steps.items()]
    new = replace(
        scenario,
        changes=(*scenario.changes, *changes),
        signals=(*scenario.signals, *_signals(scenario, steps)),
        weeks=min(scenario.weeks, int(setting("answers.change_weeks"))),
    )
    return replace(world, scenario=new)


def _hidden(scenario: Scenario, steps: Mapping[str, float]) -> dict[str, float]:
    """Return the hidden issues among some steps, and what their status becomes."""
    issues = scenario.region.issues
    statuses = {name: steps[path] for name in issues if (path := f"issues.{name}.status") in steps}
    return {name: value for name, value in statuses.items() if issues[name].known_to is not None}


def _signals(scenario: Scenario, steps: Mapping[str, float]) -> Iterator[Signal]:
    """Yield a signal of every actor of every hidden issue that moves."""
    for issue, value in _hidden(scenario, steps).items():
        for code in scenario.region.actors:
            yield Signal(
                id=f"{code}-{issue}",
                date=scenario.start,
                source=code,
                issue=issue,
                value=value,
                cost=1,
                reference="tried",
            )
