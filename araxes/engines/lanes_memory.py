"""Memory in lanes: the week's acts folded into every dyad's memories, and counted with their credit in habits and pools."""

from __future__ import annotations

from araxes.array_types import Floats, Whole
from araxes.engines.lanes import Week
from araxes.engines.tables import Scalars
from araxes.rules.arrays import ArrayMemory
from araxes.rules.memory import add_faded, faded, fold
from araxes.rules.remember import Keep
from araxes.rules.surprise import event_surprise, hostile_surprise


def remember(
    scalars: Scalars, keep: Keep, hostility: Floats, dyad_class: Whole, memory: ArrayMemory, now: Week, term: Floats
) -> None:
    """Fold the week's acts into memories and pools."""
    for k in range(len(hostility)):
        fade(memory.pool[k], keep.pool)
        for g in range(len(memory.class_pool)):
            fade(memory.class_pool[g, k], keep.class_pool)
    for i in range(now.rung.shape[0]):
        for j in range(now.rung.shape[1]):
            if i == j:
                continue
            act, weight = now.rung[i, j], now.weight[i, j]
            count(memory.counts[i, j], act, weight, keep.habit)
            pool(memory.pool, memory.class_pool[dyad_class[i, j]], act, weight)
            for r in range(len(term)):
                term[r] = hostility[act[r]]
            fold_each(memory.fast[i, j], keep.fast, term)
            be_surprised(scalars, keep, memory, now, term, i, j)


def be_surprised(
    scalars: Scalars, keep: Keep, memory: ArrayMemory, now: Week, hostility: Floats, i: int, j: int
) -> None:
    """Add the surprises of i's act towards j to alarm, thaw and contact."""
    act = now.rung[i, j]
    for r in range(len(hostility)):
        alarm = hostile_surprise(hostility[r], now.expected[i, j, r])
        memory.alarm[i, j, r] = add_faded(memory.alarm[i, j, r], keep.alarm, alarm)
    for r in range(len(hostility)):
        kind = event_surprise(act[r] < scalars.quiet, now.cooperation[i, j, r])
        memory.thaw[i, j, r] = add_faded(memory.thaw[i, j, r], keep.thaw, kind)
    for r in range(len(hostility)):
        coercive = event_surprise(act[r] >= scalars.coercion_rung, now.coercion[i, j, r])
        memory.contact[i, j, r] = add_faded(memory.contact[i, j, r], keep.contact, coercive)


def fade(counts: Floats, keep: float) -> None:
    """Let a count fade by a week."""
    for r in range(len(counts)):
        counts[r] = faded(counts[r], keep)


def count(counts: Floats, rung: Whole, weight: Floats, keep: float) -> None:
    """Let counts of acts fade, and count the act with its credit."""
    for k in range(len(counts)):
        for r in range(len(rung)):
            counts[k, r] = faded(counts[k, r], keep) + (weight[r] if rung[r] == k else 0.0)


def pool(region: Floats, of_class: Floats, rung: Whole, weight: Floats) -> None:
    """Count the act with its credit in the pools."""
    for k in range(len(region)):
        for r in range(len(rung)):
            new = weight[r] if rung[r] == k else 0.0
            region[k, r] += new
            of_class[k, r] += new


def fold_each(mean: Floats, keep: float, new: Floats) -> None:
    """Fold a week into a decayed mean."""
    for r in range(len(mean)):
        mean[r] = fold(mean[r], keep, new[r])
