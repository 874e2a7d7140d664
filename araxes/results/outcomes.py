"""Outcomes read off an ensemble: hostility, quantiles of tension, chances of reaching each rung, counts by class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from araxes import dims
from araxes.inputs.settings import setting
from araxes.units import GOLDSTEIN_PER_HOSTILITY

if TYPE_CHECKING:
    import xarray as xr

    from araxes.engines.world import World
    from araxes.results.tally import Tally

HOSTILE, COERCIVE, VIOLENT = "hostile", "coercive", "violent"
"""Classes of acts: above quiet, from the rung of coercion on, from that of violence on."""


def hostility(data: xr.Dataset) -> xr.DataArray:
    """Return the hostility of every act, h = -Goldstein / 10, nan on the diagonal; dims of `data["rung"]`."""
    import xarray as xr

    rung = data["rung"]
    values = data["hostility"].values[rung.values]
    return xr.DataArray(values, dims=rung.dims, coords=rung.coords, attrs={"units": "hostility"}).where(rung >= 0)


def levels() -> list[float]:
    """Return the quantile levels of the bands and the median, from `params/settings.toml`."""
    inner, outer = setting("run.band_inner") * 0.5, setting("run.band_outer") * 0.5
    return [0.5 - outer, 0.5 - inner, 0.5, 0.5 + inner, 0.5 + outer]


def quantiles(array: xr.DataArray, at: Sequence[float] | None = None) -> xr.DataArray:
    """Return quantiles over replicates, first dim `quantile`; the levels of the bands when `at` is not given."""
    import xarray as xr

    moved = array.transpose(dims.REPLICATE, ...)
    points = list(at) if at is not None else levels()
    values = np.quantile(moved.values, points, axis=0)
    coords = {name: coord for name, coord in moved.coords.items() if dims.REPLICATE not in coord.dims}
    return xr.DataArray(values, dims=(dims.QUANTILE, *moved.dims[1:]), coords=coords).assign_coords(
        {dims.QUANTILE: points}
    )


def reached(data: xr.Dataset) -> xr.DataArray:
    """Return the highest rung a dyad has addressed so far, by replicate and week; -1 on the diagonal."""
    rung = data["rung"]
    return rung.copy(data=np.maximum.accumulate(rung.values, axis=rung.get_axis_num(dims.WEEK)))


def crossing_chance(data: xr.Dataset) -> xr.DataArray:
    """Return the chance that a dyad has reached at least each rung by each week.

    Returns
    -------
    xarray.DataArray, dims (week, actor, target, rung)
        In [0, 1], nan on the diagonal; `rung` counts from 0.
    """
    import pandas as pd
    import xarray as xr

    top = reached(data)
    ladder = range(data.sizes["level"])
    chances = xr.concat([(top >= k).mean(dims.REPLICATE) for k in ladder], dim=pd.Index(ladder, name=dims.RUNG))
    return chances.where(top.isel({dims.REPLICATE: 0}) >= 0).transpose(dims.WEEK, dims.ACTOR, dims.TARGET, dims.RUNG)


def dyads(data: xr.Dataset) -> list[tuple[str, str]]:
    """Return the ordered pairs of different actors, in the order of the coordinates."""
    names = data[dims.ACTOR].values.tolist()
    return [(actor, target) for actor in names for target in names if actor != target]


def summary_rows(tally: Tally) -> list[dict[str, Any]]:
    """Return one row a dyad: tension at the start and at the end with its bands, and the chance of reaching coercion, violence and war.

    Parameters
    ----------
    tally : Tally

    Returns
    -------
    list of dict
        Each with its `dyad` ("IRN>AZE"); tension in Goldstein points, chances in [0, 1].
    """
    low, _, middle, _, high = levels()
    world = tally.world
    states = world.states
    ends = tally.tension.quantiles([low, middle, high], weeks=slice(-1, None))[:, 0]
    reached = tally.reached()[-1] / tally.replicates
    names = [rung.name for rung in world.scenario.region.rungs]
    rows = []
    for i, actor in enumerate(states):
        for j, target in enumerate(states):
            if i == j:
                continue
            start = world.warm.memory.fast[i, j]
            row: dict[str, Any] = {"dyad": f"{actor}>{target}", "tension at start": GOLDSTEIN_PER_HOSTILITY * start}
            row |= {
                f"end, {level:.0%}": float(end) for level, end in zip((low, middle, high), ends[:, i, j], strict=True)
            }
            row |= {f"chance ≥ {short(names[k])}": float(reached[i, j, k]) for k in hard_rungs(len(names))}
            rows.append(row)
    return rows


def short(name: str) -> str:
    """Return the first words of a rung's name, in small letters."""
    return name.split(",", maxsplit=1)[0].lower()


def hard_rungs(rungs: int) -> list[int]:
    """Return the rungs whose chances are reported: first coercion, first violence, war (7, 9 and 10 on the shipped ladder of 11 rungs)."""
    return [int(setting("run.rung_coercion")), int(setting("run.rung_violence")), rungs - 1]


def classes(world: World) -> dict[str, range]:
    """Return the classes of rungs: cooperative, quiet, verbal, coercive (0-2, 3, 4-6 and 7-10 on the shipped ladder)."""
    quiet, coercion, top = world.constants.quiet, int(setting("run.rung_coercion")), len(world.constants.hostility)
    return {
        "cooperative": range(quiet),
        "quiet": range(quiet, quiet + 1),
        "verbal": range(quiet + 1, coercion),
        "coercive": range(coercion, top),
    }


def outcomes(world: World) -> dict[str, int]:
    """Return the least rung of every outcome whose chance is reported: "hostile", "coercive" and "violent" acts."""
    coercion, violence = (int(setting(f"run.rung_{name}")) for name in ("coercion", "violence"))
    return {HOSTILE: world.constants.quiet + 1, COERCIVE: coercion, VIOLENT: violence}
