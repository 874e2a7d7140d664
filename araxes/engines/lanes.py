"""Lanes: the same week in many replicates side by side, one lane a replicate.

The last axis of every array is the lane, and every inner loop runs over lanes, so that compilers turn it into vector instructions. What is
worked out for a lane is worked out by the functions of `araxes.rules`, one scalar at a time, in the order in which Mesa agents call them:
a lane equals a Mesa run to the last bit. These are plain functions; `araxes.engines.kernel` compiles them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.engines.draws import LOW, SHIFT, Purpose, rounds, unit
from araxes.engines.tables import FREE, Floats, Issues, Outside, Rules, Tables, Whole
from araxes.rules.attention import spread
from araxes.rules.bar import excess, raise_bar
from araxes.rules.choose import pushed_cumulative, pushed_luck, under
from araxes.rules.deterrence import deterrence
from araxes.rules.grievance import gap, grievance
from araxes.rules.habit import Tree, blended, gathered, pooled_answer, portion
from araxes.rules.interdependence import interdependence
from araxes.rules.issues import accord_move, believe, force_move
from araxes.rules.leader import leader
from araxes.rules.luck import luck
from araxes.rules.mediation import mediation
from araxes.rules.memory import faded, fold, surprise
from araxes.rules.numerics import plus
from araxes.rules.reciprocity import friendly_reciprocity, hostile_reciprocity, momentum
from araxes.rules.red_line import committed, crossed, pressed, red_line, wronged_by
from araxes.rules.remember import Keep, Memory
from araxes.rules.terms import TERMS

OWN, SHARED = np.uint64(Purpose.OWN), np.uint64(Purpose.SHARED)
(
    HOSTILE,
    FRIENDLY,
    MOMENTUM,
    SOLIDARITY,
    ALIGNMENT,
    ENTANGLEMENT,
    GRIEVANCE,
    RED_LINE,
    DETERRENCE,
    INTERDEPENDENCE,
    MEDIATION,
    LEADER,
) = range(len(TERMS))


class Drawn(NamedTuple):
    """Weights of each lane's parameter draw: `push` (S, terms, L), `activity` and `overstretch` (S, L)."""

    push: Floats
    activity: Floats
    overstretch: Floats


class Week(NamedTuple):
    """What holds in the current week.

    Attributes
    ----------
    surprise, luck : shape (S, S, L)
    pooled : shape (classes, B, L)
        Answers of the pools.
    rung : int, shape (S, S, L)
    """

    surprise: Floats
    luck: Floats
    pooled: Floats
    rung: Whole


class Work(NamedTuple):
    """Working space for one dyad.

    Attributes
    ----------
    counts : shape (K, L)
        Weeks of evidence, or of a pool.
    totals, inside : shape (Q, L)
        Weeks below every question, and the chance of all of its rungs.
    cumulative : shape (K, L)
    eta, s, term, coin, shared : shape (L,)
    """

    counts: Floats
    totals: Floats
    inside: Floats
    cumulative: Floats
    eta: Floats
    s: Floats
    term: Floats
    coin: Floats
    shared: Floats


class Views(NamedTuple):
    """Issues as states see them, in one lane where no act moves an issue (I = 1), else in every lane (I = L).

    Attributes
    ----------
    status, moves : shape (M, I)
        True statuses, and by how much acts move them this week.
    believed, gap, gap_bar, gap_over, line, line_bar, line_over : shape (S, M, I)
    aggrieved, pressed, wronged : shape (weeks, S, S, I)
        Of all weeks where no act moves an issue, else of the current one.
    """

    status: Floats
    moves: Floats
    believed: Floats
    gap: Floats
    gap_bar: Floats
    gap_over: Floats
    line: Floats
    line_bar: Floats
    line_over: Floats
    aggrieved: Floats
    pressed: Floats
    wronged: Floats


class Foresight(NamedTuple):
    """What the weeks of a forecast hold in store.

    Attributes
    ----------
    place : int, shape (weeks,)
        Where a week is written, -1 where it is not wanted.
    cumulative : shape (wanted weeks, S, S, K - 1, L)
        Overwritten with G(k) = P(Y <= k) of the week's act, given all weeks before; 0 on the diagonal.
    """

    place: Whole
    cumulative: Floats


class Lanes(NamedTuple):
    """State and working space of a block of replicates; S states, K rungs, B branches, Q questions, M issues, L lanes."""

    replicate: NDArray[np.uint64]
    memory: Memory
    drawn: Drawn
    week: Week
    work: Work
    views: Views


def moving(rules: Rules) -> bool:
    """Return whether acts move issues."""
    return rules.accord_share > 0 or rules.force_share > 0


def lanes(t: Tables, width: int) -> Lanes:
    """Return the working space of a block of `width` replicates."""
    s, k, b, q, m = len(t.deciding), len(t.hostility), len(t.tree.low), len(t.tree.shrinkage), len(t.issues.before)
    weeks, classes = len(t.issues.dated), len(t.class_floor)
    rows, wide = (1, width) if moving(t.rules) else (weeks, 1)
    square, by_state, by_dyad = (s, s, width), (s, m, wide), (rows, s, s, wide)

    def empty(kind: type[Any], shapes: dict[str, tuple[int, ...]]) -> Any:
        return kind(**{name: np.zeros(shapes.get(name, shapes[""])) for name in kind._fields})

    memories = {"": square, "counts": (s, s, k, width), "pool": (k, width), "class_pool": (classes, k, width)}
    spaces = {"": (width,), "counts": (k, width), "cumulative": (k, width), "totals": (q, width), "inside": (q, width)}
    views = {"": by_state} | dict.fromkeys(("status", "moves"), (m, wide))
    return Lanes(
        replicate=np.zeros(width, dtype=np.uint64),
        memory=empty(Memory, memories),
        drawn=empty(Drawn, {"": (s, width), "push": (s, len(TERMS), width)}),
        week=empty(Week, {"": square, "pooled": (classes, b, width)})._replace(rung=np.zeros(square, dtype=np.int64)),
        work=empty(Work, spaces),
        views=empty(Views, views | dict.fromkeys(("aggrieved", "pressed", "wronged"), by_dyad)),
    )


# --- The block ---------------------------------------------------------------------------------------------------------


def run_block(
    t: Tables, x: Lanes, order: NDArray[np.uint64], acts: NDArray[np.int8], status: NDArray[np.float32]
) -> None:
    """Simulate a block of replicates.

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
    """
    simulate_block(t, x, order, acts, status, None)


def foresee_block(
    t: Tables,
    x: Lanes,
    order: NDArray[np.uint64],
    acts: NDArray[np.int8],
    status: NDArray[np.float32],
    foresight: Foresight,
) -> None:
    """Simulate a block of replicates, and read off the distribution of the acts of some weeks before they are drawn.

    Parameters
    ----------
    t, x, order, acts, status
        As for `run_block`, and overwritten with the same.
    foresight : Foresight
        Overwritten; as many lanes as `x` has.
    """
    simulate_block(t, x, order, acts, status, foresight)


def simulate_block(
    t: Tables,
    x: Lanes,
    order: NDArray[np.uint64],
    acts: NDArray[np.int8],
    status: NDArray[np.float32],
    foresight: Foresight | None,
) -> None:
    """Simulate a block of replicates, with or without foresight; see `run_block` and `foresee_block`."""
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
                    t.tree, x.memory.counts[i, j], x.memory.counts[j, i], t.anchor[i, j], t.rules.borrowing,
                    x.week.pooled[t.dyad_class[i, j]], x.work,
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


def write_acts(rung: Whole, week: int, acts: NDArray[np.int8]) -> None:
    """Write the week's rungs of the lanes that are wanted."""
    for i in range(rung.shape[0]):
        for j in range(rung.shape[1]):
            for r in range(len(acts)):
                acts[r, week, i, j] = rung[i, j, r] if i != j else FREE


# --- Issues ------------------------------------------------------------------------------------------------------------


def open_issues(q: Issues, y: Views) -> None:
    """Set statuses, beliefs and bars to those at the origin."""
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.status[m, r] = q.before[m]
            for i in range(len(q.gap)):
                y.believed[i, m, r] = q.before[m]
                y.gap_bar[i, m, r] = q.gap[i, m]
                y.line_bar[i, m, r] = q.crossed[i, m]


def perceive(q: Issues, y: Views, week: int, at: int, status: NDArray[np.float32]) -> None:
    """Let dated statuses and signals arrive, see the issues, and hold others responsible; written at row `at`."""
    for m in range(len(y.status)):
        if q.moved[week, m]:
            for r in range(y.status.shape[1]):
                y.status[m, r] = q.dated[week, m]
        for r in range(len(status)):
            status[r, week, m] = y.status[m, r if y.status.shape[1] > 1 else 0]
    for k in range(q.heard_first[week], q.heard_first[week + 1]):
        hear(q, y.believed, k)
    for i in range(len(q.gap)):
        for m in range(len(y.status)):
            view(q, y, week, i, m)
        for j in range(len(q.gap)):
            if i != j:
                hold_responsible(q, y, week, at, i, j)


def hear(q: Issues, believed: Floats, k: int) -> None:
    """Let signal k move the beliefs of those who hear it."""
    m = q.heard_issue[k]
    for i in range(len(believed)):
        if q.heard_by[k, i] >= 0:
            for r in range(len(believed[i, m])):
                believed[i, m, r] = believe(believed[i, m, r], q.heard_by[k, i], q.heard_cost[k], q.heard_value[k])


def view(q: Issues, y: Views, week: int, i: int, m: int) -> None:
    """Compare an issue, as state i believes it to be, with what it wants and with its red line."""
    for r in range(y.status.shape[1]):
        if q.knows[i, m]:
            y.believed[i, m, r] = y.status[m, r]
        y.gap[i, m, r] = gap(y.believed[i, m, r], q.position[week, i, m])
        y.line[i, m, r] = crossed(y.believed[i, m, r], q.line[week, i, m], q.side[week, i, m])
        y.gap_over[i, m, r] = excess(y.gap[i, m, r], y.gap_bar[i, m, r])
        y.line_over[i, m, r] = excess(y.line[i, m, r], y.line_bar[i, m, r])


def hold_responsible(q: Issues, y: Views, week: int, at: int, i: int, j: int) -> None:
    """Work out how far state i holds state j responsible for issues that moved away and lines that are crossed."""
    blamed = q.blame[week, i, j]
    for r in range(y.status.shape[1]):
        y.wronged[at, i, j, r] = wronged_by(y.line[i, :, r], blamed)  # type: ignore[arg-type]
        y.pressed[at, i, j, r] = pressed(y.line_over[i, :, r], blamed)  # type: ignore[arg-type]
        y.aggrieved[at, i, j, r] = grievance(q.salience[week, i], y.gap_over[i, :, r], blamed)  # type: ignore[arg-type]


def close_issues(keep: float, y: Views) -> None:
    """Get used to how things are."""
    states, issues, wide = y.gap.shape
    for i in range(states):
        for m in range(issues):
            for r in range(wide):
                y.gap_bar[i, m, r] = raise_bar(y.gap_bar[i, m, r], keep, y.gap[i, m, r])
                y.line_bar[i, m, r] = raise_bar(y.line_bar[i, m, r], keep, y.line[i, m, r])


def move_issues(q: Issues, rules: Rules, y: Views, rung: Whole, week: int) -> None:
    """Move the pairs' issues by the week's accords and violence, all from the statuses at the week's start."""
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.moves[m, r] = 0.0
    for i in range(rung.shape[0]):
        for j in range(rung.shape[1]):
            if q.pair[week, i, j] >= 0:
                move_issue(q, rules, y, rung[i, j], week, i, j)
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.status[m, r] = min(max(y.status[m, r] + y.moves[m, r], 0.0), 1.0)


def move_issue(q: Issues, rules: Rules, y: Views, rung: Whole, week: int, i: int, j: int) -> None:
    """Add to the moves of a pair's issue what i's act towards j does."""
    m = q.pair[week, i, j]
    own, other = q.capability[week, i] * q.salience[week, i, m], q.capability[week, j] * q.salience[week, j, m]
    wants, theirs, ratio = q.position[week, i, m], q.position[week, j, m], q.log_ratio[week, i, j]
    for r in range(len(rung)):
        if rung[r] <= rules.accord_rung:
            y.moves[m, r] += accord_move(y.status[m, r], rules.accord_share, wants, theirs, own, other)
        if rung[r] >= rules.violence_rung:
            y.moves[m, r] += force_move(y.status[m, r], rules.force_share, wants, ratio)


# --- Luck --------------------------------------------------------------------------------------------------------------


def draw_luck(
    own_pair: NDArray[np.uint64],
    shared_pair: NDArray[np.uint64],
    number: np.uint64,
    share: float,
    seed: np.uint64,
    replicate: NDArray[np.uint64],
    u: Floats,
    work: Work,
) -> None:
    """Draw the week's luck of every dyad."""
    coin, shared = work.coin, work.shared
    for i in range(len(own_pair)):
        for j in range(i + 1, len(own_pair)):
            draw_shared(replicate, number, shared_pair[i, j], seed, coin, shared)
            draw_own(replicate, number, own_pair[i, j], seed, coin, shared, share, u[i, j])
            draw_own(replicate, number, own_pair[j, i], seed, coin, shared, share, u[j, i])


def draw_shared(
    replicate: NDArray[np.uint64], number: np.uint64, pair: np.uint64, seed: np.uint64, coin: Floats, shared: Floats
) -> None:
    """Draw what both halves of a dyad share."""
    for r in range(len(coin)):
        w0, w1, w2, w3 = rounds(replicate[r], number, SHARED, pair, seed & LOW, seed >> SHIFT)
        coin[r] = unit(w0, w1)
        shared[r] = unit(w2, w3)


def draw_own(
    replicate: NDArray[np.uint64],
    number: np.uint64,
    pair: np.uint64,
    seed: np.uint64,
    coin: Floats,
    shared: Floats,
    share: float,
    out: Floats,
) -> None:
    """Draw the luck of one half of a dyad."""
    for r in range(len(coin)):
        w0, w1, _, _ = rounds(replicate[r], number, OWN, pair, seed & LOW, seed >> SHIFT)
        out[r] = luck(coin[r], shared[r], unit(w0, w1), share)


# --- The week ----------------------------------------------------------------------------------------------------------


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


def answer_pool(tree: Tree, by_class: int, pool: Floats, floor: Floats, work: Work, out: Floats) -> None:
    """Write a pool's answers to the questions that use this kind of pool."""
    for k in range(len(pool)):
        for r in range(pool.shape[1]):
            work.counts[k, r] = pool[k, r] + floor[k]
    sum_up(tree, work.counts, work.totals)
    for node in range(len(tree.shrinkage)):
        if tree.by_class[node] == by_class:
            start, stop = tree.first[node], tree.first[node + 1]
            for branch in range(start, stop):
                child = tree.child[branch]
                part = work.counts[tree.low[branch]] if child < 0 else work.totals[child]
                for r in range(pool.shape[1]):
                    out[branch, r] = pooled_answer(part[r], work.totals[node, r], stop - start)


def sum_up(tree: Tree, counts: Floats, totals: Floats) -> None:
    """Write the sums below every question, children first."""
    for node in range(len(tree.shrinkage) - 1, -1, -1):
        for r in range(totals.shape[1]):
            totals[node, r] = 0.0
        for branch in range(tree.first[node], tree.first[node + 1]):
            child = tree.child[branch]
            add_row(totals[node], counts[tree.low[branch]] if child < 0 else totals[child])


def add_row(total: Floats, part: Floats) -> None:
    """Add one row of lanes to another."""
    for r in range(len(total)):
        total[r] += part[r]


def push_luck(u: Floats, s: Floats, epsilon: float, eta: Floats) -> None:
    """Write v, the luck after push and spread, in place of the push."""
    for r in range(len(eta)):
        eta[r] = pushed_luck(u[r], eta[r], s[r], epsilon)


def foresee(foresight: Foresight | None, week: int, i: int, j: int, work: Work, epsilon: float) -> None:
    """Write G(k), the chance of an act of at most rung k, from habit, push and spread, where the week is wanted."""
    if foresight is None:
        return
    if foresight.place[week] >= 0:
        cumulative, eta, s = work.cumulative, work.eta, work.s
        out = foresight.cumulative[foresight.place[week], i, j]
        for k in range(len(out)):
            for r in range(len(eta)):
                out[k, r] = pushed_cumulative(cumulative[k, r], eta[r], s[r], epsilon)


def expect(foresight: Foresight | None, week: int, i: int, j: int, act: int) -> None:
    """Write G(k) of an act that is certain, where the week is wanted."""
    if foresight is None:
        return
    if foresight.place[week] >= 0:
        out = foresight.cumulative[foresight.place[week], i, j]
        for k in range(len(out)):
            for r in range(out.shape[1]):
                out[k, r] = 1.0 if k >= act else 0.0


def choose(cumulative: Floats, v: Floats, rungs: int, out: Whole) -> None:
    """Write the rung that contains v."""
    for r in range(len(out)):
        out[r] = 0
    for k in range(rungs - 1):
        for r in range(len(out)):
            out[r] += under(cumulative[k, r], v[r])


def set_each(rung: Whole, act: int) -> None:
    """Set the act of every lane."""
    for r in range(len(rung)):
        rung[r] = act


def suffer(o: Outside, place: Whole, target: int, shown: Floats, week: int, i: int, j: int, work: Work) -> None:
    """Write solidarity into `coin` and alignment into `shared`, which are free once luck is drawn."""
    side_with_friends(o, place, target, shown, week, i, j, 1, work.coin)
    side_with_friends(o, place, target, shown, week, i, j, 0, work.shared)


def appraise(
    o: Outside,
    crisis_level: float,
    memory: Memory,
    drawn: Drawn,
    shown: Floats,
    work: Work,
    aggrieved: Floats,
    pressure: Floats,
    week: int,
    i: int,
    j: int,
) -> None:
    """Weigh every term towards one target: push eta and spread s."""
    eta, weight, fast, sent = work.eta, drawn.push[i], memory.fast[i, j], shown[i, j]
    add_answers(eta, weight, shown[j, i], sent)
    add_each(eta, weight[SOLIDARITY], work.coin)
    add_each(eta, weight[ALIGNMENT], work.shared)
    add_same(eta, weight[ENTANGLEMENT], o.entanglement[week, i, j])
    add_issues(eta, weight, aggrieved, pressure, memory.commitment[i, j])
    add_restraint(eta, weight, o.preponderance[week, i, j], o.trade[week, i, j], fast, sent, crisis_level)
    add_mediation(eta, weight[MEDIATION], o.format[week, i, j], fast)
    add_same(eta, weight[LEADER], leader(o.hawkishness[week, i, j]))
    stretch(
        drawn.activity[i], memory.short[i, j], memory.long[i, j], drawn.overstretch[i], o.overstretch[week, i], work.s
    )


def add_answers(eta: Floats, weight: Floats, received: Floats, sent: Floats) -> None:
    """Begin the push with reciprocity and momentum."""
    for r in range(len(eta)):
        eta[r] = plus(0.0, weight[HOSTILE, r], hostile_reciprocity(received[r]))
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[FRIENDLY, r], friendly_reciprocity(received[r]))
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[MOMENTUM, r], momentum(sent[r]))


def side_with_friends(
    o: Outside, place: Whole, target: int, shown: Floats, week: int, i: int, j: int, suffered: int, out: Floats
) -> None:
    """Write what the target does to i's friends (`suffered` 1) or what they do to it (0), weighted by friendship."""
    for r in range(len(out)):
        out[r] = 0.0
    for actor in range(len(place)):
        tie, k = o.friendship[week, i, actor], place[actor]
        if tie == 0 or k in (i, j):
            continue
        if k < 0:
            same = o.surprise[week, target, actor] if suffered else o.surprise[week, actor, target]
            for r in range(len(out)):
                out[r] = plus(out[r], tie, same)
        else:
            add_scaled(out, tie, shown[j, k] if suffered else shown[k, j])


def add_scaled(out: Floats, weight: float, values: Floats) -> None:
    """Add a weighted value of every lane."""
    for r in range(len(out)):
        out[r] = plus(out[r], weight, values[r])


def add_each(eta: Floats, weight: Floats, values: Floats) -> None:
    """Add a term to the push."""
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[r], values[r])


def add_same(eta: Floats, weight: Floats, value: float) -> None:
    """Add a term that is the same in all lanes; where it is 0 it changes nothing."""
    if value != 0:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[r], value)


def add_issues(eta: Floats, weight: Floats, aggrieved: Floats, pressure: Floats, commitment: Floats) -> None:
    """Add grievance and red line, which are the same in all lanes where no act moves an issue."""
    if len(pressure) == 1:
        add_same(eta, weight[GRIEVANCE], aggrieved[0])
        same = pressure[0]
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[RED_LINE, r], red_line(same, commitment[r]))
    else:
        add_each(eta, weight[GRIEVANCE], aggrieved)
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[RED_LINE, r], red_line(pressure[r], commitment[r]))


def add_restraint(
    eta: Floats, weight: Floats, preponderance: float, trade: float, fast: Floats, sent: Floats, crisis_level: float
) -> None:
    """Add deterrence and interdependence to the push."""
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[DETERRENCE, r], deterrence(preponderance, fast[r], crisis_level))
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[INTERDEPENDENCE, r], interdependence(trade, sent[r]))


def add_mediation(eta: Floats, weight: Floats, active: float, fast: Floats) -> None:
    """Add mediation to the push; without a format newly active or ended it is 0."""
    if active != 0:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[r], mediation(active, fast[r]))


def stretch(
    activity_weight: Floats, short: Floats, long: Floats, overstretch_weight: Floats, overstretch: float, out: Floats
) -> None:
    """Write the spread s."""
    for r in range(len(out)):
        out[r] = spread(activity_weight[r], short[r] - long[r], overstretch_weight[r], overstretch)


def recall(
    tree: Tree, own: Floats, reverse: Floats, anchor: Floats, borrowing: float, pooled: Floats, work: Work
) -> None:
    """Write the cumulative habit towards one target, question after question."""
    for k in range(len(anchor)):
        long_run = anchor[k]
        for r in range(own.shape[1]):
            work.counts[k, r] = gathered(own[k, r], reverse[k, r], long_run, borrowing)
    sum_up(tree, work.counts, work.totals)
    for r in range(own.shape[1]):
        work.inside[0, r] = 1.0
    for node in range(len(tree.shrinkage)):
        ask(tree, node, tree.shrinkage[node], pooled, work)


def ask(tree: Tree, node: int, kappa: float, pooled: Floats, work: Work) -> None:
    """Write the cumulative habit at the branches of one question; that of the last is known from the questions before."""
    last = tree.first[node + 1] - 1
    weight, each = work.totals[node], work.inside[node]
    for r in range(len(weight)):
        weight[r] += kappa
        each[r] = portion(each[r], weight[r])
    for branch in range(tree.first[node], last + 1):
        child, low, high = tree.child[branch], tree.low[branch], tree.high[branch]
        if child < 0 and branch == last:
            continue
        chance = work.term if child < 0 else work.inside[child]
        part = work.counts[low] if child < 0 else work.totals[child]
        answer(part, kappa, pooled[branch], weight, each, chance)
        if branch < last and low > 0:
            add(work.cumulative[low - 1], chance, work.cumulative[high - 1])
        elif branch < last:
            copy(chance, work.cumulative[high - 1])


def answer(weeks: Floats, kappa: float, pooled: Floats, weight: Floats, each: Floats, out: Floats) -> None:
    """Write the chance of a branch."""
    for r in range(len(out)):
        out[r] = each[r] * blended(weeks[r], kappa, pooled[r], weight[r])


def add(start: Floats, chance: Floats, out: Floats) -> None:
    """Write the sum of two rows of lanes."""
    for r in range(len(out)):
        out[r] = start[r] + chance[r]


def copy(source: Floats, out: Floats) -> None:
    """Write one row of lanes into another."""
    for r in range(len(out)):
        out[r] = source[r]


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
            count(memory.counts[i, j], memory.pool, memory.class_pool[dyad_class[i, j]], act, keep.habit)
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


def count(counts: Floats, pool: Floats, class_pool: Floats, rung: Whole, keep: float) -> None:
    """Let a habit fade, and count the act in it and in the pools."""
    for k in range(len(counts)):
        for r in range(len(rung)):
            new = 1.0 if rung[r] == k else 0.0
            counts[k, r] = faded(counts[k, r], keep) + new
            pool[k, r] += new
            class_pool[k, r] += new


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
