"""The rules over whole arrays of dyads: one pass over a record or over many replicates, for one set of parameters or for many.

The equations are those of the files they name; a test holds each to the single cells. Shapes are (..., states, states) or
(..., states, states, rungs); [i, j] is what i does to j, leading axes are sets of parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from araxes.array_types import Flags, Floats, Rungs, Whole
from araxes.rules import habit, memory
from araxes.rules.habit import Tree
from araxes.rules.memory import UNOBSERVED, ListMemory, Memory
from araxes.rules.numerics import FURTHEST

fold_all = cast("Callable[..., Floats]", memory.fold)
add_faded_all = cast("Callable[..., Floats]", memory.add_faded)
rung_evidence_all = cast("Callable[..., Floats]", habit.rung_evidence)
"""Rules of single cells that hold for whole arrays as they stand, since they only add and multiply."""


ArrayMemory: TypeAlias = Memory[Floats, Floats, Floats]


def as_lists(memory: ArrayMemory) -> ListMemory:
    """Return a memory of arrays as one of nested lists, which shares nothing with it."""
    return Memory(*[table.tolist() for table in memory])


class TermWeights(NamedTuple):
    """Weights of the terms that act on a record, tempers applied; each of shape (..., states), by actor.

    Scenario levers are measured from the origin and push nothing before it.
    """

    lift: Floats
    alarm: Floats
    pile_on: Floats
    thaw: Floats
    grievance: Floats
    contact: Floats


class QuestionMatrices(NamedTuple):
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


def question_matrices(tree: Tree) -> QuestionMatrices:
    """Return the questions of a tree as matrices."""
    n_branches, n_rungs = len(tree.low), max(tree.high)
    below = np.zeros((n_rungs, n_branches))
    for branch, (low, high) in enumerate(zip(tree.low, tree.high, strict=True)):
        below[low:high, branch] = 1
    node = np.repeat(np.arange(len(tree.first) - 1), np.diff(tree.first))
    ways = [np.flatnonzero(row) for row in below]
    depth = max(map(len, ways))
    steps = np.array([[*way, *[n_branches] * (depth - len(way))] for way in ways]).T
    return QuestionMatrices(
        below,
        (node[:, None] == node).astype(float),
        np.array(tree.shrinkage, dtype=float)[..., node],
        np.array(tree.by_class, dtype=bool)[node],
        steps,
    )


def habit_chances(evidence: Floats, pool: Floats, class_pool: Floats, questions: QuestionMatrices) -> Floats:
    """Return the habit of every dyad, shape of `evidence`; see `araxes.rules.habit`.

    Parameters
    ----------
    evidence : ndarray, shape (..., states, states, rungs)
        A_ij in weeks.
    pool, class_pool : ndarray, broadcast to the shape of `evidence`
        Z of the region and of the dyad's class.
    questions : QuestionMatrices
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


def exchange_halves(table: Floats) -> Floats:
    """Return a table with the two halves of every dyad exchanged, shape (..., states, states)."""
    return np.asarray(table.swapaxes(-1, -2))


def pile_on_all(ties: Floats, alarm: Floats) -> Floats:
    """Return the sum over third states k of (1 + tie_ik) F_kj, shape (..., states, states); see `araxes.rules.alarm`.

    Parameters
    ----------
    ties, alarm : ndarray, shape (..., states, states)
        F is 0 on the diagonal.
    """
    joined = 1 + ties
    itself = range(joined.shape[-1])
    joined[..., itself, itself] = 0  # i itself; j towards j is 0 in F
    return np.asarray(joined @ alarm)


def odds_against_all(push: Floats) -> Floats:
    """Return exp(-push); see `araxes.rules.numerics`."""
    return np.asarray(np.exp(-np.clip(push, -FURTHEST, FURTHEST)))


def favoured_factors(against: Floats, odds: Floats) -> Floats:
    """Return by what factor a push multiplies the chance that it favours, from the chance that it goes against."""
    return 1 / (against * odds + (1 - against))


def disfavoured_factors(against: Floats, odds: Floats) -> Floats:
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
    against = odds_against_all(-lift[..., None])
    fewer, more = disfavoured_factors(friendly, against)[..., None], favoured_factors(friendly, against)[..., None]
    return shares * np.where(np.arange(shares.shape[-1]) <= quiet, fewer, more)


# --- The push, and what luck makes of it ----------------------------------------------------------------------------------


def push_of_record(weights: TermWeights, alarm: Floats, pile_on: Floats, thaw: Floats, grievance: Floats) -> Floats:
    """Return eta from the terms that act on a record, shape (..., states, states); see `araxes.rules.terms.push`.

    Parameters
    ----------
    weights : Weights
    alarm : ndarray, shape (..., states, states)
        Received and own together, which share a weight.
    pile_on, thaw, grievance : ndarray, shape (..., states, states)
    """
    w = TermWeights(*[part[..., None] for part in weights])
    return w.lift + w.alarm * alarm + w.pile_on * pile_on + w.thaw * thaw + w.grievance * grievance


def luck_of_halves(coin: Floats, shared: Floats, own: Floats, share: float) -> Floats:
    """Return the luck of both halves of every dyad; see `araxes.rules.luck.luck`. `coin` and `shared` are the same for both halves."""
    return np.asarray(np.where(coin < share, shared, own))


def shares_of_kind(hostile: Flags, reverse: Flags, friendly_share: ArrayLike, hostile_share: ArrayLike) -> Floats:
    """Return b of the question which act, by the answers of both halves; see `araxes.rules.luck.share_of_kind`."""
    return np.asarray(np.where(hostile == reverse, np.where(hostile, hostile_share, friendly_share), 0.0))


def ends_of_answers(hostile: Flags, friendly: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the luck that gives an answer to "hostile?"; see `araxes.rules.luck.ends_of_answer`."""
    return np.where(hostile, friendly, 0.0), np.where(hostile, 1.0, friendly)


def overlap(low: Floats, high: Floats, low_reverse: Floats, high_reverse: Floats) -> Floats:
    """Return |I and I'|, the luck that both halves of a dyad have in common."""
    return np.asarray(np.maximum(0, np.minimum(high, high_reverse) - np.maximum(low, low_reverse)))


def chances_of_both(low: Floats, high: Floats, low_reverse: Floats, high_reverse: Floats, share: ArrayLike) -> Floats:
    """Return the chance that both halves of a dyad answer as they did; see `araxes.rules.luck.chance_of_both`."""
    b, apart = np.asarray(share), (high - low) * (high_reverse - low_reverse)
    return np.asarray(b * overlap(low, high, low_reverse, high_reverse) + (1 - b) * apart)


def pick_rungs(v: NDArray[Any], cumulative: NDArray[Any]) -> Rungs:
    """Return the rung that luck falls on; see `araxes.rules.choose.choose_rung`.

    Parameters
    ----------
    v : ndarray of float
        Luck among the rungs of habit, in [0, 1].
    cumulative : ndarray of float, shape (*shape of `v` or one that broadcasts to it, rungs - 1)
        F(k) of the rungs below the highest.

    Returns
    -------
    ndarray of int8, shape of `v`
    """
    rung = np.zeros_like(v, dtype=np.int8)
    for below in np.moveaxis(cumulative, -1, 0):
        rung += below < v
    return rung


# --- Memories from week to week -------------------------------------------------------------------------------------------


def decayed_counts(weeks: Floats, keep: float) -> Floats:
    """Return what counts of shape (weeks, ...) have faded to at the end of the last week: a sum of all; see `araxes.rules.memory`."""
    ages = np.arange(len(weeks))[::-1]
    return np.asarray(np.tensordot(keep**ages, weeks, axes=(0, 0)))


def follow_tension(start: Floats, weeks: Iterable[Rungs], hostility: Floats, keep: float) -> Iterator[Floats]:
    """Yield S at the end of every week, hostility units; see `araxes.rules.memory.remember_act`.

    Parameters
    ----------
    start : ndarray of float
        S before the first week; broadcast to the shape of a week.
    weeks : iterable of ndarray of int
        Acts of each week; where they are `UNOBSERVED` S stays as it is.
    hostility : ndarray of float, shape (rungs,)
    keep : float
        Weekly share kept by S.
    """
    fast = start
    for acts in weeks:
        after, unknown = fold_all(fast, keep, hostility.take(acts, mode="clip")), acts == UNOBSERVED
        fast = np.where(unknown, fast, after) if unknown.any() else after
        yield fast
