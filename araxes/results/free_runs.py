"""Free runs against the record: whether simulated counts of acts by class look like those observed after the origin."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from araxes import dims
from araxes.array_types import Floats, Rungs, Whole
from araxes.display import show_card
from araxes.engines.datasets import record_dataset, simulate
from araxes.engines.ensemble import Progress, histories
from araxes.engines.world import World, prepare
from araxes.inputs.chain import read_header
from araxes.inputs.parameters import Series, setting
from araxes.inputs.region import RegionFiles, with_estimate
from araxes.inputs.scenario import Scenario, load
from araxes.records.history import days
from araxes.results.tally import classes, directed_dyads

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


@show_card
@dataclass(frozen=True)
class FreeRuns:
    """Free runs from one origin beside the record.

    Attributes
    ----------
    origin : datetime.date
    data : xarray.Dataset
        The ensemble.
    table : pandas.DataFrame
        One row a dyad and class: observed, low, high (predictive band), width, inside, crps, crps_climatology.
    region : RegionFiles
        As known at the origin, the estimates of then laid over it.
    """

    origin: datetime.date
    data: xr.Dataset
    table: pd.DataFrame
    region: RegionFiles

    @property
    def inside(self) -> float:
        """Return the share of observed counts that lie inside the predictive band."""
        return float(self.table["inside"].mean())

    @property
    def crps(self) -> tuple[float, float]:
        """Return the mean CRPS of the counts, of the model and of the dyad climatology."""
        return float(self.table["crps"].mean()), float(self.table["crps_climatology"].mean())

    def chance(self, rung: int, first: str, second: str) -> float:
        """Return the share of runs in which either side addresses at least `rung` to the other."""
        act = self.data["rung"]
        one = act.sel({dims.ACTOR: first, dims.TARGET: second}) >= rung
        other = act.sel({dims.ACTOR: second, dims.TARGET: first}) >= rung
        return float((one | other).any(dims.WEEK).mean())


def date_setting(name: str) -> datetime.date:
    """Return a date of the section `health` of `params/settings.toml`, where it stands as a proleptic day number."""
    return datetime.date.fromordinal(int(setting(f"health.{name}")))


def free_scenario(
    origin: datetime.date,
    weeks: int,
    base: Scenario | None = None,
    record: str | None = None,
    learned: datetime.date | None = None,
) -> Scenario:
    """Return a scenario without change that starts at an origin: dated values frozen, later estimates off, nothing later known.

    Parameters
    ----------
    origin : datetime.date
        A Monday.
    weeks : int
        Horizon.
    base : Scenario, optional
        The baseline where not given.
    record : str, optional
        Name of the record that warms its memories, where it is another than the base's.
    learned : datetime.date, optional
        Take the estimates that were known before this date; before the origin where not given.
    """
    scenario = base or load("baseline")
    name = read_header(scenario.history, scenario.own)[0].name if record is None else record
    region = with_estimate(scenario.region, learned or origin, name)
    book = {path: replace(p, series=_known(p.series, origin)) for path, p in region.book.items()}
    free = replace(scenario, name=f"free_{origin}", start=origin, weeks=weeks, acts=(), signals=(), changes=())
    return replace(free, region=replace(region, book=book))


def _known(series: Series, origin: datetime.date) -> Series:
    """Return the entries of a dated series that were in force before the origin (the first one where there is none)."""
    return tuple(entry for entry in series if entry[0] < origin) or series[:1]


def free_runs(
    origin: datetime.date, weeks: int, replicates: int, seed: int = 1, progress: Progress | None = None
) -> FreeRuns:
    """Simulate freely from an origin and compare with what followed.

    Parameters
    ----------
    origin : datetime.date
        A Monday at least `weeks` before the end of the record.
    weeks, replicates, seed
        Horizon, size of the ensemble, seed.
    progress : callable, optional
    """
    world = prepare(free_scenario(origin, weeks))
    after = prepare(free_scenario(origin + days(weeks), 1))
    data = simulate(world, replicates, seed, progress=progress)
    return FreeRuns(origin, data, count_table(world, data, record_dataset(after)), world.scenario.region)


def simulated_rungs(
    world: World, replicates: int, seed: int = 1, fixed: bool = False, progress: Progress | None = None
) -> Rungs:
    """Return what every replicate of a world did, shape (replicates, weeks, states, states), -1 on the diagonal.

    Parameters
    ----------
    world : World
    replicates : int
    seed : int
    fixed : bool
        Take the weights at their means.
    progress : callable, optional
        Told first how many replicates are to come, as a number below 0, then how many were finished.
    """
    tell = progress or (lambda done: None)
    tell(-replicates)
    parts = []
    for chunk, found in histories(world, range(replicates), seed, fixed=fixed):
        parts.append(found.rungs)
        tell(len(chunk))
    return np.concatenate(parts)


def count_table(world: World, data: xr.Dataset, record: xr.Dataset) -> pd.DataFrame:
    """Return the counts of each dyad and class: observed, predictive band, CRPS of the model and of the dyad's climatology."""
    import pandas as pd  # heavy, and the next: a forecast takes a scenario from this file, and does without
    from scipy.stats import binom

    start = np.datetime64(world.scenario.start, "ns")
    end = start + np.timedelta64(days(world.scenario.weeks))
    past = record["rung"].where(record[dims.WEEK] < start, drop=True)
    future = record["rung"].where((record[dims.WEEK] >= start) & (record[dims.WEEK] < end), drop=True)
    tail = (1 - setting("health.band")) * 0.5
    rows = []
    for actor, target in directed_dyads(data):
        at = {dims.ACTOR: actor, dims.TARGET: target}
        runs, seen, before = data["rung"].sel(at).values, future.sel(at).values, past.sel(at).values
        for name, span in classes(world).items():
            counts, count = _count(runs, span), int(_count(seen, span))
            low, high = np.quantile(counts, [tail, 1 - tail], method="inverted_cdf")
            share = _count(before, span) / len(before)
            rows.append(
                {
                    "dyad": f"{actor}>{target}",
                    "class": name,
                    "observed": count,
                    "low": int(low),
                    "high": int(high),
                    "width": int(high - low),
                    "inside": bool(low <= count <= high),
                    "crps": count_crps(np.bincount(counts, minlength=len(seen) + 1) / len(counts), count),
                    "crps_climatology": count_crps(binom.pmf(np.arange(len(seen) + 1), len(seen), share), count),
                }
            )
    return pd.DataFrame(rows)


def _count(rungs: Rungs, span: range) -> Whole:
    """Return in how many weeks the rung lies in a span, along the last axis."""
    counts: Whole = ((rungs >= span.start) & (rungs < span.stop)).sum(axis=-1)
    return counts


def count_crps(chances: Floats, count: int) -> float:
    """Return the continuous ranked probability score of a forecast of a count: sum over k of (F(k) - 1{count <= k})^2.

    Parameters
    ----------
    chances : ndarray of float, shape (counts,)
        Probability of 0, 1, 2, ...
    count : int
        What was observed.
    """
    return float(((np.cumsum(chances) - (np.arange(len(chances)) >= count)) ** 2).sum())
