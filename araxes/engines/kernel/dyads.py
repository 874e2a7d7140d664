"""A dyad in lanes: its push, its memories and its habit.

Push in lanes: every term towards one target weighed.

Habit in lanes: what is remembered of acts, their credit counted in habits and pools, and the chances that habit makes of it.
"""

from __future__ import annotations

from araxes.array_types import Floats, Whole
from araxes.engines.calendar import Levers
from araxes.engines.kernel.lanes import Drawn, Half, Stakes, Views, Week, Work
from araxes.engines.kernel.tables import Scalars
from araxes.rules.alarm import contact, event_surprise, hostile_surprise, thaw
from araxes.rules.arrays import ArrayMemory
from araxes.rules.habit import Tree, blend_with_pool, pooled_answer, portion, rung_evidence
from araxes.rules.levers import deterrence, excess, leader, mediation, overstretch
from araxes.rules.memory import Keep, add_faded, fade_count, fold
from araxes.rules.numerics import plus
from araxes.rules.terms import LIFT, TERM

LIFTED = TERM["lift"]
ALARM_RECEIVED, ALARM_OWN, PILE_ON = TERM["alarm_received"], TERM["alarm_own"], TERM["pile_on"]
THAW, GRIEVANCE, RED_LINE = TERM["thaw"], TERM["grievance"], TERM["red_line"]
DETERRENCE, MEDIATION, LEADER, OVERSTRETCH = TERM["deterrence"], TERM["mediation"], TERM["leader"], TERM["overstretch"]


def appraise(
    value: Floats,
    o: Levers,
    z: Stakes,
    y: Views,
    memory: ArrayMemory,
    drawn: Drawn,
    term: Floats,
    epoch: int,
    i: int,
    j: int,
    half: Half,
    received: float,
    joined: float,
) -> None:
    """Weigh every term of i towards j: the pushes eta, zeta and delta."""
    eta, weight = half.eta, drawn.push[i]
    for r in range(len(eta)):
        eta[r] = plus(0.0, weight[LIFTED, r], LIFT)
    add_each(eta, weight[ALARM_RECEIVED], memory.alarm[j, i], received)
    add_each(eta, weight[ALARM_OWN], memory.alarm[i, j])
    join_in(z.tie[i], memory.alarm, i, j, term)
    add_each(eta, weight[PILE_ON], term, joined)
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[THAW, r], thaw(memory.thaw[i, j, r], memory.thaw[j, i, r]))
    add_each(eta, weight[GRIEVANCE], y.aggrieved[i, j])
    add_each(eta, weight[RED_LINE], y.pressed[i, j])
    for r in range(len(eta)):
        half.zeta[r] = drawn.contact[i, r] * contact(memory.contact[i, j, r], memory.contact[j, i, r])
        half.delta[r] = 0.0
    pull_levers(value, o, z, weight, epoch, i, j, half)


def pull_levers(value: Floats, o: Levers, z: Stakes, weight: Floats, epoch: int, i: int, j: int, half: Half) -> None:
    """Weigh the levers of i towards j, of which only those push that are not where they were at the origin."""
    eta = half.eta
    if o.armed[epoch]:
        for r in range(len(eta)):
            held_back = deterrence(z.ratio[i, j, r])
            eta[r] = plus(eta[r], weight[DETERRENCE, r], held_back)
            half.delta[r] = weight[DETERRENCE, r] * held_back
    now, before = o.format[epoch, i, j], o.format[0, i, j]
    if now != before:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[MEDIATION, r], mediation(since_origin(value, now, before, z.draw[r])))
    now, before = o.hawkishness[epoch, i, j], o.hawkishness[0, i, j]
    if now != before:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[LEADER, r], leader(since_origin(value, now, before, z.draw[r])))
    now, before = o.overstretch[epoch, i], o.overstretch[0, i]
    if now != before:
        for r in range(len(eta)):
            stretched = overstretch(since_origin(value, now, before, z.draw[r]))
            eta[r] = plus(eta[r], weight[OVERSTRETCH, r], stretched)
            half.zeta[r] -= weight[OVERSTRETCH, r] * stretched


def since_origin(value: Floats, now: int, before: int, draw: int) -> float:
    """Return an entry minus that of the origin in one draw."""
    return excess(value[now, draw], value[before, draw])


def join_in(ties: Floats, alarm: Floats, i: int, j: int, out: Floats) -> None:
    """Write the pile-on of i on j; see `araxes.rules.alarm.pile_on`."""
    for r in range(len(out)):
        out[r] = 0.0
    for k in range(len(ties)):
        if k not in (i, j):
            for r in range(len(out)):
                out[r] = plus(out[r], 1 + ties[k, r], alarm[k, j, r])


def add_each(eta: Floats, weight: Floats, values: Floats, perceived: float = 0.0) -> None:
    """Add a term to the push, with what accusations add to it; see `araxes.rules.alarm`."""
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[r], values[r] + perceived)


def answer_pool(tree: Tree, by_class: int, pool: Floats, floor: Floats, work: Work, out: Floats) -> None:
    """Write a pool's answers to the questions that use this kind of pool."""
    for k in range(len(pool)):
        for r in range(pool.shape[1]):
            work.counts[k, r] = pool[k, r] + floor[k]
    _sum_up(tree, work.counts, work.totals)
    for node in range(len(tree.shrinkage)):
        if tree.by_class[node] == by_class:
            start, stop = tree.first[node], tree.first[node + 1]
            for branch in range(start, stop):
                child = tree.child[branch]
                part = work.counts[tree.low[branch]] if child < 0 else work.totals[child]
                for r in range(pool.shape[1]):
                    out[branch, r] = pooled_answer(part[r], work.totals[node, r], stop - start)


def recall(
    tree: Tree,
    counts: Floats,
    anchor: Floats,
    borrowing: float,
    pooled: Floats,
    work: Work,
    i: int,
    j: int,
    out: Floats,
) -> None:
    """Write the cumulative habit of i towards j, question after question; 1 in the last row."""
    _gather(counts[i, j], counts[j, i], anchor, borrowing, work.counts)
    _sum_up(tree, work.counts, work.totals)
    for r in range(work.inside.shape[1]):
        work.inside[0, r] = 1.0
        out[len(out) - 1, r] = 1.0
    for node in range(len(tree.shrinkage)):
        ask(tree, node, tree.shrinkage[node], pooled, work.counts, work.totals, work, out)


def _gather(own: Floats, reverse: Floats, anchor: Floats, borrowing: float, out: Floats) -> None:
    """Write the evidence of every rung."""
    for k in range(len(anchor)):
        long_run = anchor[k]
        for r in range(out.shape[1]):
            out[k, r] = rung_evidence(own[k, r], reverse[k, r], long_run, borrowing)


def _sum_up(tree: Tree, counts: Floats, totals: Floats) -> None:
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


def ask(
    tree: Tree, node: int, kappa: float, pooled: Floats, counts: Floats, totals: Floats, work: Work, out: Floats
) -> None:
    """Write the cumulative habit at the branches of one question; that of the last is known from the questions before."""
    last = tree.first[node + 1] - 1
    weight, each = totals[node], work.inside[node]
    for r in range(len(weight)):
        weight[r] += kappa
        each[r] = portion(each[r], weight[r])
    for branch in range(tree.first[node], last + 1):
        child, low, high = tree.child[branch], tree.low[branch], tree.high[branch]
        if child < 0 and branch == last:
            continue
        chance = work.term if child < 0 else work.inside[child]
        part = counts[low] if child < 0 else totals[child]
        _answer(part, kappa, pooled[branch], weight, each, chance)
        if branch < last and low > 0:
            add(out[low - 1], chance, out[high - 1])
        elif branch < last:
            copy(chance, out[high - 1])


def _answer(weeks: Floats, kappa: float, pooled: Floats, weight: Floats, each: Floats, out: Floats) -> None:
    """Write the chance of a branch."""
    for r in range(len(out)):
        out[r] = each[r] * blend_with_pool(weeks[r], kappa, pooled[r], weight[r])


def add(start: Floats, chance: Floats, out: Floats) -> None:
    """Write the sum of two rows of lanes."""
    for r in range(len(out)):
        out[r] = start[r] + chance[r]


def copy(source: Floats, out: Floats) -> None:
    """Write one row of lanes into another."""
    for r in range(len(out)):
        out[r] = source[r]


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
            _be_surprised(scalars, keep, memory, now, term, i, j)


def _be_surprised(
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
        counts[r] = fade_count(counts[r], keep)


def count(counts: Floats, rung: Whole, weight: Floats, keep: float) -> None:
    """Let counts of acts fade, and count the act with its credit."""
    for k in range(len(counts)):
        for r in range(len(rung)):
            counts[k, r] = fade_count(counts[k, r], keep) + (weight[r] if rung[r] == k else 0.0)


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
