"""Dated values: what a parameter is worth in a week and in a draw, from its dated series, the scenario's changes and the judgements.

An epoch is a run of weeks in which nothing dated changes. An entry is one value that a parameter takes, in every draw; tables of entries
say by epoch which one holds. So a thousand replicates of many draws need one number for each draw and each value that is ever in force.

A judged value has a range that was judged plausible, and every parameter draw has a value of its own from it. One shift moves the whole
dated series; each entry is kept in its admissible range. The shift is triangular around no shift, and puts the share `run.plausible` inside
the plausible range (`araxes.engines.draws.triangular_shifts`). It depends on seed, draw and path and on nothing else. What a scenario or an
option sets is exact, and so is a dated change from its date on; what has a standard deviation is drawn from that; how the record is read
(ladder, behaviour) is not drawn.
"""

from __future__ import annotations

import bisect
import datetime
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole, as_whole
from araxes.engines.draws import judged_units, triangular_shifts
from araxes.inputs.ladder import busy_weeks
from araxes.inputs.parameters import ALWAYS, Parameter, canonical, setting
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Change
from araxes.records.history import days
from araxes.units import week_number

_NOTHING = 0
"""The entry of what nobody named: 0 in every draw."""

UNMOVED = -1
"""Stands for the shift of a value that is not drawn."""

KEPT = 4
"""Tables of units that are kept: those of the run, the record and the tempers of a world at work, and one more."""


class Weekly:
    """Values of parameters by week, from their dated series and the scenario's changes.

    Parameters
    ----------
    scenario : Scenario
    """

    def __init__(self, scenario: Scenario) -> None:
        self.book = scenario.book
        self.start = scenario.start
        self.codes, self.states = list(scenario.region.actors), list(scenario.region.states)
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


def judged_shifts(parameters: Sequence[Parameter], seed: int, draws: Sequence[int]) -> Floats:
    """Return by how much some judged values are shifted in some draws, shape (parameters, draws)."""
    around = np.array([parameter.around for parameter in parameters]).reshape(-1, 2)
    units = _units(seed, tuple(draws), tuple(parameter.path for parameter in parameters))
    return triangular_shifts(units, around[:, :1], around[:, 1:], setting("run.plausible"))


@lru_cache(maxsize=KEPT)
def _units(seed: int, draws: tuple[int, ...], paths: tuple[str, ...]) -> Floats:
    """Return `judged_units`, kept for the next world that draws the same; not to be altered."""
    found = judged_units(seed, draws, paths)
    found.flags.writeable = False
    return found


def shift_series(parameter: Parameter, by: Any) -> Parameter:
    """Return a parameter with its whole series shifted and kept in its range, exact from then on.

    Parameters
    ----------
    parameter : Parameter
    by : float or ndarray of float
        The shift; an array makes every value of the series an array.
    """
    low, high = parameter.low, parameter.high
    series = tuple((since, np.clip(value + by, low, high)) for since, value in parameter.series)
    return replace(parameter, series=series, exact=True)


class Changed(NamedTuple):
    """A parameter that the scenario changes: its first entry, of which it has one for every epoch, and the place of its shift."""

    entry: int
    parameter: Parameter
    shift: int


class Entries(NamedTuple):
    """Values by entry, before any draw.

    Attributes
    ----------
    value, low, high : ndarray of float, shape (entries,)
        Value in the files, and the ends between which it is kept.
    shift : ndarray of int, shape (entries,)
        Place of its parameter among the judged ones, `UNMOVED` where it is not drawn.
    judged : list of Parameter
    changed : list of Changed
    weekly : Weekly
    weeks : list of int
        The first week of every epoch.
    """

    value: Floats
    low: Floats
    high: Floats
    shift: Whole
    judged: list[Parameter]
    changed: list[Changed]
    weekly: Weekly
    weeks: list[int]

    def in_draws(self, seed: int, draws: Sequence[int] | None) -> Floats:
        """Return the value of every entry in some draws, shape (entries, draws); one column, not drawn, where these are None."""
        none = np.zeros((1, 1 if draws is None else len(draws)))
        shape = (len(self.judged), none.shape[1])
        moves = np.zeros(shape) if draws is None else judged_shifts(self.judged, seed, draws)
        by = np.concatenate([moves, none])
        out = np.clip(self.value[:, None] + by[self.shift], self.low[:, None], self.high[:, None])
        for entry, parameter, place in self.changed:
            moved = parameter if place == UNMOVED else shift_series(parameter, by[place])
            for epoch, week in enumerate(self.weeks):
                out[entry + epoch] = self.weekly.value(moved, week)
        return np.ascontiguousarray(out)


class Sheet:
    """Gathers entries while tables are laid out.

    Parameters
    ----------
    weekly : Weekly
    weeks : range
        Weeks of the run; -1 is the origin.

    Attributes
    ----------
    epoch : ndarray of int, shape (weeks,)
        The epoch of every week, from 0.
    """

    def __init__(self, weekly: Weekly, weeks: range) -> None:
        self.weekly = weekly
        epochs = np.array([weekly.epoch(week) for week in weeks])
        self.firsts = [week for week, new in zip(weeks, [True, *(epochs[1:] != epochs[:-1])], strict=True) if new]
        self.epoch = as_whole(np.cumsum([0, *(epochs[1:] != epochs[:-1])]))
        self._days = [weekly.last_day(week) for week in self.firsts]
        self._rows = [(0.0, 0.0, 0.0, UNMOVED)]
        self._judged: list[Parameter] = []
        self._changed: list[Changed] = []
        self._known: dict[str, Whole] = {}
        self._nothing = np.full(len(self.firsts), _NOTHING, dtype=np.int64)

    def entries(self) -> Entries:
        """Return what was gathered."""
        value, low, high, shift = (np.array(column) for column in zip(*self._rows, strict=True))
        return Entries(value, low, high, shift, self._judged, self._changed, self.weekly, self.firsts)

    def table(self, path: Callable[..., str], *axes: Sequence[object]) -> Whole:
        """Return the entries of a table by epoch, shape (epochs, *axes); `path` is called with one item of every axis."""
        rows = [self.at(canonical(path(*items))) for items in itertools.product(*axes)]
        shape = (*(len(axis) for axis in axes), len(self.firsts))
        return as_whole(np.moveaxis(np.array(rows, dtype=np.int64).reshape(shape), -1, 0))

    def at(self, path: str) -> Whole:
        """Return the entries of a parameter by epoch."""
        if path not in self._known:
            self._known[path] = self._added(path) if path in self.weekly.book else self._nothing
        return self._known[path]

    def _added(self, path: str) -> Whole:
        """Add the entries of a parameter."""
        parameter, first = self.weekly.book[path], len(self._rows)
        judged = parameter.is_judged
        place = len(self._judged) if judged else UNMOVED
        self._judged += [parameter] if judged else []
        low, high = (parameter.low, parameter.high) if judged else (-np.inf, np.inf)
        if path in self.weekly.changes:
            self._changed.append(Changed(first, parameter, place))
            self._rows += [(0.0, low, high, UNMOVED)] * len(self.firsts)
            return first + np.arange(len(self.firsts))
        dates = [since for since, _ in parameter.series]
        if len(dates) == 1:
            self._rows.append((parameter.series[0][1], low, high, place))
            return self._nothing + first
        places = [max(bisect.bisect(dates, day) - 1, 0) for day in self._days]
        self._rows += [(parameter.series[k][1], low, high, place) for k in range(places[0], places[-1] + 1)]
        return np.array(places) - places[0] + first


def values_by_week(weekly: Weekly, weeks: range, path: Callable[..., str], *axes: Sequence[object]) -> Floats:
    """Return a table of parameters by week as the files have it, not drawn, shape (weeks, *axes); arguments as for `Sheet`."""
    sheet = Sheet(weekly, weeks)
    table = sheet.table(path, *axes)
    return np.asarray(sheet.entries().in_draws(0, None)[table][sheet.epoch, ..., 0])
