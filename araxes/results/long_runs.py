"""Long runs: whether levels drift, whether a siege leaves a mark for ever, and whether a push that stays is felt more every year.

A rule under which conduct becomes habit can feed on itself: each of these would show it.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pandas as pd

from araxes.array_types import Flags, Whole
from araxes.engines.ensemble import Progress
from araxes.engines.world import World, prepare
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import load
from araxes.inputs.schema import Change
from araxes.results.free_runs import free_scenario, simulated_rungs
from araxes.results.response import IMPULSES, force_act

BESIEGER, BESIEGED = "IRN", "AZE"
WEIGHTS_DRAWN = "drawn"
"""Who coerces whom in the siege, and who is pushed towards whom: the pair whose quarrel the record knows best."""


def by_year(hostile: Flags) -> Whole:
    """Return hostile weeks by year, shape (..., years), of weeks of shape (..., weeks); a year that is not whole does not count."""
    year = int(setting("health.year"))
    years = hostile.shape[-1] // year
    return np.asarray(hostile[..., : years * year].reshape(*hostile.shape[:-1], years, year).sum(axis=-1))


def _hostile(world: World, replicates: int, seed: int, fixed: bool, progress: Progress | None) -> Flags:
    """Return the hostile weeks of free runs, shape (states, states, replicates, weeks)."""
    acts = simulated_rungs(world, replicates, seed, fixed, progress)
    return np.asarray(np.moveaxis(acts > world.constants.quiet, (0, 1), (-2, -1)))


def drift_table(
    origin: datetime.date, replicates: int, seed: int = 1, progress: Progress | None = None
) -> pd.DataFrame:
    """Return hostile weeks of all directed dyads together, year by year from an origin.

    Returns
    -------
    pandas.DataFrame
        Columns weights ("at their means" or "drawn"), year (from 1), mean, sd (over the runs).
    """
    years = int(setting("health.drift_years"))
    world = prepare(free_scenario(origin, years * int(setting("health.year"))))
    rows = []
    for weights, fixed in (("at their means", True), (WEIGHTS_DRAWN, False)):
        counts = by_year(_hostile(world, replicates, seed, fixed, progress)).sum(axis=(0, 1))
        for year, column in enumerate(counts.T, start=1):
            rows.append({"weights": weights, "year": year, "mean": column.mean(), "sd": column.std(ddof=1)})
    return pd.DataFrame(rows)


def siege_table(
    origin: datetime.date, replicates: int, seed: int = 1, progress: Progress | None = None
) -> pd.DataFrame:
    """Return what `health.siege_weeks` weeks of coercion in a row leave a year after their end, on the same luck.

    Returns
    -------
    pandas.DataFrame
        A row each for besieger, besieged and both: share of hostile weeks in the half-year that begins a year after the siege, without
        it (base) and with it (after), and their ratio, nan where the base is 0.
    """
    weeks, half_year = int(setting("health.siege_weeks")), int(setting("compare.window_late"))
    begin = weeks + int(setting("health.year"))
    scenario = free_scenario(origin, begin + half_year)
    act = IMPULSES[0]._replace(source=BESIEGER, target=BESIEGED)
    names = {"base": scenario, "after": force_act(scenario, act, weeks)}
    shares = {}
    for name, one in names.items():
        world = prepare(one)
        i, j = (world.scenario.region.states.index(code) for code in (BESIEGER, BESIEGED))
        hostile = _hostile(world, replicates, seed, False, progress)[..., begin:].mean(axis=(-2, -1))
        shares[name] = {
            f"{BESIEGER}>{BESIEGED}": hostile[i, j],
            f"{BESIEGED}>{BESIEGER}": hostile[j, i],
            "both": (hostile[i, j] + hostile[j, i]) / len(names),
        }
    table = pd.DataFrame(shares).rename_axis("dyad").reset_index()
    return table.assign(ratio=(table["after"] / table["base"]).where(table["base"] > 0))


def pushed_years(
    origin: datetime.date, replicates: int, seed: int = 1, progress: Progress | None = None
) -> pd.DataFrame:
    """Return the share of hostile weeks, year by year, of a dyad that is pushed by `health.push_size` logits all the time.

    The push is a leader whose hawkishness steps from 0 to 1 in the first week; weights are at their means.

    Returns
    -------
    pandas.DataFrame
        Columns year (from 1), without and pushed (shares of weeks).
    """
    path = f"{BESIEGER}.hawkishness.{BESIEGED}"
    base = load("baseline", sets={"behaviour.weight.leader": setting("health.push_size"), path: 0})
    scenario = free_scenario(origin, int(setting("health.push_years")) * int(setting("health.year")), base)
    step = Change(id="push", path=path, date=origin, value=1, reference="hypothetical")
    columns = {}
    for name, one in (("without", scenario), ("pushed", replace(scenario, changes=(step,)))):
        world = prepare(one)
        i, j = (world.scenario.region.states.index(code) for code in (BESIEGER, BESIEGED))
        hostile = _hostile(world, replicates, seed, True, progress)[i, j]
        columns[name] = by_year(hostile).mean(axis=0) / setting("health.year")
    return pd.DataFrame({"year": np.arange(1, len(columns["pushed"]) + 1), **columns})
