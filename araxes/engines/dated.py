"""Dated values by week: the files' series and the scenario's changes, as tables over actors and issues."""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

from araxes.engines.pieces import Maker
from araxes.history.read import days
from araxes.inputs.dated import busy_weeks
from araxes.inputs.parameters import ALWAYS, Parameter, canonical
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Change
from araxes.rules import deterrence
from araxes.rules.grievance import blame
from araxes.weeks import week_number

Row = list[float]
Square = list[list[float]]
Cube = list[list[list[float]]]
Table = TypeVar("Table")


@dataclass(frozen=True)
class Stakes:
    """What actors want on the issues, in one week.

    Attributes
    ----------
    position, salience, line : shape (actors, issues)
        Of every actor; `line` is where the red line lies.
    side : shape (actors, issues)
        1 where the line is passed from below, -1 from above, 0 without a line.
    blame : shape (actors, actors, issues)
        blame_ijm.
    """

    position: Square
    salience: Square
    line: Square
    side: list[list[int]]
    blame: Cube


class Weekly:
    """Values of parameters by week, from their dated series and the scenario's changes.

    Parameters
    ----------
    scenario : Scenario
    make : Maker, optional
        Makes its tables; of its own where there is none.
    name : str
        Tells its tables from those of another one with the same maker.
    """

    def __init__(self, scenario: Scenario, make: Maker | None = None, name: str = "") -> None:
        self.make, self.name = make or Maker(scenario), name
        self.book = scenario.book
        self.start = scenario.start
        self.codes = list(scenario.region.actors)
        self.issues = list(scenario.region.issues)
        self._last_days: dict[int, datetime.date] = {}
        self.changes: dict[str, list[Change]] = {}
        for change in sorted(scenario.changes, key=lambda change: change.date):
            self.changes.setdefault(canonical(change.path), []).append(change)
        named = [path.split(".") for path in self.book if ".blame." in path]
        self.with_blame = {(code, issue) for code, _, issue, _ in named}

    @cached_property
    def breaks(self) -> list[int]:
        """Return the week numbers at which any value may change, sorted.

        This is no reading of parameters (hence `dict.values`): it says how often tables are built, never what is in them.
        """
        dates = {since for parameter in dict.values(self.book) for since, _ in parameter.series if since > ALWAYS}
        weeks = {week_number(date) for date in dates}
        for change in (change for changes in self.changes.values() for change in changes):
            busy = busy_weeks(change.date, change.until, change.shape)
            weeks |= {*busy, busy.stop}
        return sorted(weeks)

    def epoch(self, week: int) -> int:
        """Return the number of a week's epoch: weeks between which nothing changes have the same, and it rises."""
        return bisect.bisect(self.breaks, week_number(self.start) + week)

    def once(self, name: str, week: int, build: Callable[[int], Table]) -> Table:
        """Return a table of a week, built once for all weeks between which nothing changes; it must not be altered."""
        place = self.epoch(week)
        since = self.breaks[place - 1] if place else None
        return self.make.read((self.name, name, since), lambda: build(week))

    def __call__(self, path: str, week: int) -> float:
        """Return the value in force in a week of the run; -1 is the week before the start. A date inside a week acts from that week on."""
        found: float = self.value(self.book[path], week)
        return found

    def value(self, parameter: Parameter, week: int) -> Any:
        """Return the value of a parameter in force in a week; an array where its series holds arrays and no change has set it."""
        value = parameter.at(self.last_day(week))
        for change in self.changes.get(parameter.path, ()):
            value = self._changed(change, week, value)
        return value

    def last_day(self, week: int) -> datetime.date:
        """Return the Sunday of a week."""
        if week not in self._last_days:
            self._last_days[week] = self.start + days(week + 1) - datetime.timedelta(days=1)
        return self._last_days[week]

    def _changed(self, change: Change, week: int, value: Any) -> Any:
        """Return the value after one change: a step lasts, a pulse passes, a ramp climbs and then lasts."""
        busy = busy_weeks(change.date, change.until, change.shape)
        now = week_number(self.start) + week
        if now < busy.start:
            return value
        if change.shape == "step":
            return change.value
        if change.shape == "pulse":
            return change.value if now in busy else value
        way = min(1.0, (now - busy.start + 1) / len(busy))
        return value + way * (change.value - value)

    def square(self, week: int, path: Callable[[str, str], str]) -> Square:
        """Return a parameter of every ordered pair, shape (actors, actors), 0 on the diagonal and where none is named."""
        return [[self._or_zero(canonical(path(i, j)), week) if i != j else 0.0 for j in self.codes] for i in self.codes]

    def _or_zero(self, path: str, week: int) -> float:
        """Return a value, 0 where nobody named it."""
        return self(path, week) if path in self.book else 0.0

    def relation(self, section: str, week: int) -> Square:
        """Return a table of `relations.toml`."""
        return self.once(section, week, lambda at: self.square(at, lambda i, j: f"relations.{section}.{i}.{j}"))

    def of_actor(self, section: str, week: int) -> Square:
        """Return a table of the actors' files about other actors."""
        return self.once(section, week, lambda at: self.square(at, lambda i, j: f"{i}.{section}.{j}"))

    def table(self, section: str) -> Callable[[int], Square]:
        """Return `relation` of one section, a function of the week."""
        return partial(self.relation, section)

    def about(self, section: str) -> Callable[[int], Square]:
        """Return `of_actor` of one section, a function of the week."""
        return partial(self.of_actor, section)

    def overstretch(self, week: int) -> Row:
        """Return how overstretched every actor is, shape (actors,)."""
        return [self(f"{code}.attention.overstretch", week) for code in self.codes]

    def on_issues(self, section: str, week: int) -> Square:
        """Return a table of the actors' files about issues, shape (actors, issues)."""
        return [[self._or_zero(f"{i}.{section}.{issue}", week) for issue in self.issues] for i in self.codes]

    def statuses(self, week: int) -> Row:
        """Return the dated statuses, shape (issues,)."""
        return [self(f"issues.{issue}.status", week) for issue in self.issues]

    def capability(self, week: int) -> Row:
        """Return the capability of every actor: geometric mean of spending and personnel, each relative to the largest."""
        spending = [self(f"{code}.capability.spending", week) for code in self.codes]
        personnel = [self(f"{code}.capability.personnel", week) for code in self.codes]
        return [
            deterrence.capability(money / max(spending), people / max(personnel))
            for money, people in zip(spending, personnel, strict=True)
        ]

    def power(self, week: int, capability: Row) -> Row:
        """Return what stands behind every actor, guarantors included."""
        guarantee = self.relation("guarantee", week)
        will = self.of_actor("will", week)
        return [
            deterrence.power(capability[j], guarantee[j], [row[j] for row in will], capability, j)
            for j in range(len(self.codes))
        ]

    def stakes(self, week: int) -> Stakes:
        """Return positions, salience, red lines and blame of one week."""
        return self.once("stakes", week, self._stakes)

    def _stakes(self, week: int) -> Stakes:
        """Work out the stakes of one week."""
        sides = [
            [self.book[path].side if (path := f"{code}.red_line.{issue}") in self.book else 0 for issue in self.issues]
            for code in self.codes
        ]
        position, salience, blames = self.wants(week)
        return Stakes(position, salience, self.on_issues("red_line", week), sides, blames)

    def wants(self, week: int) -> tuple[Square, Square, Cube]:
        """Return positions, salience and blame of one week: what grievances are made of, read apart from red lines."""
        return self.once("wants", week, self._wants)

    def _wants(self, week: int) -> tuple[Square, Square, Cube]:
        """Work out positions, salience and blame of one week."""
        position, salience = self.on_issues("position", week), self.on_issues("salience", week)
        columns = [[[row[m] for row in table] for table in (salience, position)] for m in range(len(self.issues))]
        shares = [
            [self._blame(i, m, week, columns[m]) for m in range(len(self.issues))] for i in range(len(self.codes))
        ]
        by_target = [
            [[share[j] for share in shares[i]] for j in range(len(self.codes))] for i in range(len(self.codes))
        ]
        return position, salience, by_target

    def _blame(self, i: int, m: int, week: int, column: list[Row]) -> Row:
        """Return whom actor i blames for issue m: its explicit table where there is one, else by salience and distance."""
        prefix = f"{self.codes[i]}.blame.{self.issues[m]}."
        if (self.codes[i], self.issues[m]) in self.with_blame:
            return [self._or_zero(prefix + code, week) for code in self.codes]
        return blame(column[0], column[1], i)
