"""Labelled arrays of an ensemble and of the record before it: dims in a fixed order, real dates, units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from araxes import dims
from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.rules.memory import fold
from araxes.units import GOLDSTEIN_PER_HOSTILITY
from araxes.weeks import week_date


def as_dataset(world: World, found: Histories, numbers: Sequence[int]) -> xr.Dataset:
    """Return histories as a labelled dataset of the deciding actors, tension worked out from the rungs."""
    rungs = found.rungs
    numbers = numbers[: len(rungs)]
    dyads = (dims.REPLICATE, dims.WEEK, dims.ACTOR, dims.TARGET)
    states = [world.codes[i] for i in world.deciding]
    data = xr.Dataset(
        {
            "rung": (dyads, rungs, {"units": "rung", "long_name": "act, as its rung on the ladder"}),
            "tension": (
                dyads,
                tension_path(world, rungs),
                {"units": "Goldstein points", "long_name": "tension, hostile positive"},
            ),
            "status": (
                (dims.REPLICATE, dims.WEEK, dims.ISSUE),
                found.status,
                {"units": "status", "long_name": "status of the issue"},
            ),
        },
        coords={
            dims.REPLICATE: list(numbers),
            dims.WEEK: mondays(world.first_week, rungs.shape[1]),
            dims.ACTOR: states,
            dims.TARGET: states,
            dims.ISSUE: world.issues,
            dims.DRAW: (dims.REPLICATE, [n % world.n_draws for n in numbers]),
            "hostility": ("level", world.rules.hostility),
            "rung_name": ("level", [rung.name for rung in world.scenario.region.rungs]),
        },
    )
    return data.assign_attrs(scenario=world.scenario.name, title=world.scenario.title)


def mondays(first: int, n_weeks: int) -> NDArray[np.datetime64]:
    """Return the Mondays of consecutive weeks, shape (weeks,), datetime64 in nanoseconds."""
    return np.array([week_date(first + week) for week in range(n_weeks)], dtype="datetime64[ns]")


def tensions(world: World, rungs: NDArray[np.int8]) -> Iterator[NDArray[np.float64]]:
    """Yield S of every pair of states at the end of each week, hostility units; meaningless on the diagonal.

    Parameters
    ----------
    world : World
    rungs : ndarray of int8, shape (replicates, weeks, states, states)

    Yields
    ------
    ndarray of float, shape (replicates, states, states)
    """
    hostility = np.array(world.rules.hostility)
    fast = np.array(world.warm.memory.fast)[np.ix_(world.deciding, world.deciding)]
    for week in range(rungs.shape[1]):
        fast = np.asarray(fold(fast, world.rules.keep.fast, hostility[rungs[:, week]]))  # type: ignore[arg-type]
        yield fast


def tension_path(world: World, rungs: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return 10 S_ij at the end of every week, Goldstein points, shape of `rungs`; nan on the diagonal."""
    out = np.empty(rungs.shape, dtype=np.float32)
    for week, fast in enumerate(tensions(world, rungs)):
        out[:, week] = GOLDSTEIN_PER_HOSTILITY * fast
    diagonal = range(rungs.shape[-1])
    out[..., diagonal, diagonal] = np.nan
    return out


def observed(world: World) -> xr.Dataset:
    """Return the record before the start, in the same form as simulated weeks.

    Returns
    -------
    xarray.Dataset
        `rung` and `tension` (week, actor, target) of the deciding actors, weeks of the record before the start.
    """
    deciding = world.deciding
    pick = np.ix_(range(len(world.warm.rungs)), deciding, deciding)
    tension = (GOLDSTEIN_PER_HOSTILITY * world.warm.fast[pick]).astype(np.float32)
    tension[:, range(len(deciding)), range(len(deciding))] = np.nan
    states = [world.codes[i] for i in deciding]
    first = world.first_week - len(world.warm.rungs)
    axes = (dims.WEEK, dims.ACTOR, dims.TARGET)
    return xr.Dataset(
        {"rung": (axes, world.warm.rungs[pick]), "tension": (axes, tension, {"units": "Goldstein points"})},
        coords={dims.WEEK: mondays(first, len(world.warm.rungs)), dims.ACTOR: states, dims.TARGET: states},
    )
