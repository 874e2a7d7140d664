"""Tables: a world as the arrays that compiled code reads, one row a week where values are dated."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from araxes.engines.dated import Stakes
from araxes.engines.draws import pair_number
from araxes.engines.world import World, weights_of_draws
from araxes.inputs.tabulate import Constants
from araxes.rules.grievance import gap
from araxes.rules.habit import Tree
from araxes.rules.issues import pair_issue
from araxes.rules.memory import fold
from araxes.rules.red_line import crossed
from araxes.rules.remember import Keep, Memory

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FREE = -1
"""Stands for an act that no scenario forces."""


class Rules(NamedTuple):
    """Numbers that do not change during a run; see `araxes.inputs.tabulate.Constants`."""

    quiet: int
    borrowing: float
    epsilon: float
    shared_luck: float
    crisis_level: float
    threat_rung: int
    accord_rung: int
    violence_rung: int
    accord_share: float
    force_share: float


class Outside(NamedTuple):
    """What no act of a state can change, by week; states in the order of `World.deciding`, all actors in that of `World.codes`.

    Attributes
    ----------
    friendship : shape (weeks, states, actors)
    surprise : shape (weeks, actors, actors)
        D of pairs with an actor that does not decide; 0 elsewhere.
    entanglement, hawkishness, preponderance, format, trade : shape (weeks, states, states)
    overstretch : shape (weeks, states)
    forced : int, shape (weeks, states, states)
        Rung that a scenario forces, `FREE` where none.
    """

    friendship: Floats
    surprise: Floats
    entanglement: Floats
    hawkishness: Floats
    preponderance: Floats
    format: Floats
    trade: Floats
    overstretch: Floats
    forced: Whole


class Issues(NamedTuple):
    """What the states want, and how statuses and beliefs move, by week.

    Attributes
    ----------
    position, salience, line, side : shape (weeks, states, issues)
    blame : shape (weeks, states, states, issues)
    pair : int, shape (weeks, states, states)
        The issue that divides a pair most, -1 for none.
    capability : shape (weeks, states)
    log_ratio : shape (weeks, states, states)
    knows : int, shape (states, issues)
    dated : shape (weeks, issues)
        The dated status.
    moved : int, shape (weeks, issues)
        1 where it differs from that of the week before, and is set.
    before : shape (issues,)
        Status at the origin.
    gap, crossed : shape (states, issues)
        At the origin: where the bars start.
    heard_first : int, shape (weeks + 1,)
        First signal of each week.
    heard_issue : int, shape (signals,)
    heard_value, heard_cost : shape (signals,)
    heard_by : shape (signals, states)
        Credulity of those who hear the signal, -1 for the others.
    """

    position: Floats
    salience: Floats
    line: Floats
    side: Whole
    blame: Floats
    pair: Whole
    capability: Floats
    log_ratio: Floats
    knows: Whole
    dated: Floats
    moved: Whole
    before: Floats
    gap: Floats
    crossed: Floats
    heard_first: Whole
    heard_issue: Whole
    heard_value: Floats
    heard_cost: Floats
    heard_by: Floats


class Tables(NamedTuple):
    """A world and its parameter draws, ready for compiled code.

    Attributes
    ----------
    rules : Rules
    keep : Keep
    tree : Tree
    hostility : shape (rungs,)
    pool_floor, class_floor : shape (rungs,), (classes, rungs)
    anchor : shape (states, states, rungs)
        In weeks.
    dyad_class : int, shape (states, states)
    place : int, shape (actors,)
        Place of an actor among the states, -1 outside.
    deciding : int, shape (states,)
    own_pair, shared_pair : uint64, shape (states, states)
        Numbers of pairs in the addresses of draws.
    first_week : int
    start : Memory
        Of the states, at the origin.
    outside : Outside
    issues : Issues
    push : shape (draws, states, terms)
    activity, overstretch : shape (draws, states)
        Weights of attention.
    """

    rules: Rules
    keep: Keep
    tree: Tree
    hostility: Floats
    pool_floor: Floats
    class_floor: Floats
    anchor: Floats
    dyad_class: Whole
    place: Whole
    deciding: Whole
    own_pair: NDArray[np.uint64]
    shared_pair: NDArray[np.uint64]
    first_week: int
    start: Memory
    outside: Outside
    issues: Issues
    push: Floats
    activity: Floats
    overstretch: Floats


def tables(world: World, seed: int, fixed: bool, replicates: int | None = None) -> Tables:
    """Return the tables of a world.

    Parameters
    ----------
    world : World
    seed : int
    fixed : bool
        Whether the weights are taken at their means.
    replicates : int, optional
        That replicates from 0 up to this one only will be run: draws that they do not use are left out.
    """
    rules, states, work = world.rules, world.deciding, world.work
    draws = range(min(world.n_draws, replicates or world.n_draws))
    push, activity, overstretch = weights_of_draws(world, seed, [None] if fixed else draws)
    return Tables(
        rules=Rules(*[getattr(rules, name) for name in Rules._fields]),
        keep=Keep(*[float(share) for share in rules.keep]),
        tree=Tree(*[whole(part) for part in rules.tree])._replace(shrinkage=floats(rules.tree.shrinkage)),  # type: ignore[arg-type]
        hostility=floats(rules.hostility),
        pool_floor=floats(rules.pool_floor),
        class_floor=floats(rules.class_floor),
        anchor=work(among, world.anchor, states),
        dyad_class=whole(among(world.warm.dyad_class, states)),
        place=whole([states.index(i) if i in states else -1 for i in range(len(world.codes))]),
        deciding=whole(states),
        own_pair=_pairs(world, lambda a, b: (a, b)),
        shared_pair=_pairs(world, lambda a, b: (min(a, b), max(a, b))),
        first_week=world.first_week,
        start=work(memory_of, world.warm.memory, states),
        outside=outside(world),
        issues=issues(world),
        push=floats(push[:, states]),
        activity=floats(activity[:, states]),
        overstretch=floats(overstretch[:, states]),
    )


def floats(values: ArrayLike) -> Floats:
    """Return a contiguous array of floats."""
    return np.ascontiguousarray(values, dtype=np.float64)


def whole(values: ArrayLike) -> Whole:
    """Return a contiguous array of whole numbers."""
    return np.ascontiguousarray(values, dtype=np.int64)


def among(square: ArrayLike, states: list[int]) -> Floats:
    """Return the part of a table, shape (actors, actors, ...), that concerns the states."""
    return floats(floats(square)[np.ix_(states, states)])


def weekly(squares: ArrayLike, states: list[int]) -> Floats:
    """Return the part of a table, shape (weeks, actors, actors), that concerns the states."""
    return floats(floats(squares)[:, states][:, :, states])


def _whole_weekly(squares: ArrayLike, states: list[int]) -> Whole:
    """Return `weekly` as whole numbers."""
    return whole(weekly(squares, states))


def _pairs(world: World, order: Any) -> NDArray[np.uint64]:
    """Return the number of every ordered pair of states."""
    names = [world.codes[i] for i in world.deciding]
    return np.array([[pair_number(*order(a, b)) for b in names] for a in names], dtype=np.uint64)


def memory_of(memory: Memory, states: list[int]) -> Memory:
    """Return a memory as arrays over the states."""
    pools = ("pool", "class_pool")
    return Memory(*[floats(t) if n in pools else among(t, states) for n, t in memory._asdict().items()])


def outside(world: World) -> Outside:
    """Return what no act of a state can change."""
    calendar, states, work = world.calendar, world.deciding, world.work
    return Outside(
        friendship=work(of_states, calendar.friendship, states),
        surprise=work(_outside_surprise, outside_memory(world), states),
        entanglement=work(weekly, calendar.entanglement, states),
        hawkishness=work(weekly, calendar.hawkishness_excess, states),
        preponderance=work(weekly, calendar.preponderance, states),
        format=work(weekly, calendar.format_excess, states),
        trade=work(weekly, calendar.trade, states),
        overstretch=work(of_states, calendar.overstretch_excess, states),
        forced=work(_whole_weekly, forced(world), states),
    )


def of_states(by_week: ArrayLike, states: list[int]) -> Floats:
    """Return the rows of the states, shape (weeks, states, ...)."""
    return floats(floats(by_week)[:, states])


def forced(world: World) -> Whole:
    """Return the rungs that the scenario forces, shape (weeks, actors, actors), `FREE` where none."""
    return world.work(_forced, world.calendar.forced, world.scenario.weeks, len(world.codes))  # type: ignore[no-any-return]


def _forced(acts: dict[tuple[int, int, int], int], weeks: int, actors: int) -> Whole:
    """Return forced rungs as an array."""
    out = np.full((weeks, actors, actors), FREE, dtype=np.int64)
    for address, rung in acts.items():
        out[address] = rung
    return out


def outside_memory(world: World) -> tuple[Floats, Floats]:
    """Return S and L of every pair with an actor that does not decide, at the start of every week and after the last.

    Returns
    -------
    two ndarray of float, shape (weeks + 1, actors, actors)
        Meaningless between states.
    """
    memory = world.warm.memory
    return world.work(_outside_memory, forced(world), world.rules, memory.fast, memory.slow)  # type: ignore[no-any-return]


def _outside_memory(acts: Whole, rules: Constants, before: ArrayLike, slow_before: ArrayLike) -> tuple[Floats, Floats]:
    """Return S and L of forced acts, every other being quiet."""
    keep, hostility = rules.keep, floats(rules.hostility)
    heard = hostility[np.where(acts == FREE, rules.quiet, acts)]
    fast, slow = [floats(before)], [floats(slow_before)]
    for week in heard:
        fast.append(np.asarray(fold(fast[-1], keep.fast, week)))  # type: ignore[arg-type]
        slow.append(np.asarray(fold(slow[-1], keep.slow, week)))  # type: ignore[arg-type]
    return np.stack(fast), np.stack(slow)


def _outside_surprise(memory: tuple[Floats, Floats], states: list[int]) -> Floats:
    """Return D of pairs with an outside actor, 0 between states and on the diagonal."""
    fast, slow = memory
    surprise = (fast - slow)[:-1]
    for i in range(surprise.shape[1]):
        surprise[:, i, i] = 0
    surprise[np.ix_(range(len(surprise)), states, states)] = 0
    return floats(surprise)


def issues(world: World) -> Issues:
    """Return what the states want, and how statuses and beliefs move."""
    calendar, states, work = world.calendar, world.deciding, world.work
    dated = floats([calendar.status_before, *calendar.status])
    believed, before = calendar.status_before, calendar.before
    signals = [signal for week in range(world.scenario.weeks) for signal in calendar.signals.get(week, ())]
    count = [len(calendar.signals.get(week, ())) for week in range(world.scenario.weeks)]
    none = np.empty((0, len(states)))
    wants: dict[str, Any] = work(_wants, calendar.stakes, states)
    return Issues(
        **wants,
        capability=work(of_states, calendar.capability, states),
        log_ratio=work(weekly, calendar.log_ratio, states),
        knows=whole([world.knows[i] for i in states]),
        dated=floats(dated[1:]),
        moved=whole(dated[1:] != dated[:-1]),
        before=floats(dated[0]),
        gap=floats([[gap(b, x) for b, x in zip(believed, before.position[i], strict=True)] for i in states]),
        crossed=floats([_crossed(believed, before, i) for i in states]),
        heard_first=whole([0, *np.cumsum(count)]),
        heard_issue=whole([signal.issue for signal in signals]),
        heard_value=floats([signal.value for signal in signals]),
        heard_cost=floats([signal.cost for signal in signals]),
        heard_by=floats([_hearers(world, signal) for signal in signals] or none),
    )


def _wants(stakes: list[Stakes], states: list[int]) -> dict[str, Any]:
    """Return what the states want, by week."""
    return {
        "position": of_states([week.position for week in stakes], states),
        "salience": of_states([week.salience for week in stakes], states),
        "line": of_states([week.line for week in stakes], states),
        "side": whole(of_states([week.side for week in stakes], states)),
        "blame": _blame(stakes, states),
        "pair": whole([[[_pair(week, i, j) for j in states] for i in states] for week in stakes]),
    }


def _blame(by_week: list[Stakes], states: list[int]) -> Floats:
    """Return blame by week, worked out once for all weeks between which nothing changes."""
    known: dict[int, Floats] = {}
    for stakes in by_week:
        if id(stakes) not in known:
            known[id(stakes)] = among(stakes.blame, states)
    return np.stack([known[id(stakes)] for stakes in by_week])


def _pair(stakes: Stakes, i: int, j: int) -> int:
    """Return the issue that divides a pair most, -1 for none."""
    return pair_issue(stakes.salience[i], stakes.salience[j], stakes.position[i], stakes.position[j]) if i != j else -1


def _crossed(believed: list[float], stakes: Stakes, i: int) -> list[float]:
    """Return 1 for every issue beyond the red line of actor i."""
    return [crossed(b, line, side) for b, line, side in zip(believed, stakes.line[i], stakes.side[i], strict=True)]


def _hearers(world: World, signal: Any) -> list[float]:
    """Return the credulity of every state that hears a signal, -1 for those that do not."""
    credulity = world.credulity[signal.week]
    return [credulity[i][signal.source] if i in signal.to else -1.0 for i in world.deciding]
