"""Luck that both halves of a dyad share, and what a forced act reveals of it.

Shared luck: in a share of weeks both halves of a dyad live through the same event.

Each question has its own luck and its own share b: "hostile?", which friendly act, which hostile act. With probability b both halves
use one and the same u for the question this week, else each its own. Every margin stays exactly uniform. Which act is shared only
where both halves gave the same answer to "hostile?": a quarrel and a handshake of one week are two events.

Revealed luck: an act that a scenario forces tells of the luck of its week, which the other half of the pair may share.

For the question "hostile?" alone, let I be the part of (0, 1) that gives the forced answer at its author's chance of the week. The luck of
the pair stays where it lies in I; else it is moved into I, to the place that it had in the complement. So it is uniform on I, a forced
answer that luck gave anyway changes nothing, and

    P(j's answer | i's is forced) = b |I_i and I_j| / |I_i| + (1 - b) |I_j|

How severe the act is tells nothing, else a forced war would draw war in the same week. This model's own proposal: in the record one side of
a pair is rarely hostile alone.
"""

from __future__ import annotations

from typing import NamedTuple


class Luck(NamedTuple):
    """b of every question: "hostile?", which friendly act, which hostile act; each in [0, 1]."""

    hostile: float
    friendly_kind: float
    hostile_kind: float


def luck(coin: float, shared: float, own: float, share: float) -> float:
    """Return the luck u of one half of a dyad.

    Parameters
    ----------
    coin, shared : float
        Uniform draws addressed by the sorted pair, the same for both halves.
    own : float
        A uniform draw addressed by the directed dyad.
    share : float
        b, in [0, 1].
    """
    return shared if coin < share else own


def share_of_kind(hostile: bool, hostile_reverse: bool, friendly_share: float, hostile_share: float) -> float:
    """Return b of the question which act: of friendly or hostile acts where both halves answer alike, 0 where they differ."""
    if hostile != hostile_reverse:
        return 0.0
    return hostile_share if hostile else friendly_share


def ends_of_answer(hostile: bool, friendly: float) -> tuple[float, float]:
    """Return the ends of I, the luck that gives an answer to "hostile?"; `friendly` is 1 - P(hostile)."""
    return (friendly, 1.0) if hostile else (0.0, friendly)


def chance_of_both(low: float, high: float, low_reverse: float, high_reverse: float, share: float) -> float:
    """Return the chance that both halves of a dyad answer as they did: b |I and I'| + (1 - b) |I| |I'|.

    Parameters
    ----------
    low, high : float
        Ends of I, the luck under which one half gives its answer.
    low_reverse, high_reverse : float
        The same of the other half.
    share : float
        b, in [0, 1].
    """
    both = max(0.0, min(high, high_reverse) - max(low, low_reverse))
    return share * both + (1 - share) * (high - low) * (high_reverse - low_reverse)


def reveal_luck(u: float, hostile: bool, friendly: float) -> float:
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
