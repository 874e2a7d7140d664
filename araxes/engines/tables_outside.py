"""Tables of what no act of a state can change: the calendar's values, outside actors and forced acts, by week."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.engines.arrays import Floats, Whole, of_states, weekly, whole_weekly
from araxes.engines.world import World

FREE = -1
"""Stands for an act that no scenario forces."""


class Outside(NamedTuple):
    """What no act of a state can change, by week; states in the order of `World.deciding`.

    Attributes
    ----------
    tie, hawkishness, ratio, format : shape (weeks, states, states)
        Ties; hawkishness, log power ratio and format minus those of the origin.
    overstretch : shape (weeks, states)
    forced : int, shape (weeks, states, states)
        Rung that a scenario forces, `FREE` where none.
    """

    tie: Floats
    hawkishness: Floats
    ratio: Floats
    format: Floats
    overstretch: Floats
    forced: Whole


def outside(world: World) -> Outside:
    """Return what no act of a state can change."""
    calendar, states, work = world.calendar, world.deciding, world.work
    return Outside(
        tie=work(weekly, calendar.tie, states),
        hawkishness=work(weekly, calendar.hawkishness_excess, states),
        ratio=work(weekly, calendar.ratio_excess, states),
        format=work(weekly, calendar.format_excess, states),
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
