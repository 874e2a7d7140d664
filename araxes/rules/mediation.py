"""Mediation: an active format calms a hostile dyad; when it ends, the calm it gave goes with it.

    term = -(format_ij - bar) max(S_ij, 0)

Beardsley (2008): mediation helps in the short run and may cost later, here the negative excess after a format ends.
"""

from __future__ import annotations


def mediation(format_excess: float, remembered_hostility: float) -> float:
    """Talk rather than escalate while a format is newly active; `format_excess` is format_ij minus its bar, in [-1, 1]."""
    return -format_excess * max(remembered_hostility, 0)
