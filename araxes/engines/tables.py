"""Tables: a world as the arrays that compiled code reads, one row a week where values are dated."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Whole
from araxes.engines.arrays import among, floats, whole
from araxes.engines.bars import bars_of
from araxes.engines.draws import pair_number
from araxes.engines.tables_dated import Layout, Levers, Wants, record_layout, run_layout
from araxes.engines.tables_issues import Issues, issues
from araxes.engines.tables_outside import Outside, outside
from araxes.engines.world import World, weights_of_draws
from araxes.rules.habit import Tree
from araxes.rules.luck import Luck
from araxes.rules.remember import Keep, Memory


class Rules(NamedTuple):
    """Numbers that do not change during a run; see `araxes.inputs.tabulate.Constants`."""

    quiet: int
    borrowing: float
    credit_cap: float
    coercion_rung: int
    accord_rung: int
    violence_rung: int
    accord_share: float
    force_share: float


class Tables(NamedTuple):
    """A world and its parameter draws, ready for compiled code.

    Attributes
    ----------
    rules : Rules
    luck : Luck
    keep : Keep
    tree : Tree
    hostility : shape (rungs,)
    pool_floor, class_floor : shape (rungs,), (classes, rungs)
    anchor : shape (states, states, rungs)
        In weeks.
    dyad_class : int, shape (states, states)
    deciding : int, shape (states,)
    own_pair, shared_pair : uint64, shape (states, states)
        Numbers of pairs in the addresses of draws.
    first_week : int
    start : Memory
        Of the states, at the origin.
    outside : Outside
    wants : Wants
    levers : Levers
    issues : Issues
    push : shape (draws, states, terms)
    contact : shape (draws, states)
    """

    rules: Rules
    luck: Luck
    keep: Keep
    tree: Tree
    hostility: Floats
    pool_floor: Floats
    class_floor: Floats
    anchor: Floats
    dyad_class: Whole
    deciding: Whole
    own_pair: NDArray[np.uint64]
    shared_pair: NDArray[np.uint64]
    first_week: int
    start: Memory
    outside: Outside
    wants: Wants
    levers: Levers
    issues: Issues
    push: Floats
    contact: Floats


def tables(world: World, seed: int, fixed: bool, replicates: int | None = None) -> Tables:
    """Return the tables of a world.

    Parameters
    ----------
    world : World
    seed : int
    fixed : bool
        Whether the weights are taken at their means, and judged values as they are.
    replicates : int, optional
        That replicates from 0 up to this one only will be run: draws that they do not use are left out.
    """
    rules, states, work = world.rules, world.deciding, world.work
    draws = range(min(world.n_draws, replicates or world.n_draws))
    push, contact = weights_of_draws(world, seed, [None] if fixed else draws)
    run, judging = run_layout(world), len(draws) if world.judged and not fixed else 0
    apart = (seed, judging, world.apart, world.n_draws)
    return Tables(
        rules=Rules(*[getattr(rules, name) for name in Rules._fields]),
        luck=Luck(*[float(share) for share in rules.luck]),
        keep=Keep(*[float(share) for share in rules.keep]),
        tree=Tree(*[whole(part) for part in rules.tree])._replace(shrinkage=floats(rules.tree.shrinkage)),  # type: ignore[arg-type]
        hostility=floats(rules.hostility),
        pool_floor=floats(rules.pool_floor),
        class_floor=floats(rules.class_floor),
        anchor=work(among, world.anchor, states),
        dyad_class=whole(among(world.warm.dyad_class, states)),
        deciding=whole(states),
        own_pair=_pairs(world, lambda a, b: (a, b)),
        shared_pair=_pairs(world, lambda a, b: (min(a, b), max(a, b))),
        first_week=world.first_week,
        start=work(memory_of, world.warm.memory, states),
        outside=outside(world),
        wants=work(_drawn, run, *apart),
        levers=run.levers,
        issues=issues(world, _bars(world, *apart)),
        push=floats(push[:, states]),
        contact=floats(contact[:, states]),
    )


def _drawn(layout: Layout, seed: int, draws: int, apart: int, cycle: int) -> Wants:
    """Return what actors want in so many draws, of `cycle`, from `apart` on; as the files have it where these are 0."""
    return layout.drawn(seed, [(draw + apart) % cycle for draw in range(draws)] if draws else None)


def _bars(world: World, seed: int, draws: int, apart: int, cycle: int) -> Floats:
    """Return what each pair's grievance is measured from at the origin, shape (states, states, draws)."""
    if not draws:
        return floats(world.work(among, world.warm.bar, world.deciding)[..., None])
    wants = world.work(_drawn, record_layout(world), seed, draws, apart, cycle)
    return world.work(bars_of, wants, world.deciding, world.rules.keep.bar, len(world.warm.rungs))  # type: ignore[no-any-return]


def _pairs(world: World, order: Any) -> NDArray[np.uint64]:
    """Return the number of every ordered pair of states."""
    names = [world.codes[i] for i in world.deciding]
    return np.array([[pair_number(*order(a, b)) for b in names] for a in names], dtype=np.uint64)


def memory_of(memory: Memory, states: list[int]) -> Memory:
    """Return a memory as arrays over the states."""
    pools = ("pool", "class_pool")
    return Memory(*[floats(t) if n in pools else among(t, states) for n, t in memory._asdict().items()])
