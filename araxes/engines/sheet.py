"""Sheets: dated values as entries, one for every value that a parameter takes, and which entry holds in which epoch.

An epoch is a run of weeks in which nothing dated changes. Entries have a value in every draw of the judgements; tables say by epoch which
entry holds. So a thousand replicates of many draws need one number for each draw and each value that is ever in force.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.engines.arrays import whole
from araxes.engines.dated import Weekly
from araxes.engines.judged import judged_shifts, shifted
from araxes.inputs.parameters import Parameter, canonical

NOTHING = 0
"""The entry of what nobody named: 0 in every draw."""

UNMOVED = -1
"""Stands for the shift of a value that is not drawn."""


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

    def drawn(self, seed: int, draws: Sequence[int] | None) -> Floats:
        """Return the value of every entry in some draws, shape (entries, draws); one column, not drawn, where these are None."""
        none = np.zeros((1, 1 if draws is None else len(draws)))
        shape = (len(self.judged), none.shape[1])
        moves = np.zeros(shape) if draws is None else judged_shifts(self.judged, seed, draws)
        by = np.concatenate([moves, none])
        out = np.clip(self.value[:, None] + by[self.shift], self.low[:, None], self.high[:, None])
        for entry, parameter, place in self.changed:
            moved = parameter if place == UNMOVED else shifted(parameter, by[place])
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
        self.epoch = whole(np.cumsum([0, *(epochs[1:] != epochs[:-1])]))
        self._days = [weekly.last_day(week) for week in self.firsts]
        self._rows = [(0.0, 0.0, 0.0, UNMOVED)]
        self._judged: list[Parameter] = []
        self._changed: list[Changed] = []
        self._known: dict[str, Whole] = {}
        self._nothing = np.full(len(self.firsts), NOTHING, dtype=np.int64)

    def entries(self) -> Entries:
        """Return what was gathered."""
        value, low, high, shift = (np.array(column) for column in zip(*self._rows, strict=True))
        return Entries(value, low, high, shift, self._judged, self._changed, self.weekly, self.firsts)

    def table(self, path: Callable[..., str], *axes: Sequence[object]) -> Whole:
        """Return the entries of a table by epoch, shape (epochs, *axes); `path` is called with one item of every axis."""
        rows = [self.at(canonical(path(*items))) for items in itertools.product(*axes)]
        shape = (*(len(axis) for axis in axes), len(self.firsts))
        return whole(np.moveaxis(np.array(rows, dtype=np.int64).reshape(shape), -1, 0))

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
