"""What a comparison says in words: the sentence, why nothing differs, and expectations beside the model's answer."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from araxes.inputs.dated import rung_of_code
from araxes.inputs.difference import described
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Act, Expectation
from araxes.inputs.settings import setting
from araxes.results.comparison import Comparison
from araxes.results.pairing import Window, label, simulated
from araxes.results.result import Result

NOT_SIMULATED = "not simulated"
"""The verdict on an expectation of weeks beyond the horizon."""


def sentence(found: Comparison, other: Result, dyad: str | None = None, window: Window | None = None) -> str:
    """Return in words what differs for a dyad in a window, and whether it is distinguishable from zero."""
    if why := why_zero(found, other):
        return f"{other.scenario.name} and {found.base.scenario.name} do not differ: every difference is exactly zero. {why}"
    name, span = dyad or found.focus(other), window or found.windows()[0]
    mean, low, high = found.of_dyad(other, name, span)
    actor, target = name.split(">")
    if mean == low == high == 0:
        return (
            f"Under {other.scenario.name}, {actor} is as hostile towards {target} as under {found.base.scenario.name} "
            f"in weeks {span[0]}-{span[1]}: the difference is exactly zero."
        )
    verdict = "distinguishable" if low > 0 or high < 0 else "not distinguishable"
    direction = "more" if mean > 0 else "less"
    if found.replicates == 1:
        known = "one replicate, which says nothing about its own error"
    else:
        known = f"{setting('compare.level'):.0%} interval {low:+.4f} to {high:+.4f}"
    return (
        f"Under {other.scenario.name}, {actor} is {direction} hostile towards {target} than under {found.base.scenario.name} "
        f"in weeks {span[0]}-{span[1]} by {abs(mean):.4f} on average ({known}; "
        f"hostility runs from {min(found.base.world.rules.hostility):g} to {max(found.base.world.rules.hostility):g}): {verdict} from zero."
    )


def why_zero(found: Comparison, other: Result) -> str:
    """Return why nothing differs, or "" where something does."""
    if found.pairing(other).differ:
        return ""
    lines = found.differences(other)
    if not lines:
        return "The two scenarios are the same once resolved."
    ours, theirs = found.base.world.forced.forced, other.world.forced.forced
    if ours == theirs and found.base.scenario.acts != other.scenario.acts:
        return _covered(found.base.scenario, other.scenario)
    return "Nothing in the model answers to what the files change here: " + "; ".join(lines)


def expectations(found: Comparison) -> pd.DataFrame:
    """Return each scenario's checkable expectations against the base beside what the model says."""
    rows = [
        expected(found, other, expectation)
        for other in found.others
        for expectation in other.scenario.expectations
        if expectation.against == found.base.scenario.name
    ]
    return pd.DataFrame(rows)


def expected(found: Comparison, other: Result, expectation: Expectation) -> dict[str, Any]:
    """Return one expectation beside the model's answer."""
    if (window := simulated(expectation.weeks, found.base.scenario.weeks)) is None:
        row = {"scenario": other.scenario.name, "dyad": expectation.dyad, "weeks": label(expectation.weeks)}
        unknown = {"difference": math.nan, "low": math.nan, "high": math.nan, "verdict": NOT_SIMULATED}
        return row | {"expected": expectation.sign, "model": ""} | unknown
    mean, low, high = found.of_dyad(other, expectation.dyad, window)
    says = "higher" if low > 0 else "lower" if high < 0 else "same"
    verdict = "agrees" if says == expectation.sign else "not distinguishable" if says == "same" else "disagrees"
    return {
        "scenario": other.scenario.name,
        "dyad": expectation.dyad,
        "weeks": label(window),
        "expected": expectation.sign,
        "model": says,
        "difference": mean,
        "low": low,
        "high": high,
        "verdict": verdict,
    }


def _covered(base: Scenario, other: Scenario) -> str:
    """Return why acts that only one scenario has leave every weekly rung as it is."""
    only = [act for act in base.acts if act not in other.acts] + [act for act in other.acts if act not in base.acts]
    both = [act for act in base.acts if act not in only]
    parts = [f"{act.id} ({described(act)}) shares its week with {_at_least(act, both, base)}" for act in only]
    return "A week keeps one rung, that of its most hostile act: " + "; ".join(parts) + "."


def _at_least(act: Act, others: list[Act], scenario: Scenario) -> str:
    """Return which other acts of an act's dyad and week reach its rung."""
    same = [
        one.id
        for one in others
        if (one.source, one.target) == (act.source, act.target)
        and scenario.week_of(one.date) == scenario.week_of(act.date)
        and _rung(one, scenario) >= _rung(act, scenario)
    ]
    return f"{', '.join(same)}, of the same rung or above" if same else "other acts of its dyad"


def _rung(act: Act, scenario: Scenario) -> int:
    """Return the rung of an act, named or by its CAMEO code."""
    rungs = scenario.region.rungs
    found = [rung.key for rung in rungs].index(act.rung) if act.rung else rung_of_code(str(act.code), rungs)
    return -1 if found is None else found
