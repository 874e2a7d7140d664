"""Replay: observed rungs through the same remembering as simulated ones, up to the origin.

Each week is read as a forecast made then would have read it: long-run anchors, and which dyads have fought, are those of the weeks
before. The replay draws nothing; it gives the memories at the origin and, for every act, the luck under which the rule would have
chosen it, of which the likelihood of the record is made.

No lag reaches across a gap. Counts fade week by week; after `record.silent_weeks` unknown weeks recent conduct is unknown, so alarm,
thaw and contact are nothing.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Flags, Floats, Rungs, Whole
from araxes.display import show_card
from araxes.inputs.constants import Constants, first
from araxes.inputs.region import RegionFiles
from araxes.records.history import History, before, without_contested
from araxes.records.weekly import Perceived, gap_weeks, settling_weeks, weekly_rungs
from araxes.rules import arrays
from araxes.rules.arrays import ArrayMemory, QuestionMatrices, TermWeights, exchange_halves, question_matrices
from araxes.rules.memory import UNOBSERVED, Memory

_Kind = TypeVar("_Kind", np.float64, np.int64)


show_card(Memory)  # rules import nothing, so what they leave is decorated here


@show_card
@dataclass(frozen=True)
class Warm:
    """What the past leaves at the origin.

    Attributes
    ----------
    memory : Memory
        Of the states, at the end of the last week before the origin; arrays.
    bar : shape (states, states)
        What each pair's grievance is measured from; the same both ways.
    anchor : shape (states, states, rungs)
        C_ij, long-run shares of each dyad, shrunk to the pooled shares; without violence, and as before lift.
    dyad_class : int, shape (states, states)
        1 where two states fought in an observed week.
    first : datetime.date
        Monday of the first observed week.
    rungs : ndarray of int8, shape (weeks, actors, actors)
        The observed rungs.
    fast : ndarray of float, shape (weeks + 1, actors, actors)
        S before the first observed week, and at the end of each.
    """

    memory: ArrayMemory
    bar: Floats
    anchor: Floats
    dyad_class: Whole
    first: datetime.date
    rungs: Rungs
    fast: Floats


@show_card
class Observed(NamedTuple):
    """What the record before a date says.

    Attributes
    ----------
    first : datetime.date
        Monday of the first week.
    rungs, pooled : ndarray of int8, shape (weeks, actors, actors)
        Observed rungs, and those that speak for other dyads too: acts of contested authorship are left out.
    unknown : list of bool, shape (weeks,)
        Weeks in which the record observes nothing.
    warmup : int
        First observed weeks whose mean is the tension at the beginning.
    """

    first: datetime.date
    rungs: Rungs
    pooled: Rungs
    unknown: list[bool]
    warmup: int


class Stance(NamedTuple):
    """What the states had against each other, and how close they were, in every week of a record, and at least at the origin.

    Attributes
    ----------
    grievance : ndarray, shape (weeks, states, states)
        g_ij, statuses seen by all.
    tie : ndarray, shape (weeks, states, states)
    perceived : Perceived or None
        What accusations add to pushes; None where there are none.
    """

    grievance: Floats
    tie: Floats
    perceived: Perceived | None = None


NO_STANCE = Stance(np.zeros((0, 0, 0)), np.zeros((0, 0, 0)))
"""Where that of a past is still to come."""


@show_card
class Past(NamedTuple):
    """The weeks of a record as the rule reads them, for the states alone; worked out once for all parameters.

    Attributes
    ----------
    acts, pooled : ndarray of int, shape (weeks, states, states)
        `UNOBSERVED` where nothing is known, on the diagonal too.
    anchor : ndarray, shape (weeks + 1, states, states, rungs)
        C_ij as known before each week, and after the last.
    classes : ndarray of int, shape (weeks + 1, states, states)
        Which dyads had fought before each week.
    settles : ndarray of bool, shape (weeks,)
        Weeks before which recent conduct is unknown.
    stance : Stance
    """

    acts: Whole
    pooled: Whole
    anchor: Floats
    classes: Whole
    settles: Flags
    stance: Stance


class Dynamics(NamedTuple):
    """The memories that the rule keeps of states, as arrays, and the bar; leading axes are sets of parameters. See `Memory` and `Warm`.

    Attributes
    ----------
    counts, by_dyad : shape (..., states, states, rungs)
        N, and what each dyad has put into the pool of its class.
    alarm, thaw, contact, bar : shape (..., states, states)
    pool : shape (..., rungs)
    """

    counts: Floats
    by_dyad: Floats
    alarm: Floats
    thaw: Floats
    contact: Floats
    bar: Floats
    pool: Floats


class Chosen(NamedTuple):
    """Under which luck the rule would have chosen what was observed; shape (..., weeks, states, states), nan where nothing is known.

    Attributes
    ----------
    friendly : ndarray
        1 - P(hostile).
    low, high : ndarray
        Luck of the kind of act, given the answer to "hostile?".
    """

    friendly: Floats
    low: Floats
    high: Floats


def observe(history: History, region: RegionFiles, start: datetime.date) -> Observed:
    """Return the weekly rungs of the record before `start`."""
    past = before(history, start)
    begin, rungs = weekly_rungs(past, region, start)
    _, pooled = weekly_rungs(without_contested(past), region, start)
    unknown = gap_weeks(past, len(rungs)).tolist()
    return Observed(begin, rungs, pooled, unknown, past.header.warmup)


def past_of(seen: Observed, stance: Stance, rules: Constants, states: list[int], shrinkage: float) -> Past:
    """Return the weeks of a record as the rule reads them.

    Parameters
    ----------
    seen : Observed
    stance : Stance
    rules : Constants
    states : list of int
        Indices of the actors that decide.
    shrinkage : float
        Weight of the pooled shares in the anchor, in weeks.
    """
    among = np.ix_(range(len(seen.rungs)), states, states)
    acts, pooled = seen.rungs[among].astype(np.int64), seen.pooled[among].astype(np.int64)
    n_rungs = len(rules.hostility)
    one = (pooled[..., None] == np.arange(n_rungs)).astype(float)
    counts = np.concatenate([np.zeros((1, *one.shape[1:])), one.cumsum(axis=0)])
    top = counts[..., -1] > 0
    return Past(
        acts,
        pooled,
        anchor_shares(counts, rules, shrinkage),
        (top | top.swapaxes(-1, -2)).astype(int),
        settling_weeks(seen.unknown),
        stance,
    )


def anchor_shares(counts: Floats, rules: Constants, shrinkage: float) -> Floats:
    """Return C_ij from the weeks in which each rung was observed.

    Parameters
    ----------
    counts : ndarray, shape (..., states, states, rungs)
    rules : Constants
    shrinkage : float
        Weight of the pooled shares, in weeks.

    Returns
    -------
    ndarray, shape of `counts`
        Shares that sum to 1, without violence: a war of years ago must not pull a dyad back for ever. Even shares where nothing
        can be said.
    """
    pool = counts.sum(axis=(-3, -2), keepdims=True) + rules.pool_floor
    total = pool.sum(axis=-1, keepdims=True)
    even = 1 / len(rules.hostility)
    blended = counts + shrinkage * np.divide(pool, total, out=np.full_like(pool, even), where=total > 0)
    blended[..., rules.violence_rung :] = 0
    total = blended.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(blended, total, out=np.full_like(blended, even), where=total > 0))


def nothing_remembered(past: Past, rules: Constants, sets: tuple[int, ...] = ()) -> Dynamics:
    """Return the memories before the first week: none, and grievance measured from where it stands. `sets` are leading axes."""
    n, n_rungs = past.acts.shape[1], len(rules.hostility)
    stance = past.stance.grievance[..., 0, :, :]
    standing = stance + exchange_halves(stance)
    square, deep = np.zeros((*sets, n, n)), np.zeros((*sets, n, n, n_rungs))
    return Dynamics(deep, deep, square, square, square, square + standing, np.zeros((*sets, n_rungs)))


def replay(past: Past, rules: Constants, weights: TermWeights, chosen: Floats | None = None) -> Dynamics:
    """Return the memories that a record leaves.

    Parameters
    ----------
    past : Past
        Its stance may have the leading axes of the weights.
    rules : Constants
    weights : TermWeights
    chosen : ndarray, shape (3, weeks, ..., states, states), optional
        Overwritten with the luck of everything observed, see `Chosen`.
    """
    now, questions = nothing_remembered(past, rules, np.shape(weights.lift)[:-1]), question_matrices(rules.tree)
    positive = np.maximum(rules.hostility, 0)
    for week in range(len(past.acts)):
        if past.settles[week]:
            now = now._replace(alarm=0 * now.alarm, thaw=0 * now.thaw, contact=0 * now.contact)
        habit = _habit(past, rules, weights, now, week, questions)
        now = _week(past, rules, weights, now, week, habit, positive, None if chosen is None else chosen[:, week])
    return now


def luck_of_record(past: Past, rules: Constants, weights: TermWeights) -> Chosen:
    """Return under which luck the rule would have chosen what was observed."""
    out = np.full((len(Chosen._fields), len(past.acts), *np.shape(weights.lift)[:-1], *past.acts.shape[1:]), np.nan)
    replay(past, rules, weights, out)
    return Chosen(*np.moveaxis(out, 1, -3))


def _week(
    past: Past,
    rules: Constants,
    w: TermWeights,
    now: Dynamics,
    week: int,
    habit: Floats,
    positive: Floats,
    chosen: Floats | None,
) -> Dynamics:
    """Return the memories after a week; what was chosen under which luck is written into `chosen`, shape (3, ..., states, states)."""
    act, quiet, keep = past.acts[week], rules.quiet, rules.keep
    known, hostile = act != UNOBSERVED, act > rules.quiet
    friendly, cooperative = np.minimum(habit[..., : quiet + 1].sum(axis=-1), 1), habit[..., :quiet].sum(axis=-1)
    one_side = past.stance.grievance[..., week, :, :]
    stance = one_side + exchange_halves(one_side)
    against = arrays.odds_against_all(_push(past.stance, week, stance, w, now))
    fewer, more = arrays.disfavoured_factors(friendly, against), arrays.favoured_factors(friendly, against)
    if chosen is not None:
        zeta = -w.contact[..., None] * (now.contact + exchange_halves(now.contact))
        share = np.divide(cooperative, friendly, out=np.zeros_like(friendly), where=friendly > 0)
        share = share * arrays.disfavoured_factors(share, arrays.odds_against_all(zeta))
        _read(act, habit, friendly, share, fewer, quiet, chosen)
    credit = np.minimum(1 / np.where(hostile, more, fewer), rules.credit_cap)
    gained = (known * credit)[..., None] * (act[..., None] == np.arange(habit.shape[-1]))
    pooled = (past.pooled[week] != UNOBSERVED)[..., None] * gained
    coercion = habit[..., rules.coercion_rung :].sum(axis=-1)
    return Dynamics(
        counts=keep.habit * now.counts + gained,
        by_dyad=keep.class_pool * now.by_dyad + pooled,
        alarm=keep.alarm * now.alarm + known * (positive[act] - habit @ positive),
        thaw=keep.thaw * now.thaw + known * ((act < quiet) - cooperative),
        contact=keep.contact * now.contact + known * ((act >= rules.coercion_rung) - coercion),
        bar=keep.bar * now.bar + (1 - keep.bar) * stance,
        pool=keep.pool * now.pool + pooled.sum(axis=(-3, -2)),
    )


def _habit(
    past: Past, rules: Constants, w: TermWeights, now: Dynamics, week: int, questions: QuestionMatrices
) -> Floats:
    """Return the habit of every dyad, shape (..., states, states, rungs)."""
    anchor = rules.anchor_weeks * arrays.before_lift(past.anchor[week], w.lift, rules.quiet)
    evidence = arrays.rung_evidence_all(now.counts, now.counts.swapaxes(-3, -2), anchor, rules.borrowing)
    pools = class_pools(now.by_dyad, past.classes[week], len(rules.class_floor)) + rules.class_floor
    of_class = np.take(pools, past.classes[week], axis=-2)
    pool = (now.pool + rules.pool_floor)[..., None, None, :]
    return arrays.habit_chances(evidence, pool, of_class, questions)


def class_pools(by_dyad: Floats, classes: Whole, count: int) -> Floats:
    """Return the pools of every class of dyads, shape (..., classes, rungs)."""
    member = (classes.ravel() == np.arange(count)[:, None]).astype(float)
    return np.asarray(member @ by_dyad.reshape(*by_dyad.shape[:-3], -1, by_dyad.shape[-1]))


def _push(held: Stance, week: int, stance: Floats, w: TermWeights, now: Dynamics) -> Floats:
    """Return eta, shape (..., states, states)."""
    both, joined = exchange_halves(now.alarm) + now.alarm, arrays.pile_on_all(held.tie[..., week, :, :], now.alarm)
    if held.perceived is not None:
        both, joined = both + held.perceived.received[..., week, :, :], joined + held.perceived.joined[..., week, :, :]
    return arrays.push_of_record(w, both, joined, -(now.thaw + exchange_halves(now.thaw)), stance - now.bar)


def _read(
    act: Whole, habit: Floats, friendly: Floats, cooperation: Floats, fewer: Floats, quiet: int, out: Floats
) -> None:
    """Write the chance of "not hostile" and the luck of the kind of act into `out`, nan where nothing is known."""
    known, hostile = act != UNOBSERVED, act > quiet
    up_to = np.concatenate([np.zeros((*habit.shape[:-1], 1)), habit.cumsum(axis=-1)], axis=-1)
    at = np.broadcast_to(np.where(known, act, quiet), habit.shape[:-1])[..., None]
    below, above = np.take_along_axis(up_to, at, axis=-1)[..., 0], np.take_along_axis(up_to, at + 1, axis=-1)[..., 0]
    coop = up_to[..., quiet]
    scale = np.divide(cooperation, coop, out=np.zeros_like(coop), where=coop > 0)
    rest = 1 - friendly
    for place, (edge, end) in enumerate([(below, 0.0), (above, 1.0)], start=1):
        in_hostile = np.divide(edge - friendly, rest, out=np.full_like(edge, end), where=rest > 0)
        in_friendly = np.where(act == quiet, cooperation if place == 1 else 1.0, edge * scale)
        out[place] = np.where(known, np.where(hostile, in_hostile, in_friendly), np.nan)
    out[0] = np.where(known, friendly * fewer, np.nan)


def warm(seen: Observed, past: Past, now: Dynamics, w: TermWeights, region: RegionFiles, rules: Constants) -> Warm:
    """Return what the past leaves at the origin, from the memories of the states and the weights of the replay."""
    codes = list(region.actors)
    states = [codes.index(code) for code in region.states]
    fast = _tension_path(seen, region, rules)
    memory = Memory(
        fast=fast[-1][np.ix_(states, states)],
        alarm=apart(now.alarm),
        thaw=apart(now.thaw),
        contact=apart(now.contact),
        counts=apart(now.counts),
        pool=now.pool,
        class_pool=class_pools(now.by_dyad, past.classes[-1], len(rules.class_floor)),
    )
    anchor = apart(arrays.before_lift(past.anchor[-1], w.lift, rules.quiet))
    return Warm(memory, apart(now.bar), anchor, apart(past.classes[-1]), seen.first, seen.rungs, fast)


def apart(table: NDArray[_Kind]) -> NDArray[_Kind]:
    """Return a table of pairs of states, shape (states, states, ...), with nothing on the diagonal."""
    out = table.copy()
    out[range(len(out)), range(len(out))] = 0
    return out


def _tension_path(seen: Observed, region: RegionFiles, rules: Constants) -> Floats:
    """Return S before the first week and at the end of every week, shape (weeks + 1, actors, actors)."""
    shares = [first(region.book, f"ladder.{rung.key}.prior_share") for rung in region.rungs]
    hostility = np.array(rules.hostility)
    n, known = seen.rungs.shape[1], seen.rungs != UNOBSERVED
    usual = np.full((n, n), np.dot(shares, hostility) / sum(shares))
    begun = np.logical_not(seen.unknown)
    first_weeks, there = seen.rungs[begun][: seen.warmup], known[begun][: seen.warmup]
    count = there.sum(axis=0)
    heard = np.where(there, hostility[first_weeks], 0).sum(axis=0)
    start = np.where(count, heard / np.maximum(count, 1), usual)
    return np.stack([start, *arrays.follow_tension(start, seen.rungs, hostility, rules.keep.fast)])
