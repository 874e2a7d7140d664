"""Work on this machine: threads, one batch of points each; the compiled model does not hold the others up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple

from araxes.array_types import Floats
from araxes.sweeps.work import Found, Job, run_batch


class Batch(NamedTuple):
    """Some points to be run: their numbers, and rows of shape (points, factors)."""

    numbers: Sequence[int]
    rows: Floats


def in_threads(name: str, job: Job, batches: Iterator[Batch], workers: int) -> Iterator[list[Found]]:
    """Yield the results of batches as they are finished, a few ahead of what was taken.

    Parameters
    ----------
    name : str
        Digest of the job.
    job : Job
    batches : iterator of Batch
    workers : int
        Number of threads.
    """
    pool = ThreadPoolExecutor(workers)
    waiting: set[Future[list[Found]]] = set()
    try:
        for batch in batches:
            waiting.add(pool.submit(run_batch, name, job, *batch))
            if len(waiting) >= 2 * workers:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        pool.shutdown(cancel_futures=True)
