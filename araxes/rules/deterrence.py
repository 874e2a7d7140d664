"""Deterrence: predominance of the other side keeps an actor from entering a crisis, not from going on with one.

    power_j = capability_j + sum over k of guarantee_jk will_kj capability_k
    x_ij    = max(0, log(power_j / capability_i))
    term    = -(x_ij - bar), and 0 while S_ij is above the crisis level

Predominance pacifies a little (Oneal and Russett 1999; Russett's excerpt needs a forty-fold ratio for a 61 % cut); observable
capabilities have no direct effect once a crisis has begun (Fearon 1994). Presence and will of a guarantor apart: claim C15.
"""

from __future__ import annotations

import math


def capability(spending: float, personnel: float) -> float:
    """Return the geometric mean of military spending and active personnel, each relative to the largest; above 0."""
    return math.sqrt(spending * personnel)


def power(own: float, guarantees: list[float], wills: list[float], capabilities: list[float], j: int) -> float:
    """Return what stands behind target j.

    Parameters
    ----------
    own : float
        capability_j.
    guarantees, wills, capabilities : sequence of float, shape (actors,)
        guarantee_jk (presence), will_kj, capability_k, for every k.
    j : int
        The target, left out of the sum.
    """
    total = own
    for k in range(len(guarantees)):
        if k != j:
            total += guarantees[k] * wills[k] * capabilities[k]
    return total


def preponderance(power_of_target: float, own_capability: float) -> float:
    """Return x = max(0, log(power_j / capability_i)), 0 where the actor is the stronger."""
    return max(0.0, math.log(power_of_target / own_capability))


def deterrence(preponderance_excess: float, remembered_hostility: float, crisis_level: float) -> float:
    """Hold back before a target that has grown stronger, unless one is already in a crisis with it.

    Parameters
    ----------
    preponderance_excess : float
        x_ij minus its bar.
    remembered_hostility, crisis_level : float
        S_ij and the level above which the dyad is in crisis, hostility units.
    """
    return 0.0 if remembered_hostility > crisis_level else -preponderance_excess
