"""Effects: how much each scenario moves, as the largest change of a chance of a dyad whose acts it does not force.

A scenario is set beside its base (the scenario that its first expectation names) on the same luck. The window is a quarter from the week
in which the two part. Each pair is simulated twice: with judged values drawn, and as the files have them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from araxes.engines.ensemble import Progress
from araxes.errors import Fault, InputError
from araxes.inputs.chain import scenario_names
from araxes.inputs.scenario import Scenario, load
from araxes.inputs.settings import setting
from araxes.options import MEAN, checked
from araxes.results.changes import COLUMNS as CHANGES
from araxes.results.compare import compare
from araxes.results.comparison import Comparison
from araxes.results.outcomes import VIOLENT

COLUMNS = (*CHANGES, "difference_weights", "low_weights", "high_weights")
LEFT_OUT = ("free", "sure", "error")
"""Columns that the table of the largest change does without."""


class Effects(NamedTuple):
    """What scenarios move.

    Attributes
    ----------
    dyads : pandas.DataFrame
        A row a scenario, dyad and class of act: `COLUMNS`, see `araxes.results.changes.change_table`; low and high hold doubt
        about weights and judged values; difference_weights, low_weights and high_weights are of a second comparison, in which
        judged values are as the files have them. Nothing where a scenario changes no act.
    largest : pandas.DataFrame
        A row a scenario: of its free dyads, and of hostile and of coercive acts, that with the largest difference, and how its expectations
        fare.
    expectations : pandas.DataFrame
        As `Comparison.expectations` returns them, of all scenarios.
    """

    dyads: pd.DataFrame
    largest: pd.DataFrame
    expectations: pd.DataFrame


@checked()
def effects(
    scenarios: Sequence[str] = (),
    replicates: int | None = None,
    seed: int | None = None,
    *,
    own: Path | str | None = None,
    reading: str | None = None,
    fixed: bool = False,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Effects:
    """Set scenarios beside their bases and return what they move.

    Parameters
    ----------
    scenarios : sequence of str, optional
        Names or files; by default every scenario that expects something of another.
    replicates : int, optional
        Histories of each (`compare.effects_replicates`).
    seed, own, reading, fixed, progress, announce
        As for `araxes.compare`; `progress` is told first, as a number below 0, how many histories are to come.

    Raises
    ------
    InputError
        A scenario that expects nothing of another has no base; and any fault of `araxes.compare`.
    """
    number = int(setting("compare.effects_replicates")) if replicates is None else replicates
    loaded = [load(name, own, reading=reading) for name in scenarios or scenario_names(Path(own) if own else None)]
    pairs = [(base_of(one), one) for one in loaded if scenarios or one.expectations]
    if progress:
        progress(-number * sum(2 * len(pair) for pair in pairs))  # each twice
    dyads, largest, expectations = [], [], []
    for pair in pairs:
        options: dict[str, Any] = {"reading": reading, "fixed": fixed, "full": False, "progress": progress}
        found = compare(pair, number, seed, announce=announce, **options)
        held = compare(pair, number, seed, judged=MEAN, announce=quietly, **options)
        table = effect_table(found, held)
        dyads.append(table)
        expectations.append(found.expectations())
        largest.append(_largest(table, found, expectations[-1]["verdict"].tolist()))
    columns = [*(name for name in COLUMNS if name not in LEFT_OUT), "expectations"]
    return Effects(
        pd.concat(dyads, ignore_index=True),
        pd.DataFrame(largest, columns=columns),
        pd.concat(expectations, ignore_index=True),
    )


def effect_table(found: Comparison, held: Comparison) -> pd.DataFrame:
    """Return the changes of chances of a comparison's first two scenarios in the quarter after they part; columns `COLUMNS`.

    Parameters
    ----------
    found, held : Comparison
        With judged values drawn, and held at what the files say.
    """
    other = found.others[0]
    if not found.pairing(other).differ:
        return pd.DataFrame(columns=list(COLUMNS))
    table, again = (one.quarter_changes(one.others[0]).reset_index(drop=True) for one in (found, held))
    return table.assign(**{f"{name}_weights": again[name] for name in ("difference", "low", "high")})


def quietly(_: str) -> None:
    """Say nothing: what there is to say of a pair was said when it was first simulated."""


def base_of(scenario: Scenario) -> Scenario:
    """Return the scenario that the first expectation names, cut to the horizon.

    Raises
    ------
    InputError
        Where there is no expectation.
    """
    if not scenario.expectations:
        step = "Compare it with a scenario of your choice: araxes compare."
        raise InputError([Fault(scenario.name, "expectation", "none", "one that names a base", step=step)])
    return load(scenario.expectations[0].against, scenario.own)


def _largest(table: pd.DataFrame, found: Comparison, verdicts: list[str]) -> dict[str, object]:
    """Return the row of one scenario in `Effects.largest`."""
    name = found.others[0].scenario.name
    said = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts))
    free = table[table["free"].astype(bool) & (table["outcome"] != VIOLENT)]
    if free.empty:
        return {"scenario": name, "base": found.base.scenario.name, "expectations": said}
    at = int(free["difference"].abs().argmax())
    return {**{name: free[name].iloc[at] for name in COLUMNS if name not in LEFT_OUT}, "expectations": said}
