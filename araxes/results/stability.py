"""Stability: whether crises calm by themselves under a parameter set (Richardson's criterion).

    J = d E[h next week] / d S     over directed dyads, with N, Z, L, statuses and commitments frozen
    S' = (d I + (1 - d) J) S       so crises calm when the leading real part of J is below 1

Habit is reported apart: how much one more hostile week raises the chance of a hostile act next week.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from araxes.engines.world import World
from araxes.inputs.settings import setting
from araxes.rules.choose import pushed_cumulative
from araxes.units import HALF

if TYPE_CHECKING:
    from araxes.engines.model import Region

Dyad = tuple[int, int]


@dataclass(frozen=True)
class Stability:
    """How a parameter set answers remembered hostility.

    Attributes
    ----------
    leading : float
        Largest real part of the eigenvalues of J; crises calm by themselves below 1.
    dyads : list of tuple of str and float
        The dyads that carry the leading vector, with their shares, largest first.
    critical : float
        Factor on both reciprocity weights at which the leading value reaches 1; inf when no factor within reach does.
    habit_step : float
        Mean rise, over dyads, of the chance of a hostile act after one more hostile week; it fades with the half-life of habit.
    """

    leading: float
    dyads: list[tuple[str, float]]
    critical: float
    habit_step: float


def stability(world: World) -> Stability:
    """Return the stability of a world at its origin, weights at their means."""
    jacobian = jacobian_at(world, 1.0)
    values, vectors = np.linalg.eig(jacobian)
    lead = int(np.argmax(values.real))
    shares = np.abs(vectors[:, lead]) / np.abs(vectors[:, lead]).sum()
    names = [f"{world.codes[i]}>{world.codes[j]}" for i, j in deciding_dyads(world)]
    order = np.argsort(-shares)[: int(setting("compare.dyads_shown"))]
    carried = [(names[k], float(shares[k])) for k in order]
    return Stability(float(values[lead].real), carried, critical_factor(world), habit_step(world))


def deciding_dyads(world: World) -> list[Dyad]:
    """Return the ordered pairs of deciding actors, by index."""
    return [(i, j) for i in world.deciding for j in world.deciding if i != j]


def jacobian_at(world: World, factor: float) -> NDArray[np.float64]:
    """Return J by central differences, shape (dyads, dyads), with both reciprocity weights multiplied by `factor`."""
    from araxes.engines.model import Region

    region = Region(world, 0, 0, fixed=True, collect=False)
    for row in region.weights.push:
        row[0] *= factor
        row[1] *= factor
    step = setting("health.step")
    columns = [_response(region, i, j, step) for i, j in deciding_dyads(world)]
    return np.array(columns).T


def _response(region: Region, i: int, j: int, step: float) -> NDArray[np.float64]:
    """Return how every dyad's expected hostility answers remembered hostility of i towards j."""
    middle = region.memory.fast[i][j]
    ends = []
    for shift in (step, -step):
        region.memory.fast[i][j] = middle + shift
        region.look()
        ends.append(expected(region))
    region.memory.fast[i][j] = middle
    return (ends[0] - ends[1]) * HALF / step


def expected(region: Region) -> NDArray[np.float64]:
    """Return the expected hostility of the coming week's acts, shape (dyads,)."""
    region.agents.do("perceive")
    region.agents.do("appraise")
    hostility = np.array(region.world.rules.hostility)
    return np.array([chances(region, i, j) @ hostility for i, j in deciding_dyads(region.world)])


def chances(region: Region, i: int, j: int) -> NDArray[np.float64]:
    """Return the chance of every rung of i towards j in the coming week, push and spread included, shape (rungs,)."""
    agent = region.state(region.world.codes[i])
    cumulative = np.cumsum(agent.habit(region.world.codes[j]))[:-1]
    epsilon = region.world.rules.epsilon
    pushed = [pushed_cumulative(float(f), agent.eta[j], agent.s[j], epsilon) for f in cumulative]
    return np.diff([0.0, *pushed, 1.0])


def critical_factor(world: World) -> float:
    """Return the factor on both reciprocity weights at which the leading value reaches 1, by bisection."""

    def leading(factor: float) -> float:
        return float(np.linalg.eigvals(jacobian_at(world, factor)).real.max())

    low, high = 0.0, setting("health.factor_limit")
    if leading(high) < 1:
        return float("inf")
    while high - low > setting("health.factor_precision"):
        middle = (low + high) * HALF
        low, high = (middle, high) if leading(middle) < 1 else (low, middle)
    return high


def habit_step(world: World) -> float:
    """Return the mean rise, over dyads, of the chance of a hostile act after one more week of the first hostile rung."""
    from araxes.engines.model import Region

    region = Region(world, 0, 0, fixed=True, collect=False)
    first = world.rules.quiet + 1
    rises = []
    for i, j in deciding_dyads(world):
        agent, target = region.state(world.codes[i]), world.codes[j]
        before = sum(agent.habit(target)[first:])
        region.memory.counts[i][j][first] += 1
        rises.append(sum(agent.habit(target)[first:]) - before)
        region.memory.counts[i][j][first] -= 1
    return float(np.mean(rises))
