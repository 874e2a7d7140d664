"""Interruption: Ctrl-C waits while finished replicates are counted, so that what is kept of them is whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held() -> Iterator[None]:
    """Hold Ctrl-C back until the end of the block, so that the block happens as a whole or not at all.

    Other threads than the main one are never interrupted, so there is nothing to hold back.

    Raises
    ------
    KeyboardInterrupt
        At the end of the block, when it was interrupted.
    """
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or usual is None:
        yield
        return
    received: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: received.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if received:
            signal.raise_signal(signal.SIGINT)
