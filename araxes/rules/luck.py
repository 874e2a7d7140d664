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
