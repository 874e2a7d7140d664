"""The calendar: everything dated, week by week, that no act in the run can change.

Ties, formats, guarantees, positions and scenario changes are known in advance, so their terms, minus their bars, are worked out once
for a scenario and shared by all replicates. Week -1 is the origin: bars start at what held then, so a change in week 0 is felt.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from araxes.engines.dated import Row, Square, Stakes, Weekly
from araxes.inputs.dated import rung_of_code
from araxes.inputs.scenario import Scenario
from araxes.inputs.tabulate import Constants
from araxes.rules import friends
from araxes.rules.bar import excess, raise_bar
from araxes.rules.deterrence import preponderance
from araxes.rules.headline import headline


@dataclass(frozen=True)
class Signalled:
    """A signal as it arrives: `to` are the indices of those who do not know the status."""

    week: int
    source: int
    issue: int
    value: float
    cost: float
    to: tuple[int, ...]


@dataclass(frozen=True)
class Calendar:
    """Weekly values, index 0 being the first week of the run.

    Attributes
    ----------
    friendship : list over weeks, shape (actors, actors)
        max(tie, 0).
    entanglement, hawkishness_excess, preponderance : list over weeks, shape (actors, actors)
        The terms' exogenous parts, bars taken off.
    log_ratio : list over weeks, shape (actors, actors)
        log(capability_i / power_j).
    format_excess, trade : list over weeks, shape (actors, actors)
    overstretch_excess, capability : list over weeks, shape (actors,)
    stakes : list over weeks of Stakes
    before : Stakes
        At the origin.
    status : list over weeks, shape (issues,)
        The dated status; it is set only in weeks in which it differs from the week before.
    status_before : shape (issues,)
        At the origin.
    forced : dict of (week, actor, target) to rung
        Acts that the scenario forces, by the headline rule.
    signals : dict of week to list of Signalled
    """

    friendship: list[Square]
    entanglement: list[Square]
    hawkishness_excess: list[Square]
    preponderance: list[Square]
    log_ratio: list[Square]
    format_excess: list[Square]
    trade: list[Square]
    overstretch_excess: list[Row]
    capability: list[Row]
    stakes: list[Stakes]
    before: Stakes
    status: list[Row]
    status_before: Row
    forced: dict[tuple[int, int, int], int]
    signals: dict[int, list[Signalled]] = field(default_factory=dict)


def calendar(scenario: Scenario, rules: Constants) -> Calendar:
    """Return the calendar of a scenario."""
    weekly = Weekly(scenario)
    weeks = range(-1, scenario.weeks)
    capability = [weekly.capability(week) for week in weeks]
    power = [weekly.power(week, capability[k]) for k, week in enumerate(weeks)]
    log_ratio = [_log_ratios(own, others) for own, others in zip(capability, power, strict=True)]
    ties = [weekly.relation("tie", week) for week in weeks]
    status = [weekly.statuses(week) for week in weeks]
    keep = rules.keep.bar
    tie_excess = over_bar(ties, keep)
    stakes = [weekly.stakes(week) for week in weeks]
    return Calendar(
        friendship=[_each(table, friends.friendship) for table in ties[1:]],
        entanglement=[_entanglements(table, over) for table, over in zip(ties[1:], tie_excess, strict=True)],
        hawkishness_excess=over_bar([weekly.of_actor("hawkishness", week) for week in weeks], keep),
        preponderance=over_bar(
            [
                [[preponderance(other, own) for other in power[k]] for own in capability[k]]
                for k in range(len(capability))
            ],
            keep,
        ),
        log_ratio=log_ratio[1:],
        format_excess=over_bar([weekly.relation("format", week) for week in weeks], keep),
        trade=[weekly.relation("trade", week) for week in weeks[1:]],
        overstretch_excess=[
            row[0]
            for row in over_bar(
                [[[weekly(f"{code}.attention.overstretch", week) for code in weekly.codes]] for week in weeks], keep
            )
        ],
        capability=capability[1:],
        stakes=stakes[1:],
        before=stakes[0],
        status=status[1:],
        status_before=status[0],
        forced=forced_acts(scenario, rules.quiet),
        signals=_signals(scenario),
    )


def over_bar(tables: list[Square], keep: float) -> list[Square]:
    """Return each week's table minus its bar; the bar starts at the first table, which is not returned."""
    bar = tables[0]
    out = []
    for table in tables[1:]:
        out.append(
            [[excess(x, b) for x, b in zip(row, bars, strict=True)] for row, bars in zip(table, bar, strict=True)]
        )
        bar = [
            [raise_bar(b, keep, x) for x, b in zip(row, bars, strict=True)]
            for row, bars in zip(table, bar, strict=True)
        ]
    return out


def _each(table: Square, rule: Callable[[float], float]) -> Square:
    """Return a rule applied to every cell."""
    return [[rule(x) for x in row] for row in table]


def _log_ratios(capability: Row, power: Row) -> Square:
    """Return log(capability_i / power_j) for every pair."""
    return [[math.log(own / other) for other in power] for own in capability]


def _entanglements(ties: Square, over: Square) -> Square:
    """Return the entanglement of every ordered pair."""
    rivalries = _each(ties, friends.rivalry)
    n = range(len(ties))
    return [[friends.entanglement(rivalries[i], over[j], i, j) if i != j else 0.0 for j in n] for i in n]


def forced_acts(scenario: Scenario, quiet: int) -> dict[tuple[int, int, int], int]:
    """Return the rungs a scenario forces, by (week, actor, target): several acts of a week become one by the headline rule."""
    codes = list(scenario.region.actors)
    rungs = [rung.key for rung in scenario.region.rungs]
    acts: dict[tuple[int, int, int], list[int]] = {}
    for act in scenario.acts:
        rung = rungs.index(act.rung) if act.rung else rung_of_code(str(act.code), scenario.region.rungs)
        first = scenario.week_of(act.date)
        last = scenario.week_of(act.until - datetime.timedelta(days=1)) if act.until else first
        for week in range(first, min(last, scenario.weeks - 1) + 1, act.every):
            acts.setdefault((week, codes.index(act.source), codes.index(act.target)), []).append(int(rung or 0))
    return {address: headline(found, quiet) for address, found in acts.items()}


def _signals(scenario: Scenario) -> dict[int, list[Signalled]]:
    """Return the signals of a scenario by week; those who know the status are not told."""
    codes, issues = list(scenario.region.actors), list(scenario.region.issues)
    out: dict[int, list[Signalled]] = {}
    for signal in sorted(scenario.signals, key=lambda signal: (signal.date, signal.id)):
        knowing = scenario.region.issues[signal.issue].known_to or []
        to = tuple(codes.index(code) for code in signal.to or codes if code not in knowing and code != signal.source)
        week = scenario.week_of(signal.date)
        told = Signalled(week, codes.index(signal.source), issues.index(signal.issue), signal.value, signal.cost, to)
        out.setdefault(week, []).append(told)
    return out
