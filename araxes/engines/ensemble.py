"""The ensemble: many replicates of one world, the same on both engines whatever the chunks, threads or processes.

Foresight: the exact distribution of a week's acts given the weeks before it, read off every replicate before the act is drawn.

An average of these distributions over replicates forecasts a week far more precisely than counts of drawn acts (Rao and Blackwell), and no
rung ever has the chance 0. Both engines give the same, replicate by replicate.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Rungs
from araxes.display import show_card
from araxes.engines.world import World
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting
from araxes.options import KERNEL, MESA, checked_option

if TYPE_CHECKING:
    from araxes.engines.kernel.load import Kernel
    from araxes.engines.kernel.tables import Tables


Progress = Callable[[int], None]
"""Called with the number of replicates just finished."""

Made = TypeVar("Made")


@show_card
class Histories(NamedTuple):
    """What some replicates did.

    Attributes
    ----------
    rungs : ndarray of int8, shape (replicates, weeks, states, states)
        -1 on the diagonal.
    status : ndarray of float32, shape (replicates, weeks, issues)
    """

    rungs: Rungs
    status: NDArray[np.float32]


def histories(
    world: World,
    numbers: Sequence[int],
    seed: int,
    *,
    fixed: bool = False,
    engine: str = KERNEL,
    workers: int | None = None,
    announce: Callable[[str], None] | None = None,
) -> Iterator[tuple[Sequence[int], Histories]]:
    """Yield replicates chunk by chunk, in the order of their numbers as given.

    Parameters
    ----------
    world : World
    numbers : sequence of int
        Which replicates.
    seed : int
        In [0, 2^64).
    fixed : bool
        Take the weights at their means, and judged values as they are, also those of a world that draws them.
    engine : {"kernel", "mesa"}
    workers : int, optional
        How many threads (kernel) or processes (Mesa) share the work; as many as `params/settings.toml` and the machine allow when not
        given. Results do not depend on it.
    announce : callable, optional
        Told before the kernel is compiled.

    Raises
    ------
    InputError
        A number of a replicate that has no luck, an unknown engine, or no worker.
    """
    for number in (numbers[0], numbers[-1]) if isinstance(numbers, range) and numbers else numbers:
        checked_option("replicate", number)
    count = checked_workers(workers)
    if checked_option("engine", engine) == MESA:
        yield from _on_mesa(world, numbers, seed, fixed, count)
    else:
        check_agents(world.agent_class, engine)
        yield from _on_kernel(world, numbers, seed, fixed, count, announce)


def check_agents(agent_class: Any, engine: str) -> None:
    """Refuse agents of a class of one's own where they would not be asked.

    Raises
    ------
    InputError
        On the compiled engine, or where it is no class of agents.
    """
    if agent_class is None:
        return
    if engine == MESA:
        from araxes.engines.mesa.agents import agents_of  # mesa sets the process-wide start method: imported only here

        agents_of(agent_class)
    else:
        name, step = (
            getattr(agent_class, "__name__", repr(agent_class)),
            'Take `engine="mesa"`, which steps the agents.',
        )
        allowed = "none: the compiled engine has the rules of araxes.State in it"
        raise InputError([Fault(Option("agent_class"), "", name, allowed, step=step)])


def checked_workers(workers: object) -> int:
    """Return how many threads or processes share the work; as many as the settings and the machine allow where None is given.

    Raises
    ------
    InputError
        When it is not a whole number of at least 1.
    """
    if workers is None:
        return int(min(setting("run.processes"), os.cpu_count() or 1))
    return int(checked_option("workers", workers))


def counter(engine: str) -> Kernel | None:
    """Return what counts histories fast: the kernel, where it is the engine that made them."""
    if engine == MESA:
        return None
    from araxes.engines.kernel.load import loaded_kernel

    return loaded_kernel()


# --- Kernel ------------------------------------------------------------------------------------------------------------


def _on_kernel(
    world: World,
    numbers: Sequence[int],
    seed: int,
    fixed: bool,
    threads: int,
    announce: Callable[[str], None] | None,
) -> Iterator[tuple[Sequence[int], Histories]]:
    """Yield chunks simulated by the kernel in threads, a few chunks ahead of what was taken."""
    compiled, t = prepare_kernel(world, seed, fixed, announce)
    width = int(setting("run.lanes"))
    chunks = kernel_chunks(numbers, width, threads, world.scenario.weeks)
    yield from in_turn(threads, chunks, lambda chunk: run_chunk(compiled, t, chunk, seed, width))


def prepare_kernel(
    world: World, seed: int, fixed: bool, announce: Callable[[str], None] | None = None
) -> tuple[Kernel, Tables]:
    """Return the kernel, compiled where this machine has none of the present rules yet, and the tables that it reads of a world.

    Parameters
    ----------
    world, seed, fixed
        As for `histories`.
    announce : callable, optional
        Told before something is compiled.
    """
    from araxes.engines.kernel.lanes import lanes
    from araxes.engines.kernel.load import kernel
    from araxes.engines.kernel.tables import tables

    t = tables(world, seed, fixed)
    return kernel(t, lanes(t, 1), announce), t


def in_turn(
    threads: int, chunks: Iterable[Sequence[int]], work: Callable[[Sequence[int]], Made]
) -> Iterator[tuple[Sequence[int], Made]]:
    """Yield every chunk with what is made of it, in their order, made in threads a few chunks ahead of what was taken."""
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[tuple[Sequence[int], Future[Made]]] = deque()
        try:
            for chunk in chunks:
                waiting.append((chunk, pool.submit(work, chunk)))
                if len(waiting) > threads:
                    done, future = waiting.popleft()
                    yield done, future.result()
            for done, future in waiting:
                yield done, future.result()
        finally:
            for _, future in waiting:
                future.cancel()


def kernel_chunks(numbers: Sequence[int], width: int, threads: int, weeks: int) -> Iterator[Sequence[int]]:
    """Yield the numbers cut into chunks of consecutive ones, of whole blocks of lanes, enough for all threads."""
    most = max(width, int(setting("run.kernel_weeks")) // weeks // width * width)
    even = max(1, -(-len(numbers) // threads))
    size = min(most, -(-even // width) * width)
    for run in consecutive(numbers):
        for start in range(0, len(run), size):
            yield run[start : start + size]


def consecutive(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the runs of consecutive numbers."""
    if isinstance(numbers, range) and numbers.step == 1:
        yield numbers
        return
    for _, run in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]


def chunk_runner(world: World, seed: int, fixed: bool, replicates: int) -> Callable[[Sequence[int]], Histories]:
    """Return a function that gives the histories of consecutive replicates below `replicates`, all in the thread that calls it.

    The kernel is the one that this process has loaded, whatever rules it was made from: for many small worlds in a row.
    """
    from araxes.engines.kernel.lanes import lanes
    from araxes.engines.kernel.load import kernel, loaded_kernel
    from araxes.engines.kernel.tables import tables

    t = tables(world, seed, fixed, replicates)
    compiled, width = loaded_kernel() or kernel(t, lanes(t, 1)), int(setting("run.lanes"))
    return lambda numbers: run_chunk(compiled, t, numbers, seed, min(len(numbers), width))


def run_chunk(compiled: Kernel, t: Tables, chunk: Sequence[int], seed: int, width: int) -> Histories:
    """Return the histories of consecutive replicates."""
    from araxes.engines.kernel.lanes import lanes

    x = lanes(t, width)
    weeks, states, issues = len(t.outside.forced), len(t.deciding), t.wants.status.shape[1]
    rungs = np.empty((len(chunk), weeks, states, states), dtype=np.int8)
    status = np.empty((len(chunk), weeks, issues), dtype=np.float32)
    block = compiled.runner(t, x)
    for start in range(0, len(chunk), width):
        order = np.array([chunk[start], seed], dtype=np.uint64)
        block(order, rungs[start : start + width], status[start : start + width])
    return Histories(rungs, status)


# --- Mesa --------------------------------------------------------------------------------------------------------------


def _on_mesa(
    world: World, numbers: Sequence[int], seed: int, fixed: bool, processes: int
) -> Iterator[tuple[Sequence[int], Histories]]:
    """Yield chunks stepped on the Mesa engine, in processes."""
    size = max(1, int(setting("run.chunk_weeks")) // world.scenario.weeks)
    chunks = [numbers[start : start + size] for start in range(0, len(numbers), size)]
    if processes == 1 or len(chunks) == 1:
        for chunk in chunks:
            yield chunk, run_replicates(world, chunk, seed, fixed)
        return
    from joblib import Parallel, delayed  # heavy; needed only here

    tasks = (delayed(run_replicates)(world, chunk, seed, fixed) for chunk in chunks)
    yield from zip(chunks, Parallel(n_jobs=processes, return_as="generator")(tasks), strict=True)


def run_replicates(world: World, replicates: Sequence[int], seed: int, fixed: bool) -> Histories:
    """Return the histories of some replicates, stepped one after the other on the Mesa engine."""
    from araxes.engines.mesa.agents import forget  # mesa sets the process-wide start method: imported only here
    from araxes.engines.mesa.model import Region

    rungs, status, states = [], [], np.ix_(world.deciding, world.deciding)
    for replicate in replicates:
        region = Region(world, replicate, seed, fixed=fixed, collect=False).run()
        rungs.append(np.stack([week[states] for week in region.rungs]))
        status.append(region.statuses)
        forget(region)
    return Histories(np.stack(rungs), np.array(status, dtype=np.float32))


def join_histories(parts: Sequence[Histories]) -> Histories:
    """Return chunks as one."""
    return Histories(np.concatenate([part.rungs for part in parts]), np.concatenate([part.status for part in parts]))


@show_card
class ForeseenWeeks(NamedTuple):
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
) -> Iterator[tuple[Sequence[int], ForeseenWeeks]]:
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
            yield [number], _foresee_on_mesa(world, wanted, number, seed, fixed)
    else:
        yield from _foresee_on_kernel(world, wanted, numbers, seed, fixed, count, announce)


def _foresee_on_kernel(
    world: World,
    wanted: Sequence[int],
    numbers: Sequence[int],
    seed: int,
    fixed: bool,
    threads: int,
    announce: Callable[[str], None] | None,
) -> Iterator[tuple[Sequence[int], ForeseenWeeks]]:
    """Yield blocks simulated by the kernel in threads, a few ahead of what was taken."""
    compiled, t = prepare_kernel(world, seed, fixed, announce)
    width = min(int(setting("run.lanes")), len(numbers))
    chunks = kernel_chunks(numbers, width, len(numbers), world.scenario.weeks)
    yield from in_turn(threads, chunks, lambda chunk: _block(compiled, t, wanted, chunk, seed, width))


def _block(
    compiled: Kernel, t: Tables, wanted: Sequence[int], chunk: Sequence[int], seed: int, width: int
) -> ForeseenWeeks:
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
    return ForeseenWeeks(rungs, status, np.ascontiguousarray(np.moveaxis(cumulative[..., : len(chunk)], -1, 0)))


def _foresee_on_mesa(world: World, wanted: Sequence[int], number: int, seed: int, fixed: bool) -> ForeseenWeeks:
    """Return what one replicate does and could have done, stepped on the Mesa engine."""
    from araxes.engines.mesa.agents import forget  # mesa sets the process-wide start method: imported only here
    from araxes.engines.mesa.model import Region

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
    return ForeseenWeeks(rungs[None], status[None], np.stack(expected)[None])
