"""The lock of a folder: held by one process, and let go by the system when that process dies."""

import signal
import subprocess
import sys

import pytest

from araxes.errors import InputError
from araxes.sweeps import store

HOLD = """
import sys, time
from pathlib import Path
from araxes.sweeps.store import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_another_process_is_told_who_works_here_until_that_one_dies(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    with pytest.raises(InputError, match=f"process {process.pid} on ") as caught, store.hold_lock(tmp_path):
        pass
    assert caught.value.faults[0].allowed == "one process at a time"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with store.hold_lock(tmp_path):
        pass


def test_a_lock_is_let_go_whatever_happens(tmp_path):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), store.hold_lock(tmp_path):
            raise ZeroDivisionError
