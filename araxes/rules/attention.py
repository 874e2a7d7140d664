"""Attention: a busy dyad acts more at both ends of the ladder, a distracted actor less.

    s_ij = exp(-(zeta_1 (short_ij - long_ij) - zeta_2 (overstretch_i - bar)))

short and long are decayed means of 1{act other than quiet}. s below 1 spreads acts to both ends, s above 1 draws them to the middle.
"""

from __future__ import annotations

import math


def spread(
    activity_weight: float, activity_excess: float, overstretch_weight: float, overstretch_excess: float
) -> float:
    """Return the spread s of an actor's acts towards a target, above 0; 1 is habit.

    Parameters
    ----------
    activity_weight, overstretch_weight : float
        zeta_1 and zeta_2.
    activity_excess : float
        Short minus long activity of the dyad, in [-1, 1].
    overstretch_excess : float
        Overstretch of the actor minus its bar, in [-1, 1].
    """
    return math.exp(overstretch_weight * overstretch_excess - activity_weight * activity_excess)
