"""Thaw and contact: what cooperation does to hostility, and what coercion does to quiet.

    G_ij <- d(8) G_ij + c_ij       thaw    = -(G_ij + G_ji)    more cooperative acts than usual make the pair less hostile
    K_ij <- d(4) K_ij + x_ij       contact = -(K_ij + K_ji)    after coercion there is less quiet: states talk, and more than before

Osgood (1962) on small steps that calm. That talks follow coercion shows in the chronology: quiet falls by 0.33 logits a surprise
(standard error 0.06).
"""

from __future__ import annotations


def thaw(surplus_sent: float, surplus_received: float) -> float:
    """Be less hostile where the pair has cooperated more than usual: -(G_ij + G_ji), in acts."""
    return -(surplus_sent + surplus_received)


def contact(coercion_sent: float, coercion_received: float) -> float:
    """Be less quiet where the pair has coerced more than usual: -(K_ij + K_ji), in acts; a push of quiet, not of hostility."""
    return -(coercion_sent + coercion_received)
