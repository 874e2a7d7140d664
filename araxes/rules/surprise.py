"""Surprise: by how much an act departs from what its author's habit made expect, before any push.

    e = h+(Y) - E_habit[h+]              hostility, h+ = max(h, 0)
    c = 1{Y cooperates} - P_habit        cooperation
    x = 1{Y coerces} - P_habit           coercion

A departure from the norm is what states react to (Ward and Rajmaira 1992). It is taken against habit, not against the whole forecast:
so what a push or an answer brought about surprises too, and mutual answers feed on each other until the memory of them fades.
"""

from __future__ import annotations


def expected_hostility(cumulative: list[float], hostility: list[float], quiet: int) -> float:
    """Return E_habit[h+], the hostility to be expected of the week by habit alone.

    Parameters
    ----------
    cumulative : sequence of float, shape (rungs - 1,) or longer
        F(k), the cumulative habit.
    hostility : sequence of float, shape (rungs,)
        h of every rung; 0 at quiet, rising above it.
    quiet : int
        The quiet rung.
    """
    total = 0.0
    for k in range(quiet, len(hostility) - 1):
        total += (hostility[k + 1] - hostility[k]) * (1 - cumulative[k])
    return total


def hostile_surprise(hostility: float, expected: float) -> float:
    """Return e, by how much an act is more hostile than habit made expect; `hostility` is that of the rung, kind acts count 0."""
    return max(hostility, 0) - expected


def event_surprise(happened: bool, chance: float) -> float:
    """Return c or x: 1 where the act is of a kind, minus the chance that habit gave to that kind."""
    return (1.0 if happened else 0.0) - chance
