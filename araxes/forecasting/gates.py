"""Gates: what must hold before the model is said to forecast. They were set before scoring, and are reported whether or not they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
from araxes.wording import enumeration, percent

if TYPE_CHECKING:
    from araxes.forecasting.report import HindcastReport

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


def over_climatology(found: Hindcast, name: str) -> dict[int, SkillMeasure]:
    """Return by horizon how much less a forecaster's log score is than that of dyad climatology, in nats a dyad-week."""
    scores = {horizon: weekly_scores(found, log_score, horizon) for horizon in found.horizons}
    return {h: gain(one.total[name], one.total[CLIMATOLOGY], h, one.scored) for h, one in scores.items()}


def verdict_sentences(report: HindcastReport) -> list[str]:
    """Return what a hindcast says in a few sentences: the verdict, what it is good for, what to doubt, where to look next."""
    return [
        f"Verdict: {_ahead_of_habit(report)}; {_gates_in_words(report.gates)}",
        f"So: {_use(report.events[report.events['forecaster'] == report.name])}",
        f"But: {_high_chances(report.found, report.name)}",
        "Look next: strata.csv for single pairs, events.csv for every event; skill.json beside a record is what `araxes forecast` shows.",
    ]


def _ahead_of_habit(report: HindcastReport) -> str:
    """Return in words whether the judged forecaster beats what each dyad always did at the first horizon."""
    horizon = report.found.horizons[0]
    value = over_climatology(report.found, report.name)[horizon]
    ahead = f"{horizon} week{'s' if horizon > 1 else ''} ahead"
    if np.isnan(value.low):
        return f"too few weeks were scored {ahead} to tell '{report.name}' from the dyads' own climatology"
    size = f"{value.value:.3f} nats [{value.low:.3f}, {value.high:.3f}]"
    if value.above_zero:
        return f"{ahead} '{report.name}' beats the dyads' own climatology by {size}, {_more_chance(value)}"
    if value.high < 0:
        return f"{ahead} '{report.name}' is worse than the dyads' own climatology by {size}"
    return f"{ahead} '{report.name}' is not told from the dyads' own climatology (by {size})"


def _more_chance(value: SkillMeasure) -> str:
    """Return nats in words."""
    return f"that is {percent(float(np.expm1(value.value)))} more chance on what came"


def _gates_in_words(made: list[Gate]) -> str:
    """Return how many gates hold, and which do not."""
    if not made:
        return "no gate was asked."
    failed = [
        f"{gate.gate}, {gate.horizon} wk ({gate.found.value:.3f} where {gate.required:g} is required)"
        for gate in made
        if not gate.holds
    ]
    if not failed:
        return f"all {len(made)} gates hold."
    which = "; ".join(failed) if len(failed) <= 2 else "gates.csv names the others"
    return f"{len(made) - len(failed)} of {len(made)} gates hold{', all but ' if len(failed) <= 2 else '; '}{which}."


def _use(events: pd.DataFrame) -> str:
    """Return what forecasts are good for: the events, and horizons in weeks, at which skill over dyad climatology is shown."""
    good, bad = [], []
    names = event_names(list(dict.fromkeys(events["target"])))
    for target, name in names.items():
        rows = events[events["target"] == target]
        shown = [str(horizon) for horizon in rows.loc[rows["skill_climatology_low"] > 0, "horizon"]]
        if shown:
            weeks = enumeration(shown, last=" or ")
            good.append(f"{name}s within {weeks} week{'' if shown == ['1'] else 's'}")
        else:
            bad.append(f"{name}s")
    none = f"no skill over climatology is shown for {enumeration(bad)}" if bad else ""
    if not good:
        return f"use it for no event: {none}."
    return f"use it for {enumeration(good)}; {none}: not for these." if bad else f"use it for {enumeration(good)}."


def event_names(targets: list[str]) -> dict[str, str]:
    """Return what events are called, by how tables call them: the levels from below are hostile, coercive and violent acts."""
    levels = [target for target in targets if target.startswith("rung ")]
    acts = dict(zip(levels, ("hostile act", "coercive act", "violent act"), strict=False))
    return {target: acts.get(target, target) for target in targets}


def _high_chances(found: Hindcast, name: str) -> str:
    """Return how often the large chances of coercive acts came true, over the quarter or the longest horizon before it."""
    place = max(at for at, h in enumerate(found.horizons) if at == 0 or h <= setting("hindcast.third_horizon"))
    both = name in found.either_way
    said, came = (found.either_way[name], found.happened_either_way()) if both else (found.within[name], found.happened)
    apart = ~np.eye(len(found.states), dtype=bool)
    i, j = np.nonzero(np.triu(apart) if both else apart)
    cell = (slice(None), place, i, j, found.levels.index(int(setting("run.rung_coercion"))))
    known = ~np.isnan(came[cell]) & (said[cell] >= 0.5)
    weeks = f"within {found.horizons[place]} week{'s' if found.horizons[place] > 1 else ''}"
    if not known.any():
        return f"no chance of 50 % or more was given to a coercive act {weeks}: nothing is known of large chances."
    mean, share = (percent(float(values[cell][known].mean())) for values in (said, came))
    who = "pair" if both else "dyad"
    return (
        f"where 50 % or more was said of a coercive act of a {who} {weeks} ({mean} on average), it came in {share} of "
        f"{int(known.sum())} cases."
    )
