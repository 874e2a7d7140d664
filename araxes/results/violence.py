"""Violence: whether the rule foretells violence within a quarter better than habit alone does, quarter by quarter of the record.

Spans do not overlap, so quarters can be resampled as they are. Estimates and dated values are those known before each origin; habit is
the same model with the weights of all that a record speaks of set to 0.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.engines.ensemble import Progress
from araxes.engines.labelled import observed
from araxes.engines.pieces import Shelf
from araxes.engines.world import World, prepare
from araxes.history.read import days
from araxes.inputs.scenario import load
from araxes.inputs.settings import setting
from araxes.results import resample
from araxes.results.free_runs import dated, free_scenario, simulated_rungs
from araxes.results.outcomes import hard_rungs
from araxes.rules.arrays import Weights


class Foretold(NamedTuple):
    """How violence within a quarter was foretold.

    Attributes
    ----------
    quarters : int
    happened : int
        Directed dyads and quarters with violence.
    skill, low, high : float
        Brier skill of the rule over habit alone, and the interval of it.
    """

    quarters: int
    happened: int
    skill: float
    low: float
    high: float


def quarters(end: datetime.date) -> list[datetime.date]:
    """Return the origins a quarter apart from `health.scored_origin` on, each with a whole quarter before `end`."""
    first, span = dated("scored_origin"), days(int(setting("compare.window_middle")))
    return [first + span * k for k in range((end - first) // span)]


def violence_foretold(end: datetime.date, replicates: int, seed: int = 1, progress: Progress | None = None) -> Foretold:
    """Return how violence within a quarter was foretold, up to the record's end."""
    rule = load("baseline")
    habit = load("baseline", sets={f"behaviour.weight.{name}": 0 for name in Weights._fields})
    world = prepare(free_scenario(end, 1))
    acts, weeks = observed(world)["rung"].values, int(setting("compare.window_middle"))
    violent = hard_rungs(len(world.constants.hostility))[1]
    scores, happened = [], 0
    for origin in quarters(end):
        begin = len(acts) - (end - origin) // days(1)
        came = (acts[begin : begin + weeks] >= violent).any(axis=0)
        happened += int(came.sum())
        free = [free_scenario(origin, weeks, base) for base in (rule, habit)]
        shelf = Shelf(free[0])
        chances = [
            violence_chance(prepare(one, shelf=shelf), violent, replicates, seed, progress=progress) for one in free
        ]
        scores.append([float(((chance - came) ** 2).sum()) for chance in chances])
    of_rule, of_habit = np.array(scores).T
    return Foretold(len(scores), happened, *skill(of_rule, of_habit, seed))


def violence_chance(
    world: World, violent: int, replicates: int, seed: int = 1, progress: Progress | None = None
) -> Floats:
    """Return the chance that a dyad reaches the rung `violent` within the horizon, shape (states, states)."""
    acts = simulated_rungs(world, replicates, seed, progress=progress)
    return np.asarray((acts >= violent).any(axis=1).mean(axis=0))


def skill(score: Floats, reference: Floats, seed: int = 1) -> tuple[float, float, float]:
    """Return 1 - sum of scores / sum of the reference's, and the ends of its interval by resampling origins; all of shape (origins,)."""
    taken = resample.picks(np.ones(len(score), dtype=np.int64), int(setting("compare.resamples")), seed)
    tail = (1 - setting("compare.level")) * 0.5
    low, high = np.quantile(1 - (taken @ score) / (taken @ reference), [tail, 1 - tail])
    return float(1 - score.sum() / reference.sum()), float(low), float(high)
