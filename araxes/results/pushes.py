"""Pushes: why a state's acts towards another differ between scenarios, term by term.

Replicates are stepped once more on the Mesa engine, which keeps every term of every actor; the kernel adds them up as it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from araxes.array_types import Floats, Rungs
from araxes.engines.world import World
from araxes.inputs.parameters import setting
from araxes.inputs.region import dyad_of
from araxes.results.response import reaction_windows
from araxes.results.result import Result
from araxes.rules.terms import CONTACT, TERMS

PUSH_NAMES = [*TERMS, CONTACT]
"""What pushes: all but the last push "hostile?", the last pushes "quiet?"."""
TOGETHER = "together"


def push_table(results: Sequence[Result], dyad: str) -> pd.DataFrame:
    """Return what pushes a state towards another, week by week, in each scenario and against the first.

    Parameters
    ----------
    results : sequence of Result
        Of one start and seed; the first is the base.
    dyad : str
        Actor and target, such as "IRN>AZE".

    Returns
    -------
    pandas.DataFrame
        Columns scenario, week (from the start), since (weeks since the worlds parted: the first week in which any act of any replicate
        differs from the base, or in which the dyad is pushed otherwise; below 0 before), term, push (logits, weight x temper x term, mean
        over the first `compare.pushes_replicates` replicates), difference (from the base). The term "contact" pushes "quiet?", all others
        "hostile?".

    Raises
    ------
    InputError
        When there is no such dyad.
    """
    actor, target = dyad_of(results[0].scenario.region.states, dyad, "comparison")
    count = min(int(setting("compare.pushes_replicates")), *(result.replicates for result in results))
    base, base_acts = _replayed(results[0], range(count), actor, target)
    tables = []
    for result in results[1:]:
        found, acts = _replayed(result, range(count), actor, target)
        tables += list(_rows(result.scenario.name, found, base, first_difference(found, base, acts, base_acts)))
    return pd.concat(tables, ignore_index=True)


def _replayed(result: Result, numbers: Sequence[int], actor: str, target: str) -> tuple[Floats, Rungs]:
    """Return pushes, shape (replicates, weeks, terms), and acts, shape (replicates, weeks, actors, actors), of some replicates."""
    each = [_stepped(result.world, number, result.seed, result.fixed, actor, target) for number in numbers]
    return np.stack([pushes for pushes, _ in each]), np.stack([acts for _, acts in each])


def _stepped(world: World, number: int, seed: int, fixed: bool, actor: str, target: str) -> tuple[Floats, Rungs]:
    """Return pushes and acts of one replicate."""
    from araxes.engines.mesa.agents import forget
    from araxes.engines.mesa.model import Region  # Mesa is heavy

    region = Region(world, number, seed, fixed=fixed, collect=False)
    agent = region.state(actor)
    pushes = np.empty((world.scenario.weeks, len(PUSH_NAMES)))
    for week in range(len(pushes)):
        region.step()
        pushes[week] = [agent.named_pushes(target)[name] for name in PUSH_NAMES]
    acts = np.stack(region.rungs)
    forget(region)
    return pushes, acts


def first_difference(pushes: Floats, base: Floats, acts: Rungs, base_acts: Rungs) -> int:
    """Return the first week in which anything differs, or the number of weeks where nothing does."""
    differs = (pushes != base).any(axis=(0, 2)) | (acts != base_acts).any(axis=(0, 2, 3))
    return int(differs.argmax()) if differs.any() else len(differs)


def _rows(scenario: str, found: Floats, base: Floats, start: int) -> Iterator[pd.DataFrame]:
    """Yield the rows of each term."""
    weeks = np.arange(found.shape[1])
    for k, term in enumerate(PUSH_NAMES):
        mean, before = found[:, :, k].mean(axis=0), base[:, :, k].mean(axis=0)
        yield pd.DataFrame(
            {
                "scenario": scenario,
                "week": weeks,
                "since": weeks - start,
                "term": term,
                "push": mean,
                "difference": mean - before,
            }
        )


def push_summary(table: pd.DataFrame, scenario: str) -> pd.DataFrame:
    """Return the terms that differ from the base, largest first, as means over windows since the scenarios parted, and their sum.

    Parameters
    ----------
    table : pandas.DataFrame
        From `push_table`.
    scenario : str
        Its name.

    Returns
    -------
    pandas.DataFrame
        Columns term and one a window (`araxes.results.response.reaction_windows`, then all weeks after them), logits; empty where
        nothing differs.
    """
    rows = table[(table["scenario"] == scenario) & (table["since"] >= 0)]
    spans = {window.name: (window.first, window.last) for window in reaction_windows()}
    last = reaction_windows()[-1].last + 1
    spans[f"from week {last}"] = (last, int(rows["since"].max()) if len(rows) else last)
    wide = pd.DataFrame(
        {
            name: rows[rows["since"].between(*ends)].groupby("term", sort=False)["difference"].mean()
            for name, ends in spans.items()
            if rows["since"].between(*ends).any()
        }
    )
    wide = wide[(wide != 0).any(axis=1)]
    wide = wide.loc[wide.abs().max(axis=1).sort_values(ascending=False, kind="stable").index]
    hostile = wide.drop(index=CONTACT, errors="ignore")
    if len(hostile) > 1:
        wide.loc[TOGETHER] = hostile.sum()
    return wide.rename_axis("term").reset_index()
