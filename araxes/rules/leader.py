"""Leaders: a government more hawkish than the last pushes up the ladder until its line has become habit.

    term = hawkishness_i(date, towards j) - bar

Claim C7 of the source article (the change of government in Tehran of August 2021) and its rivals are tested with it.
"""

from __future__ import annotations


def leader(hawkishness_excess: float) -> float:
    """Follow a new government's line: hawkishness towards the target, in [-1, 1], minus its bar."""
    return hawkishness_excess
