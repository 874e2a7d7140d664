"""Running a scenario: a name in, a result out that can be summarised, plotted, saved, and reopened replicate by replicate."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import xarray as xr

from araxes import dims
from araxes.engines.draws import checked_seed
from araxes.engines.ensemble import Progress, observed, simulate
from araxes.engines.world import World, prepare
from araxes.errors import Fault, InputError
from araxes.inputs.resolved import resolved
from araxes.inputs.scenario import Scenario, load
from araxes.inputs.settings import setting
from araxes.records.simulated import simulated_event
from araxes.results.outcomes import crossing_chance, quantiles, summary

if TYPE_CHECKING:
    from araxes.engines.model import Region


RESULT_FILES = ("data.nc", "events.parquet", "summary.csv", "scenario.json")


@dataclass(frozen=True)
class Result:
    """An ensemble of one scenario with the record before it.

    Attributes
    ----------
    world : World
        The scenario as prepared.
    data : xarray.Dataset
        See `araxes.engines.ensemble.simulate`.
    observed : xarray.Dataset
        The record before the start, `rung` and `tension` (week, actor, target).
    seed : int
    """

    world: World
    data: xr.Dataset
    observed: xr.Dataset
    seed: int

    @property
    def scenario(self) -> Scenario:
        """Return the scenario."""
        return self.world.scenario

    @property
    def interrupted(self) -> bool:
        """Return whether the run was stopped before all replicates were finished."""
        return bool(self.data.attrs.get("interrupted"))

    @cached_property
    def start_tension(self) -> xr.DataArray:
        """Return the tension before the first week, dims (actor, target), Goldstein points."""
        return self.observed["tension"].isel({dims.WEEK: -1})

    def summary(self) -> pd.DataFrame:
        """Return one row a dyad: tension at start and end with bands, chances of coercion, violence and war."""
        return summary(self.data, self.start_tension)

    def tension(self) -> xr.DataArray:
        """Return quantiles of tension, dims (quantile, week, actor, target), Goldstein points."""
        return quantiles(self.data["tension"])

    def crossing(self) -> xr.DataArray:
        """Return the chance of having reached each rung by each week, dims (week, actor, target, rung)."""
        return crossing_chance(self.data)

    def replicate(self, number: int) -> Region:
        """Return a replicate as a Mesa model at its first week, to step, inspect and plot."""
        from araxes.engines.model import Region

        return Region(self.world, number, self.seed, fixed=bool(self.data.attrs["fixed"]))

    def events(self) -> pd.DataFrame:
        """Return all simulated acts that are not quiet, columns of the history preceded by `replicate`.

        The issue is left at "general"; `replicate(n).run().events()` names it.
        """
        region = self.scenario.region
        rung = self.data["rung"].transpose(dims.REPLICATE, dims.WEEK, dims.ACTOR, dims.TARGET)
        names, weeks = rung[dims.ACTOR].values, pd.to_datetime(rung[dims.WEEK].values).date
        numbers = rung[dims.REPLICATE].values
        acts = ((rung >= 0) & (rung != self.world.rules.quiet)).values.nonzero()
        rows = [
            {
                "replicate": int(numbers[n]),
                **simulated_event(region, weeks[w], names[i], names[j], int(rung.values[n, w, i, j])),
            }
            for n, w, i, j in zip(*acts, strict=True)
        ]
        return pd.DataFrame(rows)

    def save(self, folder: Path | str) -> list[Path]:
        """Write data (NetCDF), events (Parquet), summary (CSV) and the scenario as resolved (JSON) into a folder; return the files."""
        out = made(folder)
        data, events, table, scenario = files = [out / name for name in RESULT_FILES]
        self.data.assign_attrs(provenance(self)).to_netcdf(data, engine="h5netcdf")
        self.events().to_parquet(events)
        self.summary().to_csv(table, index_label="dyad")
        scenario.write_text(json.dumps(resolved(self.scenario), indent=1, default=str), encoding="utf-8")
        return files


def run(
    scenario: str | Scenario,
    replicates: int | None = None,
    seed: int | None = None,
    *,
    weeks: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    fixed: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Simulate a scenario many times and return the result.

    Parameters
    ----------
    scenario : str or Scenario
        A name, the path of a file, or a loaded scenario.
    replicates : int, optional
        Number of simulated histories, at least 1 (1,000).
    seed : int, optional
        In [0, 2^64) (1). The same seed gives the same result, and two scenarios share their luck.
    weeks : int, optional
        Another horizon than the scenario's.
    sets : mapping or sequence of "PATH=VALUE"
        Parameters that win over every file.
    own : Path or str, optional
        A folder with own parameter and scenario files.
    fixed : bool
        Take the weights at their means instead of drawing them.
    progress : callable, optional
        Told how many replicates were finished.

    Returns
    -------
    Result

    Raises
    ------
    InputError
        With every fault of the scenario, the files or the options.

    Examples
    --------
    >>> import araxes
    >>> result = araxes.run("baseline", replicates=20, weeks=4)
    >>> result.data.sizes["replicate"]
    20
    """
    number = checked_replicates(int(setting("run.replicates")) if replicates is None else replicates)
    luck = checked_seed(int(setting("run.seed")) if seed is None else seed)
    world = prepare(load(scenario, own, sets, weeks))
    data = simulate(world, number, luck, fixed=fixed, progress=progress)
    return Result(world, data, observed(world), luck)


def checked_replicates(replicates: object) -> int:
    """Return the number of replicates.

    Raises
    ------
    InputError
        When it is not a whole number of at least 1.
    """
    if isinstance(replicates, bool) or not isinstance(replicates, int) or replicates < 1:
        raise InputError([Fault("--replicates", "", repr(replicates), "a whole number of replicates, at least 1")])
    return replicates


def made(folder: Path | str) -> Path:
    """Return a results folder, made where it is missing.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".araxes"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise InputError([Fault(str(folder), "", str(error.strerror), "a folder that can be written")]) from None
    return path


def provenance(result: Result) -> dict[str, str | int]:
    """Return what is needed to repeat a result: versions, files, seed."""
    from importlib.metadata import version

    names = ("araxes", "mesa", "numpy", "scipy", "xarray")
    versions: dict[str, str | int] = {f"version_{name}": version(name) for name in names}
    return versions | {
        "seed": result.seed,
        "scenario_files": ", ".join(result.scenario.files),
        "start": str(result.scenario.start),
    }
