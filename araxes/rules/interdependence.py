"""Interdependence: trade with the target brakes one's own hostile departures from the norm.

    term = -trade_ij max(D_ij, 0)

Oneal, Russett and Berbaum (2003) find that trade pacifies; Barbieri (1996) contests it.
"""

from __future__ import annotations


def interdependence(trade: float, surprise_sent: float) -> float:
    """Think of one's own trade before going further than usual; `trade` is j's share of i's trade, in [0, 1]."""
    return -trade * max(surprise_sent, 0)
