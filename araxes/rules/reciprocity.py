"""Reciprocity and momentum: states answer departures from the norm, their target's and their own.

    hostile reciprocity   max(D_ji, 0)
    friendly reciprocity  min(D_ji, 0)
    momentum              D_ij

Richardson (1960) let one side's arms answer the other's; Goldstein and Freeman (1991) found a stable mix of routine and
reciprocity; Patchen and Bogumil (1995) found it stronger under tension, hence hostile and friendly apart. The sign of the
weights is free: a negative one is the bullying response of Goldstein and Pevehouse (1997).
"""

from __future__ import annotations


def hostile_reciprocity(surprise_received: float) -> float:
    """Answer worse treatment than usual with hostility: max(D_ji, 0), in hostility units (0 to 1.7)."""
    return max(surprise_received, 0)


def friendly_reciprocity(surprise_received: float) -> float:
    """Answer better treatment than usual with friendliness: min(D_ji, 0), in hostility units (-1.7 to 0)."""
    return min(surprise_received, 0)


def momentum(surprise_sent: float) -> float:
    """Carry on in the direction of one's own recent conduct: D_ij, in hostility units."""
    return surprise_sent
