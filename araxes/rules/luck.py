"""Shared luck: in a share of weeks both halves of a dyad live through the same event.

Each question has its own luck and its own share b: "hostile?", which friendly act, which hostile act. With probability b both halves
use one and the same u for the question this week, else each its own. Every margin stays exactly uniform. Which act is shared only
where both halves gave the same answer to "hostile?": a quarrel and a handshake of one week are two events.
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
