"""Blocks of lanes: the weeks one after the other, and in each what happens in which order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.engines.arrays import Floats, Whole
from araxes.engines.draws import LOW
from araxes.engines.lanes import Drawn, Foresight, Lanes, Week, Work, moving
from araxes.engines.lanes_choice import choose, expect, foresee, push_luck, set_each
from araxes.engines.lanes_habit import answer_pool, recall
from araxes.engines.lanes_issues import close_issues, move_issues, open_issues, perceive
from araxes.engines.lanes_luck import draw_luck
from araxes.engines.lanes_memory import remember
from araxes.engines.lanes_push import appraise, suffer
from araxes.engines.tables import Tables
from araxes.engines.tables_outside import FREE
from araxes.rules.habit import Tree
from araxes.rules.memory import surprise
from araxes.rules.remember import Memory


def run_block(
    t: Tables,
    x: Lanes,
    order: NDArray[np.uint64],
    acts: NDArray[np.int8],
    status: NDArray[np.float32],
    foresight: Foresight,
) -> None:
    """Simulate a block of replicates, and read off the distribution of the acts of wanted weeks before they are drawn.

    Parameters
    ----------
    t : Tables
    x : Lanes
        Overwritten; at the end the memories after the last week.
    order : ndarray of uint64, shape (2,)
        Number of the first replicate, and the seed.
    acts : ndarray of int8, shape (replicates, weeks, S, S)
        Overwritten with rungs, -1 on the diagonal; at most as many replicates as there are lanes.
    status : ndarray of float32, shape (replicates, weeks, M)
        Overwritten.
    foresight : Foresight
        Overwritten where a week is wanted; as many lanes as `x` has.
    """
    seed = order[1]
    begin(t, x.replicate, x.memory, x.drawn, order[0])
    open_issues(t.issues, x.views)
    alone = moving(t.rules)
    if not alone:
        for week in range(acts.shape[1]):
            perceive(t.issues, x.views, week, week, status)
            close_issues(t.keep.bar, x.views)
    for week in range(acts.shape[1]):
        at = 0 if alone else week
        if alone:
            perceive(t.issues, x.views, week, 0, status)
        number = np.uint64(t.first_week + week) & LOW
        draw_luck(t.own_pair, t.shared_pair, number, t.rules.shared_luck, seed, x.replicate, x.week.luck, x.work)
        look(t.tree, t.pool_floor, t.class_floor, x.memory, x.week, x.work)
        aggrieved, pressure = x.views.aggrieved[at], x.views.pressed[at]
        for i in range(len(t.deciding)):
            for j in range(len(t.deciding)):
                if i == j:
                    continue
                if t.outside.forced[week, i, j] != FREE:
                    set_each(x.week.rung[i, j], t.outside.forced[week, i, j])
                    expect(foresight, week, i, j, t.outside.forced[week, i, j])
                    continue
                suffer(t.outside, t.place, t.deciding[j], x.week.surprise, week, i, j, x.work)
                appraise(
                    t.outside, t.rules.crisis_level, x.memory, x.drawn, x.week.surprise, x.work, aggrieved[i, j],
                    pressure[i, j], week, i, j,
                )  # fmt: skip
                recall(
                    t.tree, x.memory, t.anchor[i, j], t.rules.borrowing, x.week.pooled[t.dyad_class[i, j]], x.work, i, j
                )  # fmt: skip
                foresee(foresight, week, i, j, x.work, t.rules.epsilon)
                push_luck(x.week.luck[i, j], x.work.s, t.rules.epsilon, x.work.eta)
                choose(x.work.cumulative, x.work.eta, len(t.hostility), x.week.rung[i, j])
        remember(t.rules, t.keep, t.hostility, t.dyad_class, x.memory, x.week.rung, x.work.term, x.views.wronged[at])
        write_acts(x.week.rung, week, acts)
        if alone:
            move_issues(t.issues, t.rules, x.views, x.week.rung, week)
            close_issues(t.keep.bar, x.views)


def begin(t: Tables, replicate: NDArray[np.uint64], memory: Memory, drawn: Drawn, first: np.uint64) -> None:
    """Set memories to those at the origin and weights to those of each replicate's draw."""
    copy_square(t.start.fast, memory.fast)
    copy_square(t.start.slow, memory.slow)
    copy_square(t.start.short, memory.short)
    copy_square(t.start.long, memory.long)
    copy_square(t.start.commitment, memory.commitment)
    copy_row(t.start.pool, memory.pool)
    copy_square(t.start.class_pool, memory.class_pool)
    for i in range(len(t.deciding)):
        copy_square(t.start.counts[i], memory.counts[i])
        copy_square(t.start.repertoire[i], memory.repertoire[i])
    for r in range(len(replicate)):
        replicate[r] = first + np.uint64(r)
        draw = np.int64(replicate[r]) % len(t.push)
        for i in range(len(t.deciding)):
            drawn.activity[i, r] = t.activity[draw, i]
            drawn.overstretch[i, r] = t.overstretch[draw, i]
            for index in range(drawn.push.shape[1]):
                drawn.push[i, index, r] = t.push[draw, i, index]


def copy_square(source: Floats, out: Floats) -> None:
    """Write a table into every lane."""
    for i in range(len(source)):
        copy_row(source[i], out[i])


def copy_row(source: Floats, out: Floats) -> None:
    """Write a row into every lane."""
    for k in range(len(source)):
        for r in range(out.shape[1]):
            out[k, r] = source[k]


def look(tree: Tree, pool_floor: Floats, class_floor: Floats, memory: Memory, now: Week, work: Work) -> None:
    """Lay out what all states read this week: surprises and the pools' answers."""
    for i in range(memory.fast.shape[0]):
        for j in range(memory.fast.shape[1]):
            surprise_each(memory.fast[i, j], memory.slow[i, j], now.surprise[i, j])
    for g in range(len(now.pooled)):
        answer_pool(tree, 1, memory.class_pool[g], class_floor[g], work, now.pooled[g])
        answer_pool(tree, 0, memory.pool, pool_floor, work, now.pooled[g])


def surprise_each(fast: Floats, slow: Floats, out: Floats) -> None:
    """Write the surprise of every lane."""
    for r in range(len(out)):
        out[r] = surprise(fast[r], slow[r])


def write_acts(rung: Whole, week: int, acts: NDArray[np.int8]) -> None:
    """Write the week's rungs of the lanes that are wanted."""
    for i in range(rung.shape[0]):
        for j in range(rung.shape[1]):
            for r in range(len(acts)):
                acts[r, week, i, j] = rung[i, j, r] if i != j else FREE
