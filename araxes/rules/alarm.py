"""Alarm: a hostile act that nobody expected makes both sides of a pair more hostile for some weeks, and others turn on its target too.

    F_ij <- d(1) F_ij + e_ij                       the alarm that i's acts towards j raise; half-life one week
    alarm    = F_ji + F_ij                         received and own, one weight
    pile-on  = sum over k of (1 + tie_ik) F_kj     others were hostile to j; friends of i count more

An answer comes within four weeks and is gone after four. Surprises of the pair and of others towards the same target, with a half-life
of a week, were the best of eleven rules tried on the chronology of 2018 to 2026; acts received and one's own weigh alike there (1.18
and 0.76, standard errors near 0.35). Self-exciting conflict: Hawkes (1971); reciprocity in bursts: Goldstein and Freeman (1991).
"""

from __future__ import annotations

from araxes.rules.numerics import plus


def pile_on(ties: list[float], alarms: list[float], i: int, j: int) -> float:
    """Turn on a target that others have just turned on, the more so where they are friends.

    Parameters
    ----------
    ties : sequence of float, shape (states,)
        tie_ik for every deciding k, in [-1, 1].
    alarms : sequence of float, shape (states,)
        F_kj for every deciding k, hostility units.
    i, j : int
        Places of actor and target, left out of the sum.
    """
    total = 0.0
    for k in range(len(ties)):
        if k != i and k != j:
            total = plus(total, 1 + ties[k], alarms[k])
    return total
