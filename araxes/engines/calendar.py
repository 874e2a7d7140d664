"""The calendar: what is dated, as tables by epoch and draw that both engines read; no act in a run can change it.

Tables of whole numbers hold entries: places in `Wants.value`, which has every value that a parameter takes, in every draw. See
`araxes.engines.dated`. Actors are all actors, states those that decide. Week -1 is the origin: a change in week 0 is felt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole, as_floats, as_whole
from araxes.engines.dated import Entries, Sheet, Weekly
from araxes.engines.pieces import Maker
from araxes.inputs.scenario import Scenario


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

    def drawn(self, seed: int, draws: Sequence[int] | None) -> Wants:
        """Return what actors want with its values in some draws; as the files have them where these are None."""
        return self.wants._replace(value=self.entries.drawn(seed, draws))


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
