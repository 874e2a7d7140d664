"""Replay: observed rungs through the same remembering as simulated ones, up to the origin.

Replay warms memories, habits, pools, commitments and the long-run anchor; it draws nothing. Means start at the hostility of the prior
shares, near quiet, or at the mean of the record's first weeks where its header has a `warmup`; a flat start would give every dyad a
year of false surprises.

No lag reaches across a gap. Counts fade week by week. Means stay over a few unknown weeks; after `record.silent_weeks` of them recent
conduct is unknown: the fast mean falls to the slow one and short activity to long, so that nothing surprises.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.history.read import History, before, uncontested
from araxes.history.weekly import fought, gap_weeks, weekly_rungs
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import Constants, first
from araxes.rules.memory import faded, fold
from araxes.rules.red_line import committed
from araxes.rules.remember import UNOBSERVED, Memory, add_to_pools, fade_pools

Wronged = Callable[[datetime.date, int, int], float]
"""Says how far one actor (by index) blamed another on a date for red lines then crossed."""


@dataclass(frozen=True)
class Warm:
    """What the past leaves at the origin.

    Attributes
    ----------
    memory : Memory
        At the end of the last observed week before the origin.
    anchor : list, shape (actors, actors, rungs)
        C_ij, long-run shares of each deciding dyad, shrunk to the pooled shares; without violence.
    dyad_class : list of list of int, shape (actors, actors)
        1 where the dyad fought.
    first : datetime.date
        Monday of the first observed week.
    rungs : ndarray of int8, shape (weeks, actors, actors)
        The observed rungs.
    fast : ndarray of float, shape (weeks, actors, actors)
        S at the end of every observed week.
    """

    memory: Memory
    anchor: list[list[list[float]]]
    dyad_class: list[list[int]]
    first: datetime.date
    rungs: NDArray[np.int8]
    fast: NDArray[np.float64]


class Observed(NamedTuple):
    """What the record before a date says.

    Attributes
    ----------
    first : datetime.date
        Monday of the first week.
    rungs, pooled : ndarray of int8, shape (weeks, actors, actors)
        Observed rungs, and those that speak for other dyads too: acts of contested authorship are left out.
    classes : list of list of int, shape (actors, actors)
        1 where the dyad fought.
    unknown : list of bool, shape (weeks,)
        Weeks in which the record observes nothing.
    warmup : int
        First observed weeks whose mean is the norm at the beginning.
    """

    first: datetime.date
    rungs: NDArray[np.int8]
    pooled: NDArray[np.int8]
    classes: list[list[int]]
    unknown: list[bool]
    warmup: int


def replay(history: History, region: RegionFiles, rules: Constants, start: datetime.date, wronged: Wronged) -> Warm:
    """Return what the record before `start` leaves.

    Parameters
    ----------
    history : History
        Rows on or after `start` are not read.
    region : RegionFiles
    rules : Constants
    start : datetime.date
        A Monday.
    wronged : callable
        Crossed lines at a date; threats bind while it is above 0.
    """
    past = observe(history, region, start)
    return bound(remembered(past, region, rules), commitments(past, rules, wronged))


def observe(history: History, region: RegionFiles, start: datetime.date) -> Observed:
    """Return the weekly rungs of the record before `start`."""
    past = before(history, start)
    begin, rungs = weekly_rungs(past, region, start)
    _, pooled = weekly_rungs(uncontested(past), region, start)
    unknown = gap_weeks(past, len(rungs)).tolist()
    return Observed(begin, rungs, pooled, fought(past, region).tolist(), unknown, past.header.warmup)


def remembered(past: Observed, region: RegionFiles, rules: Constants) -> Warm:
    """Return what the record leaves but for commitments."""
    codes = list(region.actors)
    deciding = [codes.index(code) for code in region.states]
    memory = started(arrays(blank(region, rules)), rules, past.rungs[np.logical_not(past.unknown)][: past.warmup])
    limit, silent = int(setting("record.silent_weeks")), 0
    fast = np.empty(past.rungs.shape)
    for week, (acts, shared) in enumerate(zip(past.rungs, past.pooled.tolist(), strict=True)):
        silent = silent + 1 if past.unknown[week] else 0
        if silent == limit:
            memory = settled(memory)
        memory = _remember_week(memory, rules, acts, deciding)
        _pool_week(memory, rules, shared, past.classes, deciding)
        fast[week] = memory.fast
    anchor = anchors(past.pooled, deciding, rules, first(region.book, "behaviour.habit.anchor_shrinkage"))
    return Warm(lists(memory), anchor, past.classes, past.first, past.rungs, fast)


def commitments(past: Observed, rules: Constants, wronged: Wronged) -> list[list[float]]:
    """Return what binds those who threatened while they were wronged, at the end of the record."""
    commitment = np.zeros(past.rungs.shape[1:])
    for week, acts in enumerate(past.rungs):
        _commit_week(commitment, rules, acts, past.first + datetime.timedelta(weeks=week), wronged)
    return np.asarray(commitment).tolist()  # type: ignore[no-any-return]


def bound(warm: Warm, commitment: list[list[float]]) -> Warm:
    """Return what the past leaves, commitments included."""
    return replace(warm, memory=warm.memory._replace(commitment=commitment))


def blank(region: RegionFiles, rules: Constants) -> Memory:
    """Return the memory before the first week: near quiet, no counts."""
    shares = [first(region.book, f"ladder.{rung.key}.prior_share") for rung in region.rungs]
    mean = sum(share * h for share, h in zip(shares, rules.hostility, strict=True)) / sum(shares)
    n, n_rungs = len(region.actors), len(region.rungs)

    def square(value: float) -> list[list[float]]:
        return [[value] * n for _ in range(n)]

    def counts() -> list[list[list[float]]]:
        return [[[0.0] * n_rungs for _ in range(n)] for _ in range(n)]

    return Memory(
        square(mean),
        square(mean),
        counts(),
        counts(),
        square(0.0),
        square(0.0),
        square(0.0),
        [0.0] * n_rungs,
        [[0.0] * n_rungs for _ in rules.class_floor],
    )


def started(memory: Memory, rules: Constants, acts: NDArray[np.int8]) -> Memory:
    """Return the memory before the first week with the mean conduct of some first weeks as its norm.

    Parameters
    ----------
    memory : Memory
        As arrays.
    rules : Constants
    acts : ndarray of int8, shape (weeks, actors, actors)
        The first observed weeks; no weeks change nothing, and no dyad changes of which they observe nothing.
    """
    known = acts != UNOBSERVED
    weeks = known.sum(axis=0)
    heard = np.where(known, np.array(rules.hostility)[acts], 0).sum(axis=0) / np.maximum(weeks, 1)
    active = (known & (acts != rules.quiet)).sum(axis=0) / np.maximum(weeks, 1)
    norm, stir = np.where(weeks, heard, memory.slow), np.where(weeks, active, memory.long)
    return memory._replace(fast=norm, slow=norm.copy(), short=stir, long=stir.copy())


def settled(memory: Memory) -> Memory:
    """Return a memory in which nothing surprises: recent conduct is unknown, so the norm stands for it."""
    return memory._replace(fast=memory.slow, short=memory.long)


def arrays(memory: Memory) -> Memory:
    """Return a memory as arrays, which rules take in one go."""
    return Memory(*[np.array(table) for table in memory])


def lists(memory: Memory) -> Memory:
    """Return a memory as lists, whose single cells plain Python reads faster."""
    return Memory(*[np.asarray(table).tolist() for table in memory])


def _remember_week(memory: Memory, rules: Constants, acts: NDArray[np.int8], deciding: list[int]) -> Memory:
    """Return the memories of every dyad after one observed week; counts are changed in place, commitments left as they were."""
    keep, known = rules.keep, acts != UNOBSERVED
    heard, active = np.array(rules.hostility)[acts], np.where(acts == rules.quiet, 0.0, 1.0)

    def folded(mean: Any, share: float, new: NDArray[np.float64]) -> Any:
        return np.where(known, fold(mean, share, new), mean)  # type: ignore[arg-type]

    pairs = np.ix_(deciding, deciding)
    among = np.zeros_like(known)
    among[pairs] = known[pairs]
    i, j = np.nonzero(among)
    for counts, share in ((memory.counts, keep.habit), (memory.repertoire, keep.repertoire)):
        counts[pairs] = faded(counts[pairs], share)
        counts[i, j, acts[i, j]] += 1
    return memory._replace(
        fast=folded(memory.fast, keep.fast, heard),
        slow=folded(memory.slow, keep.slow, heard),
        short=folded(memory.short, keep.activity_short, active),
        long=folded(memory.long, keep.activity_long, active),
    )


def _commit_week(
    commitment: NDArray[np.float64], rules: Constants, acts: NDArray[np.int8], date: datetime.date, wronged: Wronged
) -> None:
    """Bind those who threatened while they were wronged, in place; nothing is to do but for threats and for commitments that stand."""
    threats = acts >= rules.threat_rung
    for i, j in np.argwhere(threats | (commitment != 0)).tolist():
        blamed = wronged(date, i, j) if threats[i, j] else 0.0
        commitment[i, j] = committed(
            float(commitment[i, j]), rules.keep.commitment, int(acts[i, j]), rules.threat_rung, blamed
        )


def _pool_week(
    memory: Memory, rules: Constants, acts: list[list[int]], dyad_class: list[list[int]], deciding: list[int]
) -> None:
    """Pass one observed week through the pools, in place; acts of contested authorship are left out by the caller."""
    fade_pools(memory, rules.keep)
    for i in deciding:
        for j in deciding:
            if i != j:
                add_to_pools(memory, acts[i][j], dyad_class[i][j])


def anchors(
    rungs: NDArray[np.int8], deciding: list[int], rules: Constants, shrinkage: float
) -> list[list[list[float]]]:
    """Return C_ij: the dyad's shares over the whole record, shrunk to the pooled shares.

    Parameters
    ----------
    rungs : ndarray of int8, shape (weeks, actors, actors)
    deciding : list of int
        Indices of the actors that decide.
    rules : Constants
    shrinkage : float
        Weight of the pooled shares, in weeks.

    Returns
    -------
    list, shape (actors, actors, rungs)
        Shares that sum to 1, without violence: a war of years ago must not pull a dyad back for ever. Even shares when nothing was
        observed.
    """
    counts = np.stack([(rungs == k).sum(axis=0) for k in range(len(rules.hostility))], axis=-1).astype(float)
    return anchor_shares(counts, deciding, rules, shrinkage)


def anchor_shares(
    counts: NDArray[np.float64], deciding: list[int], rules: Constants, shrinkage: float
) -> list[list[list[float]]]:
    """Return C_ij from the weeks in which each rung was observed, shape (actors, actors, rungs); the rest as for `anchors`."""
    pool = counts[np.ix_(deciding, deciding)].sum(axis=(0, 1)) + rules.pool_floor
    blended = counts + shrinkage * pool / pool.sum()
    blended[..., rules.violence_rung :] = 0
    total = blended.sum(axis=-1, keepdims=True)
    even = 1 / len(rules.hostility)
    shares: list[list[list[float]]] = np.where(total > 0, blended / np.where(total > 0, total, 1), even).tolist()
    return shares
