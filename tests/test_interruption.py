"""An interruption during a held block comes after it; elsewhere it comes at once, by whatever signal."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from araxes.interruption import hold_interruption


def work(times, done):
    """Be interrupted so many times during a held block."""
    with hold_interruption():
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)
        done.append("the rest of the block")


@pytest.mark.parametrize("times", [1, 3])
def test_an_interruption_comes_once_and_after_the_block(times):
    done = []
    with pytest.raises(KeyboardInterrupt):
        work(times, done)
    assert done == ["the rest of the block"]


def test_afterwards_everything_is_as_it_was():
    before = signal.getsignal(signal.SIGINT)
    with hold_interruption():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(ValueError, match="a fault"), hold_interruption():
        raise ValueError("a fault")
    assert signal.getsignal(signal.SIGINT) is before


def test_the_handler_that_was_there_is_told():
    told = []
    before = signal.signal(signal.SIGINT, lambda number, _: told.append(number))
    try:
        with hold_interruption():
            signal.raise_signal(signal.SIGINT)
            assert told == []
    finally:
        signal.signal(signal.SIGINT, before)
    assert told == [signal.SIGINT]


def test_in_another_thread_nothing_is_held_back():
    seen = []

    def look():
        with hold_interruption():
            seen.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [before]


STOPPED = """
import os, signal, sys
from araxes.interruption import stop_as_by_hand
sent = [getattr(signal, name) for name in sys.argv[1:]]
stop_as_by_hand()
try:
    for number in sent:
        os.kill(os.getpid(), number)
except KeyboardInterrupt:
    for number in sent:
        if number != signal.SIGINT:
            os.kill(os.getpid(), number)  # a closed terminal is often told twice
    print("stopped")
else:
    print("went on")
"""
unix = pytest.mark.skipif(os.name == "nt", reason="processes on Windows are not sent signals")


def stopped(*sent, before=None):
    command = [sys.executable, "-c", STOPPED, *sent]
    return subprocess.run(command, capture_output=True, text=True, check=True, preexec_fn=before).stdout


@unix
@pytest.mark.parametrize("sent", [["SIGINT"], ["SIGTERM"], ["SIGHUP"], ["SIGTERM", "SIGHUP"]])
def test_every_stop_is_an_interruption_once(sent):
    assert stopped(*sent) == "stopped\n"


@unix
def test_what_is_ignored_stays_ignored():
    assert stopped("SIGHUP", before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) == "went on\n"


@unix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_every_stop_waits_for_a_held_block(number):
    done = []

    def stop(*_):
        raise KeyboardInterrupt

    def work():
        with hold_interruption():
            signal.raise_signal(number)
            done.append("the rest of the block")

    before = signal.signal(number, stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            work()
    finally:
        signal.signal(number, before)
    assert done == ["the rest of the block"]
