"""Batches of points at work: in threads of this machine, or on a cluster.

Work on a cluster through Dask: the same batches, given out again where a worker is lost.

Work on this machine: threads, one batch of points each; the compiled model does not hold the others up.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from araxes.array_types import Floats
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting
from araxes.sweeps.work import Job, PointResult, run_batch

LOCAL, RUNNING = "local:", "running"
ANY_PORT = {"dashboard_address": ":0"}
"""For the status page of a cluster here, which Dask would open at a port that another one may have."""
NOISY = ("distributed", "tornado", "asyncio")
_HOW = "the address of a Dask scheduler, such as tcp://host:8786, or local:4 for four processes here"


class Batch(NamedTuple):
    """Some points to be run: their numbers, and rows of shape (points, factors)."""

    numbers: Sequence[int]
    rows: Floats


def in_threads(name: str, job: Job, batches: Iterator[Batch], workers: int) -> Iterator[list[PointResult]]:
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
    waiting: set[Future[list[PointResult]]] = set()
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


@contextmanager
def connect_cluster(address: str) -> Iterator[Any]:
    """Connect to a cluster, or start one here.

    Parameters
    ----------
    address : str
        Of a scheduler, or "local:N".

    Raises
    ------
    InputError
        When it cannot be reached, or Dask is not installed.
    """
    try:
        from distributed import Client, LocalCluster
        from distributed.comm import get_address_host_port
    except ImportError:
        step = "Install it with: pip install 'araxes[cluster]'"
        raise InputError([Fault(Option("dask"), address, "no Dask", "Dask's distributed", step=step)]) from None
    with ExitStack() as stack:
        stack.enter_context(_silenced())
        cluster = None
        if address.startswith(LOCAL):
            count = address.removeprefix(LOCAL)
            if not count.isdecimal() or not int(count):
                raise InputError([Fault(Option("dask"), "", repr(address), _HOW)])
            cluster = stack.enter_context(
                LocalCluster(
                    n_workers=int(count), threads_per_worker=1, dashboard_address=None, scheduler_kwargs=ANY_PORT,
                    silence_logs=logging.CRITICAL,
                )
            )  # fmt: skip
        try:
            if cluster is None:
                get_address_host_port(
                    address
                )  # a client that fails on a malformed address holds up the end of the process
            client = Client(cluster or address, timeout=setting("sweep.dask_timeout"), set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InputError([Fault(Option("dask"), address, reason, _HOW)]) from None
        yield stack.enter_context(client)


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep Dask and what it stands on from logging: what becomes of the work is ours to say, once."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in NOISY]
    before = {name: logging.getLogger(name).level for name in {*names, *NOISY}}
    try:
        for name in before:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def on_cluster(client: Any, name: str, job: Job, batches: Iterator[Batch]) -> Iterator[list[PointResult]]:
    """Yield the results of batches as they are finished; as many are under way as keep the workers busy.

    Raises
    ------
    InputError
        When the same work was lost too often, or the whole cluster is.
    """
    from distributed import as_completed

    waiting: dict[Any, tuple[Batch, int]] = {}
    done = as_completed(loop=client.loop)

    def give(batch: Batch, tries: int) -> None:
        """Give a batch out."""
        future = client.submit(run_batch, name, job, *batch, pure=False)
        waiting[future] = (batch, tries)
        done.add(future)

    def room() -> bool:
        """Return whether a worker could run short of work."""
        threads = sum(client.nthreads().values()) or 1
        return len(waiting) < setting("sweep.waiting") * threads

    try:
        more = _fill(batches, give, room)
        while waiting:
            future = next(done)
            batch, tries = waiting.pop(future)
            found = _result(future, batch, tries, give)
            if found is not None:
                yield found
            more = more and _fill(batches, give, room)
    except InputError:
        raise
    except Exception as error:  # a client that has lost its scheduler raises whatever comes of what it was about to do
        if client.status == RUNNING and not isinstance(error, OSError):
            raise
        raise InputError([_lost("a scheduler that no longer answers", "one that answers until the end")]) from None
    finally:
        if client.status == RUNNING:
            client.cancel(list(waiting), force=True)


def _lost(got: str, allowed: str) -> Fault:
    """Return the fault of work that was lost, and how to go on."""
    step = "Finished parts in a folder (`out`) are kept: the same command goes on from there, on any cluster or without `dask`."
    return Fault(Option("dask"), "", got, allowed, step=step)


def _fill(batches: Iterator[Batch], give: Any, room: Any) -> bool:
    """Give out batches while there is room; return whether some may be left."""
    while room():
        batch = next(batches, None)
        if batch is None:
            return False
        give(batch, int(setting("sweep.tries")))
    return True


def _result(future: Any, batch: Batch, tries: int, give: Any) -> list[PointResult] | None:
    """Return the results of a batch; None where its worker was lost and it has been given out again."""
    from distributed import CancelledError, KilledWorker

    try:
        found: list[PointResult] = future.result()
    except (KilledWorker, CancelledError) as error:
        if not tries:
            got = f"points {batch.numbers[0]} to {batch.numbers[-1]} lost with their workers: {error}"
            raise InputError([_lost(got, "workers that stay, or have more memory")]) from None
        give(batch, tries - 1)
        return None
    return found
