"""Habit: what an actor usually does to a target, read off decayed counts as a tree of questions.

Evidence of i towards j, in weeks:

    A_ij(k) = N_ij(k) + rho N_ji(k) + a C_ij(k)

N is the decayed count of rungs, the reverse dyad is borrowed with weight rho, C is a long-run anchor worth a weeks. For branch g of
question n, with Z the pooled counts of the region (or of the dyad's class):

    p_n(g) = (A_ij(g) + kappa_n Z(g) / Z(n)) / (A_ij(n) + kappa_n)

where (g) and (n) sum over the rungs below them. The probability of a rung is the product of the answers along its path, F_ij its
cumulative sum. With no push an actor repeats its habit. Nested shrinkage forecast the weekly rungs of this region better than recency
weighted frequencies; docs/model.md gives the comparison.
"""

from __future__ import annotations

from typing import NamedTuple


class Tree(NamedTuple):
    """The questions, each splitting a contiguous range of rungs into contiguous branches.

    Attributes
    ----------
    first : sequence of int, shape (nodes + 1,)
        Index of each node's first branch; the last entry closes the list.
    low, high : sequence of int, shape (branches,)
        The rungs of each branch, from low up to but without high.
    child : sequence of int, shape (branches,)
        The node that splits the branch further, or -1 when the branch is one rung.
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


def gather(
    own: list[float], reverse: list[float], anchor: list[float], borrowing: float, anchor_weeks: float, out: list[float]
) -> None:
    """Write the evidence A_ij into `out`.

    Parameters
    ----------
    own, reverse : sequence of float, shape (rungs,)
        N_ij and N_ji, decayed counts of weeks.
    anchor : sequence of float, shape (rungs,)
        C_ij, shares that sum to 1.
    borrowing : float
        rho, in [0, 1].
    anchor_weeks : float
        a, at least 0.
    out : sequence of float, shape (rungs,)
        Overwritten.
    """
    for k in range(len(out)):
        out[k] = own[k] + borrowing * reverse[k] + anchor_weeks * anchor[k]


def between(counts: list[float], low: int, high: int) -> float:
    """Return the sum of counts over rungs low up to but without high."""
    total = 0.0
    for k in range(low, high):
        total += counts[k]
    return total


def pooled_answers(pool: list[float], tree: Tree, out: list[float]) -> None:
    """Write Z(g) / Z(n) of every branch into `out`, shape (branches,), from a pool of shape (rungs,); even shares where Z(n) is 0."""
    for node in range(len(tree.shrinkage)):
        start = tree.first[node]
        stop = tree.first[node + 1]
        total = between(pool, tree.low[start], tree.high[stop - 1])
        for branch in range(start, stop):
            part = between(pool, tree.low[branch], tree.high[branch])
            out[branch] = part / total if total > 0 else 1 / (stop - start)


def answer(evidence_branch: float, evidence_node: float, shrinkage: float, pooled: float) -> float:
    """Return p_n(g), the chance of one answer, shrunk to the pooled one; the pooled one where there is neither evidence nor shrinkage."""
    weight = evidence_node + shrinkage
    return (evidence_branch + shrinkage * pooled) / weight if weight > 0 else pooled


def habit(evidence: list[float], tree: Tree, pooled: list[float], out: list[float]) -> None:
    """Write the habit distribution over rungs into `out`.

    Parameters
    ----------
    evidence : sequence of float, shape (rungs,)
        A_ij, in weeks.
    tree : Tree
        The questions; every kappa above 0.
    pooled : sequence of float, shape (branches,)
        Z(g) / Z(n) of the pool each node uses.
    out : sequence of float, shape (rungs,)
        Overwritten with probabilities that sum to 1.
    """
    for k in range(len(out)):
        out[k] = 1.0
    for node in range(len(tree.shrinkage)):
        start = tree.first[node]
        stop = tree.first[node + 1]
        total = between(evidence, tree.low[start], tree.high[stop - 1])
        for branch in range(start, stop):
            part = between(evidence, tree.low[branch], tree.high[branch])
            chance = answer(part, total, tree.shrinkage[node], pooled[branch])
            for k in range(tree.low[branch], tree.high[branch]):
                out[k] *= chance


def rung_at(v: float, evidence: list[float], tree: Tree, pooled: list[float]) -> int:
    """Return the smallest rung whose cumulative habit reaches v, by answering the questions one after the other.

    Only the questions on the way to the rung are asked: the same rung as searching the cumulative sum of `habit`, sooner.

    Parameters
    ----------
    v : float
        In (0, 1).
    evidence, tree, pooled
        As for `habit`.
    """
    node = 0
    below = 0.0
    inside = 1.0
    while True:
        start = tree.first[node]
        last = tree.first[node + 1] - 1
        total = between(evidence, tree.low[start], tree.high[last])
        branch = start
        chance = 0.0
        while True:
            part = between(evidence, tree.low[branch], tree.high[branch])
            chance = inside * answer(part, total, tree.shrinkage[node], pooled[branch])
            if branch == last or below + chance >= v:
                break
            below += chance
            branch += 1
        if tree.child[branch] < 0:
            return tree.low[branch]
        node = tree.child[branch]
        inside = chance
