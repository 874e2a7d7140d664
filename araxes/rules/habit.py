"""Habit: what an actor usually does to a target, read off decayed counts as a tree of questions.

Evidence of i towards j, in weeks:

    A_ij(k) = N_ij(k) + rho N_ji(k) + a C_ij(k)

N is the decayed count of rungs, the reverse dyad is borrowed with weight rho, C is a long-run anchor worth a weeks. For branch g of
question n, with Z the pooled counts of the region (or of the dyad's class):

    p_n(g) = (A_ij(g) + kappa_n Z(g) / Z(n)) / (A_ij(n) + kappa_n)

where (g) and (n) sum over the rungs below them. The probability of a branch is the product of the answers along its path, F_ij(k)
the probability of all branches up to rung k. With no push an actor repeats its habit. Nested shrinkage forecast the weekly rungs of this
region better than recency weighted frequencies; docs/model.md gives the comparison.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from araxes.rules.numerics import plus

_NOTHING = sys.float_info.min
"""Weeks below which a question has neither evidence nor shrinkage; dividing by fewer would overflow."""


class Tree(NamedTuple):
    """The questions, each splitting a contiguous range of rungs into contiguous branches.

    Attributes
    ----------
    first : sequence of int, shape (nodes + 1,)
        Index of each node's first branch; the last entry closes the list.
    low, high : sequence of int, shape (branches,)
        The rungs of each branch, from low up to but without high.
    child : sequence of int, shape (branches,)
        The node that splits the branch further, or -1 when the branch is one rung. Parents come before their children.
    shrinkage : sequence of float, shape (nodes,)
        kappa, the weight of the pool in weeks.
    by_class : sequence of int, shape (nodes,)
        1 where the pool is that of the dyad's class, 0 where it is the region's.
    """

    first: list[int]
    low: list[int]
    high: list[int]
    child: list[int]
    shrinkage: list[float]
    by_class: list[int]


def rung_evidence(own: float, reverse: float, anchor: float, borrowing: float) -> float:
    """Return the evidence A_ij(k) of one rung, in weeks.

    Parameters
    ----------
    own, reverse : float
        N_ij(k) and N_ji(k), decayed counts of weeks.
    anchor : float
        a C_ij(k), the long-run share in weeks.
    borrowing : float
        rho, in [0, 1].
    """
    return plus(own, borrowing, reverse) + anchor


def gather(own: list[float], reverse: list[float], anchor: list[float], borrowing: float, out: list[float]) -> None:
    """Write the evidence A_ij of every rung into `out`; rows of shape (rungs,), each as for `rung_evidence`."""
    for k in range(len(out)):
        out[k] = rung_evidence(own[k], reverse[k], anchor[k], borrowing)


def sum_up(counts: list[float], tree: Tree, out: list[float]) -> None:
    """Write the sum of the rungs below every branch into `out`, shape (branches,), from counts of shape (rungs,)."""
    for node in range(len(tree.shrinkage) - 1, -1, -1):
        for branch in range(tree.first[node], tree.first[node + 1]):
            child = tree.child[branch]
            out[branch] = counts[tree.low[branch]] if child < 0 else below(out, tree, child)


def below(sums: list[float], tree: Tree, node: int) -> float:
    """Return the sum over the branches of a node."""
    total = 0.0
    for branch in range(tree.first[node], tree.first[node + 1]):
        total += sums[branch]
    return total


def pooled_answer(part: float, total: float, branches: int) -> float:
    """Return Z(g) / Z(n), the pool's answer; an even share of the node's branches where Z(n) is 0."""
    return part / total if total > 0 else 1 / branches


def pooled_answers(pool: list[float], tree: Tree, out: list[float]) -> None:
    """Write the pool's answer for every branch into `out`, shape (branches,), from a pool of shape (rungs,)."""
    sum_up(pool, tree, out)
    for node in range(len(tree.shrinkage)):
        start, stop = tree.first[node], tree.first[node + 1]
        total = below(out, tree, node)
        for branch in range(start, stop):
            out[branch] = pooled_answer(out[branch], total, stop - start)


def portion(inside: float, weight: float) -> float:
    """Return the chance of a node for every week of evidence and pool below it; `weight` = A_ij(n) + kappa_n."""
    return inside / weight if weight > _NOTHING else inside


def blend_with_pool(evidence: float, shrinkage: float, pooled: float, weight: float) -> float:
    """Return A_ij(g) + kappa_n Z(g) / Z(n), in weeks; the pooled answer alone where there is neither evidence nor shrinkage."""
    return evidence + shrinkage * pooled if weight > _NOTHING else pooled


def cumulative(evidence: list[float], tree: Tree, pooled: list[float], out: list[float]) -> None:
    """Write the cumulative habit F(k) of every rung but the last into `out`.

    Parameters
    ----------
    evidence : sequence of float, shape (branches,)
        A_ij summed up below every branch, in weeks.
    tree : Tree
        The questions.
    pooled : sequence of float, shape (branches,)
        Z(g) / Z(n) of the pool each node uses.
    out : sequence of float, shape (rungs - 1,) or longer
        Overwritten; never falls but by rounding.
    """
    _walk(evidence, tree, pooled, out, 0, 0.0, 1.0)


def _walk(
    evidence: list[float], tree: Tree, pooled: list[float], out: list[float], node: int, start: float, inside: float
) -> None:
    """Write F below one node, whose rungs begin at F = start and have the chance `inside` together."""
    shrinkage = tree.shrinkage[node]
    weight = below(evidence, tree, node) + shrinkage
    each = portion(inside, weight)
    last = tree.first[node + 1] - 1
    for branch in range(tree.first[node], last + 1):
        chance = each * blend_with_pool(evidence[branch], shrinkage, pooled[branch], weight)
        if tree.child[branch] >= 0:
            _walk(evidence, tree, pooled, out, tree.child[branch], start, chance)
        if branch < last:
            start += chance
            out[tree.high[branch] - 1] = start
