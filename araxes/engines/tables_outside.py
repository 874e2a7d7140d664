"""Tables of the acts that a scenario forces, and of what accusations add to pushes, by week."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.engines.arrays import weekly, whole_weekly
from araxes.engines.calendar import Address
from araxes.engines.world import World

FREE = -1
"""Stands for an act that no scenario forces."""


class Outside(NamedTuple):
    """What no act of a state can change, by week; states in the order of `World.deciding`.

    Attributes
    ----------
    forced : int, shape (weeks, states, states)
        Rung that a scenario forces, `FREE` where none.
    revealing : int, shape (weeks, states, states)
        The same of acts that reveal luck.
    standing : int, shape (weeks, states, states)
        1 for a forced act that has stood since an earlier week.
    received, joined : shape (weeks, states, states)
        What accusations add to alarm received and to pile-on.
    """

    forced: Whole
    revealing: Whole
    standing: Whole
    received: Floats
    joined: Floats


def outside(world: World) -> Outside:
    """Return what no act of a state can change."""
    acts, states, work = world.forced, world.deciding, world.work
    return Outside(
        forced=work(whole_weekly, forced(world), states),
        revealing=work(whole_weekly, work(_left_out, forced(world), acts.untold), states),
        standing=work(whole_weekly, work(_among, acts.standing, *forced(world).shape[:-1]), states),
        received=work(weekly, world.accused.received, states),
        joined=work(weekly, world.accused.joined, states),
    )


def forced(world: World) -> Whole:
    """Return the rungs that the scenario forces, shape (weeks, actors, actors), `FREE` where none."""
    return world.work(_forced, world.forced.forced, world.scenario.weeks, len(world.codes))  # type: ignore[no-any-return]


def _forced(acts: dict[Address, int], weeks: int, actors: int) -> Whole:
    """Return forced rungs as an array."""
    out = np.full((weeks, actors, actors), FREE, dtype=np.int64)
    for address, rung in acts.items():
        out[address] = rung
    return out


def _left_out(rungs: Whole, addresses: frozenset[Address]) -> Whole:
    """Return forced rungs without those of some acts."""
    out = rungs.copy()
    for address in addresses:
        out[address] = FREE
    return out


def _among(addresses: frozenset[Address], weeks: int, actors: int) -> Whole:
    """Return 1 at some acts, 0 elsewhere."""
    out = np.zeros((weeks, actors, actors), dtype=np.int64)
    for address in addresses:
        out[address] = 1
    return out
