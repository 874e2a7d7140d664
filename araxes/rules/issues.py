"""Issues that move by what states do, and beliefs that move by signals.

    accord (rung 0 or 1)  the status moves by a share of the way to the compromise of both positions, weighted by capability x salience
    force (rung 9 or 10)  the status moves by a share x sigmoid(log(capability_i / power_j)) of the way to i's position
    signal                believed <- believed + credulity x cost x (signal - believed)

The pair's issue is the one with the largest salience_i x salience_j x |position_i - position_j|. The moves are off by default: an accord
about lorries must not move another issue. Cheap talk moves beliefs little, costly signals more (Spence 1973; Fearon 1997).
"""

from __future__ import annotations

from araxes.rules.numerics import sigmoid


def pair_issue(
    salience_i: list[float], salience_j: list[float], position_i: list[float], position_j: list[float]
) -> int:
    """Return the issue that divides a pair most, or -1 when none does; all arguments of shape (issues,)."""
    found = -1
    largest = 0.0
    for m in range(len(salience_i)):
        size = salience_i[m] * salience_j[m] * abs(position_i[m] - position_j[m])
        if size > largest:
            largest = size
            found = m
    return found


def accord_move(
    status: float, share: float, position_i: float, position_j: float, weight_i: float, weight_j: float
) -> float:
    """Return by how much an accord moves the status towards the compromise.

    Parameters
    ----------
    status, position_i, position_j : float
        In [0, 1].
    share : float
        Share of the way, in [0, 1]; 0 switches the mechanism off.
    weight_i, weight_j : float
        capability x salience of each; at least one above 0.
    """
    compromise = (weight_i * position_i + weight_j * position_j) / (weight_i + weight_j)
    return share * (compromise - status)


def force_move(status: float, share: float, position_i: float, log_ratio: float) -> float:
    """Return by how much violence of i moves the status towards i's position; `log_ratio` = log(capability_i / power_j)."""
    return share * sigmoid(log_ratio) * (position_i - status)


def believe(believed: float, credulity: float, cost: float, signal: float) -> float:
    """Return the belief after a signal, in [0, 1]; credulity and cost in [0, 1]."""
    return believed + credulity * cost * (signal - believed)
