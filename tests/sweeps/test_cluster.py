"""A cluster gives the same bytes as threads here, also when a worker is killed twice."""

import contextlib
import os
import signal
import socket
import threading
import time
import warnings

import pytest

from araxes.sweeps.store import status

distributed = pytest.importorskip("distributed")
USUAL_PORT = 8787  # of Dask's status page
VARY = ["IRN.temper.reciprocity=0:2:8", "AZE.temper.momentum=0:2:6"]


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_and_a_worker_killed_twice_costs_only_time(
    small, tmp_path, contents, monkeypatch
):
    monkeypatch.setattr("araxes.sweeps.growth.part_size", lambda points, replicates, weeks: 5)
    few = {"replicates": 100, "weeks": 26}
    small(tmp_path / "here", VARY, **few)
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    client = distributed.Client(cluster, set_as_default=False)
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
        small(tmp_path / "there", VARY, running={"dask": cluster.scheduler_address}, **few)
        killer.join(30)
    finally:
        client.close()
        cluster.close()
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
