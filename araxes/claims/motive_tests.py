"""Is a motive needed? Stimuli set beside the same stimuli on other days: moved along the record, its end joined to its beginning.

Two statistics. Answered: the share of a motive's days of stimuli that the actor follows with an act within some days. Score: by how much
the acts come where the motive pulls, beyond what all other sources foresee (Rao 1948, the slope of the log-likelihood at a weight of 0),
which asks whether the motive is needed once the others are known. Moved stimuli keep their own clusters, so neither is taken in by these;
but a cause that nobody wrote down and that brings both stimuli and acts is not told from a motive by either.

Planted worlds: acts made up on the record's own days of stimuli, of which it is known what drives them.

Each world has as many acts as the record. A share of them follows the stimuli of one motive with the delays of the decay; of the rest, some
follow earlier acts, as often as in the record when no motive is supposed, and the others fall on any day. In worlds with a shared cause no
motive drives anything, but acts are likelier on days near any stimulus, before as well as after it.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats
from araxes.claims.parents import DayArray, Pulls, likeliest_weights
from araxes.display import show_card


@show_card
class Answered(NamedTuple):
    """How often stimuli are followed.

    Attributes
    ----------
    after, before, chance : float
        Share of the days of stimuli with an act in the days after, in as many days before, and after them where they are moved.
    p : float
        Share of moves with as large a share after.
    """

    after: float
    before: float
    chance: float
    p: float


def moves_of(span: int, least: int, step: int = 1) -> NDArray[np.int64]:
    """Return by how many days stimuli may be moved: at least `least` from where they are, either way round.

    A span too short for that is moved by all days but none.
    """
    found = np.arange(least, span - least + 1, step)
    return found if len(found) else np.arange(1, span, step)


def answered_share(stimuli: DayArray, acts: DayArray, span: int, within: int, moves: DayArray) -> Answered:
    """Return how often stimuli are followed by an act 1 to `within` days later.

    Parameters
    ----------
    stimuli, acts : ndarray of int, shape (any,)
        Days counted from the first of the span.
    span, within : int
        Days.
    moves : ndarray of int
        By how many days the stimuli are moved for the chance.
    """
    busy = np.bincount(acts, minlength=span)[:span] > 0
    ahead = np.zeros(span, dtype=bool)
    behind = np.zeros(span, dtype=bool)
    for days in range(1, within + 1):
        ahead[:-days] |= busy[days:]
        behind[days:] |= busy[:-days]
    moved = ahead[(stimuli[:, None] + moves) % span].mean(axis=0)
    after = float(ahead[stimuli].mean())
    return Answered(after, float(behind[stimuli].mean()), float(moved.mean()), share_as_large(moved, after))


def share_as_large(moved: Floats, found: float) -> float:
    """Return p: the share of moves with as large a value, the unmoved one counted in."""
    return float((1 + (moved >= found - np.spacing(abs(found) + 1)).sum()) / (1 + len(moved)))


def needed_p(acts: DayArray, pulls: Pulls, motive: int, daily: Floats, moves: DayArray, steps: int) -> Floats:
    """Return, for each world, p of the score of a motive; shape (worlds,).

    Parameters
    ----------
    acts : ndarray of int, shape (worlds, acts)
        Days counted from the first of the span.
    pulls : Pulls
        Of all sources.
    motive : int
        The place of the motive among the sources.
    daily : ndarray, shape (span,)
        Its daily pull.
    moves : ndarray of int
        By how many days its stimuli are moved.
    steps : int
        Of the fit of the other sources.
    """
    others = [place for place in range(pulls.in_all.shape[-1]) if place != motive]
    without = Pulls(pulls.at_acts[..., others], pulls.in_all[..., others])
    rate = np.einsum("was,ws->wa", without.at_acts, likeliest_weights(without, steps))
    found, inverse, round_twice = (daily[acts] / rate).sum(axis=-1), 1 / rate, np.concatenate([daily, daily])
    as_large: Any = np.ones(len(acts))
    for move in moves:
        as_large += np.einsum("wa,wa->w", round_twice[acts - move + len(daily)], inverse) >= found
    return np.asarray(as_large / (1 + len(moves)))


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
