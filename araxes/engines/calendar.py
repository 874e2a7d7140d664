"""The calendar: everything dated, week by week, that no act in the run can change.

Ties, formats, guarantees, positions and scenario changes are known in advance, so how far they stand from the origin is worked out once
for a scenario and shared by all replicates. Week -1 is the origin: a change in week 0 is felt.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from araxes.engines.dated import Row, Square, Stakes, Weekly
from araxes.engines.pieces import Maker
from araxes.inputs.dated import rung_of_code
from araxes.inputs.scenario import Scenario
from araxes.inputs.tabulate import Constants
from araxes.rules.deterrence import log_power_ratio
from araxes.rules.headline import headline
from araxes.rules.standing import excess

Table = TypeVar("Table")


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
    tie : list over weeks, shape (actors, actors)
    hawkishness_excess, ratio_excess, format_excess : list over weeks, shape (actors, actors)
        Hawkishness, log(power_j / capability_i) and format, minus those of the origin.
    log_ratio : list over weeks, shape (actors, actors)
        log(capability_i / power_j).
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

    tie: list[Square]
    hawkishness_excess: list[Square]
    ratio_excess: list[Square]
    log_ratio: list[Square]
    format_excess: list[Square]
    overstretch_excess: list[Row]
    capability: list[Row]
    stakes: list[Stakes]
    before: Stakes
    status: list[Row]
    status_before: Row
    forced: dict[tuple[int, int, int], int]
    signals: dict[int, list[Signalled]] = field(default_factory=dict)


def calendar(scenario: Scenario, rules: Constants, make: Maker | None = None) -> Calendar:
    """Return the calendar of a scenario; `make` shares its pieces with like scenarios (then `scenario` is the maker's)."""
    make = make or Maker(scenario)
    weekly = Weekly(scenario, make)

    def each(name: str, table: Callable[[int], Table]) -> list[Table]:
        """Return a table of the origin and of every week."""
        return make.read(("calendar", name), lambda: [table(week) for week in range(-1, scenario.weeks)])

    def capabilities() -> list[Row]:
        return each("capability", weekly.capability)

    capability = capabilities()
    power = make.read(("calendar", "power"), lambda: [weekly.power(k - 1, own) for k, own in enumerate(capabilities())])
    ties, status, stakes = (
        each("tie", weekly.table("tie")),
        each("status", weekly.statuses),
        each("stakes", weekly.stakes),
    )
    return Calendar(
        tie=make.work(_later, ties),
        hawkishness_excess=make.work(over_origin, each("hawkishness", weekly.about("hawkishness"))),
        ratio_excess=make.work(over_origin, make.work(_power_ratios, capability, power)),
        log_ratio=make.work(_log_ratios, capability, power),
        format_excess=make.work(over_origin, each("format", weekly.table("format"))),
        overstretch_excess=make.work(_rows_over_origin, each("overstretch", weekly.overstretch)),
        capability=make.work(_later, capability),
        stakes=make.work(_later, stakes),
        before=stakes[0],
        status=make.work(_later, status),
        status_before=status[0],
        forced=make.read(("calendar", "forced", rules.quiet), lambda: forced_acts(scenario, rules.quiet)),
        signals=make.read(("calendar", "signals"), lambda: _signals(scenario)),
    )


def _later(tables: list[Table]) -> list[Table]:
    """Return the tables after that of the origin."""
    return tables[1:]


def _power_ratios(capability: list[Row], power: list[Row]) -> list[Square]:
    """Return the log power ratio of every target to every actor, by week."""
    return [
        [[log_power_ratio(other, own) for other in others] for own in row]
        for row, others in zip(capability, power, strict=True)
    ]


def _rows_over_origin(rows: list[Row]) -> list[Row]:
    """Return each week's row minus that of the origin."""
    return [table[0] for table in over_origin([[row] for row in rows])]


def over_origin(tables: list[Square]) -> list[Square]:
    """Return each week's table minus that of the origin, which is the first and is not returned."""
    return [
        [[excess(x, b) for x, b in zip(row, before, strict=True)] for row, before in zip(table, tables[0], strict=True)]
        for table in tables[1:]
    ]


def _log_ratios(capability: list[Row], power: list[Row]) -> list[Square]:
    """Return log(capability_i / power_j) for every pair, by week."""
    weeks = zip(capability[1:], power[1:], strict=True)
    return [[[math.log(own / other) for other in others] for own in row] for row, others in weeks]


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
