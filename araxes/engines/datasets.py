"""Labelled arrays of an ensemble and of the record before it: dims in a fixed order, real dates, units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes import dims
from araxes.array_types import Floats, Rungs
from araxes.display import show_card
from araxes.engines.ensemble import Histories, Progress, histories, join_histories
from araxes.engines.world import World
from araxes.inputs.region import Basis
from araxes.interruption import warn_interrupted
from araxes.options import KERNEL
from araxes.rules.arrays import follow_tension
from araxes.units import GOLDSTEIN_PER_HOSTILITY, week_date

if TYPE_CHECKING:
    import xarray as xr

    from araxes.engines.ensemble import Histories


Variable = tuple[tuple[str, ...], NDArray[Any], dict[str, str]]
"""Dims, array, attributes."""


@show_card
class Labelled(NamedTuple):
    """Arrays with the names of their dims, units and coordinates, before they become an `xarray.Dataset` or a file.

    Attributes
    ----------
    variables, coords : dict of str to (dims, array, attributes)
    attrs : dict
    """

    variables: dict[str, Variable]
    coords: dict[str, Variable]
    attrs: dict[str, Any]

    def with_attrs(self, attrs: dict[str, Any], basis: Basis) -> Labelled:
        """Return them with more attributes, and what they rest on said by the whole and by each array, which may be taken out of it."""
        variables = {
            name: (named, array, own | {dims.BASIS: str(basis)}) for name, (named, array, own) in self.variables.items()
        }
        return self._replace(variables=variables, attrs=self.attrs | attrs | basis.attrs())

    def dataset(self) -> xr.Dataset:
        """Return them as a dataset."""
        import xarray as xr  # heavy; a run does without

        return xr.Dataset(self.variables, self.coords, self.attrs)


def as_dataset(world: World, found: Histories, numbers: Sequence[int]) -> xr.Dataset:
    """Return histories as a labelled dataset of the deciding actors, tension worked out from the rungs."""
    return label_histories(world, found, numbers).dataset()


def label_histories(world: World, found: Histories, numbers: Sequence[int]) -> Labelled:
    """Return histories as labelled arrays; see `araxes.engines.datasets.simulate`."""
    numbers = numbers[: len(found.rungs)]
    dyads = (dims.REPLICATE, dims.WEEK, dims.ACTOR, dims.TARGET)
    tension = {"units": "Goldstein points", "long_name": "tension, hostile positive"}
    status = (dims.REPLICATE, dims.WEEK, dims.ISSUE)
    variables: dict[str, Variable] = {
        "rung": (dyads, found.rungs, {"units": "rung", "long_name": "act, as its rung on the ladder"}),
        "tension": (dyads, _tension_path(world, found.rungs), tension),
        "status": (status, found.status, {"units": "status", "long_name": "status of the issue"}),
    }
    drawn = np.array([number % world.n_draws for number in numbers])
    coords: dict[str, Variable] = {
        dims.REPLICATE: ((dims.REPLICATE,), np.array(numbers), {}),
        **axes(world),
        dims.DRAW: ((dims.REPLICATE,), drawn, {}),
        "hostility": (("level",), np.array(world.constants.hostility), {}),
        "rung_name": (("level",), np.array([rung.name for rung in world.scenario.region.rungs], dtype=object), {}),
    }
    return Labelled(variables, coords, {"scenario": world.scenario.name, "title": world.scenario.heading})


def axes(world: World) -> dict[str, Variable]:
    """Return the coordinates of weeks, states and issues."""
    states = np.array(world.states, dtype=object)
    return {
        dims.WEEK: ((dims.WEEK,), mondays(world.first_week, world.scenario.weeks), {}),
        dims.ACTOR: ((dims.ACTOR,), states, {}),
        dims.TARGET: ((dims.TARGET,), states, {}),
        dims.ISSUE: ((dims.ISSUE,), np.array(world.issues, dtype=object), {}),
    }


def mondays(first: int, n_weeks: int) -> NDArray[np.datetime64]:
    """Return the Mondays of consecutive weeks, shape (weeks,), datetime64 in nanoseconds."""
    return np.array([week_date(first + week) for week in range(n_weeks)], dtype="datetime64[ns]")


def _tensions(world: World, rungs: Rungs) -> Iterator[Floats]:
    """Yield S of every pair of states at the end of each week, hostility units; meaningless on the diagonal.

    Parameters
    ----------
    world : World
    rungs : ndarray of int8, shape (replicates, weeks, states, states)

    Yields
    ------
    ndarray of float, shape (replicates, states, states)
    """
    constants = world.constants
    hostility = np.array(constants.hostility)
    yield from follow_tension(world.warm.memory.fast, rungs.swapaxes(0, 1), hostility, constants.keep.fast)


def _tension_path(world: World, rungs: Rungs) -> NDArray[np.float32]:
    """Return 10 S_ij at the end of every week, Goldstein points, shape of `rungs`; nan on the diagonal."""
    out = np.empty(rungs.shape, dtype=np.float32)
    for week, fast in enumerate(_tensions(world, rungs)):
        out[:, week] = GOLDSTEIN_PER_HOSTILITY * fast
    diagonal = range(rungs.shape[-1])
    out[..., diagonal, diagonal] = np.nan
    return out


def record_tension(world: World, i: int, j: int) -> Floats:
    """Return the tension of one dyad, given by places among the states, in the weeks of the record before the start; Goldstein points."""
    return np.asarray(GOLDSTEIN_PER_HOSTILITY * world.warm.fast[1:, world.deciding[i], world.deciding[j]])


def record_dataset(world: World) -> xr.Dataset:
    """Return the record before the start, in the same form as simulated weeks.

    Returns
    -------
    xarray.Dataset
        `rung` and `tension` (week, actor, target) of the deciding actors, weeks of the record before the start.
    """
    import xarray as xr

    deciding = world.deciding
    pick = np.ix_(range(len(world.warm.rungs)), deciding, deciding)
    tension = (GOLDSTEIN_PER_HOSTILITY * world.warm.fast[1:][pick]).astype(np.float32)
    tension[:, range(len(deciding)), range(len(deciding))] = np.nan
    first = world.first_week - len(world.warm.rungs)
    axes = (dims.WEEK, dims.ACTOR, dims.TARGET)
    return xr.Dataset(
        {"rung": (axes, world.warm.rungs[pick]), "tension": (axes, tension, {"units": "Goldstein points"})},
        coords={dims.WEEK: mondays(first, len(world.warm.rungs)), dims.ACTOR: world.states, dims.TARGET: world.states},
    )


def simulate(
    world: World,
    replicates: int | Sequence[int],
    seed: int = 1,
    *,
    fixed: bool = False,
    engine: str = KERNEL,
    workers: int | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Return the full histories of many replicates of a world.

    Parameters
    ----------
    world : World
    replicates : int or sequence of int
        How many (numbers 0 up to it), or which.
    seed, fixed, engine, workers
        As for `histories`.
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
    numbers = range(replicates) if isinstance(replicates, int) else list(replicates)
    parts: list[Histories] = []
    interrupted = 0
    try:
        for chunk, part in histories(world, numbers, seed, fixed=fixed, engine=engine, workers=workers):
            parts.append(part)
            if progress:
                progress(len(chunk))
    except KeyboardInterrupt:
        if not parts:
            raise
        interrupted = 1
        warn_interrupted(
            sum(len(part.rungs) for part in parts), len(numbers), "replicates", "The same call makes the whole."
        )
    data = as_dataset(world, join_histories(parts), numbers)
    data.attrs |= {"seed": seed, "fixed": int(fixed), "interrupted": interrupted, "engine": engine}
    return data
