"""The rules of habit, push and credit over whole arrays of dyads: one pass over a record, for one set of parameters or for many.

The equations are those of the files they name; a test holds them to the single cells. Shapes are (..., states, states) or
(..., states, states, rungs); [i, j] is what i does to j, leading axes are sets of parameters.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats, Whole
from araxes.rules.habit import Tree
from araxes.rules.numerics import FURTHEST


class Weights(NamedTuple):
    """Weights of the terms that act on a record, tempers applied; each of shape (..., states), by actor.

    Scenario levers are measured from the origin and push nothing before it.
    """

    lift: Floats
    alarm: Floats
    pile_on: Floats
    thaw: Floats
    grievance: Floats
    contact: Floats


class Paths(NamedTuple):
    """A tree of questions as matrices.

    Attributes
    ----------
    below : ndarray, shape (rungs, branches)
        1 where a rung lies below a branch.
    asked : ndarray, shape (branches, branches)
        1 where two branches answer the same question.
    shrinkage : ndarray, shape (..., branches)
        kappa of the question that a branch answers.
    of_class : ndarray of bool, shape (branches,)
        Whether its pool is that of the dyad's class.
    steps : ndarray of int, shape (depth, rungs)
        The branches on the way to every rung, filled up with the number of branches.
    """

    below: Floats
    asked: Floats
    shrinkage: Floats
    of_class: Flags
    steps: Whole


def paths(tree: Tree) -> Paths:
    """Return the questions of a tree as matrices."""
    n_branches, n_rungs = len(tree.low), max(tree.high)
    below = np.zeros((n_rungs, n_branches))
    for branch, (low, high) in enumerate(zip(tree.low, tree.high, strict=True)):
        below[low:high, branch] = 1
    node = np.repeat(np.arange(len(tree.first) - 1), np.diff(tree.first))
    ways = [np.flatnonzero(row) for row in below]
    depth = max(map(len, ways))
    steps = np.array([[*way, *[n_branches] * (depth - len(way))] for way in ways]).T
    return Paths(
        below,
        (node[:, None] == node).astype(float),
        np.array(tree.shrinkage, dtype=float)[..., node],
        np.array(tree.by_class, dtype=bool)[node],
        steps,
    )


def habit_chances(evidence: Floats, pool: Floats, class_pool: Floats, questions: Paths) -> Floats:
    """Return the habit of every dyad, shape of `evidence`; see `araxes.rules.habit`.

    Parameters
    ----------
    evidence : ndarray, shape (..., states, states, rungs)
        A_ij in weeks.
    pool, class_pool : ndarray, broadcast to the shape of `evidence`
        Z of the region and of the dyad's class.
    questions : Paths
    """
    weeks, kappa = evidence @ questions.below, questions.shrinkage
    pooled = np.where(questions.of_class, class_pool @ questions.below, pool @ questions.below)
    total = pooled @ questions.asked
    prior = np.divide(
        pooled, total, out=np.broadcast_to(1 / questions.asked.sum(axis=0), pooled.shape).copy(), where=total > 0
    )
    weight = weeks @ questions.asked + kappa
    answers = np.divide(weeks + kappa * prior, weight, out=prior + 0 * weight, where=weight > 0)
    known = np.concatenate([answers, np.ones((*answers.shape[:-1], 1))], axis=-1)
    return np.asarray(np.prod([known[..., step] for step in questions.steps], axis=0))


def turned(table: Floats) -> Floats:
    """Return a table with the two halves of every dyad exchanged, shape (..., states, states)."""
    return np.asarray(table.swapaxes(-1, -2))


def pile_on(ties: Floats, alarm: Floats) -> Floats:
    """Return the sum over third states k of (1 + tie_ik) F_kj, shape (..., states, states); see `araxes.rules.alarm`.

    Parameters
    ----------
    ties : ndarray, shape (states, states)
    alarm : ndarray, shape (..., states, states)
        F, 0 on the diagonal.
    """
    joined = 1 + ties
    np.fill_diagonal(joined, 0)  # i itself; j towards j is 0 in F
    return np.asarray(joined @ alarm)


def odds_against(push: Floats) -> Floats:
    """Return exp(-push); see `araxes.rules.numerics`."""
    return np.asarray(np.exp(-np.clip(push, -FURTHEST, FURTHEST)))


def favoured(against: Floats, odds: Floats) -> Floats:
    """Return by what factor a push multiplies the chance that it favours, from the chance that it goes against."""
    return 1 / (against * odds + (1 - against))


def disfavoured(against: Floats, odds: Floats) -> Floats:
    """Return by what factor a push multiplies the chance that it goes against."""
    return odds / (against * odds + (1 - against))


def before_lift(shares: Floats, lift: Floats, quiet: int) -> Floats:
    """Return long-run shares as habit has to hold them so that lift gives back what was observed.

    A record's shares are of acts as they fell, lift and all. Were habit drawn towards them as they are, lift would come on top, and a
    free run would slowly become more hostile than the record that it is drawn from.

    Parameters
    ----------
    shares : ndarray, shape (..., states, states, rungs)
    lift : ndarray, shape (..., states)
        By actor, in logits.
    quiet : int
        The rung up to which an act is not hostile.

    Returns
    -------
    ndarray, shape (..., states, states, rungs)
        The odds of a hostile act are divided by e^lift; the kinds of act keep their proportions.
    """
    friendly = np.minimum(shares[..., : quiet + 1].sum(axis=-1), 1)
    against = odds_against(-lift[..., None])
    fewer, more = disfavoured(friendly, against)[..., None], favoured(friendly, against)[..., None]
    return shares * np.where(np.arange(shares.shape[-1]) <= quiet, fewer, more)
