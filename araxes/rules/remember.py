"""Remembering: what a week's act leaves in the memories of a dyad, and what a week leaves in the pools.

S, L        decayed means of hostility            N, R  decayed counts of rungs: habit, and repertoire
activity    decayed means of 1{act not quiet}     Z     pooled counts, of the region and of each class of dyads
"""

from __future__ import annotations

from typing import Any, NamedTuple

from araxes.rules.memory import decay_counts, fold

UNOBSERVED = -1
"""Stands for a week in which nothing is known: counts fade, means stay."""

Table = Any
"""Nested lists of floats, read and written cell by cell; arrays where many cells are taken in one go."""


class Keep(NamedTuple):
    """Weekly share kept by each memory, in (0, 1)."""

    fast: float
    slow: float
    habit: float
    repertoire: float
    pool: float
    class_pool: float
    bar: float
    commitment: float
    activity_short: float
    activity_long: float


class Memory(NamedTuple):
    """All that the past leaves; [i][j] is what i did to j.

    Attributes
    ----------
    fast, slow : shape (actors, actors)
        S and L, decayed means of hostility.
    counts : shape (actors, actors, rungs)
        N, decayed counts in weeks.
    repertoire : shape (actors, actors, rungs)
        R, the same acts counted with a longer memory: which kinds of act, not how many.
    short, long : shape (actors, actors)
        Short and long activity, in [0, 1].
    commitment : shape (actors, actors)
        How far a public threat still binds, in [0, 1].
    pool : shape (rungs,)
        Z of the region.
    class_pool : shape (classes, rungs)
        Z of the dyads that never fought (0) and of those that did (1).
    """

    fast: Table
    slow: Table
    counts: Table
    repertoire: Table
    short: Table
    long: Table
    commitment: Table
    pool: Table
    class_pool: Table

    def copy(self) -> Memory:
        """Return a copy that shares nothing with this one."""
        return Memory(*[_deep(table) for table in self])


def _deep(table: list) -> list:  # type: ignore[type-arg]
    """Return a nested list copied at every level."""
    return [_deep(row) if isinstance(row, list) else row for row in table]


def count_act(memory: Memory, keep: Keep, i: int, j: int, rung: int) -> None:
    """Let habit and repertoire of i towards j fade by a week and count this week's act, in place; an unobserved week only fades."""
    for counts, share in ((memory.counts[i][j], keep.habit), (memory.repertoire[i][j], keep.repertoire)):
        decay_counts(counts, share)
        if rung != UNOBSERVED:
            counts[rung] += 1


def remember_act(memory: Memory, keep: Keep, hostility: list[float], i: int, j: int, rung: int, quiet: int) -> None:
    """Fold i's act towards j into the means of hostility and activity, in place; an unobserved week leaves them.

    Parameters
    ----------
    memory : Memory
    keep : Keep
    hostility : sequence of float, shape (rungs,)
        h of every rung, -Goldstein / 10.
    i, j : int
        Actor and target.
    rung : int
        The act, or `UNOBSERVED`.
    quiet : int
        The quiet rung.
    """
    if rung == UNOBSERVED:
        return
    active = 0.0 if rung == quiet else 1.0
    memory.fast[i][j] = fold(memory.fast[i][j], keep.fast, hostility[rung])
    memory.slow[i][j] = fold(memory.slow[i][j], keep.slow, hostility[rung])
    memory.short[i][j] = fold(memory.short[i][j], keep.activity_short, active)
    memory.long[i][j] = fold(memory.long[i][j], keep.activity_long, active)


def fade_pools(memory: Memory, keep: Keep) -> None:
    """Let the pools fade by a week, in place."""
    decay_counts(memory.pool, keep.pool)
    for pool in memory.class_pool:
        decay_counts(pool, keep.class_pool)


def add_to_pools(memory: Memory, rung: int, dyad_class: int) -> None:
    """Count one act in the region's pool and in that of its class, in place; an unobserved week adds nothing."""
    if rung != UNOBSERVED:
        memory.pool[rung] += 1
        memory.class_pool[dyad_class][rung] += 1
