"""The calendar: what is dated, as tables by epoch and draw that both engines read; no act in a run can change it.

Tables of whole numbers hold entries: places in `Wants.value`, which has every value that a parameter takes, in every draw. See
`araxes.engines.dated`. Actors are all actors, states those that decide. Week -1 is the origin: a change in week 0 is felt.

Outside: the acts that a scenario forces, and what accusations add to pushes, by week.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole, as_floats, as_whole
from araxes.display import show_card
from araxes.engines.cache import Maker
from araxes.engines.dated import Entries, Sheet, Weekly, values_by_week
from araxes.inputs.constants import Constants
from araxes.inputs.ladder import other_halves, rung_of_code
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Act
from araxes.records.weekly import Accusation, Perceived, accusations, perceived_pushes
from araxes.rules.memory import headline
from araxes.units import week_number

Address = tuple[int, int, int]
"""Week, and indices of the actor and the target of an act among all actors."""

FREE = -1
"""Stands for an act that no scenario forces."""


class Wants(NamedTuple):
    """What actors want, by epoch.

    Attributes
    ----------
    value : shape (entries, draws)
    epoch : int, shape (weeks,)
        Of a run, the first is that of the origin.
    position, salience : int, shape (epochs, actors, issues)
    told : int, shape (states, issues)
        1 where a table says whom a state blames.
    blame : int, shape (epochs, states, actors, issues)
        These tables.
    status : int, shape (epochs, issues)
        The dated status.
    new : int, shape (epochs, issues)
        1 where anything but the status differs from the epoch before, and in the first.
    """

    value: Floats
    epoch: Whole
    position: Whole
    salience: Whole
    told: Whole
    blame: Whole
    status: Whole
    new: Whole


class Levers(NamedTuple):
    """What else is dated, by epoch; entries of `Wants.value`.

    Attributes
    ----------
    line : int, shape (epochs, states, issues)
    side : int, shape (states, issues)
    tie, hawkishness, format : int, shape (epochs, states, states)
    overstretch : int, shape (epochs, states)
    spending, personnel : int, shape (epochs, actors)
    guarantee, will : int, shape (epochs, states, actors)
        guarantee_jk and will_kj, what actor k promises state j.
    armed : int, shape (epochs,)
        1 where spending, personnel, a guarantee or a will differs from the origin.
    rearmed : int, shape (epochs,)
        1 where one differs from the epoch before, and in the first.
    """

    line: Whole
    side: Whole
    tie: Whole
    hawkishness: Whole
    format: Whole
    overstretch: Whole
    spending: Whole
    personnel: Whole
    guarantee: Whole
    will: Whole
    armed: Whole
    rearmed: Whole


class Signals(NamedTuple):
    """Signals in the order in which they arrive.

    Attributes
    ----------
    first : int, shape (weeks + 1,)
        First signal of each week.
    issue : int, shape (signals,)
    value, cost : shape (signals,)
    heard_by : int, shape (signals, states)
        Entry of the credulity of those who hear the signal, -1 for the others.
    """

    first: Whole
    issue: Whole
    value: Floats
    cost: Floats
    heard_by: Whole


class Layout(NamedTuple):
    """What actors want, before any draw: `wants` has no values."""

    entries: Entries
    wants: Wants

    def in_draws(self, seed: int, draws: Sequence[int] | None) -> Wants:
        """Return what actors want with its values in some draws; as the files have them where these are None."""
        return self.wants._replace(value=self.entries.in_draws(seed, draws))


class RunLayout(NamedTuple):
    """Tables of the weeks of a run, before any draw."""

    layout: Layout
    levers: Levers
    signals: Signals


def run_layout(make: Maker) -> RunLayout:
    """Return the tables of the weeks of a run, the origin first; made once."""
    return make.read("layout of the run", lambda: _run_layout(make.scenario))


def _run_layout(scenario: Scenario) -> RunLayout:
    """Lay out the weeks of a run."""
    sheet = Sheet(Weekly(scenario), range(-1, scenario.weeks))
    wants, levers, signals = wants_of(sheet), _levers(sheet), _signals(sheet, scenario)
    return RunLayout(Layout(sheet.entries(), wants), levers, signals)


def wants_of(sheet: Sheet) -> Wants:
    """Return what actors want, without values."""
    codes, issues, states = sheet.weekly.codes, sheet.weekly.issues, sheet.weekly.states
    position = sheet.table(lambda a, m: f"{a}.position.{m}", codes, issues)
    salience = sheet.table(lambda a, m: f"{a}.salience.{m}", codes, issues)
    told = as_whole([[(i, m) in sheet.weekly.with_blame for m in issues] for i in states])
    blame = sheet.table(lambda i, b, m: f"{i}.blame.{m}.{b}", states, codes, issues)
    new = np.ones((len(sheet.firsts), len(issues)), dtype=np.int64)
    new[1:] = _differs(position).any(axis=1) | _differs(salience).any(axis=1) | _differs(blame).any(axis=(1, 2))
    status = sheet.table(lambda m: f"issues.{m}.status", issues)
    return Wants(np.zeros((0, 0)), sheet.epoch, position, salience, told, blame, status, new)


def _levers(sheet: Sheet) -> Levers:
    """Return what else is dated."""
    codes, issues, states = sheet.weekly.codes, sheet.weekly.issues, sheet.weekly.states
    book = sheet.weekly.book
    sides = [[book[path].side if (path := f"{i}.red_line.{m}") in book else 0 for m in issues] for i in states]
    made = Levers(
        line=sheet.table(lambda i, m: f"{i}.red_line.{m}", states, issues),
        side=as_whole(sides),
        tie=sheet.table(lambda i, j: f"relations.tie.{i}.{j}", states, states),
        hawkishness=sheet.table(lambda i, j: f"{i}.hawkishness.{j}", states, states),
        format=sheet.table(lambda i, j: f"relations.format.{i}.{j}", states, states),
        overstretch=sheet.table(lambda i: f"{i}.attention.overstretch", states),
        spending=sheet.table(lambda a: f"{a}.capability.spending", codes),
        personnel=sheet.table(lambda a: f"{a}.capability.personnel", codes),
        guarantee=sheet.table(lambda j, k: f"relations.guarantee.{j}.{k}", states, codes),
        will=sheet.table(lambda j, k: f"{k}.will.{j}", states, codes),
        armed=np.zeros(0, dtype=np.int64),
        rearmed=np.zeros(0, dtype=np.int64),
    )
    epochs = len(sheet.firsts)
    parts = (made.spending, made.personnel, made.guarantee, made.will)
    arms = np.concatenate([part.reshape(epochs, -1) for part in parts], axis=1)
    rearmed = np.concatenate([[True], _differs(arms).any(axis=1)])
    return made._replace(armed=as_whole((arms != arms[0]).any(axis=1)), rearmed=as_whole(rearmed))


def _differs(by_epoch: Whole) -> Any:
    """Return where a table differs from that of the epoch before, from the second epoch on."""
    return by_epoch[1:] != by_epoch[:-1]


def _signals(sheet: Sheet, scenario: Scenario) -> Signals:
    """Return the signals of a run; those who know the status are not told, nor is who speaks."""
    states, issues = sheet.weekly.states, sheet.weekly.issues
    within = [signal for signal in scenario.signals if 0 <= scenario.week_of(signal.date) < scenario.weeks]
    told = sorted(within, key=lambda signal: (signal.date, signal.id))
    weeks = [scenario.week_of(signal.date) for signal in told]
    heard_by = np.full((len(told), len(states)), -1, dtype=np.int64)
    for k, signal in enumerate(told):
        knowing = scenario.region.issues[signal.issue].known_to or []
        for i, code in enumerate(states):
            if code in (signal.to or states) and code not in knowing and code != signal.source:
                heard_by[k, i] = sheet.at(f"{code}.credulity.{signal.source}")[sheet.epoch[weeks[k] + 1]]
    return Signals(
        first=as_whole(np.searchsorted(weeks, range(scenario.weeks + 1))),
        issue=as_whole([issues.index(signal.issue) for signal in told]),
        value=as_floats([signal.value for signal in told]),
        cost=as_floats([signal.cost for signal in told]),
        heard_by=heard_by,
    )


@show_card
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


@show_card
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
    return perceived_pushes([*before, *now], first, ties, states, states, hostility, keep)


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
