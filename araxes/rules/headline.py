"""The headline rule: several acts of one actor towards one target in one week become one rung.

The most hostile act if any is hostile, else the most cooperative, else quiet. Averages erase crises; the largest score would be a
promise to meet in most weeks.
"""

from __future__ import annotations

from collections.abc import Iterable


def headline(rungs: Iterable[int], quiet: int) -> int:
    """Return the rung of the week.

    Parameters
    ----------
    rungs : iterable of int
        Rungs of the week's acts, any number of them.
    quiet : int
        The quiet rung; those above it are hostile.
    """
    acts = list(rungs)
    if not acts:
        return quiet
    worst = max(acts)
    return worst if worst > quiet else min(acts)
