"""Revealed luck: an act that a scenario forces tells of the luck of its week, which the other half of the pair may share.

For the question "hostile?" alone, let I be the part of (0, 1) that gives the forced answer at its author's chance of the week. The luck of
the pair stays where it lies in I; else it is moved into I, to the place that it had in the complement. So it is uniform on I, a forced
answer that luck gave anyway changes nothing, and

    P(j's answer | i's is forced) = b |I_i and I_j| / |I_i| + (1 - b) |I_j|

How severe the act is tells nothing, else a forced war would draw war in the same week. This model's own proposal: in the record one side of
a pair is rarely hostile alone.
"""

from __future__ import annotations

from araxes.rules.luck import chance_of_both, ends_of_answer


def revealed(u: float, hostile: bool, friendly: float) -> float:
    """Return the luck that both halves may share, given what one of them is forced to answer to "hostile?".

    Parameters
    ----------
    u : float
        The luck before anything was forced, uniform in (0, 1).
    hostile : bool
        The forced answer.
    friendly : float
        1 - P(hostile) of the half that is forced; where it leaves I no width, nothing is revealed.
    """
    if not 0 < friendly < 1 or (u > friendly) == hostile:
        return u
    if hostile:
        return friendly + (1 - friendly) * (u / friendly)
    return friendly * ((u - friendly) / (1 - friendly))


def friendly_once_told(friendly: float, hostile: bool, reverse_friendly: float, share: float) -> float:
    """Return 1 - P(hostile) of one half, given what the other is forced to answer.

    Parameters
    ----------
    friendly, reverse_friendly : float
        1 - P(hostile) of this half and of the one that is forced, before anything is told.
    hostile : bool
        The forced answer.
    share : float
        b, in [0, 1].
    """
    low, high = ends_of_answer(hostile, reverse_friendly)
    if high <= low:
        return friendly
    return chance_of_both(0.0, friendly, low, high, share) / (high - low)


def cumulative_once_told(cumulative: float, friendly: float, told: float) -> float:
    """Return G(k) = P(Y <= k) where 1 - P(hostile) has moved from `friendly` to `told` and the shares within each answer stand."""
    if cumulative <= friendly:
        return cumulative * (told / friendly) if friendly > 0 else told
    return 1 - (1 - cumulative) * ((1 - told) / (1 - friendly))
