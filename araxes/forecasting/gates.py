"""Gates: what must hold before the model is said to forecast. They were set before scoring, and are reported whether or not they hold."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from araxes.display import show_card
from araxes.forecasting.baselines import TREE_ALONE, bar, simple_recencies
from araxes.forecasting.hindcast import Hindcast, pool_equally, stack
from araxes.forecasting.joint import joint_log_score
from araxes.forecasting.simple import BayesAverage
from araxes.forecasting.skill import SkillMeasure, gain, log_score, rps, skill_difference
from araxes.forecasting.tables import CLIMATOLOGY, sum_scores, weekly_scores
from araxes.inputs.parameters import setting

POOL = "pool of recency and climatology"
POOL_WITH = "the pool with it"
STACK = "stacked pool"


@show_card
class Gate(NamedTuple):
    """One requirement.

    Attributes
    ----------
    gate : str
        In words.
    horizon : int
    required : float
        The least value.
    found : SkillMeasure
    unit : str
    holds : bool
        The value is at least what is required and, of a gain, the whole interval lies above zero.
    """

    gate: str
    horizon: int
    required: float
    found: SkillMeasure
    unit: str
    holds: bool


def with_pools(found: Hindcast, name: str) -> Hindcast:
    """Return the hindcast with three pools more: recency and climatology, the same with a forecaster, and the stacked one."""
    two = [bar(len(found.rungs)), CLIMATOLOGY]
    found = pool_equally(pool_equally(found, POOL, two), POOL_WITH, [*two, name])
    members = [*two, BayesAverage.name, TREE_ALONE, *([] if name == TREE_ALONE else [name])]
    return stack(found, STACK, [member for member in members if member in found.chance])


def gates(found: Hindcast, name: str) -> list[Gate]:
    """Return the gates of a forecaster at the first two of the usual horizons that were forecast.

    Parameters
    ----------
    found : Hindcast
        With the pools of `with_pools`.
    name : str
    """
    made: list[Gate] = []
    for nth, place in (("first", "gate_simple_first"), ("second", "gate_simple_second")):
        horizon = int(setting(f"hindcast.{nth}_horizon"))
        if horizon in found.horizons:
            made += _at(found, name, horizon, setting(f"hindcast.{place}"))
    first = int(setting("hindcast.first_horizon"))
    if first in found.horizons:
        shared = shared_luck_gain(found, name)
        made.append(
            Gate(
                "joint score of a pair with shared luck over without",
                first,
                0,
                shared,
                "nats a week",
                shared.above_zero,
            )
        )
    return made


def _at(found: Hindcast, name: str, horizon: int, simple: float) -> list[Gate]:
    """Return the gates of one horizon."""
    logs, ranked = weekly_scores(found, log_score, horizon), weekly_scores(found, rps, horizon)
    rungs = len(found.rungs)
    best = min((one for one in simple_recencies(rungs) if one in found.chance), key=logs.mean)

    def nats(label: str, one: str, other: str, required: float) -> Gate:
        value = gain(logs.total[one], logs.total[other], horizon, logs.scored)
        return Gate(label, horizon, required, value, "nats", value.value >= required and value.above_zero)

    average = skill_difference(
        ranked.total[name], ranked.total[BayesAverage.name], ranked.total[CLIMATOLOGY], horizon
    )  # fmt: skip
    least = -setting("hindcast.gate_average")
    return [
        nats(f"log score over {bar(rungs)}", name, bar(rungs), setting("hindcast.gate_recency")),
        nats(f"log score over the best simple recency ({best})", name, best, simple),
        Gate(
            f"ranked probability skill beside the {BayesAverage.name}",
            horizon,
            least,
            average,
            "skill",
            average.value >= least,
        ),
        nats(f"{POOL}, with it over without", POOL_WITH, POOL, setting("hindcast.gate_pool")),
    ]


def shared_luck_gain(found: Hindcast, name: str) -> SkillMeasure:
    """Return by how much shared luck betters the joint log score of all pairs of a week, one week ahead, in nats a week."""
    place = found.horizons.index(1)
    chance, came = found.chance[name][:, place], found.came[:, place]
    scores = {
        label: joint_log_score(chance, came, share)
        for label, share in (("with", setting("hindcast.tree_luck")), ("without", 0.0))
    }
    if name in found.joint:
        scores["with"] = np.where(np.isnan(scores["without"]), np.nan, found.joint[name])
    totals = sum_scores(found, scores, 1)
    return gain(totals.total["with"], totals.total["without"], 1)


def gate_table(made: list[Gate]) -> pd.DataFrame:
    """Return gates as a table."""
    return pd.DataFrame(
        [
            {
                "gate": one.gate, "horizon": one.horizon, "required": one.required, "found": one.found.value,
                "low": one.found.low, "high": one.found.high, "unit": one.unit, "holds": one.holds,
            }
            for one in made
        ],
        columns=["gate", "horizon", "required", "found", "low", "high", "unit", "holds"],
    )  # fmt: skip
