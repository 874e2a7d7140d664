"""Foresight: the exact distribution of a week's acts given the weeks before it, read off every replicate before the act is drawn.

An average of these distributions over replicates forecasts a week far more precisely than counts of drawn acts (Rao and Blackwell), and no
rung ever has the chance 0. Both engines give the same, replicate by replicate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Rungs
from araxes.engines.ensemble import checked_workers, in_turn, kernel_chunks
from araxes.engines.world import World
from araxes.inputs.settings import setting
from araxes.options import KERNEL, MESA, checked_option

if TYPE_CHECKING:
    from araxes.engines.kernel.load import Kernel
    from araxes.engines.kernel.tables import Tables


class Foreseen(NamedTuple):
    """What some replicates did, and what could have been expected of them.

    Attributes
    ----------
    rungs : ndarray of int8, shape (replicates, weeks, states, states)
        -1 on the diagonal.
    status : ndarray of float32, shape (replicates, weeks, issues)
    cumulative : ndarray of float, shape (replicates, wanted weeks, states, states, rungs - 1)
        G(k) = P(Y <= k) of the week's act given all weeks before, 0 on the diagonal.
    """

    rungs: Rungs
    status: NDArray[np.float32]
    cumulative: Floats


def foresee(
    world: World,
    wanted: Sequence[int],
    numbers: Sequence[int],
    seed: int,
    *,
    fixed: bool = False,
    engine: str = KERNEL,
    workers: int | None = None,
    announce: Callable[[str], None] | None = None,
) -> Iterator[tuple[Sequence[int], Foreseen]]:
    """Yield replicates with their foresight, chunk by chunk, in the order of their numbers as given.

    Parameters
    ----------
    world : World
    wanted : sequence of int
        Weeks of the run, counted from 0, whose distributions are wanted; rising.
    numbers, seed, fixed, engine, workers, announce
        As for `araxes.engines.ensemble.histories`.
    """
    count = checked_workers(workers)
    if checked_option("engine", engine) == MESA:
        for number in numbers:
            yield [number], _on_mesa(world, wanted, number, seed, fixed)
    else:
        yield from _on_kernel(world, wanted, numbers, seed, fixed, count, announce)


def _on_kernel(
    world: World,
    wanted: Sequence[int],
    numbers: Sequence[int],
    seed: int,
    fixed: bool,
    threads: int,
    announce: Callable[[str], None] | None,
) -> Iterator[tuple[Sequence[int], Foreseen]]:
    """Yield blocks simulated by the kernel in threads, a few ahead of what was taken."""
    from araxes.engines.kernel.lanes import lanes
    from araxes.engines.kernel.load import kernel
    from araxes.engines.kernel.tables import tables

    t = tables(world, seed, fixed)
    width = min(int(setting("run.lanes")), len(numbers))
    compiled = kernel(t, lanes(t, 1), announce)
    chunks = kernel_chunks(numbers, width, len(numbers), world.scenario.weeks)
    yield from in_turn(threads, chunks, lambda chunk: _block(compiled, t, wanted, chunk, seed, width))


def _block(compiled: Kernel, t: Tables, wanted: Sequence[int], chunk: Sequence[int], seed: int, width: int) -> Foreseen:
    """Return what consecutive replicates, at most as many as there are lanes, do and could have done."""
    from araxes.engines.kernel.lanes import Foresight, lanes

    x = lanes(t, width)
    weeks, states, issues = len(t.outside.forced), len(t.deciding), t.wants.status.shape[1]
    rungs = np.empty((len(chunk), weeks, states, states), dtype=np.int8)
    status = np.empty((len(chunk), weeks, issues), dtype=np.float32)
    place = np.full(weeks, -1, dtype=np.int64)
    place[list(wanted)] = np.arange(len(wanted))
    cumulative = np.zeros((len(wanted), states, states, len(t.hostility) - 1, width))
    order = np.array([chunk[0], seed], dtype=np.uint64)
    compiled.runner(t, x)(order, rungs, status, Foresight(place, cumulative))
    return Foreseen(rungs, status, np.ascontiguousarray(np.moveaxis(cumulative[..., : len(chunk)], -1, 0)))


def _on_mesa(world: World, wanted: Sequence[int], number: int, seed: int, fixed: bool) -> Foreseen:
    """Return what one replicate does and could have done, stepped on the Mesa engine."""
    from araxes.engines.mesa.model import Region, forget  # mesa sets the process-wide start method: imported only here

    region = Region(world, number, seed, fixed=fixed, collect=False)
    expected = []
    for week in range(world.scenario.weeks):
        if week in wanted:
            expected.append(region.foresee())
        region.step()
    states = np.ix_(world.deciding, world.deciding)
    rungs = np.stack([week[states] for week in region.rungs])
    status = np.array(region.statuses, dtype=np.float32)
    forget(region)
    return Foreseen(rungs[None], status[None], np.stack(expected)[None])
