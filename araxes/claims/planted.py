"""Planted worlds: histories of b beside the real dates of a, in which it is known whether b follows a.

A world keeps the real dates of a and of third parties, the recorded number of b's days, b's own run and how densely half-years are
recorded.

    log rate(t) = log density(t) + log(link) * after(t) + log(shared) * around(t) + own * b's own run(t) + others(t) * gammas

`link` is the rate ratio by which b follows a: 1 where the claim fails. `shared` is that of a cause nobody recorded, which moves both: b is
then as much more frequent before a as behind it. How fast links and causes fade, how strong b's own run is and which share of b is recorded
differ from world to world, within judged ranges; more days of b are planted than are kept, and chance says which.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.claims.rates import fit_rates
from araxes.claims.timeline import act_weight, days_apart, days_since
from araxes.display import show_card
from araxes.inputs.parameters import setting


@show_card
class Case(NamedTuple):
    """What is known of two acts, of which one may follow the other.

    Attributes
    ----------
    a, b : ndarray of bool, shape (days,)
        Days with each.
    density : ndarray, shape (days,)
        How densely b is recorded.
    others : ndarray, shape (third parties, days)
        What third parties did, as it fades.
    window : int
        A link holds for so many days behind a, its own day included, with the same strength; 0: from the day after on, fading.
    """

    a: Flags
    b: Flags
    density: Floats
    others: Floats
    window: int = 0


@show_card
class Cause(NamedTuple):
    """What makes b more frequent in a planted world, as rate ratios: 1 is nothing.

    Attributes
    ----------
    link : float
        Behind a.
    shared : float
        On both sides of a.
    """

    link: float = 1.0
    shared: float = 1.0


def plant_worlds(case: Case, cause: Cause, worlds: int, luck: np.random.Generator) -> Flags:
    """Return the recorded days of b in planted worlds, shape (worlds, days): in each as many as the record has.

    Parameters
    ----------
    case : Case
    cause : Cause
    worlds : int
    luck : numpy.random.Generator
    """
    wanted = int(case.b.sum())
    kept: list[Flags] = []
    found = 0
    scale = 1.0
    for _ in range(int(setting("claims.attempts"))):
        drives = _drives(case, cause, worlds, luck)
        scale = scale if kept else _scale(drives, wanted, luck)
        days = _live(drives, scale, luck)
        enough = days.sum(axis=-1) >= wanted
        kept.append(_record(days[enough], wanted, luck))
        found += int(enough.sum())
        if found >= worlds:
            break
    return np.concatenate(kept)[:worlds]


class _Drives(NamedTuple):
    """What moves b in each world: weights of days (days, worlds), strength of its own run and share recorded, both (worlds,)."""

    weight: Floats
    own: Floats
    recorded: Floats


def _drives(case: Case, cause: Cause, worlds: int, luck: np.random.Generator) -> _Drives:
    """Return what moves b in worlds, with what is not known of them drawn from its range."""
    fit = fit_rates(case.b[None], case.density, np.array([link_shape(case, setting("claims.decay")), *case.others]))
    plain = fit_rates(case.b[None], case.density, case.others) if cause == Cause() else None
    own, gammas = (fit.effect[0, 1], fit.effect[0, 2:]) if plain is None else _without_link(plain.effect[0], case)
    decay = luck.uniform(setting("claims.decay_low"), setting("claims.decay_high"), (worlds, 1))
    log = np.log(case.density) + (gammas @ case.others if len(case.others) else 0) + np.zeros((worlds, 1))
    if cause.link != 1:
        log = log + np.log(cause.link) * link_shape(case, decay)
    if cause.shared != 1:
        log = log + np.log(cause.shared) * _around(case, decay)
    strength = max(own, 0.0) * luck.uniform(setting("claims.own_low"), setting("claims.own_high"), worlds)
    recorded = luck.uniform(setting("claims.recorded_low"), setting("claims.recorded_high"), worlds)
    return _Drives(np.ascontiguousarray(np.exp(log).T), strength, recorded)


def _without_link(effect: Floats, case: Case) -> tuple[float, Floats]:
    """Return b's own run and the effects of others from a fit that knows no a: others stand around the own run there."""
    if not len(case.others):
        return float(effect[0]), np.zeros(0)
    return float(effect[1]), np.concatenate([effect[:1], effect[2:]])


def link_shape(case: Case, decay: float | Floats) -> Floats:
    """Return how much a link weighs on each day, in [0, 1]."""
    if case.window:
        return (days_since(case.a, own_day=True) <= case.window).astype(float)
    return act_weight(days_since(case.a), decay)


def _around(case: Case, decay: Floats) -> Floats:
    """Return how much a shared cause weighs in each world: before a as behind it."""
    apart = days_apart(case.a)
    return (apart <= case.window).astype(float) if case.window else act_weight(apart, decay, own_day=True)


def _scale(drives: _Drives, wanted: int, luck: np.random.Generator) -> float:
    """Return the rate by which so many days come as are wanted in a mean world, unrecorded ones included."""
    few = int(setting("claims.pilot_worlds"))
    pilot = _Drives(drives.weight[:, :few], drives.own[:few], drives.recorded[:few])
    target = wanted / float(pilot.recorded.mean())
    scale = target / float(pilot.weight.sum(axis=0).mean())
    for _ in range(int(setting("claims.pilot_turns"))):
        came = _live(pilot, scale, luck).sum(axis=-1).mean()
        scale *= target / max(float(came), 1.0)
    return scale


def _live(drives: _Drives, scale: float, luck: np.random.Generator) -> Flags:
    """Return the days of b in each world before any is lost, shape (worlds, days)."""
    days, worlds = drives.weight.shape
    keep = np.exp(-1 / setting("claims.decay"))
    run, out, units = np.zeros(worlds), np.zeros((days, worlds), dtype=bool), luck.random((days, worlds))
    level = scale / drives.recorded * drives.recorded.mean()
    for day in range(days):
        out[day] = units[day] < -np.expm1(-level * drives.weight[day] * np.exp(drives.own * run))
        run = np.where(out[day], 1, run * keep)
    return np.ascontiguousarray(out.T)


def _record(days: Flags, wanted: int, luck: np.random.Generator) -> Flags:
    """Return as many days of each world as are wanted, by chance among those that came."""
    keys = np.where(days, luck.random(days.shape), 2)
    places = np.argpartition(keys, wanted - 1, axis=-1)[:, :wanted]
    out = np.zeros_like(days)
    np.put_along_axis(out, places, values=True, axis=-1)
    return out
