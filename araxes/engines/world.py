"""A world: a scenario made ready to run, with its constants, calendar and warm memories. Built once, shared by all replicates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from araxes.engines.calendar import Calendar, calendar
from araxes.engines.dated import Cube, Square, Stakes, Weekly
from araxes.engines.draws import parameter_draw
from araxes.history.read import counting, read_history
from araxes.history.replay import Warm, replay
from araxes.inputs.scenario import Scenario
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import Constants, constants, first
from araxes.rules.red_line import crossed, wronged_by
from araxes.rules.terms import TEMPER_OF, TERMS
from araxes.weeks import week_number


@dataclass(frozen=True)
class World:
    """A scenario ready to run.

    Attributes
    ----------
    scenario : Scenario
    rules : Constants
    calendar : Calendar
    warm : Warm
        Memories at the origin and the observed record before it.
    anchor : shape (actors, actors, rungs)
        a C_ij, the long-run shares in weeks.
    codes, issues : list of str
        All actors (alphabetical) and issues.
    deciding : list of int
        Indices of the actors that decide.
    credulity : shape (weeks, actors, actors)
        How far i believes signals from each source.
    knows : shape (actors, issues)
        Whether the actor sees the true status.
    first_week : int
        Absolute number of the first week.
    n_draws : int
        Number of parameter draws; replicate n uses draw n mod this.
    """

    scenario: Scenario
    rules: Constants
    calendar: Calendar
    warm: Warm
    anchor: Cube
    codes: list[str]
    issues: list[str]
    deciding: list[int]
    credulity: list[Square]
    knows: list[list[bool]]
    first_week: int
    n_draws: int


def prepare(scenario: Scenario) -> World:
    """Return a scenario made ready to run: the record before its start replayed, its dated values laid out by week.

    Raises
    ------
    InputError
        When ladder, history or start are at fault.
    """
    region = scenario.region
    rules = constants(region)
    weekly = Weekly(scenario)
    codes, issues = list(region.actors), list(region.issues)
    history = counting(read_history(region, scenario.history, scenario.own), scenario.count_flags)
    warm = replay(history, region, rules, scenario.start, _Wronged(scenario))
    return World(
        scenario=scenario,
        rules=rules,
        calendar=calendar(scenario, rules),
        warm=warm,
        anchor=[[[rules.anchor_weeks * share for share in row] for row in rows] for rows in warm.anchor],
        codes=codes,
        issues=issues,
        deciding=[codes.index(code) for code in region.states],
        credulity=[weekly.of_actor("credulity", week) for week in range(scenario.weeks)],
        knows=[
            [region.issues[issue].known_to is None or code in (region.issues[issue].known_to or []) for issue in issues]
            for code in codes
        ],
        first_week=week_number(scenario.start),
        n_draws=int(setting("run.draws")),
    )


class _Wronged:
    """How far each actor blamed each other for crossed lines on a date of the record, before any change of the scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.weekly = Weekly(replace(scenario, changes=()))

    def __call__(self, date: datetime.date) -> Square:
        """Return the table of a date, shape (actors, actors)."""
        week = week_number(date) - week_number(self.weekly.start)
        return self.weekly.once("wronged", week, self._table)

    def _table(self, week: int) -> Square:
        """Work out the table of one week."""
        return wronged_table(self.weekly.stakes(week), self.weekly.statuses(week))


def wronged_table(stakes: Stakes, status: list[float]) -> Square:
    """Return how far each actor blames each other for lines that a status, seen by all, crosses."""
    n = range(len(stakes.position))
    lines = [
        [crossed(x, line, side) for x, line, side in zip(status, stakes.line[i], stakes.side[i], strict=True)]
        for i in n
    ]
    return [[wronged_by(lines[i], stakes.blame[i][j]) for j in n] for i in n]


@dataclass(frozen=True)
class Weights:
    """The weights of one draw, tempers applied.

    Attributes
    ----------
    push : shape (actors, terms)
    activity, overstretch : shape (actors,)
        Weights of attention.
    """

    push: Square
    activity: list[float]
    overstretch: list[float]


def weights(world: World, seed: int, draw: int | None) -> Weights:
    """Return the weights of a draw from their distributions.

    Parameters
    ----------
    world : World
    seed : int
    draw : int or None
        Number of the draw; None takes the means.
    """
    book = world.scenario.book

    def value(path: str) -> float:
        parameter = book[path]
        mean = first(book, path)
        if draw is None or parameter.sd is None:
            return mean
        return parameter_draw(seed, draw, path, mean, parameter.sd, parameter.low, parameter.high)

    def scaled(name: str) -> list[float]:
        weight = value(f"behaviour.weight.{name}")
        return [weight * value(f"{code}.temper.{TEMPER_OF.get(name, name)}") for code in world.codes]

    by_term = [scaled(name) for name in TERMS]
    return Weights(
        [list(row) for row in zip(*by_term, strict=True)], scaled("attention_activity"), scaled("attention_overstretch")
    )
