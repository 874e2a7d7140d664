"""Ctrl-C during a held block comes after it; elsewhere it comes at once."""

import signal
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
