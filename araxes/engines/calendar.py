"""The calendar: everything dated, week by week, that no act in the run can change.

Ties, formats, guarantees, positions and scenario changes are known in advance, so how far they stand from the origin is worked out once
for a scenario and shared by all replicates. Week -1 is the origin: a change in week 0 is felt.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from araxes.engines.dated import Row, Square, Stakes, Weekly
from araxes.engines.pieces import Maker
from araxes.history.accusations import Accusation, accusations, perceived
from araxes.inputs.cameo import other_halves
from araxes.inputs.dated import rung_of_code
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Act
from araxes.inputs.tabulate import Constants
from araxes.rules.deterrence import log_power_ratio
from araxes.rules.headline import headline
from araxes.rules.standing import excess
from araxes.weeks import week_number

Table = TypeVar("Table")

Address = tuple[int, int, int]
"""Week, actor and target of an act."""


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
    untold : set of (week, actor, target)
        Forced acts that reveal nothing of the week's luck.
    standing : set of (week, actor, target)
        Forced acts that have stood since an earlier week.
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
    forced: dict[Address, int]
    untold: frozenset[Address]
    standing: frozenset[Address]
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
        **forced_in(scenario, rules, make)._asdict(),
        signals=signals_in(scenario, make),
    )


def forced_in(scenario: Scenario, rules: Constants, make: Maker) -> Forced:
    """Return what a scenario forces, worked out once."""
    return make.read(("calendar", "forced", rules.quiet), lambda: forced_acts(scenario, rules.quiet))


def signals_in(scenario: Scenario, make: Maker) -> dict[int, list[Signalled]]:
    """Return the signals of a scenario by week, worked out once."""
    return make.read(("calendar", "signals"), lambda: _signals(scenario))


class Accused(NamedTuple):
    """What accusations add to pushes, by week: lists over weeks, shape (actors, actors).

    Attributes
    ----------
    received
        To the alarm that i receives from j.
    joined
        To the pile-on of i on j.
    """

    received: list[Square]
    joined: list[Square]


def accused_in(scenario: Scenario, rules: Constants, before: tuple[Accusation, ...], make: Maker) -> Accused:
    """Return what accusations about acts of a scenario, and of those before its start, add to pushes; worked out once."""
    weekly = Weekly(scenario, make)
    ties = make.read(("calendar", "tie"), lambda: [weekly.table("tie")(week) for week in range(-1, scenario.weeks)])
    now = make.read(("calendar", "accused"), lambda: accusations_in(scenario))
    who = tuple(scenario.region.actors), tuple(scenario.region.states)
    return make.work(_accused, before, now, ties, scenario.start, *who, rules.hostility, rules.keep.alarm)


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
    return [[[log_power_ratio(own, other) for other in others] for own in row] for row, others in weeks]


class Forced(NamedTuple):
    """Acts that a scenario forces, as in `Calendar`."""

    forced: dict[Address, int]
    untold: frozenset[Address]
    standing: frozenset[Address]


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
    ties: list[Square],
    start: datetime.date,
    codes: tuple[str, ...],
    states: tuple[str, ...],
    hostility: list[float],
    keep: float,
) -> Accused:
    """Return what accusations add to pushes."""
    found = perceived([*before, *now], week_number(start), ties[1:], codes, states, hostility, keep)
    return Accused(found.received.tolist(), found.joined.tolist())


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
