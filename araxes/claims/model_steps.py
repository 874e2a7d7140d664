"""Which dated step moves the chance of a rupture most, in the model: scenarios beside their bases, seen from one dyad.

A scenario's steps are the acts, signals and changes in which it differs from its base. This is an answer of the model alone: it says what
the rule would do, and nothing of what a state wants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from araxes.engines.ensemble import Progress
from araxes.inputs.catalogue import change_text
from araxes.inputs.scenario import Scenario, load_all
from araxes.inputs.scenario_checks import EVENTS
from araxes.results.atlas import atlas, with_bases

RUPTURE = "coercive"
"""The class of acts from a rupture on."""
STEP_COLUMNS = (
    "scenario",
    "base",
    "capital",
    "date",
    "step",
    "steps",
    "since",
    "before",
    "chance",
    "difference",
    "low",
    "high",
    "told",
)


def model_steps(
    actor: str,
    target: str,
    scenarios: Sequence[str] = (),
    *,
    own: Path | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Return by how much each scenario changes the chance of a rupture by an actor against a target, in the quarter after its first step.

    Parameters
    ----------
    actor, target : str
        Codes. Only scenarios that force no act on this dyad are told.
    scenarios : sequence of str, optional
        Names; all of them when not given.
    own, replicates, seed, progress, announce
        As for `araxes.atlas`.

    Returns
    -------
    pandas.DataFrame
        A row a scenario with dated steps, what can be told from luck first and then by size: scenario, base, capital (whose steps they are;
        "" where they are nobody's), date (of the first step), step (the first, in words), steps (how many), since (the first day of the
        quarter), before and chance (in the base and the scenario), difference with low and high, told.
    """
    found = atlas(*scenarios, own=own, replicates=replicates, seed=seed, progress=progress, announce=announce)
    changes = found.changes
    rows = changes[
        (changes["dyad"] == f"{actor}>{target}") & (changes["outcome"] == RUPTURE) & changes["free"].astype(bool)
    ]
    whole = []
    pairs = with_bases(load_all(rows["scenario"], own), own)
    for row, (base, scenario) in zip(rows.to_dict("records"), pairs, strict=True):
        said = steps_of(scenario, base)
        if said["steps"]:
            whole.append({name: value for name, value in (row | said).items() if name in STEP_COLUMNS})
    table = pd.DataFrame(whole, columns=list(STEP_COLUMNS))
    order = table.assign(size=-table["difference"].abs().astype(float), late=~table["told"].astype(bool))
    return table.loc[order.sort_values(["late", "size"], kind="stable").index].reset_index(drop=True)


def steps_of(scenario: Scenario, base: Scenario) -> dict[str, Any]:
    """Return whose the dated steps are by which a scenario differs from its base, with the first of them and their number."""
    items: list[Any] = []
    for table in EVENTS:
        here, there = (getattr(one, f"{table}s") for one in (scenario, base))
        items += [(item, "") for item in here if item not in there] + [
            (item, "without: ") for item in there if item not in here
        ]
    items.sort(key=lambda pair: pair[0].date)
    whose = sorted({code for item, _ in items for code in _whose(item, scenario)})
    first = f"{items[0][1]}{change_text(items[0][0])}" if items else ""
    return {"capital": ", ".join(whose), "date": items[0][0].date if items else "", "step": first, "steps": len(items)}


def _whose(item: Any, scenario: Scenario) -> list[str]:
    """Return the actors whose step an act, a signal or a change is."""
    if hasattr(item, "source"):
        return [item.source]
    first, *others = item.path.split(".")
    return [first] if first in scenario.region.actors else [part for part in others if part in scenario.region.actors]
