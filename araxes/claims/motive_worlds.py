"""Planted worlds: acts made up on the record's own days of stimuli, of which it is known what drives them.

Each world has as many acts as the record. A share of them follows the stimuli of one motive with the delays of the decay; of the rest, some
follow earlier acts, as often as in the record when no motive is supposed, and the others fall on any day. In worlds with a shared cause no
motive drives anything, but acts are likelier on days near any stimulus, before as well as after it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.claims.parents import DayArray
from araxes.display import show_card


@show_card
class MadeUpActs(NamedTuple):
    """Acts of planted worlds.

    Attributes
    ----------
    days : ndarray of int, shape (worlds, acts)
        In order, counted from the first of the span.
    driven : ndarray, shape (worlds,)
        The share of a world's acts that descends from the motive, 0 to 1, as luck made it.
    """

    days: DayArray
    driven: Floats


def planted_acts(
    luck: np.random.Generator,
    worlds: int,
    acts: int,
    daily: Floats,
    share: float,
    own_share: float,
    decay: float,
    background: Floats | None = None,
) -> MadeUpActs:
    """Return acts of worlds in which a motive drives a share of them.

    Parameters
    ----------
    luck : numpy.random.Generator
    worlds, acts : int
    daily : ndarray, shape (span,)
        Daily pull of the motive that drives them; its days are drawn in proportion to it.
    share : float
        Chance that an act descends from the motive, 0 to 1.
    own_share : float
        Of the other acts, the chance to follow an earlier one.
    decay : float
        Mean delay in days.
    background : ndarray, shape (span,), optional
        In proportion to which the acts without a parent fall; every day alike when not given.
    """
    span = len(daily)
    any_day = np.ones(span) if background is None else background
    kind = luck.random((worlds, acts))
    driven = kind < share
    follows = ~driven & (luck.random((worlds, acts)) < own_share)
    days = np.where(driven, days_by(luck, daily, (worlds, acts)), days_by(luck, any_day, (worlds, acts)))
    order = np.argsort(follows, axis=1, kind="stable")  # those that follow others are placed when those are
    days, follows = np.take_along_axis(days, order, 1), np.take_along_axis(follows, order, 1)
    delays = luck.geometric(1 - math.exp(-1 / decay), (worlds, acts))
    parent, rows = luck.random((worlds, acts)), np.arange(worlds)
    for place in range(1, acts):
        before = (parent[:, place] * place).astype(np.int64)
        later = (days[rows, before] + delays[:, place]) % span
        days[:, place] = np.where(follows[:, place], later, days[:, place])
    return MadeUpActs(np.sort(days, axis=1), driven.mean(axis=1))


def days_by(luck: np.random.Generator, weights: Floats, shape: tuple[int, int]) -> DayArray:
    """Return days drawn in proportion to weights; days counted from 0."""
    ends = np.cumsum(weights)
    places = np.searchsorted(ends, luck.random(shape) * ends[-1], side="right")
    return np.asarray(np.minimum(places, len(weights) - 1))


def near_stimuli(stimuli: DayArray, span: int, within: int, ratio: float) -> Floats:
    """Return a background that is `ratio` times as high within some days of any stimulus, on both sides; shape (span,)."""
    out = np.ones(span)
    for day in stimuli:
        out[max(day - within, 0) : day + within + 1] = ratio
    return out
