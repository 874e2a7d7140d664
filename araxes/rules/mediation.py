"""Mediation: while a format of talks is more active than at the origin, the pair is less hostile; when it ends, that ends.

    term = -(format_ij - format_ij at the origin)

Beardsley (2008): mediation helps in the short run and may cost later. That talks follow coercion (`araxes.rules.thaw`) is another
thing. The size is judged.
"""

from __future__ import annotations


def mediation(format_excess: float) -> float:
    """Talk rather than escalate while a format is active; `format_excess` is format_ij minus that of the origin, in [-1, 1]."""
    return -format_excess
