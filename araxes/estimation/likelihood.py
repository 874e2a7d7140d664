"""The likelihood over features: the rules of habit, push, spread and choice once more, over arrays instead of cells.

The same lines serve NumPy and `jax.numpy`, which differentiates them; `xp` is the one or the other. A test holds them to the loop.
"""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from araxes.estimation.features import Features, Shape, Table
from araxes.inputs.merge import ATTENTION_WEIGHTS, TEMPERS
from araxes.rules.numerics import SMALLEST
from araxes.rules.terms import TERMS

LEAST = sys.float_info.min
"""Below it no chance is taken, as in the loop."""


class Values(NamedTuple):
    """Free parameters on their own scales.

    Attributes
    ----------
    shrinkage : shape (nodes,)
    borrowing, anchor, shared : scalar
    push : shape (states, terms)
        Weights times tempers.
    activity, overstretch : shape (states,)
    """

    shrinkage: Table
    borrowing: Table
    anchor: Table
    shared: Table
    push: Table
    activity: Table
    overstretch: Table


def values(vector: Table, shape: Shape, xp: Any) -> Values:
    """Return the free parameters from their vector, in the order and on the scales of `priors.free_parameters`."""
    nodes, weights = len(shape.first) - 1, len(TERMS) + len(ATTENTION_WEIGHTS)
    borrowing, anchor, shared = (vector[nodes + k] for k in range(len(("borrowing", "anchor", "shared"))))
    start = nodes + len(("borrowing", "anchor", "shared"))
    pooled = vector[start : start + weights]
    tempers = xp.reshape(vector[start + weights :], (shape.states, len(TEMPERS)))
    scaled = pooled * tempers[:, xp.array(shape.temper)]
    return Values(
        shrinkage=xp.exp(vector[:nodes]),
        borrowing=sigmoid(borrowing, xp),
        anchor=xp.exp(anchor),
        shared=sigmoid(shared, xp),
        push=scaled[:, : len(TERMS)],
        activity=scaled[:, len(TERMS)],
        overstretch=scaled[:, len(TERMS) + 1],
    )


def sigmoid(x: Table, xp: Any) -> Table:
    """Return the logistic function, split by sign so that exp never overflows."""
    tail = xp.exp(-xp.abs(x))
    return xp.where(x >= 0, 1 / (1 + tail), tail / (1 + tail))


def cumulative(seen: Features, v: Values, shape: Shape, xp: Any) -> Table:
    """Return the cumulative habit at the edges of the rungs, 0 and 1 included; shape (rungs + 1, weeks, 2, pairs)."""
    evidence = seen.own + v.borrowing * seen.own[:, :, ::-1] + v.anchor * seen.anchor
    edges: list[Table] = [xp.zeros_like(seen.active)] + [xp.ones_like(seen.active)] * shape.rungs

    def walk(node: int, start: Table, inside: Table) -> None:
        branches = range(shape.first[node], shape.first[node + 1])
        kappa = v.shrinkage[node]
        weight = sum(evidence[branch] for branch in branches) + kappa
        for branch in branches:
            chance = inside / weight * (evidence[branch] + kappa * seen.pooled[branch])
            if shape.child[branch] >= 0:
                walk(shape.child[branch], start, chance)
            if branch < branches[-1]:
                start = start + chance
                edges[shape.high[branch]] = start

    walk(0, edges[0], edges[-1])
    return xp.stack(edges)


def push_and_spread(seen: Features, v: Values, xp: Any) -> tuple[Table, Table]:
    """Return eta and s of every act, shape (weeks, 2, pairs)."""
    weight = xp.moveaxis(v.push[seen.actor], -1, 0)
    eta = xp.sum(weight[:, None] * seen.terms, axis=0)
    s = xp.exp(v.overstretch[seen.actor] * seen.stretched - v.activity[seen.actor] * seen.active)
    return eta, s


def ends(seen: Features, v: Values, shape: Shape, xp: Any) -> tuple[Table, Table]:
    """Return the luck under which every observed act falls: G(rung - 1) and G(rung), shape (weeks, 2, pairs)."""
    edges = cumulative(seen, v, shape, xp)
    eta, s = push_and_spread(seen, v, xp)
    epsilon = max(shape.epsilon, SMALLEST)

    levels = xp.reshape(xp.arange(shape.rungs + 1), (-1, 1, 1, 1))

    def pushed(edge: Table) -> Table:
        there = xp.sum(
            xp.where(levels == edge, edges, 0.0), axis=0
        )  # picked by a mask: a gather is slow to differentiate
        habit = xp.clip(there, epsilon, 1 - epsilon)
        g = sigmoid(s * xp.log(habit / (1 - habit)) - eta, xp)
        return xp.where(edge == 0, 0.0, xp.where(edge == shape.rungs, 1.0, g))

    return pushed(seen.rung), pushed(seen.rung + 1)


def by_pair(vector: Table, seen: Features, shape: Shape, xp: Any) -> Table:
    """Return the log-likelihood of every week and pair, joint over the two halves; shape (weeks, pairs), 0 where nothing is scored."""
    v = values(vector, shape, xp)
    low, high = ends(seen, v, shape, xp)
    size = high - low
    both = xp.maximum(xp.minimum(high[:, 0], high[:, 1]) - xp.maximum(low[:, 0], low[:, 1]), 0.0)
    joint = xp.log(xp.maximum(v.shared * both + (1 - v.shared) * size[:, 0] * size[:, 1], LEAST))
    alone = xp.where(seen.seen, xp.log(xp.maximum(size, LEAST)), 0.0)
    return xp.where(seen.seen[:, 0] & seen.seen[:, 1], joint, alone[:, 0] + alone[:, 1])


def log_likelihood(vector: Table, seen: Features, shape: Shape, xp: Any) -> Table:
    """Return the log-likelihood of the record, in nats.

    Parameters
    ----------
    vector : array, shape (parameters,)
        On the scales of `priors.free_parameters`.
    seen : Features
    shape : Shape
    xp : module
        numpy or jax.numpy.
    """
    return xp.sum(by_pair(vector, seen, shape, xp))
