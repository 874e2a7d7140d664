"""A week in lanes: its order, luck and choices.

Blocks of lanes: the weeks one after the other, and in each what happens in which order.

Choice in lanes: the week's luck, the pushed questions answered under it, and acts picked, weighed or foreseen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Rungs, Whole
from araxes.engines.calendar import FREE
from araxes.engines.draws import LOW, SHIFT, Purpose, rounds, unit
from araxes.engines.kernel.dyads import answer_pool, appraise, recall, remember
from araxes.engines.kernel.issues import close_issues, move_issues, open_issues, perceive
from araxes.engines.kernel.lanes import Drawn, Foresight, Half, Lanes, Week, Work, issues_move
from araxes.engines.kernel.tables import Scalars, Tables
from araxes.rules.alarm import expected_hostility
from araxes.rules.arrays import ArrayMemory
from araxes.rules.choose import (
    Pushed,
    friendly_chance,
    is_hostile,
    keep_on_side,
    luck_in_habit,
    push_questions,
    pushed_cumulative,
    under,
)
from araxes.rules.habit import Tree
from araxes.rules.luck import Luck, cumulative_once_told, friendly_once_told, luck, reveal_luck, share_of_kind
from araxes.rules.memory import Foreseen, act_credit


def ask_questions(scalars: Scalars, half: Half) -> None:
    """Push the questions of a half, from its habit and pushes."""
    up_to, asked = half.cumulative, half.asked
    friendly, wordy = up_to[scalars.quiet], up_to[max(scalars.violence_rung - 1, scalars.quiet)]
    for r in range(len(half.eta)):
        cooperative = up_to[scalars.quiet - 1, r] if scalars.quiet > 0 else 0.0
        p = push_questions(cooperative, friendly[r], wordy[r], half.eta[r], half.zeta[r], half.delta[r])
        asked.cooperative[r] = p.cooperative
        asked.friendly[r] = p.friendly
        asked.wordy[r] = p.wordy
        asked.fewer_cooperative[r] = p.fewer_cooperative
        asked.more_quiet[r] = p.more_quiet
        asked.fewer_friendly[r] = p.fewer_friendly
        asked.more_hostile[r] = p.more_hostile
        asked.fewer_wordy[r] = p.fewer_wordy
        asked.more_violent[r] = p.more_violent


def question(half: Half, r: int) -> Pushed:
    """Return the pushed questions of one lane."""
    a = half.asked
    return Pushed(
        a.cooperative[r],
        a.friendly[r],
        a.wordy[r],
        a.fewer_cooperative[r],
        a.more_quiet[r],
        a.fewer_friendly[r],
        a.more_hostile[r],
        a.fewer_wordy[r],
        a.more_violent[r],
    )


def _answer(half: Half, forced: int, quiet: int) -> None:
    """Answer "hostile?" at the week's luck, or as the act answers that a scenario forces (-1: none)."""
    for r in range(len(half.answer)):
        if forced >= 0:
            half.hostile[r] = 1 if forced > quiet else 0
        else:
            half.hostile[r] = 1 if is_hostile(half.answer[r], question(half, r)) else 0


def choose(half: Half, forced: int, rungs: int, quiet: int, out: Whole) -> None:
    """Write the rung that luck falls on, or the one that is forced (-1: none)."""
    if forced >= 0:
        for r in range(len(out)):
            out[r] = forced
        return
    for r in range(len(out)):
        half.kind[r] = luck_in_habit(half.hostile[r] == 1, half.kind[r], question(half, r))
        out[r] = 0
    for k in range(rungs - 1):
        for r in range(len(out)):
            out[r] += under(half.cumulative[k, r], half.kind[r])
    for r in range(len(out)):
        out[r] = keep_on_side(out[r], half.hostile[r] == 1, quiet)


def look_ahead(scalars: Scalars, hostility: Floats, half: Half, now: Week, i: int, j: int) -> None:
    """Write what habit made expect of the act of i towards j."""
    up_to, expected = half.cumulative, now.expected[i, j]
    for r in range(len(expected)):
        expected[r] = expected_hostility(up_to[:, r], hostility, scalars.quiet)  # type: ignore[arg-type]
        now.cooperation[i, j, r] = half.asked.cooperative[r]
        now.coercion[i, j, r] = 1 - up_to[scalars.coercion_rung - 1, r] if scalars.coercion_rung > 0 else 1.0


def weigh_act(scalars: Scalars, half: Half, standing: bool, now: Week, i: int, j: int) -> None:
    """Write the credit of the act of i towards j; one that has stood since an earlier week earns none."""
    for r in range(len(half.eta)):
        seen = Foreseen(0.0, 0.0, 0.0, half.asked.fewer_friendly[r], half.asked.more_hostile[r])
        credit = act_credit(now.rung[i, j, r], scalars.quiet, seen, scalars.credit_cap)
        now.weight[i, j, r] = 0.0 if standing else credit


def foresee_half(out: Floats, half: Half, forced: int) -> None:
    """Write G(k), the chance of an act of at most rung k, before anything is told; a forced act (-1: none) is certain."""
    for k in range(len(out)):
        for r in range(out.shape[1]):
            if forced >= 0:
                out[k, r] = 1.0 if k >= forced else 0.0
            else:
                out[k, r] = pushed_cumulative(half.cumulative[k, r], question(half, r))


def foresee_once_told(out: Floats, half: Half, reverse: Half, hostile: bool, share: float) -> None:
    """Move G(k) to the chances given the answer to "hostile?" that is forced on the reverse half."""
    for r in range(out.shape[1]):
        friendly = friendly_chance(question(half, r))
        told = friendly_once_told(friendly, hostile, friendly_chance(question(reverse, r)), share)
        for k in range(len(out)):
            out[k, r] = cumulative_once_told(out[k, r], friendly, told)


OWN, SHARED, SHARED_KIND = np.uint64(Purpose.OWN), np.uint64(Purpose.SHARED), np.uint64(Purpose.SHARED_KIND)


def draw_luck(
    own: np.uint64,
    reverse: np.uint64,
    pair: np.uint64,
    number: np.uint64,
    seed: np.uint64,
    replicate: NDArray[np.uint64],
    work: Work,
) -> None:
    """Draw what the week's luck of a dyad is made of: of both answers to "hostile?" and of the kind of act.

    Parameters
    ----------
    own, reverse, pair : uint64
        Numbers of both directed dyads and of the pair, in the addresses.
    number : uint64
        Of the week.
    seed, replicate
        The rest of the address.
    work : Work
        Overwritten.
    """
    draw_two(replicate, number, SHARED, pair, seed, work.coin, work.shared)
    draw_two(replicate, number, SHARED_KIND, pair, seed, work.coin_kind, work.shared_kind)
    draw_two(replicate, number, OWN, own, seed, work.one.answer, work.one.kind)
    draw_two(replicate, number, OWN, reverse, seed, work.other.answer, work.other.kind)


def draw_two(
    replicate: NDArray[np.uint64],
    number: np.uint64,
    purpose: np.uint64,
    pair: np.uint64,
    seed: np.uint64,
    first: Floats,
    second: Floats,
) -> None:
    """Draw the two numbers that an address holds."""
    for r in range(len(first)):
        w0, w1, w2, w3 = rounds(replicate[r], number, purpose, pair, seed & LOW, seed >> SHIFT)
        first[r] = unit(w0, w1)
        second[r] = unit(w2, w3)


def share_luck_of_answer(share: float, told: int, quiet: int, work: Work, half: Half, reverse: Half) -> None:
    """Let a half share the luck of "hostile?" where the coin says so, as revealed by the act forced on the reverse half (-1: none)."""
    for r in range(len(work.coin)):
        shared = work.shared[r]
        if told >= 0:
            shared = reveal_luck(shared, told > quiet, friendly_chance(question(reverse, r)))
        half.answer[r] = luck(work.coin[r], shared, half.answer[r], share)


def share_luck_of_kind(shares: Luck, work: Work) -> None:
    """Let both halves share the luck of the kind of act, where they answered alike and the coin says so."""
    one, other = work.one, work.other
    for r in range(len(work.coin_kind)):
        hostile, reverse = one.hostile[r] == 1, other.hostile[r] == 1
        share = share_of_kind(hostile, reverse, shares.friendly_kind, shares.hostile_kind)
        one.kind[r] = luck(work.coin_kind[r], work.shared_kind[r], one.kind[r], share)
        other.kind[r] = luck(work.coin_kind[r], work.shared_kind[r], other.kind[r], share)


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
    moved = issues_move(t.scalars)
    open_issues(t.wants, t.levers, t.bar, t.deciding, x.stakes, x.views, moved)
    for week in range(acts.shape[1]):
        perceive(t.wants, t.levers, t.signals, t.knows, t.deciding, x.stakes, x.views, week, moved, status)
        number = np.uint64(t.first_week + week) & LOW
        look(t.tree, t.pool_floor, t.class_floor, x.memory, x.week, x.work)
        for i in range(len(t.deciding)):
            for j in range(i + 1, len(t.deciding)):
                one, other, revealing = x.work.one, x.work.other, t.outside.revealing[week]
                _prepare(t, x, week, i, j, one)
                _prepare(t, x, week, j, i, other)
                expect(t, foresight, week, i, j, one, other)
                expect(t, foresight, week, j, i, other, one)
                draw_luck(t.own_pair[i, j], t.own_pair[j, i], t.shared_pair[i, j], number, seed, x.replicate, x.work)
                share_luck_of_answer(t.luck.hostile, revealing[j, i], t.scalars.quiet, x.work, one, other)
                share_luck_of_answer(t.luck.hostile, revealing[i, j], t.scalars.quiet, x.work, other, one)
                _answer(one, t.outside.forced[week, i, j], t.scalars.quiet)
                _answer(other, t.outside.forced[week, j, i], t.scalars.quiet)
                share_luck_of_kind(t.luck, x.work)
                act(t, x.week, week, i, j, one)
                act(t, x.week, week, j, i, other)
        remember(t.scalars, t.keep, t.hostility, t.dyad_class, x.memory, x.week, x.work.term)
        write_acts(x.week.rung, week, acts)
        if moved:
            move_issues(t.scalars, t.deciding, x.stakes, x.views, x.week.rung)
        close_issues(t.keep.bar, x.views)


def _prepare(t: Tables, x: Lanes, week: int, i: int, j: int, half: Half) -> None:
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
        foresee_half(out, half, t.outside.forced[week, i, j])
        told = t.outside.revealing[week, j, i]
        if t.outside.forced[week, i, j] < 0 and told >= 0:
            foresee_once_told(out, half, reverse, told > t.scalars.quiet, t.luck.hostile)


def act(t: Tables, now: Week, week: int, i: int, j: int, half: Half) -> None:
    """Choose the act of i towards j, and weigh it."""
    choose(half, t.outside.forced[week, i, j], len(t.hostility), t.scalars.quiet, now.rung[i, j])
    weigh_act(t.scalars, half, t.outside.standing[week, i, j] == 1, now, i, j)


def begin(t: Tables, replicate: NDArray[np.uint64], memory: ArrayMemory, drawn: Drawn, first: np.uint64) -> None:
    """Set memories to those at the origin and weights to those of each replicate's draw."""
    _copy_square(t.start.fast, memory.fast)
    _copy_square(t.start.alarm, memory.alarm)
    _copy_square(t.start.thaw, memory.thaw)
    _copy_square(t.start.contact, memory.contact)
    copy_row(t.start.pool, memory.pool)
    _copy_square(t.start.class_pool, memory.class_pool)
    for i in range(len(t.deciding)):
        _copy_square(t.start.counts[i], memory.counts[i])
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


def _copy_square(source: Floats, out: Floats) -> None:
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
