"""Effects: how much each scenario moves, as the largest change of a chance of a dyad whose acts it does not force.

A scenario is set beside its base (the scenario that its first expectation names) on the same luck. The window is a quarter from the week
in which the two part: the first in which any act of any replicate differs.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from araxes.engines.ensemble import Progress
from araxes.errors import Fault, InputError
from araxes.inputs.chain import scenario_names
from araxes.inputs.scenario import Scenario, load
from araxes.inputs.settings import setting
from araxes.options import checked
from araxes.results.compare import compare
from araxes.results.comparison import Comparison
from araxes.results.outcomes import short
from araxes.results.resample import interval
from araxes.results.result import Result
from araxes.units import PAIR

Acts = NDArray[np.int8]
Flags = NDArray[np.bool_]

COLUMNS = ("scenario", "base", "weeks", "dyad", "outcome", "free", "before", "chance", "difference", "low", "high")


class Effects(NamedTuple):
    """What scenarios move.

    Attributes
    ----------
    dyads : pandas.DataFrame
        A row a scenario, dyad and outcome: `COLUMNS`. "free" is whether neither scenario forces an act on the dyad in the window;
        "before" and "chance" are the chances within the window in the base and in the scenario; low and high are the interval of their
        difference, by resampling parameter draws. Nothing where a scenario changes no act.
    largest : pandas.DataFrame
        A row a scenario: of its free dyads and outcomes that with the largest difference, and how its expectations fare.
    """

    dyads: pd.DataFrame
    largest: pd.DataFrame


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
        progress(-PAIR * number * len(pairs))
    dyads, largest = [], []
    for pair in pairs:
        found = compare(
            pair, number, seed, reading=reading, fixed=fixed, full=True, progress=progress, announce=announce
        )
        table = effect_table(found)
        dyads.append(table)
        largest.append(_largest(table, found))
    columns = [*(name for name in COLUMNS if name != "free"), "expectations"]
    return Effects(pd.concat(dyads, ignore_index=True), pd.DataFrame(largest, columns=columns))


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


def effect_table(found: Comparison) -> pd.DataFrame:
    """Return the chances of a comparison's first two scenarios within a quarter of their parting; columns `COLUMNS`.

    Parameters
    ----------
    found : Comparison
        With full histories.
    """
    base, other = found.base, found.others[0]
    acts = [_acts(result) for result in (base, other)]
    differs = (acts[0] != acts[1]).any(axis=(0, 2, 3))
    if not differs.any():
        return pd.DataFrame(columns=list(COLUMNS))
    first = int(differs.argmax())
    last = min(first + int(setting("compare.window_middle")), len(differs)) - 1
    free = ~(forced_within(base, first, last) | forced_within(other, first, last))
    start = {"scenario": other.scenario.name, "base": base.scenario.name, "weeks": f"{first}-{last}"}
    rows: list[dict[str, Any]] = []
    for outcome, least in _outcomes(base).items():
        before, after = (np.asarray((part[:, first : last + 1] >= least).any(axis=1)) for part in acts)
        change = interval(found.pairings[0].count, _by_draw(before, after, len(found.pairings[0].count)), found.picks)
        for (i, actor), (j, target) in itertools.permutations(enumerate(found.states), PAIR):
            chances = {"before": before[:, i, j].mean(), "chance": after[:, i, j].mean()}
            ends = {"difference": change.mean[i, j], "low": change.low[i, j], "high": change.high[i, j]}
            rows.append(
                {**start, "dyad": f"{actor}>{target}", "outcome": outcome, "free": free[i, j], **chances, **ends}
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _acts(result: Result) -> Acts:
    """Return the rungs of all replicates, shape (replicates, weeks, states, states)."""
    if result.histories is None:
        raise InputError([Fault("effects", "replicates", str(result.replicates), "fewer, or `full=True`")])
    return result.histories.rungs


def _outcomes(result: Result) -> dict[str, int]:
    """Return the least rung of each outcome, by its name."""
    coercion, quiet = int(setting("run.rung_coercion")), result.world.rules.quiet
    return {"hostile act": quiet + 1, f"{short(result.scenario.region.rungs[coercion].name)} or above": coercion}


def _by_draw(before: Flags, after: Flags, draws: int) -> NDArray[np.float64]:
    """Return how many replicates more have an outcome, by parameter draw, shape (draws, states, states)."""
    total = np.zeros((draws, *before.shape[1:]))
    np.add.at(total, np.arange(len(before)) % draws, after.astype(np.float64) - before)
    return total


def forced_within(result: Result, first: int, last: int) -> Flags:
    """Return on which dyads a scenario forces an act in some weeks, both ends among them; shape (states, states)."""
    states = result.world.deciding
    out = np.zeros((len(states), len(states)), dtype=bool)
    for week, actor, target in result.world.calendar.forced:
        if first <= week <= last and actor in states and target in states:
            out[states.index(actor), states.index(target)] = True
    return out


def _largest(table: pd.DataFrame, found: Comparison) -> dict[str, object]:
    """Return the row of one scenario in `Effects.largest`."""
    name, verdicts = found.others[0].scenario.name, found.expectations()["verdict"].tolist()
    said = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts))
    free = table[table["free"].astype(bool)]
    if free.empty:
        return {"scenario": name, "base": found.base.scenario.name, "expectations": said}
    at = int(free["difference"].abs().argmax())
    return {**{name: free[name].iloc[at] for name in COLUMNS if name != "free"}, "expectations": said}
