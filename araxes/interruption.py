"""Being stopped from outside: Ctrl-C, a request to end (SIGTERM) and a closed terminal (SIGHUP) are one thing, an interruption."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from araxes.errors import warn_caller

STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


EARLY = "stopped early"


class InterruptionWarning(UserWarning):
    """What is returned or kept is less than what was asked, because the work was stopped from outside."""


def tell_finished(finished: int, asked: int, what: str = "replicates") -> str:
    """Return how much is there, and, where that is less than was asked, how much was asked.

    Examples
    --------
    >>> tell_finished(6144, 3_000_000)
    '6,144 of 3,000,000 replicates, stopped early'
    >>> tell_finished(1000, 1000)
    '1,000 replicates'
    """
    return f"{finished:,} {what}" if finished >= asked else f"{finished:,} of {asked:,} {what}, {EARLY}"


def warn_interrupted(finished: int, asked: int, what: str, step: str) -> None:
    """Warn the caller of a public function that it was stopped: what was kept of what was asked, and how to make the whole."""
    text = f"Interrupted: {finished:,} of {asked:,} {what} were finished and kept. {step}"
    warn_caller(text, InterruptionWarning)


@contextmanager
def hold_interruption() -> Iterator[None]:
    """Hold an interruption back until the end of the block, so that the block happens as a whole or not at all.

    Other threads than the main one are never interrupted, so there is nothing to hold back. Signals that are ignored stay ignored.

    Raises
    ------
    KeyboardInterrupt
        At the end of the block, when it was interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = {number: signal.getsignal(number) for number in STOPS}
    usual = {number: handler for number, handler in usual.items() if handler not in (None, signal.SIG_IGN)}
    received: list[int] = []
    for number in usual:
        signal.signal(number, lambda got, _: received.append(got))
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        if received:
            signal.raise_signal(received[0])


def stop_as_by_hand() -> None:
    """Let a request to end and a closed terminal stop this process as Ctrl-C does, so that what is finished is kept.

    Where such a signal is ignored (under `nohup`) it stays ignored. Closing a terminal often sends several signals: after the first one
    only Ctrl-C stops the process again.
    """
    shown = [number for number in (1, 2) if os.isatty(number)]

    def stop(number: int, frame: FrameType | None) -> None:
        """Stop as Ctrl-C does."""
        for other in STOPS:
            if other != signal.SIGINT:
                signal.signal(other, signal.SIG_IGN)
        if number != signal.SIGTERM:
            send_nowhere(shown)
        signal.default_int_handler(signal.SIGINT, frame)

    for number in STOPS:
        if number != signal.SIGINT and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)


def send_nowhere(outputs: list[int]) -> None:
    """Let outputs, by the numbers of their files, go nowhere: to a closed terminal or a full disk they would fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in outputs:
        os.dup2(nowhere, number)
    os.close(nowhere)
