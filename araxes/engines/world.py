"""A world: a scenario made ready to run, with its constants and warm memories. Built once, shared by all replicates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from araxes.array_types import Flags, Floats, Whole
from araxes.display import Card, show_card
from araxes.engines.cache import Lookahead, Maker, Shelf
from araxes.engines.calendar import Forced, Outside, accused_in, forced_in, outside_in
from araxes.engines.dated import judged_shifts
from araxes.engines.draws import parameter_draws
from araxes.engines.past import RecordParts, take_record
from araxes.errors import Fault, InputError, Option
from araxes.inputs.constants import Constants, first
from araxes.inputs.parameters import setting
from araxes.inputs.read import HISTORY, PARAMS, PERSPECTIVES, READINGS, SCENARIOS, folders, is_file
from araxes.inputs.scenario import Scenario, load
from araxes.records.history import History
from araxes.records.replay import Warm
from araxes.records.weekly import Accusation, Perceived
from araxes.rules.terms import CONTACT, TERMS, WEIGHT_OF
from araxes.units import week_number


@show_card
@dataclass(frozen=True)
class World:
    """A scenario ready to run: arrays over states, which both engines read. What is dated is in `araxes.engines.calendar`.

    Indices i and j are of states, a and b of actors.

    Attributes
    ----------
    scenario : Scenario
    constants : Constants
    warm : Warm
        Memories at the origin and the observed record before it.
    anchor : shape (states, states, rungs)
        a C_ij, the long-run shares in weeks.
    codes, issues : list of str
        All actors (alphabetical) and issues.
    deciding : list of int
        Indices of the actors that decide: the states, in this order.
    knows : bool, shape (states, issues)
        Whether the state sees the true status.
    first_week : int
        Absolute number of the first week.
    n_draws : int
        Number of parameter draws; replicate n uses draw n mod this.
    accusations : tuple of Accusation
        About acts before the start.
    judged : bool
        Whether judged values are drawn; see `araxes.engines.dated`.
    apart : int
        How many draws further on than weights judged values are taken, the first following the last: told apart so, weights and judgements
        can be held against each other (`araxes.results.doubt`).
    agent_class : type or None
        Of which the agents of a region are; only the Mesa engine asks. None is `araxes.State`.
    make : Maker
        Makes the pieces of the scenario; see `araxes.engines.cache`. A world made from another one by `dataclasses.replace` with
        another scenario has another one of its own.
    """

    scenario: Scenario
    constants: Constants
    warm: Warm
    anchor: Floats
    codes: list[str]
    issues: list[str]
    deciding: list[int]
    knows: Flags
    first_week: int
    n_draws: int
    accusations: tuple[Accusation, ...] = ()
    judged: bool = False
    apart: int = 0
    agent_class: Any = None
    make: Maker = field(default=None, compare=False, repr=False)  # type: ignore[assignment]

    def _card(self) -> Card:
        """Return of which scenario it is, and who acts in it."""
        facts = {"states": ", ".join(self.states), "issues": len(self.issues), "draws of parameters": self.n_draws}
        size = f"{self.scenario.weeks} weeks, {len(self.states)} states, {len(self.issues)} issues, {self.n_draws} draws of parameters"
        return Card(f"World of {self.scenario.name}, made ready to run", size, ("scenario", "states"), facts)

    def __post_init__(self) -> None:
        """Make sure that the pieces are those of the scenario."""
        if getattr(self.make, "given", None) is not self.scenario:
            object.__setattr__(self, "make", Maker(self.scenario))

    def judgement(self, draw: int) -> int:
        """Return which draw of the judged values goes with a draw of the weights."""
        return (draw + self.apart) % self.n_draws

    def work(self, function: Callable[..., Any], *inputs: Any) -> Any:
        """Return what a function gives that reads nothing but its inputs; see `araxes.engines.cache`."""
        return self.make.work(function, *inputs)

    @property
    def states(self) -> list[str]:
        """Return the codes of the states."""
        return [self.codes[a] for a in self.deciding]

    @property
    def forced(self) -> Forced:
        """Return what the scenario forces."""
        return forced_in(self.make.scenario, self.constants.quiet, self.make)

    @property
    def forced_rungs(self) -> Whole:
        """Return the rungs that the scenario forces, shape (weeks, actors, actors), `araxes.engines.calendar.FREE` where none."""
        return self.forced.rungs(self.scenario.weeks, len(self.codes))

    @property
    def accused(self) -> Perceived:
        """Return what accusations add to pushes, by week."""
        return accused_in(self.make.scenario, self.constants, self.accusations, self.make)

    @property
    def outside(self) -> Outside:
        """Return what no act of a state can change, by week."""
        sizes = (self.scenario.weeks, len(self.codes))
        outside: Outside = self.work(outside_in, self.forced, self.accused, *sizes, self.deciding)
        return outside


def prepare(
    scenario: Scenario, history: History | None = None, shelf: Shelf | None = None, judged: bool = False,
    ahead: Lookahead | None = None, like: World | None = None,
) -> World:  # fmt: skip
    """Return a scenario made ready to run: the record before its start replayed, at the judged values and mean weights.

    Parameters
    ----------
    scenario : Scenario
    history : History, optional
        Another record than the scenario's; one and the same for all worlds of a shelf.
    shelf : Shelf, optional
        Pieces of like scenarios: what reads none of the values that differ is not made again. The world is the same without it.
    judged : bool
        Whether runs of it draw judged values.
    ahead : Lookahead, optional
        The scenarios of the shelf that are made ready after this one: the record is replayed for it and for like ones at once.
    like : World, optional
        What the record left is taken from it where nothing differs but what comes after the start; without `history` and `shelf`.

    Raises
    ------
    InputError
        When ladder, history or start are at fault.
    """
    make = shelf.maker(scenario) if shelf else Maker(scenario)
    if like is not None:
        assert (shelf, history) == (None, None), "what a record left is taken from one world, or from a shelf of worlds"
        take_record(make, like.make)
    parts = RecordParts(make, history, ahead)
    steady, warm = parts.constants(), parts.warm()
    codes, issues, deciding, knows = parts.who()
    return World(
        scenario=scenario,
        constants=steady,
        warm=warm,
        anchor=make.work(np.multiply, steady.anchor_weeks, warm.anchor),
        codes=codes,
        issues=issues,
        deciding=deciding,
        knows=knows,
        first_week=week_number(scenario.start),
        n_draws=int(setting("run.draws")),
        accusations=parts.accusations(),
        judged=judged,
        make=make,
    )


@show_card
@dataclass(frozen=True)
class Weights:
    """The weights of one draw, tempers applied.

    Attributes
    ----------
    push : shape (states, terms)
        Of the terms that push "hostile?", in the order of `araxes.rules.terms.TERMS`.
    contact : shape (states,)
        Of the term that pushes "quiet?".
    """

    push: list[list[float]]
    contact: list[float]


def weights(world: World, seed: int, draw: int | None) -> Weights:
    """Return the weights of one draw from their distributions.

    Parameters
    ----------
    world : World
    seed : int
    draw : int or None
        Number of the draw; None takes the means.
    """
    push, contact = (table[0].tolist() for table in weights_of_draws(world, seed, [draw]))
    return Weights(push, contact)


def weights_of_draws(world: World, seed: int, draws: Sequence[int | None]) -> tuple[Floats, Floats]:
    """Return the weights of some draws: push (draws, states, terms) and contact (draws, states)."""
    book = world.scenario.book
    numbers = [draw for draw in draws if draw is not None]
    moves = _tempers(world, seed, [world.judgement(draw) for draw in numbers]) if world.judged and numbers else {}

    def values(path: str) -> Floats:
        parameter, mean = book[path], first(book, path)
        if path in moves:
            return np.clip(mean + moves[path], parameter.low, parameter.high)
        if not numbers or parameter.sd is None:
            return np.full(len(draws), mean)
        return _draws(seed, tuple(numbers), path, mean, parameter.sd, parameter.low, parameter.high)

    def scaled(name: str) -> Floats:
        weight = values(f"behaviour.weight.{name}")
        return np.stack([weight * values(f"{code}.temper.{name}") for code in world.states], axis=-1)

    return np.stack([scaled(WEIGHT_OF.get(term, term)) for term in TERMS], axis=-1), scaled(CONTACT)


def _tempers(world: World, seed: int, draws: Sequence[int]) -> dict[str, Floats]:
    """Return by how much judged tempers are shifted in some draws, by path."""
    paths = [f"{code}.temper.{WEIGHT_OF.get(term, term)}" for code in world.states for term in (*TERMS, CONTACT)]
    judged = [parameter for path in dict.fromkeys(paths) if (parameter := world.scenario.book[path]).is_judged]
    return dict(zip([p.path for p in judged], judged_shifts(judged, seed, draws), strict=True))


@lru_cache(maxsize=len(TERMS) * len(TERMS))
def _draws(seed: int, numbers: tuple[int, ...], path: str, mean: float, sd: float, low: float, high: float) -> Floats:
    """Return `parameter_draws`, kept for the next world that has the same distribution; not to be altered."""
    found = parameter_draws(seed, numbers, path, mean, sd, low, high)
    found.flags.writeable = False
    return found


def world_of(
    scenario: str | Scenario | World,
    own: Path | str | None = None,
    judged: bool = False,
    weeks: int | None = None,
    sets: Sequence[Any] = (),
    reading: str | None = None,
    perspective: str | None = None,
) -> World:
    """Return the world of a scenario given by name, loaded, or already prepared (then `judged` does not count).

    Raises
    ------
    InputError
        Any fault of `araxes.load`, or a prepared world that should be another one.
    """
    if isinstance(scenario, World):
        given = {"weeks": weeks, "sets": sets or None, "reading": reading, "perspective": perspective}
        for name, value in given.items():
            if value is not None:
                got = f"with a world of {scenario.scenario.name} that is ready to run"
                raise InputError([Fault(Option(name), "", got, "a scenario, by name or loaded, where this is given")])
        return scenario
    folder = Path(own) if own is not None else None
    said = [part for item in sets for part in (item if isinstance(item, tuple) else (item,))]
    if isinstance(scenario, Scenario) or not all(isinstance(part, _KEPT) for part in said):
        return prepare(load(scenario, folder, sets, weeks, reading, perspective), judged=judged)
    return _by_name(scenario, folder, judged, weeks, tuple(sets), reading, perspective, _fingerprint(scenario, folder))


_KEPT = (str, int, float)
"""Values of parameters by which a world is found again."""


@lru_cache(maxsize=int(setting("run.worlds_kept")))
def _by_name(
    name: str,
    own: Path | None,
    judged: bool,
    weeks: int | None,
    sets: tuple[Any, ...],
    reading: str | None,
    perspective: str | None,
    fingerprint: tuple[tuple[str, int, int], ...],
) -> World:
    """Return the world of a scenario by name; `fingerprint` changes when any file does."""
    return prepare(load(name, own, sets, weeks, reading, perspective), judged=judged)


def _fingerprint(name: str, own: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return path, size and time of change of every file that a scenario may read."""
    roots = [folder for part in (PARAMS, SCENARIOS, HISTORY, READINGS, PERSPECTIVES) for folder in folders(part, own)]
    files = [path for root in roots for path in sorted(root.rglob("*")) if is_file(path)]
    files += [Path(name)] if is_file(Path(name)) else []
    return tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)
