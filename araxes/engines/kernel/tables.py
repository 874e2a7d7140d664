"""Tables: a world as the arrays that compiled code reads, one row a week where values are dated."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Whole, as_floats, as_whole
from araxes.engines.calendar import Layout, Levers, Outside, Signals, Wants, run_layout
from araxes.engines.draws import pair_number
from araxes.engines.past import bars_of, record_layout
from araxes.engines.world import World, weights_of_draws
from araxes.rules.arrays import ArrayMemory
from araxes.rules.habit import Tree
from araxes.rules.luck import Luck
from araxes.rules.memory import Keep


class Scalars(NamedTuple):
    """Constants that are single numbers; see `araxes.inputs.constants.Constants`."""

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
    scalars : Scalars
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
        At the origin.
    bar : shape (states, states, draws)
        What each pair's grievance is measured from, at the origin.
    outside : Outside
    wants : Wants
    levers : Levers
    signals : Signals
    knows : int, shape (states, issues)
    push : shape (draws, states, terms)
    contact : shape (draws, states)
    """

    scalars: Scalars
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
    start: ArrayMemory
    bar: Floats
    outside: Outside
    wants: Wants
    levers: Levers
    signals: Signals
    knows: Whole
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
    constants, tree = world.constants, world.constants.tree
    draws = range(min(world.n_draws, replicates or world.n_draws))
    push, contact = weights_of_draws(world, seed, [None] if fixed else draws)
    run, judging = run_layout(world.make), len(draws) if world.judged and not fixed else 0
    judged = (seed, judging, world.apart, world.n_draws)
    return Tables(
        scalars=Scalars(*[getattr(constants, name) for name in Scalars._fields]),
        luck=Luck(*[float(share) for share in constants.luck]),
        keep=Keep(*[float(share) for share in constants.keep]),
        tree=Tree(*[as_whole(part) for part in tree])._replace(shrinkage=as_floats(tree.shrinkage)),  # type: ignore[arg-type]
        hostility=as_floats(constants.hostility),
        pool_floor=as_floats(constants.pool_floor),
        class_floor=as_floats(constants.class_floor),
        anchor=world.anchor,
        dyad_class=world.warm.dyad_class,
        deciding=as_whole(world.deciding),
        own_pair=_pairs(world.states, lambda a, b: (a, b)),
        shared_pair=_pairs(world.states, lambda a, b: (min(a, b), max(a, b))),
        first_week=world.first_week,
        start=world.warm.memory,
        bar=_bars(world, *judged),
        outside=world.outside,
        wants=world.work(_drawn, run.layout, *judged),
        levers=run.levers,
        signals=run.signals,
        knows=as_whole(world.knows),
        push=as_floats(push),
        contact=as_floats(contact),
    )


def _drawn(layout: Layout, seed: int, draws: int, apart: int, cycle: int) -> Wants:
    """Return what actors want in so many draws, of `cycle`, from `apart` on; as the files have it where these are 0."""
    return layout.in_draws(seed, [(draw + apart) % cycle for draw in range(draws)] if draws else None)


def _bars(world: World, seed: int, draws: int, apart: int, cycle: int) -> Floats:
    """Return what each pair's grievance is measured from at the origin, shape (states, states, draws)."""
    if not draws:
        return world.warm.bar[..., None]
    weeks = len(world.warm.rungs)
    wants = world.work(_drawn, record_layout(world.make, weeks), seed, draws, apart, cycle)
    return world.work(bars_of, wants, world.deciding, world.constants.keep.bar, weeks)  # type: ignore[no-any-return]


def _pairs(states: list[str], order: Callable[[str, str], tuple[str, str]]) -> NDArray[np.uint64]:
    """Return the number of every ordered pair of states."""
    return np.array([[pair_number(*order(i, j)) for j in states] for i in states], dtype=np.uint64)
