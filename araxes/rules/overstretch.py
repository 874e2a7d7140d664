"""Overstretch: a state tied down elsewhere acts less, kindly or not.

    term = -(overstretch_i - overstretch_i at the origin)     pushes "hostile?"; the same with the other sign pushes "quiet?"

Russia in the South Caucasus after February 2022 is the case it was made for. Judged.
"""

from __future__ import annotations


def overstretch(overstretch_excess: float) -> float:
    """Leave others alone while tied down elsewhere; `overstretch_excess` is overstretch_i minus that of the origin, in [-1, 1]."""
    return -overstretch_excess
