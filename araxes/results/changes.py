"""Changes: by how much acts come more, or less, often in one scenario than in another, in weeks counted from where they part.

Three statements are kept apart. How large a change is: its points of a hundred, named by `params/settings.toml`. Whether it can be told
from luck: beyond what the number of replicates leaves open, for any of so many changes looked at. How sure its direction is: with what is
not known about weights and judged values.

What leads is what changes most for its base: the effect size h of Cohen (1988), the difference of arcsines, by which 1 to 6 % is as large a
step as 31 to 46 %.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from araxes.array_types import Flags, Floats
from araxes.inputs.parameters import setting
from araxes.results.pairing import common_windows, label
from araxes.results.result import Result
from araxes.units import last_day, week_date
from araxes.wording import decimals_of, percent, points, points_interval

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison


ENDS = ("low", "high", "sure", "error")
WEEKS_WITH = ("weeks_before", "weeks_after", "weeks_difference", "weeks_low", "weeks_high")
CHANGE_COLUMNS = (
    "scenario", "base", "dyad", "outcome", "weeks", "since", "until", "free", "before", "chance",
    "difference", *ENDS, *WEEKS_WITH,
)  # fmt: skip
CHANCE_COLUMNS = ("scenario", "dyad", "outcome", "since", "until", "chance", "low", "high")
SIZES = ("negligible", "small", "moderate", "large")

Row = dict[str, Any]
"""A row of changes, by `CHANGE_COLUMNS`; rows stay plain until a user asks for a table, since pandas takes long to import."""


def change_rows(found: Comparison, other: Result) -> list[Row]:
    """Return by how much acts differ from the base, one row a dyad, outcome and window; keys `CHANGE_COLUMNS`, in their order.

    "outcome" is the class of act, "weeks" the window after the two part and since, until its first and last day; "free" is whether neither
    scenario forces an act on the dyad in it; before and chance are those of at least one such act in the base and the other; low, high and
    sure hold doubt about weights and judged values, error is that of the number of replicates (`araxes.results.intervals`). weeks_before
    and weeks_after are mean numbers of weeks of the window with such an act, the other three their difference with its interval.
    """
    pairing, base = found.pairing(other), found.base
    rows: list[Row] = []
    for weeks, outcome in itertools.product(pairing.spans, pairing.outcomes):
        window = pairing.window(weeks)
        free = ~(forced_within(base, window) | forced_within(other, window))
        chances, change = pairing.chances(outcome, weeks), pairing.chance_change(outcome, weeks, base.fixed)
        counts, more = pairing.mean_weeks(outcome, weeks), pairing.weeks_change(outcome, weeks, base.fixed)
        numbers = (*counts, more.mean, more.low, more.high)
        first = base.world.first_week
        lead = {
            "scenario": other.scenario.name,
            "base": base.scenario.name,
            "outcome": outcome,
            "weeks": weeks,
            "since": week_date(first + window.start),
            "until": last_day(first + window.stop - 1),
        }
        for (i, actor), (j, target) in itertools.permutations(enumerate(found.states), 2):
            row = lead | {"dyad": f"{actor}>{target}", "free": bool(free[i, j])}
            row |= {"before": chances[0, i, j], "chance": chances[1, i, j], "difference": change.mean[i, j]}
            row |= {name: getattr(change, name)[i, j] for name in ENDS}
            row |= {name: part[i, j] for name, part in zip(WEEKS_WITH, numbers, strict=True)}
            rows.append({name: _plain_value(row[name]) for name in CHANGE_COLUMNS})
    return rows


def chances_since_parting(found: Comparison) -> list[Row]:
    """Return the rows of `Comparison.chances`, keys `CHANCE_COLUMNS`, within a quarter and up to the horizon."""
    rows: list[Row] = []
    first = found.base.world.first_week
    for place, pairing in enumerate(found.pairings):
        scenarios = [(0, found.base)] * (place == 0) + [(1, found.others[place])]
        windows = common_windows(found.base.scenario.weeks, pairing.parting, pairing.begin)
        for window, outcome in itertools.product(windows, pairing.outcomes):
            known = pairing.chances_known(outcome, label(window), found.base.fixed)
            span = pairing.window(label(window))
            dates = {"since": week_date(first + span.start), "until": last_day(first + span.stop - 1)}
            for (at, result), ((i, actor), (j, target)) in itertools.product(
                scenarios, itertools.permutations(enumerate(found.states), 2)
            ):
                one = known[at]
                ends = {"chance": one.mean[i, j], "low": one.low[i, j], "high": one.high[i, j]}
                row = {"scenario": result.scenario.name, "dyad": f"{actor}>{target}", "outcome": outcome, **dates}
                rows.append(row | {name: _plain_value(value) for name, value in ends.items()})
    return rows


def _plain_value(value: Any) -> Any:
    """Return a number of numpy's as one of Python's."""
    return value.item() if isinstance(value, np.generic) else value


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


def effect_size(before: ArrayLike, after: ArrayLike) -> Floats:
    """Return by how much a chance changes for its base: h = 2 arcsin(sqrt(after)) - 2 arcsin(sqrt(before)) (Cohen 1988)."""
    one, two = (np.arcsin(np.sqrt(np.clip(np.asarray(part, dtype=np.float64), 0, 1))) for part in (before, after))
    return np.asarray(2 * (two - one))


def column(rows: Sequence[Row], name: str) -> Floats:
    """Return the numbers of some rows under one name."""
    return np.array([row[name] for row in rows], dtype=np.float64)


def exceeds_luck(rows: Sequence[Row]) -> Flags:
    """Return which rows hold a change further from 0 than luck would bring any of so many, and that does not round to nothing."""
    rounded = np.array([_rounds_to_nothing(row) for row in rows], dtype=bool)
    return np.asarray((np.abs(column(rows, "difference")) > by_chance(rows)) & ~rounded)


def _rounds_to_nothing(row: Row) -> bool:
    """Return whether a change is told as 0."""
    return points(row["difference"], decimals_of(row["low"], row["high"])).strip("0.") == ""


def stands_out(rows: Sequence[Row]) -> Flags:
    """Return which rows hold a change that is not negligible and further from 0 than luck would bring any of so many."""
    size = np.abs(column(rows, "difference"))
    return np.asarray((size >= setting("compare.size_small")) & (size > by_chance(rows)))


def fine_enough(rows: Sequence[Row], replicates: int) -> bool:
    """Return whether there are replicates enough that a moderate change of any row would be told from luck.

    Few replicates can be alike in all: what none of them shows may still come in 1 - (1 - level)^(1 / replicates) of histories.
    """
    moderate, unseen = setting("compare.size_moderate"), 1 - (1 - setting("compare.level")) ** (1 / replicates)
    return unseen <= moderate and bool((by_chance(rows) <= moderate).all())


def by_chance(rows: Sequence[Row]) -> Floats:
    """Return how far from 0 luck brings the furthest of so many changes, at `compare.level` (Bonferroni's bound)."""
    wide = NormalDist().inv_cdf(1 - (1 - setting("compare.level")) * 0.5 / max(len(rows), 1))
    return wide * column(rows, "error")


def told_rows(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that `exceeds_luck` picks."""
    return [row for row, told in zip(rows, exceeds_luck(rows), strict=True) if told]


def row_effect(row: Row) -> float:
    """Return the size of a change for its base, whatever its direction; see `effect_size`."""
    return abs(float(effect_size(row["before"], row["chance"])))


def leading_dyads(rows: Sequence[Row]) -> list[str]:
    """Return the free dyads with a change that can be told from luck, the largest effect for its base first."""
    sizes: dict[str, float] = {}
    for row in told_rows([row for row in rows if row["free"]]):
        sizes[row["dyad"]] = max(row_effect(row), sizes.get(row["dyad"], 0.0))
    return sorted(sizes, key=lambda dyad: -sizes[dyad])


def leading_row(rows: Sequence[Row], dyad: str) -> Row:
    """Return the row of a dyad that changes most for its base, of the rows that can be told from luck where there are any."""
    told = [row for row in told_rows(rows) if row["dyad"] == dyad]
    return max(told or [row for row in rows if row["dyad"] == dyad], key=row_effect)


def sure_text(sure: float) -> str:
    """Return how sure a direction is, never certain; nothing where one replicate says nothing of it."""
    most = setting("compare.surest")
    return "" if np.isnan(sure) else percent(sure) if sure < most else f"over {percent(most)}"


def row_texts(rows: Sequence[Row], several: bool) -> list[dict[str, str]]:
    """Return rows of changes as text for a screen: dyad, act, scenario (of several), chances, points, weeks, size and direction."""
    lines = []
    for row in rows:
        decimals = decimals_of(row["low"], row["high"])
        line = {"dyad": row["dyad"], "act": row["outcome"]}
        line |= {"scenario": row["scenario"]} if several else {}
        line |= {"base": percent(row["before"]), "scenario" if not several else "chance": percent(row["chance"])}
        told_change = f"{points(row['difference'], decimals)} {points_interval(row['low'], row['high'])}".rstrip()
        line |= {
            "points": told_change,
            "weeks with one": f"{row['weeks_before']:.1f} \N{RIGHTWARDS ARROW} {row['weeks_after']:.1f}",
        }
        size = size_name(row["difference"]) if row["free"] else "forced"
        told = f"{sure_text(row['sure'])} sure".strip() if row["difference"] or row["error"] else ""
        lines.append(line | {"change": size, "direction": told})
    return lines
