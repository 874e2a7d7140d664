"""Shared luck: in a share of weeks both halves of a dyad live through the same event.

With probability b the two halves of a dyad use one and the same u this week, else each its own. Both margins stay exactly uniform.
"""

from __future__ import annotations


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


def chance_of_both(low: float, high: float, low_reverse: float, high_reverse: float, share: float) -> float:
    """Return the chance that both halves of a dyad act as they did: b |I and I'| + (1 - b) |I| |I'|.

    Parameters
    ----------
    low, high : float
        Ends of I = (G(k - 1), G(k)], the luck under which one half addresses its rung k.
    low_reverse, high_reverse : float
        The same of the other half.
    share : float
        b, in [0, 1].
    """
    both = max(0.0, min(high, high_reverse) - max(low, low_reverse))
    return share * both + (1 - share) * (high - low) * (high_reverse - low_reverse)
