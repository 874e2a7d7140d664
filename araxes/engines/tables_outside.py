"""Tables of what no act of a state can change: the calendar's values, outside actors and forced acts, by week."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from araxes.engines.arrays import Floats, Whole, floats, of_states, weekly, whole_weekly
from araxes.engines.world import World
from araxes.inputs.tabulate import Constants
from araxes.rules.memory import fold

FREE = -1
"""Stands for an act that no scenario forces."""


class Outside(NamedTuple):
    """What no act of a state can change, by week; states in the order of `World.deciding`, all actors in that of `World.codes`.

    Attributes
    ----------
    friendship : shape (weeks, states, actors)
    surprise : shape (weeks, actors, actors)
        D of pairs with an actor that does not decide; 0 elsewhere.
    entanglement, hawkishness, preponderance, format, trade : shape (weeks, states, states)
    overstretch : shape (weeks, states)
    forced : int, shape (weeks, states, states)
        Rung that a scenario forces, `FREE` where none.
    """

    friendship: Floats
    surprise: Floats
    entanglement: Floats
    hawkishness: Floats
    preponderance: Floats
    format: Floats
    trade: Floats
    overstretch: Floats
    forced: Whole


def outside(world: World) -> Outside:
    """Return what no act of a state can change."""
    calendar, states, work = world.calendar, world.deciding, world.work
    return Outside(
        friendship=work(of_states, calendar.friendship, states),
        surprise=work(_outside_surprise, outside_memory(world), states),
        entanglement=work(weekly, calendar.entanglement, states),
        hawkishness=work(weekly, calendar.hawkishness_excess, states),
        preponderance=work(weekly, calendar.preponderance, states),
        format=work(weekly, calendar.format_excess, states),
        trade=work(weekly, calendar.trade, states),
        overstretch=work(of_states, calendar.overstretch_excess, states),
        forced=work(whole_weekly, forced(world), states),
    )


def forced(world: World) -> Whole:
    """Return the rungs that the scenario forces, shape (weeks, actors, actors), `FREE` where none."""
    return world.work(_forced, world.calendar.forced, world.scenario.weeks, len(world.codes))  # type: ignore[no-any-return]


def _forced(acts: dict[tuple[int, int, int], int], weeks: int, actors: int) -> Whole:
    """Return forced rungs as an array."""
    out = np.full((weeks, actors, actors), FREE, dtype=np.int64)
    for address, rung in acts.items():
        out[address] = rung
    return out


def outside_memory(world: World) -> tuple[Floats, Floats]:
    """Return S and L of every pair with an actor that does not decide, at the start of every week and after the last.

    Returns
    -------
    two ndarray of float, shape (weeks + 1, actors, actors)
        Meaningless between states.
    """
    memory = world.warm.memory
    return world.work(_outside_memory, forced(world), world.rules, memory.fast, memory.slow)  # type: ignore[no-any-return]


def _outside_memory(acts: Whole, rules: Constants, before: ArrayLike, slow_before: ArrayLike) -> tuple[Floats, Floats]:
    """Return S and L of forced acts, every other being quiet."""
    keep, hostility = rules.keep, floats(rules.hostility)
    heard = hostility[np.where(acts == FREE, rules.quiet, acts)]
    fast, slow = [floats(before)], [floats(slow_before)]
    for week in heard:
        fast.append(np.asarray(fold(fast[-1], keep.fast, week)))  # type: ignore[arg-type]
        slow.append(np.asarray(fold(slow[-1], keep.slow, week)))  # type: ignore[arg-type]
    return np.stack(fast), np.stack(slow)


def _outside_surprise(memory: tuple[Floats, Floats], states: list[int]) -> Floats:
    """Return D of pairs with an outside actor, 0 between states and on the diagonal."""
    fast, slow = memory
    surprise = (fast - slow)[:-1]
    for i in range(surprise.shape[1]):
        surprise[:, i, i] = 0
    surprise[np.ix_(range(len(surprise)), states, states)] = 0
    return floats(surprise)
