"""A cluster gives the same bytes as threads here, also when a worker is killed twice."""

import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from types import SimpleNamespace

import pytest

from araxes.sweeps import cluster
from araxes.sweeps.store import status

distributed = pytest.importorskip("distributed")
USUAL_PORT = 8787  # of Dask's status page
VARY = ["IRN.temper.alarm=0:2:8", "AZE.temper.pile_on=0:2:6"]


class Lost:
    """What Dask does with work whose workers are lost: its result is an error, so many times, then there."""

    def __init__(self, losses, error):
        self.losses, self.error, self.given, self.cancelled = losses, error, [], []
        self.status, self.loop = cluster.RUNNING, None

    def nthreads(self):
        return {"worker": 1}

    def submit(self, function, name, job, numbers, rows, pure):
        self.given.append(tuple(numbers))
        lost = self.given.count(tuple(numbers)) <= self.losses.get(tuple(numbers), 0)

        def result():
            if lost:
                raise self.error
            return [f"{number} by {rows}" for number in numbers]

        return Future(result)

    def cancel(self, futures, force):
        self.cancelled += futures


@pytest.fixture
def lossy(monkeypatch):
    """Give three batches to a client that loses some of them; return it and what comes back."""
    tries = 3
    monkeypatch.setattr("araxes.sweeps.cluster.setting", lambda path: {"sweep.tries": tries, "sweep.waiting": 2}[path])
    monkeypatch.setattr("distributed.as_completed", lambda loop: Queue())

    def run(losses, error=None):
        client = Lost(losses, error or distributed.CancelledError("lost"))
        batches = iter([cluster.Batch((0, 1), "a"), cluster.Batch((2,), "b"), cluster.Batch((3, 4), "c")])
        return client, cluster.on_cluster(client, "name", None, batches)

    return run


class Future:
    """A future of the client above."""

    def __init__(self, result):
        self.result = result


class Queue(list):
    """Futures in the order in which they were given out."""

    def add(self, future):
        self.append(future)

    def __next__(self):
        return self.pop(0)


@pytest.mark.parametrize("losses", [{}, {(2,): 1}, {(2,): 3}, {(0, 1): 3, (2,): 2, (3, 4): 1}])
def test_lost_work_is_given_out_again_until_it_is_there(lossy, losses):
    client, results = lossy(losses)
    found = sorted(one for batch in results for one in batch)
    assert found == ["0 by a", "1 by a", "2 by b", "3 by c", "4 by c"]
    assert {numbers: client.given.count(numbers) - 1 for numbers in client.given} == {
        (0, 1): 0, (2,): 0, (3, 4): 0
    } | losses  # fmt: skip


@pytest.mark.parametrize("error", ["cancelled", "killed"])
def test_work_that_is_lost_too_often_ends_the_sweep_and_says_which(lossy, messages, error):
    made = {
        "cancelled": distributed.CancelledError("lost"),
        "killed": distributed.KilledWorker("task", SimpleNamespace(address="tcp://10.0.0.1:1"), 3),
    }
    client, results = lossy({(3, 4): 4}, made[error])
    (fault,) = messages(list, results)
    assert fault.file == "dask"
    assert fault.got.startswith("points 3 to 4 lost with their workers: ")
    assert "the same command goes on from there" in fault.step
    assert client.given.count((3, 4)) == 1 + 3


def test_any_other_error_is_not_taken_for_a_lost_worker(lossy):
    client, results = lossy({(2,): 1}, ZeroDivisionError("a defect"))
    with pytest.raises(ZeroDivisionError):
        list(results)
    assert client.given.count((2,)) == 1


def test_a_client_without_scheduler_says_one_thing(lossy, messages):
    client, results = lossy({(2,): 1}, Exception("Tried sending message after closing."))
    next(results)
    client.status = "closed"
    (fault,) = messages(list, results)
    assert fault.got == "a scheduler that no longer answers"
    assert client.cancelled == []


def test_dask_is_silent_while_we_speak_for_it(caplog):
    log = logging.getLogger("distributed.client")
    before = log.level
    with cluster._silenced():
        log.error("Failed to reconnect to scheduler")
        assert not log.isEnabledFor(logging.CRITICAL)
    assert log.level == before
    assert not caplog.records


@pytest.mark.slow
def test_a_scheduler_that_dies_is_told_in_one_message_and_what_was_finished_is_kept(
    small, tmp_path, contents, monkeypatch, messages, capfd
):
    monkeypatch.setattr("araxes.sweeps.plan.part_size", lambda points, replicates, weeks: 2)
    monkeypatch.setattr(
        "araxes.sweeps.cluster.setting",
        lambda path: {"sweep.tries": 3, "sweep.waiting": 2, "sweep.dask_timeout": 5}[path],
    )
    place, few = tmp_path / "scheduler.json", {"replicates": 200, "weeks": 52}
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    file = ["--scheduler-file", str(place), "--no-dashboard"]
    scheduler = subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *file], **quiet)
    worker = subprocess.Popen([*dask, "worker", "--nthreads", "1", "--no-nanny", *file], **quiet)

    def kill():
        while not list(tmp_path.glob("s/parts/*.parquet")):
            time.sleep(0.05)
        scheduler.kill()

    try:
        while not place.exists():
            time.sleep(0.1)
        address = json.loads(place.read_text())["address"]
        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        (fault,) = messages(small, tmp_path / "s", VARY, running={"dask": address}, **few)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
    assert (fault.file, fault.got) == ("dask", "a scheduler that no longer answers")
    assert capfd.readouterr() == ("", "")
    assert 0 < status(tmp_path / "s").done < 48
    small(tmp_path / "s", VARY, **few)
    small(tmp_path / "here", VARY, **few)
    assert contents(tmp_path / "s") == contents(tmp_path / "here")


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_and_a_worker_killed_twice_costs_only_time(
    small, tmp_path, contents, monkeypatch
):
    monkeypatch.setattr("araxes.sweeps.plan.part_size", lambda points, replicates, weeks: 5)
    few = {"replicates": 100, "weeks": 26}
    small(tmp_path / "here", VARY, **few)
    workers = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    client = distributed.Client(workers, set_as_default=False)
    killed = []

    def kill_twice():
        for wanted in (5, 20):
            while status_of(tmp_path / "there") < wanted:
                time.sleep(0.05)
            place, pid = next(iter(client.run(os.getpid).items()))
            os.kill(pid, signal.SIGKILL)
            killed.append(place)
            time.sleep(1)

    killer = threading.Thread(target=kill_twice, daemon=True)
    try:
        killer.start()
        small(tmp_path / "there", VARY, running={"dask": workers.scheduler_address}, **few)
        killer.join(30)
    finally:
        client.close()
        workers.close()
    assert len(killed) == 2
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def status_of(folder):
    return status(folder).done if (folder / "manifest.json").exists() else 0


@pytest.mark.slow
def test_processes_here_give_the_same_bytes_and_open_no_port_that_others_may_have(small, tmp_path, contents):
    small(tmp_path / "threads")
    with socket.socket() as other, warnings.catch_warnings():
        with contextlib.suppress(OSError):
            other.bind(("", USUAL_PORT))
            other.listen()
        warnings.simplefilter("error", UserWarning)
        small(tmp_path / "processes", running={"dask": "local:2"})
    assert contents(tmp_path / "threads") == contents(tmp_path / "processes")
