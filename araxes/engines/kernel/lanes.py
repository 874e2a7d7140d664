"""Lanes: what a block of replicates takes, side by side, one lane a replicate.

The last axis of every array is the lane, and every inner loop runs over lanes, so that compilers turn it into vector instructions. What is
worked out for a lane is worked out by the functions of `araxes.rules`, one scalar at a time, in the order in which Mesa agents call them:
a lane equals a Mesa run to the last bit. The loops over lanes stand beside this file, those of each part of a week in one; they are plain
functions; `araxes.engines.kernel.build` compiles them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Whole
from araxes.engines.kernel.tables import Scalars, Tables
from araxes.rules.arrays import ArrayMemory
from araxes.rules.memory import Memory
from araxes.rules.terms import TERMS


class Drawn(NamedTuple):
    """Weights of each lane's parameter draw: `push` (S, terms, L) and `contact` (S, L)."""

    push: Floats
    contact: Floats


class Week(NamedTuple):
    """What holds in the current week.

    Attributes
    ----------
    pooled : shape (classes, B, L)
        Answers of the pools.
    rung : int, shape (S, S, L)
    expected, cooperation, coercion : shape (S, S, L)
        By habit alone: hostility, and the chances of cooperative and of coercive acts.
    weight : shape (S, S, L)
        Credit of the act.
    """

    pooled: Floats
    rung: Whole
    expected: Floats
    cooperation: Floats
    coercion: Floats
    weight: Floats


class Asked(NamedTuple):
    """The pushed questions of every lane, each of shape (L,); see `araxes.rules.choose.Pushed`."""

    cooperative: Floats
    friendly: Floats
    wordy: Floats
    fewer_cooperative: Floats
    more_quiet: Floats
    fewer_friendly: Floats
    more_hostile: Floats
    fewer_wordy: Floats
    more_violent: Floats


class Half(NamedTuple):
    """Working space for one half of a dyad.

    Attributes
    ----------
    cumulative : shape (K, L)
        F; 1 in the last row.
    eta, zeta, delta : shape (L,)
        Pushes.
    asked : Asked
    answer, kind : shape (L,)
        Luck of both questions.
    hostile : int, shape (L,)
        Whether the answer to "hostile?" is yes.
    """

    cumulative: Floats
    eta: Floats
    zeta: Floats
    delta: Floats
    asked: Asked
    answer: Floats
    kind: Floats
    hostile: Whole


class Work(NamedTuple):
    """Working space for one dyad.

    Attributes
    ----------
    one, other : Half
    counts : shape (K, L)
        Weeks of evidence of habit, or of a pool.
    totals, inside : shape (Q, L)
        Weeks below every question, and the chance of all of its rungs.
    term, coin, shared, coin_kind, shared_kind : shape (L,)
    """

    one: Half
    other: Half
    counts: Floats
    totals: Floats
    inside: Floats
    term: Floats
    coin: Floats
    shared: Floats
    coin_kind: Floats
    shared_kind: Floats


class Stakes(NamedTuple):
    """What is dated and judged, as it holds in the current week; A actors.

    Attributes
    ----------
    draw : int, shape (L,)
        Each lane's draw of the judgements.
    total : shape (L,)
    position, salience : shape (A, M, L)
    blame : shape (S, S, M, L)
    pair : int, shape (S, S, L)
        The issue that divides a pair most, -1 for none; kept where acts move issues.
    capability, power : shape (A, L), (S, L)
    tie, ratio : shape (S, S, L)
        Ties; the log power ratio minus that of the origin.
    ratio_before : shape (S, S, L)
        At the origin.
    """

    draw: Whole
    total: Floats
    position: Floats
    salience: Floats
    blame: Floats
    pair: Whole
    capability: Floats
    power: Floats
    tie: Floats
    ratio: Floats
    ratio_before: Floats


class Views(NamedTuple):
    """Issues as states see them.

    Attributes
    ----------
    status, moves : shape (M, L)
        True statuses, and by how much acts move them this week.
    believed, gap, line, line_over : shape (S, M, L)
    line_before : shape (S, M, L)
        Lines crossed at the origin.
    bar, grievance : shape (S, S, L)
        What a pair's grievance is measured from, and g_ij of the current week.
    aggrieved, pressed : shape (S, S, L)
        The terms of grievance and red line.
    """

    status: Floats
    moves: Floats
    believed: Floats
    gap: Floats
    line: Floats
    line_over: Floats
    line_before: Floats
    bar: Floats
    grievance: Floats
    aggrieved: Floats
    pressed: Floats


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


def nothing_foreseen(weeks: int) -> Foresight:
    """Return a foresight in which no week is wanted."""
    return Foresight(np.full(weeks, -1, dtype=np.int64), np.zeros((0, 0, 0, 0, 0)))


class Lanes(NamedTuple):
    """State and working space of a block of replicates; S states, K rungs, B branches, Q questions, M issues, L lanes."""

    replicate: NDArray[np.uint64]
    memory: ArrayMemory
    drawn: Drawn
    week: Week
    work: Work
    stakes: Stakes
    views: Views


def issues_move(scalars: Scalars) -> bool:
    """Return whether acts move issues."""
    return scalars.accord_share > 0 or scalars.force_share > 0


def lanes(t: Tables, width: int) -> Lanes:
    """Return the working space of a block of `width` replicates."""
    s, k, b, q = len(t.deciding), len(t.hostility), len(t.tree.low), len(t.tree.shrinkage)
    (_, a, m), classes = t.wants.position.shape, len(t.class_floor)
    square = (s, s, width)

    def empty(kind: type[Any], shapes: dict[str, tuple[int, ...]]) -> Any:
        return kind(**{name: np.zeros(shapes.get(name, shapes[""])) for name in kind._fields})

    memories = {"": square, "pool": (k, width), "class_pool": (classes, k, width), "counts": (s, s, k, width)}
    halves: dict[str, tuple[int, ...]] = {"": (width,), "cumulative": (k, width)}
    spaces: dict[str, tuple[int, ...]] = {"": (width,), "counts": (k, width)}
    spaces |= dict.fromkeys(("totals", "inside"), (q, width))
    views: dict[str, tuple[int, ...]] = {"": (s, m, width)}
    views |= dict.fromkeys(("status", "moves"), (m, width))
    views |= dict.fromkeys(("bar", "grievance", "aggrieved", "pressed"), square)
    stakes: dict[str, tuple[int, ...]] = {"": square, "total": (width,), "blame": (s, s, m, width)}
    stakes |= {"position": (a, m, width), "salience": (a, m, width), "capability": (a, width), "power": (s, width)}
    one, other = (
        empty(Half, halves)._replace(asked=empty(Asked, halves), hostile=np.zeros(width, dtype=np.int64))
        for _ in ("one", "other")
    )
    return Lanes(
        replicate=np.zeros(width, dtype=np.uint64),
        memory=empty(Memory, memories),
        drawn=empty(Drawn, {"": (s, width), "push": (s, len(TERMS), width)}),
        week=empty(Week, {"": square, "pooled": (classes, b, width)})._replace(rung=np.zeros(square, dtype=np.int64)),
        work=empty(Work, spaces)._replace(one=one, other=other),
        stakes=empty(Stakes, stakes)._replace(
            draw=np.zeros(width, dtype=np.int64), pair=np.zeros(square, dtype=np.int64)
        ),
        views=empty(Views, views),
    )
