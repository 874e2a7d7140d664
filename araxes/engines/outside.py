"""Outside: the acts that a scenario forces, and what accusations add to pushes, by week; no act in a run can change either."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.engines.dated import Weekly, values_by_week
from araxes.engines.pieces import Maker
from araxes.history.accusations import Accusation, Perceived, accusations, perceived
from araxes.inputs.cameo import other_halves
from araxes.inputs.dated import rung_of_code
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Act
from araxes.inputs.tabulate import Constants
from araxes.rules.headline import headline
from araxes.weeks import week_number

Address = tuple[int, int, int]
"""Week, and indices of the actor and the target of an act among all actors."""

FREE = -1
"""Stands for an act that no scenario forces."""


class Outside(NamedTuple):
    """What no act of a state can change, by week; states in the order of `World.deciding`.

    Attributes
    ----------
    forced : int, shape (weeks, states, states)
        Rung that a scenario forces, `FREE` where none.
    revealing : int, shape (weeks, states, states)
        The same of acts that reveal luck.
    standing : int, shape (weeks, states, states)
        1 for a forced act that has stood since an earlier week.
    received, joined : shape (weeks, states, states)
        What accusations add to alarm received and to pile-on.
    """

    forced: Whole
    revealing: Whole
    standing: Whole
    received: Floats
    joined: Floats


class Forced(NamedTuple):
    """Acts that a scenario forces, by the headline rule.

    Attributes
    ----------
    forced : dict of (week, actor, target) to rung
    untold : set of (week, actor, target)
        Those that reveal nothing of the week's luck.
    standing : set of (week, actor, target)
        Those that have stood since an earlier week.
    """

    forced: dict[Address, int]
    untold: frozenset[Address]
    standing: frozenset[Address]

    def rungs(self, weeks: int, actors: int) -> Whole:
        """Return the forced rungs, shape (weeks, actors, actors), `FREE` where none."""
        out = np.full((weeks, actors, actors), FREE, dtype=np.int64)
        for address, rung in self.forced.items():
            out[address] = rung
        return out


def forced_in(scenario: Scenario, quiet: int, make: Maker) -> Forced:
    """Return what a scenario forces, worked out once."""
    return make.read(("forced", quiet), lambda: forced_acts(scenario, quiet))


def accused_in(scenario: Scenario, constants: Constants, before: tuple[Accusation, ...], make: Maker) -> Perceived:
    """Return what accusations about acts of a scenario, and of those before its start, add to pushes of states by week.

    Ties are those of the files in every draw, as where the record is replayed.
    """
    ties = make.read("ties", lambda: ties_by_week(Weekly(scenario), range(scenario.weeks)))
    now = make.read("accusations of the run", lambda: accusations_in(scenario))
    first, states = week_number(scenario.start), make.read("states", lambda: list(scenario.region.states))
    return make.work(_accused, before, now, ties, first, states, constants.hostility, constants.keep.alarm)


def ties_by_week(weekly: Weekly, weeks: range) -> Floats:
    """Return the ties of the states as the files have them, shape (weeks, states, states)."""
    return values_by_week(weekly, weeks, lambda i, j: f"relations.tie.{i}.{j}", weekly.states, weekly.states)


def outside_in(forced: Forced, accused: Perceived, weeks: int, actors: int, states: list[int]) -> Outside:
    """Return what no act of a state can change; `states` are the indices of those that decide."""
    among = np.ix_(range(weeks), states, states)
    rungs = forced.rungs(weeks, actors)
    return Outside(
        forced=rungs[among],
        revealing=_at(forced.untold, rungs, FREE)[among],
        standing=_at(forced.standing, np.zeros_like(rungs), 1)[among],
        received=accused.received,
        joined=accused.joined,
    )


def _at(addresses: frozenset[Address], table: Whole, value: int) -> Whole:
    """Return a table with a value at some acts."""
    out = table.copy()
    for address in addresses:
        out[address] = value
    return out


class Occurrence(NamedTuple):
    """An act in one of its weeks.

    Attributes
    ----------
    rung : int
    told : bool
        Whether it says enough of the week to reveal its luck.
    new : bool
        Whether it has not stood since an earlier week.
    """

    rung: int
    told: bool
    new: bool


def forced_acts(scenario: Scenario, quiet: int) -> Forced:
    """Return what a scenario forces: several acts of a week become one by the headline rule.

    Acts that are mutual by nature, or by their file, force the other half of the pair too, where the scenario forces nothing on it.
    """
    found: dict[Address, list[Occurrence]] = {}
    halves: dict[Address, list[Occurrence]] = {}
    for act in scenario.acts:
        if act.perceived_as is not None:
            continue  # nobody's act: it pushes those who believe, and forces nothing
        there, back = _rungs_of(act, scenario)
        for week in _weeks_of(act, scenario):
            i, j = (list(scenario.region.actors).index(code) for code in (act.source, act.target))
            new = act.every > 1 or week == scenario.week_of(act.date)
            told = act.code is not None or there >= quiet
            found.setdefault((week, i, j), []).append(Occurrence(there, told, new))
            if back is not None:
                halves.setdefault((week, j, i), []).append(Occurrence(back, told, new))
    week_by_week = halves | found
    forced = {address: headline([act.rung for act in acts], quiet) for address, acts in week_by_week.items()}
    heard = {address: [act for act in acts if act.rung == forced[address]] for address, acts in week_by_week.items()}
    return Forced(
        forced,
        frozenset(address for address, acts in heard.items() if not any(act.told for act in acts)),
        frozenset(address for address, acts in heard.items() if not any(act.new for act in acts)),
    )


def accusations_in(scenario: Scenario) -> tuple[Accusation, ...]:
    """Return the accusations about acts of a scenario."""
    first = week_number(scenario.start)
    return tuple(
        one
        for act in scenario.acts
        for week in (_weeks_of(act, scenario) if act.perceived_as else ())
        for one in accusations(first + week, act.target, _rungs_of(act, scenario)[0], act.perceived_as or {})
    )


def _accused(
    before: tuple[Accusation, ...],
    now: tuple[Accusation, ...],
    ties: Floats,
    first: int,
    states: list[str],
    hostility: list[float],
    keep: float,
) -> Perceived:
    """Return what accusations add to pushes."""
    return perceived([*before, *now], first, ties, states, states, hostility, keep)


def _rungs_of(act: Act, scenario: Scenario) -> tuple[int, int | None]:
    """Return the rung of an act, and of the other half's, None where it is one-sided."""
    rungs = scenario.region.rungs
    if act.code is None:
        rung = [rung.key for rung in rungs].index(str(act.rung))
        return rung, rung if act.mutual else None
    other = other_halves().get(act.code)
    mutual = other is not None if act.mutual is None else act.mutual
    return int(rung_of_code(act.code, rungs) or 0), rung_of_code(other or act.code, rungs) if mutual else None


def _weeks_of(act: Act, scenario: Scenario) -> range:
    """Return the weeks of the run in which an act is done."""
    first = scenario.week_of(act.date)
    last = scenario.week_of(act.until - datetime.timedelta(days=1)) if act.until else first
    return range(first, min(last, scenario.weeks - 1) + 1, act.every)
