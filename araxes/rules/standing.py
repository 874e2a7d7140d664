"""Standing quantities: how far something that does not happen but holds stands from where it stood.

Grievance is measured from a slow bar, half-life four years, which both sides carry in mind:

    bar <- d(208) bar + (1 - d(208)) (g_ij + g_ji), a week late;    term = g_ij + g_ji - bar

All other levers of a scenario (a line crossed, a guarantee, a government, a format) are measured from what held at the origin, since
habit was learned under it. They push for as long as they stand: credit keeps habit from learning what they bring about.
"""

from __future__ import annotations

from araxes.rules.memory import fold


def excess(x: float, bar: float) -> float:
    """Return x - bar, by how much a standing quantity is above what it is measured from."""
    return x - bar


def raise_bar(bar: float, keep: float, x: float) -> float:
    """Return the bar after a week in which the quantity was `x`; `keep` is d(half-life of the bar)."""
    return fold(bar, keep, x)
