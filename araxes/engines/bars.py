"""Bars at the origin in every draw: what the record would have got used to, had states wanted in it what each draw says they want.

Whole arrays over draws, in the order and with the roundings of the rules and the replay, which do the same for one draw. All else that the
record leaves is that of the judged values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.engines.arrays import floats
from araxes.engines.judged import judged_scenario
from araxes.engines.tables_dated import Wants, record_layout
from araxes.engines.world import World
from araxes.history.replay import spread
from araxes.rules.grievance import gap, hold_against, stake_apart
from araxes.rules.standing import raise_bar


def bars_of(wants: Wants, states: list[int], keep: float, weeks: int) -> Floats:
    """Return what each pair's grievance is measured from at the origin, shape (states, states, draws).

    Parameters
    ----------
    wants : Wants
        What actors want in the weeks of the record, at least at the origin.
    states : list of int
        Indices of the actors that decide.
    keep : float
        Weekly share kept by the bar.
    weeks : int
        Weeks of the record.
    """
    by_epoch = _pair_grievances(wants, states)
    bar = by_epoch[0]
    for week in range(weeks):
        bar = raise_bar(bar, keep, by_epoch[wants.epoch[week]])  # type: ignore[arg-type, assignment]
    return floats(bar)


def in_draw(world: World, seed: int, draw: int) -> World:
    """Return a world as one draw judges: what is dated, and what grievance is measured from at the origin, with its judged values."""
    warm, states = world.warm, world.deciding
    wants = record_layout(world).drawn(seed, [draw])
    bar = bars_of(wants, states, world.rules.keep.bar, len(warm.rungs))[..., 0]
    return replace(
        world,
        scenario=judged_scenario(world.scenario, seed, draw),
        warm=replace(warm, bar=spread(bar, states, len(world.codes)).tolist()),
        judged=False,
    )


class Stake(NamedTuple):
    """One issue in one epoch: salience and position of the states, shape (states, draws), and blame, shape (states, states, draws)."""

    salience: Floats
    position: Floats
    blame: Floats


def _pair_grievances(w: Wants, states: list[int]) -> list[Floats]:
    """Return g_ij + g_ji by epoch, each of shape (states, states, draws), every status seen as it is."""
    stakes: dict[int, Stake] = {}
    out: list[Floats] = []
    for epoch, new in enumerate(w.new):
        for m in np.flatnonzero(new).tolist():
            stakes[m] = _stake(w, states, epoch, m)
        if epoch and not new.any() and (w.status[epoch] == w.status[epoch - 1]).all():
            out.append(out[-1])
            continue
        total = np.zeros((len(states), len(states), w.value.shape[1]))
        for m, stake in sorted(stakes.items()):
            far = gap(w.value[w.status[epoch, m]], stake.position)  # type: ignore[arg-type]
            total = hold_against(total, stake.salience[:, None], far[:, None], stake.blame)  # type: ignore[arg-type, assignment, index]
        out.append(total + total.swapaxes(0, 1))
    return out


def _stake(w: Wants, states: list[int], epoch: int, m: int) -> Stake:
    """Return one issue in one epoch."""
    salience, position = w.value[w.salience[epoch, :, m]], w.value[w.position[epoch, :, m]]
    wanted = position[states]
    parts = stake_apart(salience, position, wanted[:, None])  # type: ignore[arg-type]
    parts[range(len(states)), states] = 0  # type: ignore[index]
    total = np.zeros((len(states), w.value.shape[1]))
    for j in range(len(salience)):
        total = total + parts[:, j]  # type: ignore[index]
    part = parts[:, states]  # type: ignore[index]
    blame = np.divide(part, total[:, None], out=part.copy(), where=total[:, None] > 0)
    for i in np.flatnonzero(w.told[:, m]).tolist():
        blame[i] = w.value[w.blame[epoch, i, :, m]]
    return Stake(salience[states], wanted, blame)
