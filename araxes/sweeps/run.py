"""Running a plan: only what its folder lacks, part by part, on this machine or on a cluster."""

from __future__ import annotations

import bisect
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from araxes.engines.ensemble import Progress, checked_workers, prepare_kernel
from araxes.engines.world import prepare
from araxes.inputs.parameters import setting
from araxes.inputs.read import is_taken
from araxes.options import MESA
from araxes.sweeps import manifest, parts, store
from araxes.sweeps.cluster import Batch, connect_cluster, in_threads, on_cluster
from araxes.sweeps.plan import Plan, continue_plan
from araxes.sweeps.store import Status, keep_manifest, keep_part, looked_through, open_folder
from araxes.sweeps.table import FactorInfo
from araxes.sweeps.work import PointResult


class Todo(NamedTuple):
    """A part to be written: which of its points are run, and the rows of those that are kept."""

    points: range
    numbers: Sequence[int]
    old: Any = None


def run_plan(
    plan: Plan,
    folder: Path,
    *,
    workers: int | None = None,
    dask: str | None = None,
    retry: bool = False,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[], object] | None = None,
) -> Status:
    """Run what a folder lacks of a sweep, and return how far it has come; parameters as for `araxes.sweeps.sweep.sweep`.

    Raises
    ------
    InputError
        When the folder is that of another sweep, in use or not to be written, or the cluster is out of reach; nothing was written then.
        When the disk fills, or the cluster is lost; finished parts are kept then.
    """
    say, threads = announce or (lambda text: None), checked_workers(workers)
    continue_plan(plan, folder)
    with ExitStack() as stack:
        client = stack.enter_context(connect_cluster(dask)) if dask else None
        if ready:
            ready()
        open_folder(folder)
        stack.enter_context(store.hold_lock(folder))
        plan = continue_plan(plan, folder)
        parts.tidy(folder)
        of = plan.manifest
        if not _written(folder, of.as_text()):
            keep_manifest(folder, of)
        state = looked_through(folder, of)
        for name in state.damaged:
            say(f"{folder}/{name} is damaged; its points are run again.")
        todo = to_do(folder, state, of, retry)
        if progress and state.done:
            progress(state.done - sum(len(part.numbers) for part in todo if part.old is not None))
        if not todo:
            return state
        if client is None:
            _warm(plan, announce)
        batches = cut(plan, todo)
        count = 1 if plan.job.engine == MESA else threads
        results = (
            on_cluster(client, plan.name, plan.job, batches)
            if client
            else in_threads(plan.name, plan.job, batches, count)
        )
        collect(folder, plan, todo, results, progress)
        return looked_through(folder, of)


def _written(folder: Path, text: str) -> bool:
    """Return whether the folder's manifest says just this."""
    path = folder / manifest.MANIFEST_NAME
    return path.exists() and path.read_text(encoding="utf-8") == text


def to_do(folder: Path, state: Status, of: manifest.Manifest, retry: bool) -> list[Todo]:
    """Return the parts to be written, in order."""
    todo = [Todo(points, points) for points in state.missing]
    if retry and state.failed:
        failed = {number for number, _, _ in state.failed}
        there = parts.list_parts(folder)
        lacking = {points.start for points in state.missing}
        for generation in of.of_generations():
            for points in generation.parts():
                again = sorted(failed.intersection(points))
                if again and points.start not in lacking:
                    kept = [number for number in points if number not in failed]
                    todo.append(Todo(points, again, parts.part_rows(there[parts.stem(points)], kept)))
    return sorted(todo, key=lambda part: part.points.start)


def cut(plan: Plan, todo: list[Todo]) -> Iterator[Batch]:
    """Yield the points of parts in batches, part after part."""
    points = plan.points
    size = max(1, int(setting("sweep.batch_weeks")) // (plan.job.replicates * plan.manifest.options["weeks"]))
    for part in todo:
        rows = points.rows(part.points)
        for start in range(0, len(part.numbers), size):
            numbers = part.numbers[start : start + size]
            yield Batch(numbers, rows[[number - part.points.start for number in numbers]])


def collect(
    folder: Path, plan: Plan, todo: list[Todo], results: Iterator[list[PointResult]], progress: Progress | None
) -> None:
    """Write every part as soon as all of its points are there."""
    place = {number: part for part in todo for number in (part.numbers[0], part.numbers[-1])}
    starts = sorted(place)
    waiting: dict[int, list[PointResult]] = {}
    try:
        for batch in results:
            part = _part_of(place, starts, batch[0].point)
            found = waiting.setdefault(part.points.start, [])
            found += batch
            if len(found) == len(part.numbers):
                keep_part(folder, part.points, waiting.pop(part.points.start), plan.manifest, part.old)
            if progress:
                progress(len(batch))
    finally:
        close = getattr(results, "close", None)
        if close:
            close()


def _part_of(place: dict[int, Todo], starts: list[int], number: int) -> Todo:
    """Return the part that a point belongs to."""
    return place[starts[bisect.bisect_right(starts, number) - 1]]


def _warm(plan: Plan, announce: Callable[[str], None] | None) -> None:
    """Prepare what all points share, and load or compile the kernel, before threads do it side by side."""
    base = next(iter(plan.shop.bases.values()))
    world = prepare(base.scenario, shelf=base.shelf)
    if plan.job.engine != MESA:
        prepare_kernel(world, plan.job.seed, plan.job.fixed, announce)


@dataclass(frozen=True)
class SweepCost:
    """What a sweep would cost.

    Attributes
    ----------
    points, new : int
        All points, and those that the folder does not have.
    seconds : float
        Of this machine, judged by two points run here.
    size : int
        Bytes of the new parts, judged by the same two points.
    """

    points: int
    new: int
    seconds: float
    size: int


def sweep_cost(plan: Plan, folder: Path, workers: int | None = None) -> SweepCost:
    """Return what a sweep would cost; two of its points are run with fewer replicates, nothing is written.

    Raises
    ------
    InputError
        When the folder is that of another sweep.
    """
    plan = continue_plan(plan, folder)
    of = plan.manifest
    state = looked_through(folder, of) if is_taken(folder / manifest.MANIFEST_NAME) else Status(of.total, of.basis)
    new = of.total - state.done
    world = prepare(next(iter(plan.shop.bases.values())).scenario)
    few = min(plan.job.replicates, world.n_draws)
    pilot = plan._replace(job=plan.job._replace(replicates=few), name=f"{plan.name} pilot")
    _warm(pilot, None)
    ends = [range(1), range(of.total - 1, of.total)]
    rows = [plan.points.rows(points)[0] for points in ends]
    list(pilot.shop.points([0], rows[:1]))
    begun = time.perf_counter()
    found = list(pilot.shop.points([points.start for points in ends], rows))
    each = (time.perf_counter() - begun) / 2 * plan.job.replicates / few
    count = checked_workers(workers)
    factors, names = plan.job.factors, [name for name, _, _ in of.outcomes]
    return SweepCost(of.total, new, each * new / count, _bytes(found, factors, names) * new)


def _bytes(found: list[PointResult], factors: tuple[FactorInfo, ...], names: list[str]) -> int:
    """Return the bytes that one point more takes."""
    one, both = (len(parts.parquet_bytes(parts.table_of(found[:k], factors, names))) for k in (1, 2))
    return both - one
