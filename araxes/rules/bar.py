"""The bar: what an actor has become used to. Nothing static pushes as a level, only as a change.

A static quantity x (a gap, a tie, a crossing, a power ratio, hawkishness, overstretch, a format) enters as x - bar with

    bar <- d(tau) bar + (1 - d(tau)) x,    bar = x at the origin,

tau being the half-life of the habit. Habits relearn what is pushed: a constant push on top of a learning habit would
ratchet a dyad upwards for years. With the bar a change is felt, becomes habit, and stops pushing.
"""

from __future__ import annotations

from araxes.rules.memory import fold


def excess(x: float, bar: float) -> float:
    """Return x - bar, by how much a static quantity stands above what the actor is used to."""
    return x - bar


def raise_bar(bar: float, keep: float, x: float) -> float:
    """Return the bar after a week in which the quantity was `x`; `keep` is d(half-life of the habit)."""
    return fold(bar, keep, x)
