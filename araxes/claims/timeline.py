"""Days on which something was done, as arrays over the days that a claim looks at, and how long ago the last such day was.

An act fades with a decay d in days: k days after it, it still weighs exp(-(k - 1) / d) or, where its own day counts, exp(-k / d). Only the
last act counts, so that the weight is never above 1 and a rate ratio is that of the day on which it is 1.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats, Whole
from araxes.display import show_card
from araxes.inputs.parameters import setting
from araxes.units import MONTHS_PER_YEAR

NEVER = np.inf
"""Days since, or days until, an act that never was."""


@show_card
class Timeline(NamedTuple):
    """The days that a claim looks at.

    Attributes
    ----------
    first : int
        The first day as a proleptic ordinal.
    length : int
        Number of days.
    """

    first: int
    length: int

    @property
    def last(self) -> int:
        """Return the last day."""
        return self.first + self.length - 1

    def flags(self, days: Sequence[int] | Whole) -> Flags:
        """Return on which of the days something was done, shape (days,); other days are left out."""
        out = np.zeros(self.length, dtype=bool)
        places = np.asarray(days, dtype=np.int64) - self.first
        out[places[(places >= 0) & (places < self.length)]] = True
        return out

    def half_years(self) -> Whole:
        """Return the number of the half-year of each day, counted from the first, shape (days,)."""
        dates = [datetime.date.fromordinal(self.first + place) for place in range(self.length)]
        halves = np.array([2 * date.year + int(date.month > MONTHS_PER_YEAR // 2) for date in dates])
        out: Whole = halves - halves[0]
        return out


def timeline_of(first: datetime.date, last: datetime.date) -> Timeline:
    """Return the days from a first to a last one, both included."""
    return Timeline(first.toordinal(), (last - first).days + 1)


def days_since(acts: Flags, own_day: bool = False) -> Floats:
    """Return for each day how many days ago the last act was; 1 on the day after it, and 0 on its own day where that counts.

    Parameters
    ----------
    acts : ndarray of bool, shape (..., days)
    own_day : bool
        Whether an act counts on its own day; else the one before it does.
    """
    days = np.arange(acts.shape[-1], dtype=np.float64)
    last = np.maximum.accumulate(np.where(acts, days, -NEVER), axis=-1)
    if not own_day:
        last = np.concatenate([np.full_like(last[..., :1], -NEVER), last[..., :-1]], axis=-1)
    out: Floats = days - last
    return out


def days_apart(acts: Flags) -> Floats:
    """Return for each day how far the nearest act is, before it or behind it, shape (..., days)."""
    behind = days_since(acts[..., ::-1], own_day=True)[..., ::-1]
    return np.minimum(days_since(acts, own_day=True), behind)


def act_weight(since: Floats, decay: float | Floats, own_day: bool = False) -> Floats:
    """Return how much an act still weighs, in [0, 1]: exp of minus the days since it over the decay, 1 on the first day that counts."""
    first = 0 if own_day else 1
    out: Floats = np.exp((first - since) / decay)
    return out


def recording_density(b: Flags, line: Timeline) -> Floats:
    """Return how densely acts like b are recorded on each day, relative to the mean.

    A half-year's density rests by the setting `claims.own_half_year` on its share of b's days, and by the rest on its share of all days:
    what is recorded of other acts does not matter, so that a verdict changes only with the rows that it is about.

    Parameters
    ----------
    b : ndarray of bool, shape (..., days)
    line : Timeline

    Returns
    -------
    ndarray, shape (..., days)
    """
    halves, weight = line.half_years(), setting("claims.own_half_year")
    member = (halves[:, None] == np.arange(halves[-1] + 1)).astype(float)
    size = member.sum(axis=0)
    own = b @ member / np.maximum(b.sum(axis=-1, keepdims=True), 1)
    density = weight * own * size.sum() / size + (1 - weight)
    out: Floats = density[..., halves]
    return out
