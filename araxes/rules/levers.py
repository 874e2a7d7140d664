"""Levers that scenarios move: deterrence, mediation, leaders, overstretch, each against where it stood at the origin.

Standing quantities: how far something that does not happen but holds stands from where it stood.

Grievance is measured from a slow bar, half-life four years, which both sides carry in mind:

    bar <- d(208) bar + (1 - d(208)) (g_ij + g_ji), a week late;    term = g_ij + g_ji - bar

All other levers of a scenario (a line crossed, a guarantee, a government, a format) are measured from what held at the origin, since
habit was learned under it. They push for as long as they stand: credit keeps habit from learning what they bring about.

Deterrence: before a target that more stands behind than at the origin, an actor is less hostile, and less violent if hostile.

    power_j = capability_j + sum over k of guarantee_jk will_kj capability_k
    term    = -(log(power_j / capability_i) - the same at the origin)

The term pushes two questions with one weight: "hostile?" and "violent?". Predominance pacifies a little (Oneal and Russett 1999;
Russett's excerpt needs a forty-fold ratio for a 61 % cut). Presence and will of a guarantor apart: claim C15. The record cannot tell
its size: judged.

Mediation: while a format of talks is more active than at the origin, the pair is less hostile; when it ends, that ends.

    term = -(format_ij - format_ij at the origin)

Beardsley (2008): mediation helps in the short run and may cost later. That talks follow coercion (`araxes.rules.alarm`) is another
thing. The size is judged.

Leaders: a government more hawkish than that of the origin is more hostile while it is in office.

    term = hawkishness_i(date, towards j) - that of the origin

Claim C7 of the source article (the change of government in Tehran of August 2021) and its rivals are tested with it.

Overstretch: a state tied down elsewhere acts less, kindly or not.

    term = -(overstretch_i - overstretch_i at the origin)     pushes "hostile?"; the same with the other sign pushes "quiet?"

Russia in the South Caucasus after February 2022 is the case it was made for. Judged.
"""

from __future__ import annotations

import math

from araxes.rules.memory import fold


def excess(x: float, bar: float) -> float:
    """Return x - bar, by how much a standing quantity is above what it is measured from."""
    return x - bar


def raise_bar(bar: float, keep: float, x: float) -> float:
    """Return the bar after a week in which the quantity was `x`; `keep` is d(half-life of the bar)."""
    return fold(bar, keep, x)


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


def mediation(format_excess: float) -> float:
    """Talk rather than escalate while a format is active; `format_excess` is format_ij minus that of the origin, in [-1, 1]."""
    return -format_excess


def leader(hawkishness_excess: float) -> float:
    """Follow a new government's line: hawkishness towards the target, in [-1, 1], minus that of the origin."""
    return hawkishness_excess


def overstretch(overstretch_excess: float) -> float:
    """Leave others alone while tied down elsewhere; `overstretch_excess` is overstretch_i minus that of the origin, in [-1, 1]."""
    return -overstretch_excess
