"""The ensemble: many replicates of one world as labelled arrays, the same whatever the order, the chunks or the number of processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from araxes import dims
from araxes.engines.world import World
from araxes.inputs.settings import setting
from araxes.rules.memory import fold
from araxes.rules.remember import UNOBSERVED
from araxes.units import GOLDSTEIN_PER_HOSTILITY
from araxes.weeks import week_date

Progress = Callable[[int], None]
"""Called with the number of replicates just finished."""


class Histories(NamedTuple):
    """What some replicates did.

    Attributes
    ----------
    rungs : ndarray of int8, shape (replicates, weeks, actors, actors)
    status : ndarray of float32, shape (replicates, weeks, issues)
    """

    rungs: NDArray[np.int8]
    status: NDArray[np.float32]


def run_replicates(world: World, replicates: Sequence[int], seed: int, fixed: bool) -> Histories:
    """Return the histories of some replicates, stepped one after the other on the Mesa engine."""
    from araxes.engines.model import Region, forget  # mesa sets the process-wide start method: imported only here

    rungs, status = [], []
    for replicate in replicates:
        region = Region(world, replicate, seed, fixed=fixed, collect=False).run()
        rungs.append(np.stack(region.rungs))
        status.append(region.statuses)
        forget(region)
    return Histories(np.stack(rungs), np.array(status, dtype=np.float32))


def simulate(
    world: World,
    replicates: int | Sequence[int],
    seed: int = 1,
    *,
    fixed: bool = False,
    processes: int | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Return many replicates of a world.

    Parameters
    ----------
    world : World
    replicates : int or sequence of int
        How many (numbers 0 up to it), or which.
    seed : int
        In [0, 2^64).
    fixed : bool
        Take the weights at their means.
    processes : int, optional
        How many processes share the work; results do not depend on it. As many as
        `params/settings.toml` and the machine allow when not given.
    progress : callable, optional
        Told how many replicates were finished.

    Returns
    -------
    xarray.Dataset
        `rung` int8 (replicate, week, actor, target), -1 on the diagonal; `tension` float32 (same), Goldstein points at the end of the
        week, nan on the diagonal; `status` float32 (replicate, week, issue). Actors are those that decide. When interrupted, the
        replicates finished so far, with the attribute `interrupted` set to 1.

    Raises
    ------
    KeyboardInterrupt
        When interrupted before any replicate was finished.
    """
    numbers = list(range(replicates)) if isinstance(replicates, int) else list(replicates)
    workers = processes or int(min(setting("run.processes"), os.cpu_count() or 1))
    parts: list[Histories] = []
    interrupted = 0
    try:
        for chunk, part in _chunks_done(world, numbers, seed, fixed, workers):
            parts.append(part)
            if progress:
                progress(len(chunk))
    except KeyboardInterrupt:
        if not parts:
            raise
        interrupted = 1
    rungs = np.concatenate([part.rungs for part in parts])
    status = np.concatenate([part.status for part in parts])
    data = as_dataset(world, Histories(rungs, status), numbers[: len(rungs)])
    data.attrs |= {"seed": seed, "fixed": int(fixed), "interrupted": interrupted, "engine": "mesa"}
    return data


def _chunks_done(
    world: World, numbers: Sequence[int], seed: int, fixed: bool, workers: int
) -> Iterator[tuple[Sequence[int], Histories]]:
    """Yield chunks of replicates with their histories, in order."""
    size = max(1, int(setting("run.chunk_weeks")) // world.scenario.weeks)
    chunks = [numbers[start : start + size] for start in range(0, len(numbers), size)]
    if workers == 1 or len(chunks) == 1:
        for chunk in chunks:
            yield chunk, run_replicates(world, chunk, seed, fixed)
        return
    from joblib import Parallel, delayed  # heavy; needed only here

    tasks = (delayed(run_replicates)(world, chunk, seed, fixed) for chunk in chunks)
    yield from zip(chunks, Parallel(n_jobs=workers, return_as="generator")(tasks), strict=True)


def as_dataset(world: World, histories: Histories, numbers: Sequence[int]) -> xr.Dataset:
    """Return histories as a labelled dataset of the deciding actors, tension worked out from the rungs."""
    deciding = world.deciding
    rungs = histories.rungs[:, :, deciding][:, :, :, deciding]
    start = np.array(world.warm.memory.fast)[np.ix_(deciding, deciding)]
    dyads = (dims.REPLICATE, dims.WEEK, dims.ACTOR, dims.TARGET)
    states = [world.codes[i] for i in deciding]
    data = xr.Dataset(
        {
            "rung": (dyads, rungs, {"units": "rung", "long_name": "act, as its rung on the ladder"}),
            "tension": (
                dyads,
                tension_path(world, rungs, start),
                {"units": "Goldstein points", "long_name": "tension, hostile positive"},
            ),
            "status": (
                (dims.REPLICATE, dims.WEEK, dims.ISSUE),
                histories.status,
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


def tension_path(world: World, rungs: NDArray[np.int8], start: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return 10 S_ij at the end of every week, from the rungs and S before the first week.

    Parameters
    ----------
    world : World
    rungs : ndarray of int8, shape (..., weeks, actors, actors)
    start : ndarray of float, shape (actors, actors)

    Returns
    -------
    ndarray of float32, shape of `rungs`; nan on the diagonal, unchanged in an unobserved week.
    """
    hostility = np.array(world.rules.hostility)
    out = np.empty(rungs.shape, dtype=np.float32)
    weeks = rungs.shape[: -start.ndim][-1]
    fast = np.broadcast_to(start, rungs[..., 0, :, :].shape)
    for week in range(weeks):
        acts = rungs[..., week, :, :]
        fast = np.where(acts == UNOBSERVED, fast, fold(fast, world.rules.keep.fast, hostility[acts]))  # type: ignore[arg-type]
        out[..., week, :, :] = GOLDSTEIN_PER_HOSTILITY * fast
    diagonal = range(len(start))
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
