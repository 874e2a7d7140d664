"""What a comparison says in words: the sentence, why nothing differs, and expectations beside the model's answer.

Changes of chances: how much more, or less, often acts come in one scenario than in another, in weeks counted from where they part.
"""

from __future__ import annotations

import itertools
import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from araxes.array_types import Flags
from araxes.inputs.catalogue import change_text
from araxes.inputs.ladder import rung_of_code
from araxes.inputs.parameters import setting
from araxes.inputs.region import dyad_of
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Act, Expectation
from araxes.results.intervals import Credible
from araxes.results.pairing import Window, label, quarter, simulated_window
from araxes.results.result import Result
from araxes.units import last_day, week_date

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison


ENDS = ("low", "high", "sure", "error")
CHANGE_COLUMNS = (
    "scenario", "base", "dyad", "outcome", "weeks", "since", "until", "free", "before", "chance",
    "difference", *ENDS,
)  # fmt: skip
SIZES = ("negligible", "small", "moderate", "large")
AGREES, DISAGREES, TOO_CLOSE, NOT_SIMULATED = "agrees", "disagrees", "too close to say", "not simulated"
"""Verdicts on expectations; the last is that on weeks beyond the horizon."""


def change_table(found: Comparison, other: Result) -> pd.DataFrame:
    """Return by how much the chances of acts differ from the base, one row a dyad, outcome and window; columns `CHANGE_COLUMNS`.

    "outcome" is the class of act, "weeks" the window after the two part and since, until its first and last day; "free" is whether neither
    scenario forces an act on the dyad in it; before and chance are those of at least one such act in the base and the other; low, high and
    sure hold doubt about weights and judged values, error is that of the number of replicates (`araxes.results.intervals`).
    """
    pairing, base = found.pairing(other), found.base
    rows: list[dict[str, Any]] = []
    for weeks, outcome in itertools.product(pairing.spans, pairing.outcomes):
        window = pairing.window(weeks)
        free = ~(forced_within(base, window) | forced_within(other, window))
        chances, change = pairing.chances(outcome, weeks), pairing.chance_change(outcome, weeks, base.fixed)
        first = base.world.first_week
        dates = {"since": week_date(first + window.start), "until": last_day(first + window.stop - 1)}
        lead = {
            "scenario": other.scenario.name,
            "base": base.scenario.name,
            "outcome": outcome,
            "weeks": weeks,
            **dates,
        }
        for (i, actor), (j, target) in itertools.permutations(enumerate(found.states), 2):
            row = {"dyad": f"{actor}>{target}", "free": bool(free[i, j])}
            row |= {"before": chances[0, i, j], "chance": chances[1, i, j], "difference": change.mean[i, j]}
            rows.append({**lead, **row, **{name: getattr(change, name)[i, j] for name in ENDS}})
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def forced_within(result: Result, weeks: slice) -> Flags:
    """Return on which dyads a scenario forces an act in some weeks of the run; shape (states, states)."""
    states = result.world.deciding
    out = np.zeros((len(states), len(states)), dtype=bool)
    for week, actor, target in result.world.forced.forced:
        if weeks.start <= week < weeks.stop and actor in states and target in states:
            out[states.index(actor), states.index(target)] = True
    return out


def size_name(change: float) -> str:
    """Return how large a change of a chance is called: "negligible", "small", "moderate" or "large"."""
    ends = [setting(f"compare.size_{name}") for name in SIZES[1:]]
    return SIZES[sum(abs(change) >= end for end in ends)]


def stands_out(rows: pd.DataFrame) -> pd.Series:
    """Return which rows hold a change that is not negligible and further from 0 than luck would bring any of so many."""
    size = rows["difference"].abs()
    return (size >= setting("compare.size_small")) & (size > by_chance(rows))


def fine_enough(rows: pd.DataFrame, replicates: int) -> bool:
    """Return whether there are replicates enough that a moderate change of any row would be told from luck.

    Few replicates can be alike in all: what none of them shows may still come in 1 - (1 - level)^(1 / replicates) of histories.
    """
    moderate, unseen = setting("compare.size_moderate"), 1 - (1 - setting("compare.level")) ** (1 / replicates)
    return unseen <= moderate and bool((by_chance(rows) <= moderate).all())


def by_chance(rows: pd.DataFrame) -> pd.Series:
    """Return how far from 0 luck brings the furthest of so many changes, at `compare.level` (Bonferroni's bound)."""
    return NormalDist().inv_cdf(1 - (1 - setting("compare.level")) * 0.5 / max(len(rows), 1)) * rows["error"]


def percentage_points(change: float) -> str:
    """Return a change of a chance in percentage points, with its sign."""
    return f"{change:+.1%}".removesuffix("%")


def sentence(found: Comparison, other: Result, dyad: str | None = None, window: Window | None = None) -> str:
    """Return in words by how much the chance of a hostile act of a dyad differs in a window, how large that is, and how sure."""
    name, base = other.scenario.name, found.base.scenario.name
    if why := why_zero(found, other):
        return f"No difference: {name} and {base} do not differ: every difference is exactly zero. {why}"
    lead = no_difference(found, other) if dyad is None and window is None else ""
    place = tuple(found.states.index(code) for code in dyad_of(found.states, dyad or found.focus(other), "comparison"))
    span = window or found.first_window(other, dyad or found.focus(other))
    change = found.chance_difference(other, span)
    before, after = (float(part[place]) for part in found.chances_within(other, span))
    actor, target = (found.states[k] for k in place)
    said = (
        f"Under {name}, {actor} acts with hostility against {target} {_weeks(found, other, span)} in {after:.1%} of histories, "
        f"under {base} in {before:.1%}"
    )
    return lead or f"{said}: {_how_sure(Credible(*(part[place] for part in change)), found)}."


def _weeks(found: Comparison, other: Result, window: Window) -> str:
    """Return a window in words, with its dates."""
    start = found.base.world.first_week + found.parting(other)
    dates = f"{week_date(start + window[0])} to {last_day(start + window[1])}"
    weeks = f"week {window[0]}" if window[0] == window[1] else f"weeks {window[0]}-{window[1]}"
    return f"in {weeks} after the two part ({dates})"


def _how_sure(change: Credible, found: Comparison) -> str:
    """Return in words how large a change of a chance is, and how sure."""
    by = (
        f"{percentage_points(abs(float(change.mean)))[1:]} points {'more' if change.mean > 0 else 'less'}"
        if change.mean
        else "as often in both"
    )
    if change.mean == change.error == 0:
        return "no difference"
    if found.replicates == 1:
        return f"{by}; one replicate says nothing about its own error"
    of = "interval" if found.holds_doubt else "interval for luck alone"
    ends = f"{setting('compare.level'):.0%} {of} {percentage_points(float(change.low))} to {percentage_points(float(change.high))}"
    return f"{by} ({ends}), a {size_name(float(change.mean))} change, its sign {sure_text(float(change.sure))} sure"


def sure_text(sure: float) -> str:
    """Return how sure a sign is, never certain."""
    most = setting("compare.surest")
    return f"{sure:.0%}" if sure < most else f"over {most:.0%}"


def no_difference(found: Comparison, other: Result) -> str:
    """Return in words that no chance of a dyad that is not forced differs, or "" where one does that is not negligible."""
    rows = found.quarter_changes(other)
    rows = rows[rows["free"]]
    if found.replicates == 1 or not len(rows) or stands_out(rows).any():
        return ""
    far = rows[["low", "high"]].abs().max(axis=1)
    most = rows.loc[[far.idxmax()]].iloc[0]
    size = f"{setting('compare.size_small'):.1%}".removesuffix("%").removesuffix(".0")
    weeks = _weeks(found, other, quarter(found.base.scenario.weeks - found.parting(other)))
    names = f"{other.scenario.name} and {found.base.scenario.name}"
    lead = (
        "No difference"
        if fine_enough(rows, found.replicates)
        else f"At {found.replicates:,} replicates no difference can be told"
    )
    return (
        f"{lead} between {names} {weeks}: no chance of a hostile, coercive or violent act of a dyad that neither forces changes by "
        f"{size} points or more that luck would not bring. The widest interval is that of {most['dyad']} ({most['outcome']}): "
        f"{percentage_points(most['low'])} to {percentage_points(most['high'])} points."
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
        expectation_verdict(found, other, expectation)
        for other in found.others
        for expectation in other.scenario.expectations
        if expectation.against == found.base.scenario.name
    ]
    return pd.DataFrame(rows)


def expectation_verdict(found: Comparison, other: Result, expectation: Expectation) -> dict[str, Any]:
    """Return one expectation beside the model's answer."""
    window = simulated_window(expectation.weeks, found.base.scenario.weeks - found.parting(other))
    row = {"scenario": other.scenario.name, "dyad": expectation.dyad, "outcome": expectation.outcome}
    row |= {"weeks": label(window or expectation.weeks), "expected": _words(expectation.sign, expectation.size)}
    if window is None:
        unknown = dict.fromkeys(("difference", "low", "high"), math.nan)
        return row | {"model": ""} | unknown | {"verdict": NOT_SIMULATED}
    place = tuple(found.states.index(code) for code in dyad_of(found.states, expectation.dyad, "comparison"))
    change = found.chance_difference(other, window, expectation.outcome)
    mean, low, high, sure = (float(part[place]) for part in (change.mean, change.low, change.high, change.sure))
    negligible = setting("compare.size_small")
    sign = 0 if not sure >= setting("compare.level") else int(np.sign(mean))
    nothing = not sign and -negligible < low <= high < negligible
    model = (
        _words("higher" if sign > 0 else "lower", size_name(mean)) if sign else "same" if nothing else "sign not sure"
    )
    ends = {"difference": mean, "low": low, "high": high}
    return row | {"model": model} | ends | {"verdict": _verdict(expectation, mean, sign, nothing)}


def _words(sign: str, size: str | None) -> str:
    """Return a sign and a size as a reader is told."""
    return f"{sign}, {size}" if size else sign


def _verdict(expectation: Expectation, mean: float, sign: int, nothing: bool) -> str:
    """Return whether the model agrees: about the sign (0 where it is not sure), and about the size where one is expected.

    `nothing` is whether the sign is not sure and the whole interval negligible.
    """
    negligible = abs(mean) < setting("compare.size_small")
    if expectation.sign == "same":
        agrees, disagrees = nothing or (bool(sign) and negligible), bool(sign) and not negligible
    else:
        wanted = 1 if expectation.sign == "higher" else -1
        agrees, disagrees = sign == wanted, nothing or sign == -wanted
    if disagrees:
        return DISAGREES
    if not agrees:
        return TOO_CLOSE
    place = SIZES.index(size_name(mean)) - SIZES.index(expectation.size) if expectation.size else 0
    return f"{AGREES}, but {'larger' if place > 0 else 'smaller'}" if place else AGREES


def _covered(base: Scenario, other: Scenario) -> str:
    """Return why acts that only one scenario has leave every weekly rung as it is."""
    only = [act for act in base.acts if act not in other.acts] + [act for act in other.acts if act not in base.acts]
    both = [act for act in base.acts if act not in only]
    parts = [f"{act.id} ({change_text(act)}) shares its week with {_at_least(act, both, base)}" for act in only]
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
