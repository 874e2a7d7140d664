"""Deterrence: before a target that more stands behind than at the origin, an actor is less hostile, and less violent if hostile.

    power_j = capability_j + sum over k of guarantee_jk will_kj capability_k
    term    = -(log(power_j / capability_i) - the same at the origin)

The term pushes two questions with one weight: "hostile?" and "violent?". Predominance pacifies a little (Oneal and Russett 1999;
Russett's excerpt needs a forty-fold ratio for a 61 % cut). Presence and will of a guarantor apart: claim C15. The record cannot tell
its size: judged.
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
            total = stand_behind(total, guarantees[k], wills[k], capabilities[k])
    return total


def stand_behind(total: float, guarantee: float, will: float, capability: float) -> float:
    """Return a power with what one more guarantor adds to it."""
    return total + guarantee * will * capability


def log_power_ratio(power_of_target: float, own_capability: float) -> float:
    """Return log(power_j / capability_i); above 0 where the target is the stronger."""
    return math.log(power_of_target / own_capability)


def deterrence(ratio_excess: float) -> float:
    """Hold back before a target that has grown stronger; `ratio_excess` is the log power ratio minus that of the origin."""
    return -ratio_excess
