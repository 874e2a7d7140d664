"""A sweep that is killed at any moment and gone on with ends with the same bytes as one that was left alone."""

import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from araxes.sweeps.store import status

RUN = """
import sys
from pathlib import Path
import araxes.sweeps.plan
from araxes.sweeps.run import run_plan
from araxes.sweeps.sweep import plan_sweep
araxes.sweeps.plan.part_size = lambda points, replicates, weeks: 5
vary = ["IRN.temper.red_line=0:2:10", "behaviour.weight.red_line=0:2:10"]  # which the past does not read: it is replayed once
print("started", flush=True)
run_plan(plan_sweep("route_extraterritorial", vary, replicates=100, weeks=52), Path(sys.argv[1]))
"""
KILLS, LIMIT = 10, 100


def start(folder):
    return subprocess.Popen([sys.executable, "-c", RUN, str(folder)], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_killed_ten_times_and_gone_on_with_it_ends_with_the_same_bytes(tmp_path, contents, compiled):
    begun = time.monotonic()
    assert start(tmp_path / "unbroken").wait(LIMIT) == 0
    luck, killed = np.random.default_rng(), 0
    while killed < KILLS and time.monotonic() - begun < LIMIT:
        process = start(tmp_path / "broken")
        process.stdout.readline()
        time.sleep(luck.uniform(0, 1.2))
        process.send_signal(signal.SIGKILL)
        ended = process.wait()
        killed += ended == -signal.SIGKILL
        if ended == 0:  # it was faster than the signal: from the start again
            assert contents(tmp_path / "broken") == contents(tmp_path / "unbroken")
            shutil.rmtree(tmp_path / "broken")
    assert start(tmp_path / "broken").wait(LIMIT) == 0
    assert killed > 1
    assert contents(tmp_path / "broken") == contents(tmp_path / "unbroken")


@pytest.mark.slow
def test_what_was_left_unfinished_is_tidied_away(small, tmp_path, contents):
    small(tmp_path / "s")
    whole = contents(tmp_path / "s")
    (tmp_path / "s" / "parts" / "0000000000-00.parquet.unfinished").write_bytes(b"half")
    (tmp_path / "s" / "manifest.json.unfinished").write_bytes(b"half")
    small(tmp_path / "s")
    assert contents(tmp_path / "s") == whole
    assert not list((tmp_path / "s").rglob("*.unfinished"))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_is_really_full(small, tmp_path, contents, messages, monkeypatch):
    monkeypatch.setattr("araxes.sweeps.plan.part_size", lambda points, replicates, weeks: 1)
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    try:
        weight = disk / "weight"
        weight.write_bytes(bytes(120_000))
        vary = ["IRN.temper.alarm=0:2:40"]
        (fault,) = messages(small, disk / "s", vary)
        assert fault.got == "No space left on device"
        done = status(disk / "s").done
        assert 0 < done < 40
        assert not status(disk / "s").damaged
        weight.unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
        assert small(disk / "s", vary).done == 40
        small(tmp_path / "unbroken", vary)
        assert contents(disk / "s") == contents(tmp_path / "unbroken")
    finally:
        subprocess.run(["umount", disk], check=True)
