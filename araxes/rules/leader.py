"""Leaders: a government more hawkish than that of the origin is more hostile while it is in office.

    term = hawkishness_i(date, towards j) - that of the origin

Claim C7 of the source article (the change of government in Tehran of August 2021) and its rivals are tested with it.
"""

from __future__ import annotations


def leader(hawkishness_excess: float) -> float:
    """Follow a new government's line: hawkishness towards the target, in [-1, 1], minus that of the origin."""
    return hawkishness_excess
