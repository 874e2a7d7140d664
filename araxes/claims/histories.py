"""Planted histories of two sides: families in which one only reacts, and families in which it does not.

An act of a side has one of three parents: its own last acts (own run), the other side's (an answer), or neither, and then partly a shock to
which both sides are open. Families differ in the shares that answer:

family     follower's acts that answer     leader's acts that answer     the follower only reacts
one-way    all but its own run             none                          yes
spiral     all but its own run             some                          yes
mostly     three quarters of the others    some                          mostly
shocks     none                            none                          no
mutual     some                            some                          no
mirror     none                            all but its own run           no

All else is drawn from wide judged ranges. A history is kept if what would have been recorded of it has about as many days of each side, and
as many runs of acts, as the record.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.claims.timeline import act_weight, days_since
from araxes.display import show_card
from araxes.inputs.parameters import setting
from araxes.units import DAYS_PER_YEAR

HOLDS = ("one-way", "spiral", "mostly")
FAILS = ("shocks", "mutual", "mirror")


@show_card
class Sides(NamedTuple):
    """Recorded days of both sides in many histories, arrays of shape (worlds, days)."""

    leader: Flags
    follower: Flags


@show_card
class Pattern(NamedTuple):
    """What a history has to match, and what is known of how it was recorded.

    Attributes
    ----------
    record : Sides
        Of one world: the record.
    given : ndarray of bool, shape (days,)
        Days on which others did what both sides may react to.
    covers : tuple of (low, high)
        Shares recorded of leader and follower.
    """

    record: Sides
    given: Flags
    covers: tuple[tuple[float, float], tuple[float, float]]


def plant_histories(pattern: Pattern, family: str, explained: bool, worlds: int, luck: np.random.Generator) -> Sides:
    """Return recorded histories of a family that match the record.

    Parameters
    ----------
    pattern : Pattern
    family : str
        One of `HOLDS` and `FAILS`.
    explained : bool
        Whether acts of the leader shortly before one of the follower are found more easily.
    worlds : int
        So many are returned, or fewer where too few match.
    luck : numpy.random.Generator
    """
    kept: list[Sides] = []
    found = 0
    for _ in range(int(setting("claims.pair_rounds"))):
        sides = _recorded(pattern, family, explained, worlds, luck)
        fits = _matches(pattern.record, sides)
        kept.append(Sides(*(side[fits] for side in sides)))
        found += int(fits.sum())
        if found >= worlds:
            break
    return Sides(*(np.concatenate(side)[:worlds] for side in zip(*kept, strict=True)))


def count_runs(sides: Sides) -> Floats:
    """Return the number of runs of acts in each history, parted by the setting `claims.pair_quiet`, shape (worlds,)."""
    either = sides.leader | sides.follower
    opens = either & (days_since(either) > setting("claims.pair_quiet"))
    return np.asarray(opens.sum(axis=-1), dtype=float)


def _matches(record: Sides, sides: Sides) -> Flags:
    """Return which histories have about as many days and runs as the record."""
    pairs = [
        (side.sum(axis=-1), one.sum(axis=-1), setting("claims.pair_counts"))
        for side, one in zip(sides, record, strict=True)
    ]
    pairs.append((count_runs(sides), count_runs(record), setting("claims.pair_clusters")))
    out: Flags = np.all([np.abs(some - one) <= share * one for some, one, share in pairs], axis=0)
    return out


class _Shares(NamedTuple):
    """Shares of a side's acts, shape (worlds,): own run and answers; the rest has no parent."""

    own: Floats
    answer: Floats


def _shares(family: str, side: str, worlds: int, luck: np.random.Generator) -> _Shares:
    """Return the shares of a side's acts in a family."""
    own = luck.uniform(setting("claims.pair_own_low"), setting("claims.pair_own_high"), worlds)
    some = luck.uniform(setting("claims.pair_answer_low"), setting("claims.pair_answer_high"), worlds)
    answers = {
        "follower": {
            "one-way": 1 - own,
            "spiral": 1 - own,
            "mostly": (1 - own) * (1 - setting("claims.pair_mostly")),
            "mutual": some,
        },
        "leader": {"spiral": some, "mostly": some, "mutual": some, "mirror": 1 - own},
    }
    return _Shares(own, answers[side].get(family, np.zeros(worlds)))


def _recorded(pattern: Pattern, family: str, explained: bool, worlds: int, luck: np.random.Generator) -> Sides:
    """Return what is recorded of histories as they come, matching or not."""
    shares = {side: _shares(family, side, worlds, luck) for side in Sides._fields}
    cover = {side: luck.uniform(*span, worlds) for side, span in zip(Sides._fields, pattern.covers, strict=True)}
    wanted = {side: one.sum() / cover[side] for side, one in zip(Sides._fields, pattern.record, strict=True)}
    sides = _live(pattern, shares, wanted, luck)
    return Sides(
        _found(sides.leader, cover["leader"], sides.follower if explained else None, luck),
        _found(sides.follower, cover["follower"], None, luck),
    )


def _live(pattern: Pattern, shares: dict[str, _Shares], wanted: dict[str, Floats], luck: np.random.Generator) -> Sides:
    """Return all acts of both sides, recorded or not; their expected numbers are those wanted."""
    days, worlds = len(pattern.given), len(wanted["leader"])
    fading = np.exp(-1 / luck.uniform(setting("claims.decay_low"), setting("claims.decay_high"), worlds))
    each = (1 - fading) / fading  # what an act adds a day later, so that all its days add one
    free = {side: (1 - shares[side].own - shares[side].answer) * wanted[side] for side in Sides._fields}
    shock = _shocks(pattern.given, worlds, luck)
    driven = luck.uniform(setting("claims.pair_shock_low"), setting("claims.pair_shock_high"), worlds)
    base = {side: free[side] * (driven * shock + (1 - driven) / days) for side in Sides._fields}
    answer = {
        side: shares[side].answer * wanted[side] / wanted[other]
        for side, other in zip(Sides._fields, Sides._fields[::-1], strict=True)
    }
    memory = {side: np.zeros(worlds) for side in Sides._fields}
    out = {side: np.zeros((days, worlds), dtype=bool) for side in Sides._fields}
    units = luck.random((2, days, worlds))
    for day in range(days):
        for place, (side, other) in enumerate(zip(Sides._fields, Sides._fields[::-1], strict=True)):
            rate = base[side][day] + each * (shares[side].own * memory[side] + answer[side] * memory[other])
            out[side][day] = units[place, day] < -np.expm1(-rate)
        for side in Sides._fields:
            memory[side] = (memory[side] + out[side][day]) * fading
    return Sides(*(np.ascontiguousarray(out[side].T) for side in Sides._fields))


def _shocks(given: Flags, worlds: int, luck: np.random.Generator) -> Floats:
    """Return how strongly shocks act on each day, summing to 1 in each world, shape (days, worlds): recorded ones and hidden ones."""
    days = len(given)
    lasts = np.exp(-1 / luck.uniform(setting("claims.pair_last_low"), setting("claims.pair_last_high"), worlds))
    hidden = luck.uniform(setting("claims.pair_hidden_low"), setting("claims.pair_hidden_high"), worlds)
    rate = luck.uniform(setting("claims.pair_shocks_low"), setting("claims.pair_shocks_high"), worlds) / DAYS_PER_YEAR
    struck = (luck.random((days, worlds)) < rate) * luck.standard_exponential((days, worlds))
    out = np.zeros((days, worlds))
    for weight, blows in ((1 - hidden, np.repeat(given[:, None], worlds, axis=1).astype(float)), (hidden, struck)):
        level, part = np.zeros(worlds), np.empty((days, worlds))
        for day in range(days):
            level = level * lasts + blows[day]
            part[day] = level
        out += weight * part / np.maximum(part.sum(axis=0), np.finfo(float).tiny)
    return np.asarray(out / np.maximum(out.sum(axis=0), np.finfo(float).tiny))


def _found(days: Flags, cover: Floats, sought: Flags | None, luck: np.random.Generator) -> Flags:
    """Return the days that are recorded: so large a share of all; those shortly before a sought act with the root of that chance."""
    chance = np.repeat(cover[:, None], days.shape[-1], axis=1)
    if sought is not None:
        until = days_since(sought[:, ::-1], own_day=True)[:, ::-1]
        near = until <= setting("claims.pair_sought")
        part = (days & near).sum(axis=-1) / np.maximum(days.sum(axis=-1), 1)
        easy = np.sqrt(cover)
        hard = np.clip((cover - part * easy) / np.maximum(1 - part, np.finfo(float).tiny), 0, 1)
        chance = np.where(near, easy[:, None], hard[:, None])
    return days & (luck.random(days.shape) < chance)


def shock_shape(given: Flags) -> Floats:
    """Return others' acts as they fade, as a fit of rates takes them, shape (1, days)."""
    return act_weight(days_since(given), setting("claims.decay"))[None]
