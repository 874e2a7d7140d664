"""Changes of chances: how much more, or less, often acts come in one scenario than in another, in weeks counted from where they part."""

from __future__ import annotations

import itertools
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from araxes.array_types import Flags
from araxes.inputs.settings import setting
from araxes.results.result import Result
from araxes.weeks import last_day, week_date

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison

ENDS = ("low", "high", "sure", "error")
COLUMNS = (
    "scenario", "base", "dyad", "outcome", "weeks", "since", "until", "free", "before", "chance",
    "difference", *ENDS,
)  # fmt: skip
SIZES = ("negligible", "small", "moderate", "large")


def change_table(found: Comparison, other: Result) -> pd.DataFrame:
    """Return by how much the chances of acts differ from the base, one row a dyad, outcome and window; columns `COLUMNS`.

    "outcome" is the class of act, "weeks" the window after the two part and since, until its first and last day; "free" is whether neither
    scenario forces an act on the dyad in it; before and chance are those of at least one such act in the base and the other; low, high and
    sure hold doubt about weights and judged values, error is that of the number of replicates (`araxes.results.credible`).
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
    return pd.DataFrame(rows, columns=list(COLUMNS))


def forced_within(result: Result, weeks: slice) -> Flags:
    """Return on which dyads a scenario forces an act in some weeks of the run; shape (states, states)."""
    states = result.world.deciding
    out = np.zeros((len(states), len(states)), dtype=bool)
    for week, actor, target in result.world.forced.forced:
        if weeks.start <= week < weeks.stop and actor in states and target in states:
            out[states.index(actor), states.index(target)] = True
    return out


def size_of(change: float) -> str:
    """Return how large a change of a chance is called: "negligible", "small", "moderate" or "large"."""
    ends = [setting(f"compare.size_{name}") for name in SIZES[1:]]
    return SIZES[sum(abs(change) >= end for end in ends)]


def told(rows: pd.DataFrame) -> pd.Series:
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


def points(change: float) -> str:
    """Return a change of a chance in percentage points, with its sign."""
    return f"{change:+.1%}".removesuffix("%")
