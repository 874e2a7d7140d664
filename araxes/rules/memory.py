"""Memory: what the acts of a week leave behind, and how it fades.

Memory: decayed means, sums and counts of what one state did to another.

    d(tau) = 2^(-1/tau)                  the share kept from one week to the next, tau the half-life in weeks
    mean  <- d mean  + (1 - d) new       tension (S), and the bar of grievance
    sum   <- d sum + new                 alarm (F), thaw (G), contact (K): surprises that fade
    count <- d count + credit            habit (N) and pools (Z)

Crescenzi and Enterline (2001) proposed decaying memory of interaction.

Remembering: what a week's act leaves in the memories of a dyad, and what a week leaves in the pools.

S        decayed mean of hostility: tension           N    decayed counts of rungs: habit
F, G, K  decayed surprises: alarm, thaw, contact      Z    pooled counts, of the region and of each class of dyads

Credit: an act enters habit only in the share that habit foresaw.

    w = p / P(hostile)                  where the act is hostile, p its chance by habit and P after the push
    w = (1 - p) / (1 - P(hostile))      where it is not;    w is at most a cap

Then E[w 1{hostile}] = p whatever the push: habit neither rises nor falls by what pushes alone brought about. So a push may stand
without ratcheting, and a crisis does not become habit. This model's own proposal; it is what keeps free runs of ten years level.

The headline rule: several acts of one actor towards one target in one week become one rung.

The most hostile act if any is hostile, else the most cooperative, else quiet. Averages erase crises; the largest score would be a
promise to meet in most weeks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from araxes.rules.alarm import event_surprise, hostile_surprise

UNOBSERVED = -1
"""Stands for a week in which nothing is known: counts fade, means stay."""

_Row = TypeVar("_Row")
_Square = TypeVar("_Square")
_Cube = TypeVar("_Cube")


def share_kept(half_life: float) -> float:
    """Return d = 2^(-1/half_life), the share of a memory kept over a week; `half_life` in weeks, above 0."""
    return math.exp2(-1 / half_life)


def fold(mean: float, keep: float, new: float) -> float:
    """Return a decayed mean after a week: keep x mean + (1 - keep) x new."""
    return keep * mean + (1 - keep) * new


def add_faded(total: float, keep: float, new: float) -> float:
    """Return a decayed sum after a week: keep x sum + new."""
    return keep * total + new


def decay_counts(counts: list[float], keep: float) -> None:
    """Let decayed counts fade by a week, in place; an unobserved week does nothing else."""
    for k in range(len(counts)):
        counts[k] = fade_count(counts[k], keep)


def fade_count(count: float, keep: float) -> float:
    """Return a decayed count after a week in which nothing was counted."""
    return keep * count


def credit(unpushed: float, pushed: float, cap: float) -> float:
    """Return w, how much of a week an act counts in habit and pools.

    Parameters
    ----------
    unpushed, pushed : float
        The chance of what happened (hostile, or not) by habit alone and after the push, in [0, 1].
    cap : float
        The most an act may count, at least 1.
    """
    return min(unpushed / pushed, cap) if pushed > 0 else cap


class Keep(NamedTuple):
    """Weekly share kept by each memory, in (0, 1)."""

    fast: float
    alarm: float
    thaw: float
    contact: float
    habit: float
    pool: float
    class_pool: float
    bar: float


class Memory(NamedTuple, Generic[_Row, _Square, _Cube]):
    """All that past acts of the states leave; [i][j] is what i did to j.

    Held in arrays (`araxes.rules.arrays.ArrayMemory`), with one more axis in a block of replicates; the scalar rules, which read and
    write it cell by cell, take nested lists (`ListMemory`), into which `araxes.rules.arrays.as_lists` turns it.

    Attributes
    ----------
    fast : shape (states, states)
        S, decayed mean of hostility.
    alarm, thaw, contact : shape (states, states)
        F, G, K, decayed sums of surprises.
    counts : shape (states, states, rungs)
        N, decayed counts in weeks.
    pool : shape (rungs,)
        Z of the region.
    class_pool : shape (classes, rungs)
        Z of the dyads that never fought (0) and of those that did (1).
    """

    fast: _Square
    alarm: _Square
    thaw: _Square
    contact: _Square
    counts: _Cube
    pool: _Row
    class_pool: _Square


ListMemory: TypeAlias = Memory[list[float], list[list[float]], list[list[list[float]]]]


class Foreseen(NamedTuple):
    """What was to be expected of an act before it fell.

    Attributes
    ----------
    hostility, cooperation, coercion : float
        By habit alone: E[h+], and the chances of a cooperative and of a coercive act.
    fewer_friendly, more_hostile : float
        By what the push multiplied the chances of "not hostile" and "hostile"; see `araxes.rules.choose.Pushed`.
    """

    hostility: float
    cooperation: float
    coercion: float
    fewer_friendly: float
    more_hostile: float


class Edges(NamedTuple):
    """The rungs at which kinds of act begin or end: quiet, the lowest coercive and the lowest violent one."""

    quiet: int
    coercion: int
    violence: int


def act_credit(rung: int, quiet: int, foreseen: Foreseen, cap: float) -> float:
    """Return w of an act, see `credit`."""
    return credit(1.0, foreseen.more_hostile if rung > quiet else foreseen.fewer_friendly, cap)


def count_act(memory: ListMemory, keep: Keep, i: int, j: int, rung: int, weight: float) -> None:
    """Let the habit of i towards j fade by a week and count this week's act with its credit, in place; an unobserved week only fades."""
    counts = memory.counts[i][j]
    decay_counts(counts, keep.habit)
    if rung != UNOBSERVED:
        counts[rung] += weight


def remember_act(memory: ListMemory, keep: Keep, hostility: list[float], i: int, j: int, rung: int) -> None:
    """Fold i's act towards j into the mean of hostility, in place; an unobserved week leaves it.

    Parameters
    ----------
    memory : ListMemory
    keep : Keep
    hostility : sequence of float, shape (rungs,)
        h of every rung, -Goldstein / 10.
    i, j : int
        Actor and target.
    rung : int
        The act, or `UNOBSERVED`.
    """
    if rung != UNOBSERVED:
        memory.fast[i][j] = fold(memory.fast[i][j], keep.fast, hostility[rung])


def add_surprises(
    memory: ListMemory, keep: Keep, hostility: list[float], i: int, j: int, rung: int, edges: Edges, foreseen: Foreseen
) -> None:
    """Add the surprises of i's act towards j to alarm, thaw and contact, in place; an unobserved week only fades them."""
    known = rung != UNOBSERVED
    alarm = hostile_surprise(hostility[rung], foreseen.hostility) if known else 0.0
    kind = event_surprise(rung < edges.quiet, foreseen.cooperation) if known else 0.0
    coercive = event_surprise(rung >= edges.coercion, foreseen.coercion) if known else 0.0
    memory.alarm[i][j] = add_faded(memory.alarm[i][j], keep.alarm, alarm)
    memory.thaw[i][j] = add_faded(memory.thaw[i][j], keep.thaw, kind)
    memory.contact[i][j] = add_faded(memory.contact[i][j], keep.contact, coercive)


def fade_pools(memory: ListMemory, keep: Keep) -> None:
    """Let the pools fade by a week, in place."""
    decay_counts(memory.pool, keep.pool)
    for pool in memory.class_pool:
        decay_counts(pool, keep.class_pool)


def add_to_pools(memory: ListMemory, rung: int, dyad_class: int, weight: float) -> None:
    """Count one act with its credit in the region's pool and in that of its class, in place; an unobserved week adds nothing."""
    if rung != UNOBSERVED:
        memory.pool[rung] += weight
        memory.class_pool[dyad_class][rung] += weight


def headline(rungs: Iterable[int], quiet: int) -> int:
    """Return the rung of the week.

    Parameters
    ----------
    rungs : iterable of int
        Rungs of the week's acts, any number of them.
    quiet : int
        The quiet rung; those above it are hostile.
    """
    acts = list(rungs)
    if not acts:
        return quiet
    worst = max(acts)
    return worst if worst > quiet else min(acts)
