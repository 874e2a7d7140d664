"""Memory in lanes: the week's acts folded into every dyad's memories, and counted in habits and pools."""

from __future__ import annotations

from araxes.engines.arrays import Floats, Whole
from araxes.engines.tables import Rules
from araxes.rules.memory import faded, fold
from araxes.rules.red_line import committed
from araxes.rules.remember import Keep, Memory


def remember(
    rules: Rules,
    keep: Keep,
    hostility: Floats,
    dyad_class: Whole,
    memory: Memory,
    rung: Whole,
    term: Floats,
    wronged: Floats,
) -> None:
    """Fold the week's acts into memories and pools."""
    for k in range(len(hostility)):
        fade(memory.pool[k], keep.pool)
        for g in range(len(memory.class_pool)):
            fade(memory.class_pool[g, k], keep.class_pool)
    for i in range(rung.shape[0]):
        for j in range(rung.shape[1]):
            if i == j:
                continue
            act = rung[i, j]
            count(memory.counts[i, j], act, keep.habit)
            count(memory.repertoire[i, j], act, keep.repertoire)
            pool(memory.pool, memory.class_pool[dyad_class[i, j]], act)
            for r in range(len(term)):
                term[r] = hostility[act[r]]
            fold_each(memory.fast[i, j], keep.fast, term)
            fold_each(memory.slow[i, j], keep.slow, term)
            for r in range(len(term)):
                term[r] = 0.0 if act[r] == rules.quiet else 1.0
            fold_each(memory.short[i, j], keep.activity_short, term)
            fold_each(memory.long[i, j], keep.activity_long, term)
            commit(memory.commitment[i, j], keep.commitment, act, rules.threat_rung, wronged[i, j])


def fade(counts: Floats, keep: float) -> None:
    """Let a count fade by a week."""
    for r in range(len(counts)):
        counts[r] = faded(counts[r], keep)


def count(counts: Floats, rung: Whole, keep: float) -> None:
    """Let counts of acts fade, and count the act."""
    for k in range(len(counts)):
        for r in range(len(rung)):
            counts[k, r] = faded(counts[k, r], keep) + (1.0 if rung[r] == k else 0.0)


def pool(region: Floats, of_class: Floats, rung: Whole) -> None:
    """Count the act in the pools."""
    for k in range(len(region)):
        for r in range(len(rung)):
            new = 1.0 if rung[r] == k else 0.0
            region[k, r] += new
            of_class[k, r] += new


def fold_each(mean: Floats, keep: float, new: Floats) -> None:
    """Fold a week into a decayed mean."""
    for r in range(len(mean)):
        mean[r] = fold(mean[r], keep, new[r])


def commit(commitment: Floats, keep: float, rung: Whole, threat_rung: int, wronged: Floats) -> None:
    """Bind those who threaten while they are wronged."""
    if len(wronged) == 1:
        wrong = wronged[0]
        for r in range(len(rung)):
            commitment[r] = committed(commitment[r], keep, rung[r], threat_rung, wrong)
    else:
        for r in range(len(rung)):
            commitment[r] = committed(commitment[r], keep, rung[r], threat_rung, wronged[r])
