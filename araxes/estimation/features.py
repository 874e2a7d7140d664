"""Features: what the loop sees each week that does not depend on the free parameters, recorded in one pass.

Counts, anchors, pools, terms of the push, activity and overstretch depend on what was observed and on half-lives, not
on weights, shrinkage, borrowing or shared luck. With them the likelihood of any parameters is a few sums over arrays.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.engines.agents import State
from araxes.estimation.given import Given, deciding
from araxes.estimation.loop import Replay, pairs, play
from araxes.inputs.merge import TEMPERS, WEIGHTS
from araxes.inputs.region import RegionFiles
from araxes.inputs.tabulate import constants
from araxes.rules.habit import Tree, remembered, sum_up
from araxes.rules.terms import TEMPER_OF, TERMS
from araxes.units import PAIR

Table = Any
"""An array of NumPy, or of jax."""


class Shape(NamedTuple):
    """What is the same for all weeks and cannot be differentiated; hashable, so that a compiled likelihood is kept by it.

    Attributes
    ----------
    first, low, high, child : tuple of int
        The habit tree, as in `araxes.rules.habit.Tree`.
    rungs, states : int
    temper : tuple of int, shape (weights,)
        Which temper scales a weight.
    epsilon : float
    """

    first: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    child: tuple[int, ...]
    rungs: int
    states: int
    temper: tuple[int, ...]
    epsilon: float


class Features(NamedTuple):
    """What was seen, week by week; the last axes are (weeks, 2, pairs): first i towards j, then j towards i.

    Attributes
    ----------
    rung : int, shape (weeks, 2, pairs)
        The act, 0 where nothing is scored.
    seen : bool, shape (weeks, 2, pairs)
        Whether it is scored.
    own, anchor, pooled : shape (branches, weeks, 2, pairs)
        Decayed counts, long-run shares and the pool's answers, summed up below every branch of the tree.
    terms : shape (terms, weeks, 2, pairs)
    active, stretched : shape (weeks, 2, pairs)
        Short minus long activity of the dyad; overstretch of the actor minus its bar.
    actor : int, shape (2, pairs)
        Place of the actor among the states.
    """

    rung: Table
    seen: Table
    own: Table
    anchor: Table
    pooled: Table
    terms: Table
    active: Table
    stretched: Table
    actor: Table


def shape(region: RegionFiles) -> Shape:
    """Return the shape of a region's likelihood."""
    rules = constants(region)
    tree = rules.tree
    return Shape(
        first=tuple(tree.first),
        low=tuple(tree.low),
        high=tuple(tree.high),
        child=tuple(tree.child),
        rungs=len(rules.hostility),
        states=len(region.states),
        temper=tuple(TEMPERS.index(TEMPER_OF.get(name, name)) for name in WEIGHTS),
        epsilon=rules.epsilon,
    )


def features(region: RegionFiles, weeks: Given) -> Features:
    """Return the features of every week of a record, by one pass of the loop.

    Parameters
    ----------
    region : RegionFiles
        Its half-lives, issues, ties and all that is not free.
    weeks : Given
        Nothing in it may be left to be drawn.
    """
    states = deciding(region)
    tree = constants(region).tree
    out = _empty(weeks, states, len(tree.low))

    def read(replay: Replay) -> None:
        by_index = {agent.index: agent for agent in replay.agents}
        for place, pair in enumerate(pairs(states)):
            for half, (i, j) in enumerate((pair, pair[::-1])):
                _write(out, (replay.week, half, place), by_index[i], j, tree)

    play(region, weeks, read)
    return out


def _empty(weeks: Given, states: list[int], branches: int) -> Features:
    """Return features to be filled, with what can be said of all weeks at once."""
    among = np.array(pairs(states))
    ways = np.stack([among, among[:, ::-1]])
    acts = weeks.rungs[:, ways[..., 0], ways[..., 1]].astype(np.int64)
    seen = (acts >= 0) & weeks.scored[:, None, None]
    size = (weeks.weeks, PAIR, len(among))
    place = {index: number for number, index in enumerate(states)}
    return Features(
        rung=np.where(seen, acts, 0),
        seen=seen,
        own=np.zeros((branches, *size)),
        anchor=np.zeros((branches, *size)),
        pooled=np.zeros((branches, *size)),
        terms=np.zeros((len(TERMS), *size)),
        active=np.zeros(size),
        stretched=np.zeros(size),
        actor=np.array([[place[i] for i in row] for row in ways[..., 0].tolist()]),
    )


def _write(out: Features, at: tuple[int, int, int], agent: State, j: int, tree: Tree) -> None:
    """Write what one state sees in one week towards target j."""
    replay, i = agent.model, agent.index
    place = (slice(None), *at)
    memory = replay.memory
    habit, kinds, long_run = (
        summed(counts, tree)
        for counts in (memory.counts[i][j], memory.repertoire[i][j], replay.world.warm.anchor[i][j])
    )
    out.own[place] = remembered(habit, kinds, tree)
    out.anchor[place] = long_run
    out.pooled[place] = replay.pooled[replay.world.warm.dyad_class[i][j]]
    out.terms[place] = agent.terms[j]
    out.active[at] = replay.memory.short[i][j] - replay.memory.long[i][j]
    out.stretched[at] = replay.world.calendar.overstretch_excess[replay.week][i]


def summed(counts: list[float], tree: Tree) -> list[float]:
    """Return the sums of counts by rung below every branch, shape (branches,)."""
    sums = [0.0] * len(tree.low)
    sum_up(counts, tree, sums)
    return sums


def scored(all_weeks: Features) -> Features:
    """Return the features of the weeks that count, which is all that a likelihood needs."""
    return taken(all_weeks, all_weeks.seen.any(axis=(1, -1)))


def padded(seen: Features, block: int) -> Features:
    """Return the features with weeks that do not count added, up to a multiple of `block`: one compilation serves many records."""
    more = -len(seen.rung) % block
    parts = seen._asdict()
    for name in ("rung", "seen", "active", "stretched"):
        parts[name] = np.concatenate([parts[name], np.zeros((more, *parts[name].shape[1:]), dtype=parts[name].dtype)])
    for name in ("own", "anchor", "pooled", "terms"):
        table = parts[name]
        parts[name] = np.concatenate([table, np.zeros((len(table), more, *table.shape[1 + 1 :]))], axis=1)
    return Features(**parts)


def until(all_weeks: Features, week: int) -> Features:
    """Return the features before a week: what was known then is the same, whatever came later."""
    return taken(all_weeks, np.arange(len(all_weeks.rung)) < week)


def taken(all_weeks: Features, kept: NDArray[np.bool_]) -> Features:
    """Return the features of some weeks, chosen by an array of bool, shape (weeks,)."""
    parts = all_weeks._asdict()
    for name in ("rung", "seen", "active", "stretched"):
        parts[name] = parts[name][kept]
    for name in ("own", "anchor", "pooled", "terms"):
        parts[name] = parts[name][:, kept]
    return Features(**parts)
