"""Blocks of lanes: the weeks one after the other, and in each what happens in which order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Rungs, Whole
from araxes.engines.draws import LOW
from araxes.engines.lanes import Drawn, Foresight, Half, Lanes, Week, Work, moving
from araxes.engines.lanes_choice import (
    answer,
    ask_questions,
    choose,
    foresee,
    foresee_once_told,
    look_ahead,
    weigh_act,
)
from araxes.engines.lanes_habit import answer_pool, recall
from araxes.engines.lanes_issues import close_issues, move_issues, open_issues, perceive
from araxes.engines.lanes_luck import draw_luck, share_luck_of_answer, share_luck_of_kind
from araxes.engines.lanes_memory import remember
from araxes.engines.lanes_push import appraise
from araxes.engines.outside import FREE
from araxes.engines.tables import Tables
from araxes.rules.arrays import ArrayMemory
from araxes.rules.habit import Tree


def run_block(
    t: Tables,
    x: Lanes,
    order: NDArray[np.uint64],
    acts: Rungs,
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
    choose_draws(x.replicate, t.wants.value.shape[1], x.stakes.draw)
    moved = moving(t.scalars)
    open_issues(t.wants, t.levers, t.bar, t.deciding, x.stakes, x.views, moved)
    for week in range(acts.shape[1]):
        perceive(t.wants, t.levers, t.signals, t.knows, t.deciding, x.stakes, x.views, week, moved, status)
        number = np.uint64(t.first_week + week) & LOW
        look(t.tree, t.pool_floor, t.class_floor, x.memory, x.week, x.work)
        for i in range(len(t.deciding)):
            for j in range(i + 1, len(t.deciding)):
                one, other, revealing = x.work.one, x.work.other, t.outside.revealing[week]
                prepare(t, x, week, i, j, one)
                prepare(t, x, week, j, i, other)
                expect(t, foresight, week, i, j, one, other)
                expect(t, foresight, week, j, i, other, one)
                draw_luck(t.own_pair[i, j], t.own_pair[j, i], t.shared_pair[i, j], number, seed, x.replicate, x.work)
                share_luck_of_answer(t.luck.hostile, revealing[j, i], t.scalars.quiet, x.work, one, other)
                share_luck_of_answer(t.luck.hostile, revealing[i, j], t.scalars.quiet, x.work, other, one)
                answer(one, t.outside.forced[week, i, j], t.scalars.quiet)
                answer(other, t.outside.forced[week, j, i], t.scalars.quiet)
                share_luck_of_kind(t.luck, x.work)
                act(t, x.week, week, i, j, one)
                act(t, x.week, week, j, i, other)
        remember(t.scalars, t.keep, t.hostility, t.dyad_class, x.memory, x.week, x.work.term)
        write_acts(x.week.rung, week, acts)
        if moved:
            move_issues(t.scalars, t.deciding, x.stakes, x.views, x.week.rung)
        close_issues(t.keep.bar, x.views)


def prepare(t: Tables, x: Lanes, week: int, i: int, j: int, half: Half) -> None:
    """Appraise, recall habit and push the questions of i towards j, and write down what was to be expected."""
    epoch = t.wants.epoch[week + 1]
    received, joined = t.outside.received[week, i, j], t.outside.joined[week, i, j]
    appraise(
        t.wants.value, t.levers, x.stakes, x.views, x.memory, x.drawn, x.work.term, epoch, i, j, half, received, joined
    )
    pooled = x.week.pooled[t.dyad_class[i, j]]
    recall(t.tree, x.memory.counts, t.anchor[i, j], t.scalars.borrowing, pooled, x.work, i, j, half.cumulative)
    ask_questions(t.scalars, half)
    look_ahead(t.scalars, t.hostility, half, x.week, i, j)


def expect(t: Tables, foresight: Foresight, week: int, i: int, j: int, half: Half, reverse: Half) -> None:
    """Write the chances of the act of i towards j where the week is wanted, given what is forced on either half."""
    if foresight.place[week] >= 0:
        out = foresight.cumulative[foresight.place[week], i, j]
        foresee(out, half, t.outside.forced[week, i, j])
        told = t.outside.revealing[week, j, i]
        if t.outside.forced[week, i, j] < 0 and told >= 0:
            foresee_once_told(out, half, reverse, told > t.scalars.quiet, t.luck.hostile)


def act(t: Tables, now: Week, week: int, i: int, j: int, half: Half) -> None:
    """Choose the act of i towards j, and weigh it."""
    choose(half, t.outside.forced[week, i, j], len(t.hostility), t.scalars.quiet, now.rung[i, j])
    weigh_act(t.scalars, half, t.outside.standing[week, i, j] == 1, now, i, j)


def begin(t: Tables, replicate: NDArray[np.uint64], memory: ArrayMemory, drawn: Drawn, first: np.uint64) -> None:
    """Set memories to those at the origin and weights to those of each replicate's draw."""
    copy_square(t.start.fast, memory.fast)
    copy_square(t.start.alarm, memory.alarm)
    copy_square(t.start.thaw, memory.thaw)
    copy_square(t.start.contact, memory.contact)
    copy_row(t.start.pool, memory.pool)
    copy_square(t.start.class_pool, memory.class_pool)
    for i in range(len(t.deciding)):
        copy_square(t.start.counts[i], memory.counts[i])
    for r in range(len(replicate)):
        replicate[r] = first + np.uint64(r)
        draw = np.int64(replicate[r]) % len(t.push)
        for i in range(len(t.deciding)):
            drawn.contact[i, r] = t.contact[draw, i]
            for index in range(drawn.push.shape[1]):
                drawn.push[i, index, r] = t.push[draw, i, index]


def choose_draws(replicate: NDArray[np.uint64], draws: int, out: Whole) -> None:
    """Write each lane's draw of the judgements."""
    for r in range(len(out)):
        out[r] = np.int64(replicate[r]) % draws


def copy_square(source: Floats, out: Floats) -> None:
    """Write a table into every lane."""
    for i in range(len(source)):
        copy_row(source[i], out[i])


def copy_row(source: Floats, out: Floats) -> None:
    """Write a row into every lane."""
    for k in range(len(source)):
        for r in range(out.shape[1]):
            out[k, r] = source[k]


def look(tree: Tree, pool_floor: Floats, class_floor: Floats, memory: ArrayMemory, now: Week, work: Work) -> None:
    """Lay out what all states read this week: the pools' answers."""
    for g in range(len(now.pooled)):
        answer_pool(tree, 1, memory.class_pool[g], class_floor[g], work, now.pooled[g])
        answer_pool(tree, 0, memory.pool, pool_floor, work, now.pooled[g])


def write_acts(rung: Whole, week: int, acts: Rungs) -> None:
    """Write the week's rungs of the lanes that are wanted."""
    for i in range(rung.shape[0]):
        for j in range(rung.shape[1]):
            for r in range(len(acts)):
                acts[r, week, i, j] = rung[i, j, r] if i != j else FREE
