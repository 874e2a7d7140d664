"""Third parties: what friends suffer, what friends do, and whom one's rivals befriend.

    solidarity    sum over k of max(tie_ik, 0) D_jk          j mistreats my friends
    alignment     sum over k of max(tie_ik, 0) D_kj          my friends turn on j
    entanglement  sum over k of max(-tie_ik, 0) (tie_jk - bar)   j draws closer to my rivals

k runs over all actors but i and j, outside ones included. Triangular responses: Goldstein and Pevehouse (1997), Hoff
(2015); balance theory: Maoz et al. (2007). Signs of the weights are free.
"""

from __future__ import annotations

from araxes.rules.numerics import plus


def friendship(tie: float) -> float:
    """Return how far a tie in [-1, 1] is friendship: max(tie, 0)."""
    return max(tie, 0)


def rivalry(tie: float) -> float:
    """Return how far a tie in [-1, 1] is rivalry: max(-tie, 0)."""
    return max(-tie, 0)


def solidarity(friendships: list[float], surprise_by_target: list[float], i: int, j: int) -> float:
    """Turn on a target that treats one's friends worse than usual.

    Parameters
    ----------
    friendships : sequence of float, shape (actors,)
        max(tie_ik, 0) for every k.
    surprise_by_target : sequence of float, shape (actors,)
        D_jk for every k, hostility units.
    i, j : int
        Actor and target, left out of the sum.
    """
    total = 0.0
    for k in range(len(friendships)):
        if k != i and k != j:
            total = plus(total, friendships[k], surprise_by_target[k])
    return total


def alignment(friendships: list[float], surprise_to_target: list[float], i: int, j: int) -> float:
    """Fall in with friends who turn on the target; `surprise_to_target` holds D_kj for every k, shape (actors,)."""
    return solidarity(friendships, surprise_to_target, i, j)


def entanglement(rivalries: list[float], tie_excess: list[float], i: int, j: int) -> float:
    """Resent a target that draws closer to one's rivals.

    Parameters
    ----------
    rivalries : sequence of float, shape (actors,)
        max(-tie_ik, 0) for every k.
    tie_excess : sequence of float, shape (actors,)
        tie_jk minus its bar for every k.
    i, j : int
        Actor and target, left out of the sum.
    """
    return solidarity(rivalries, tie_excess, i, j)
