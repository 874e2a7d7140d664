"""Stability: how many hostile acts one hostile act brings about, and whether crises calm by themselves.

    B = d E[hostile acts next week] / d F  x  E[h | hostile]  /  (1 - d(alarm))     over directed dyads

One more hostile act raises the alarm of its dyad by its hostility, and the alarm fades by half a week after week: B holds what all weeks
together answer. Crises calm by themselves where its leading value is below 1 (Richardson's criterion; the branching ratio of Hawkes 1971).

Habit is reported apart: how much one more hostile week raises the chance of a hostile act next week.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from araxes.array_types import Floats
from araxes.engines.world import World
from araxes.inputs.settings import setting
from araxes.rules.terms import TERM

if TYPE_CHECKING:
    from araxes.engines.model import Region

Dyad = tuple[int, int]


@dataclass(frozen=True)
class Stability:
    """How a parameter set answers a hostile act.

    Attributes
    ----------
    leading : float
        Largest real part of the eigenvalues of B; crises calm by themselves below 1.
    dyads : list of tuple of str and float
        The dyads that carry the leading vector, with their shares, largest first.
    critical : float
        Factor on the weights of alarm and pile-on at which the leading value reaches 1; inf when no factor within reach does.
    habit_step : float
        Mean rise, over dyads, of the chance of a hostile act after one more hostile week; it fades with the half-life of habit.
    """

    leading: float
    dyads: list[tuple[str, float]]
    critical: float
    habit_step: float


def stability(world: World) -> Stability:
    """Return the stability of a world at its origin, weights at their means."""
    values, vectors = np.linalg.eig(answers_at(world, 1.0))
    lead = int(np.argmax(values.real))
    shares = np.abs(vectors[:, lead]) / np.abs(vectors[:, lead]).sum()
    names = [f"{world.states[i]}>{world.states[j]}" for i, j in deciding_dyads(world)]
    order = np.argsort(-shares)[: int(setting("compare.dyads_shown"))]
    carried = [(names[k], float(shares[k])) for k in order]
    return Stability(float(values[lead].real), carried, critical_factor(world), habit_step(world))


def deciding_dyads(world: World) -> list[Dyad]:
    """Return the ordered pairs of states, by index."""
    states = range(len(world.states))
    return [(i, j) for i in states for j in states if i != j]


ANSWERS = [TERM[name] for name in ("alarm_received", "alarm_own", "pile_on")]
"""Places of the terms through which hostile acts are answered."""


def answers_at(world: World, factor: float) -> Floats:
    """Return B by central differences, shape (dyads, dyads), with the weights of alarm and pile-on multiplied by `factor`."""
    from araxes.engines.model import Region

    region = Region(world, 0, 0, fixed=True, collect=False)
    for row in region.weights.push:
        for place in ANSWERS:
            row[place] *= factor
    step = setting("health.step")
    columns = [_response(region, i, j, step) for i, j in deciding_dyads(world)]
    return np.array(columns).T / (1 - world.constants.keep.alarm)


def _response(region: Region, i: int, j: int, step: float) -> Floats:
    """Return how the chance of a hostile act of every dyad answers one more hostile act of i towards j."""
    middle, hostile = region.memory.alarm[i][j], region.world.constants.quiet + 1
    ends = []
    for shift in (step, -step):
        region.memory.alarm[i][j] = middle + shift
        ends.append(hostile_chances(region))
    region.memory.alarm[i][j] = middle
    usual = np.array(region.by_index[i].habit(region.world.states[j]))[hostile:]
    typical = usual @ np.array(region.world.constants.hostility)[hostile:] / usual.sum()
    return np.asarray((ends[0] - ends[1]) * 0.5 / step * typical)


def hostile_chances(region: Region) -> Floats:
    """Return the chance of a hostile act of every dyad in the coming week, shape (dyads,)."""
    region.agents.do("perceive")
    region.agents.do("appraise")
    return np.array(
        [1 - region.by_index[i].foresee(j)[region.world.constants.quiet] for i, j in deciding_dyads(region.world)]
    )


def chances(region: Region, i: int, j: int) -> Floats:
    """Return the chance of every rung of i towards j in the coming week, once appraised, shape (rungs,)."""
    return np.diff([0.0, *region.by_index[i].foresee(j), 1.0])


def critical_factor(world: World) -> float:
    """Return the factor on the weights of alarm and pile-on at which the leading value reaches 1, by bisection."""

    def leading(factor: float) -> float:
        return float(np.linalg.eigvals(answers_at(world, factor)).real.max())

    low, high = 0.0, setting("health.factor_limit")
    if leading(high) < 1:
        return float("inf")
    while high - low > setting("health.factor_precision"):
        middle = (low + high) * 0.5
        low, high = (middle, high) if leading(middle) < 1 else (low, middle)
    return high


def habit_step(world: World) -> float:
    """Return the mean rise, over dyads, of the chance of a hostile act after one more week of the first hostile rung."""
    from araxes.engines.model import Region

    region = Region(world, 0, 0, fixed=True, collect=False)
    first = world.constants.quiet + 1
    rises = []
    for i, j in deciding_dyads(world):
        agent, target = region.by_index[i], world.states[j]
        before = sum(agent.habit(target)[first:])
        region.memory.counts[i][j][first] += 1
        rises.append(sum(agent.habit(target)[first:]) - before)
        region.memory.counts[i][j][first] -= 1
    return float(np.mean(rises))
