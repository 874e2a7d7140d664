"""Counting: what blocks of histories add up to. Plain functions, compiled beside the lanes, and run as they are for the Mesa engine.

Everything is a count, or a sum taken in the order of the replicates within a parameter draw: chunks and threads change no bit.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Rungs, Whole
from araxes.display import show_card
from araxes.rules.memory import fold
from araxes.units import GOLDSTEIN_PER_HOSTILITY

Bins = NDArray[np.uint32]


ROWS = 2 + 1
"""Rows of working space: two in which paths are followed, one in which weeks are counted."""


class Course(NamedTuple):
    """What turns the acts of one world into hostility and tension: h of every rung, weekly share kept by S, S at the origin (S, S)."""

    hostility: Floats
    keep: float
    start: Floats


@show_card
class Grid(NamedTuple):
    """A histogram: width of a bin, number of the first one, and counts, shape (*cells, bins)."""

    step: float
    first: int
    counts: Bins


@show_card
class Counts(NamedTuple):
    """What replicates amount to; see `araxes.results.tally.Tally`."""

    rungs: Whole
    highest: Whole
    highest_by_draw: Whole
    tension: Grid
    status: Grid
    hostile_by_draw: Whole
    hostile_weeks: Whole


class Differences(NamedTuple):
    """What pairs of replicates differ by; see `araxes.results.pairing.Pairing`.

    Attributes
    ----------
    since, until : shape (spans,)
        First and last week of every span.
    levels : shape (outcomes,)
        The least rung of every outcome.
    reached : shape (2, outcomes, spans, S, S, draws)
        Replicates of each draw of the base, and of the other world, in which an outcome came within a span.
    unlike : shape (outcomes, spans, S, S)
        Pairs of replicates in which it came in one world alone.
    weeks : shape (2, outcomes, spans, S, S, draws)
        Weeks of a span with an outcome, over the replicates of each draw, in either world.
    weeks_squared : shape (outcomes, spans, S, S)
        Sums of the squared differences of these weeks.
    begin : shape (1,)
        The week from which outcomes are followed.
    first : shape (2, outcomes, S, S, weeks)
        Replicates in which an outcome came for the first time since, by week, in either world.
    """

    since: Whole
    until: Whole
    tension: Floats
    single_tension: Grid
    differ: Whole
    levels: Whole
    reached: Whole
    unlike: Whole
    weeks: Whole
    weeks_squared: Whole
    begin: Whole
    first: Whole


def count_block(
    acts: Rungs, status: NDArray[np.float32], draws: Whole, course: Course, out: Counts, work: Floats
) -> None:
    """Count some replicates.

    Parameters
    ----------
    acts : ndarray of int8, shape (replicates, weeks, S, S)
    status : ndarray of float32, shape (replicates, weeks, issues)
    draws : ndarray of int, shape (replicates,)
        The parameter draw of each.
    course : Course
    out : Counts
        Added to.
    work : ndarray of float, shape (3, replicates)
        Working space.
    """
    _, _, states, _ = acts.shape
    for i in range(states):
        for j in range(states):
            if i != j:
                count_dyad(acts, draws, course, out, i, j, work[0], work[1], work[2])
    replicates, weeks, issues = status.shape
    for week in range(weeks):
        for m in range(issues):
            for r in range(replicates):
                out.status.counts[week, m, bin_of(float(status[r, week, m]), out.status.step, out.status.first)] += 1


def count_dyad(
    acts: Rungs, draws: Whole, course: Course, out: Counts, i: int, j: int, top: Floats, fast: Floats, often: Floats
) -> None:
    """Count one directed dyad; `top`, `fast` and `often` are working space."""
    for r in range(len(acts)):
        top[r] = 0.0
        often[r] = 0.0
        fast[r] = course.start[i, j]
    for week in range(acts.shape[1]):
        rungs, highest, tension = out.rungs[week, i, j], out.highest[week, i, j], out.tension.counts[week, i, j]
        hostile = out.hostile_by_draw[i, j, week]
        for r in range(len(acts)):
            rung = acts[r, week, i, j]
            top[r] = max(top[r], float(rung))
            fast[r] = fold(fast[r], course.keep, course.hostility[rung])
            rungs[rung] += 1
            highest[int(top[r])] += 1
            if course.hostility[rung] > 0:
                hostile[draws[r]] += 1
                often[r] += 1
            tension[bin_of(GOLDSTEIN_PER_HOSTILITY * fast[r], out.tension.step, out.tension.first)] += 1
    for r in range(len(acts)):
        out.highest_by_draw[draws[r], i, j, int(top[r])] += 1
        out.hostile_weeks[i, j, int(often[r])] += 1


def bin_of(value: float, step: float, first: int) -> int:
    """Return the bin of a value in double precision, which compiled code counts in: bins are centred on the multiples of the step."""
    return math.floor(value / step + 0.5) - first


def pair_block(
    base: Rungs, other: Rungs, draws: Whole, ours: Course, theirs: Course, out: Differences, work: Floats
) -> None:
    """Add up by how much the same replicates of two worlds differ, other minus base.

    Parameters
    ----------
    base, other : ndarray of int8, shape (replicates, weeks, S, S)
    draws : ndarray of int, shape (replicates,)
    ours, theirs : Course
        Of base and other.
    out : Differences
        Added to.
    work : ndarray of float, shape (3, replicates)
        Working space: two rows for S in both worlds.
    """
    one, two = work[0], work[1]
    _, _, states, _ = base.shape
    for i in range(states):
        for j in range(states):
            if i != j:
                pair_dyad(base, other, draws, ours, theirs, out, i, j, one, two)
                for k in range(len(out.since)):
                    pair_outcomes(base, other, draws, out, k, i, j)
                follow_outcomes(base, out, 0, i, j)
                follow_outcomes(other, out, 1, i, j)


def pair_dyad(
    base: Rungs,
    other: Rungs,
    draws: Whole,
    ours: Course,
    theirs: Course,
    out: Differences,
    i: int,
    j: int,
    one: Floats,
    two: Floats,
) -> None:
    """Add the weekly differences of tension of one directed dyad; `one` and `two` are working space."""
    for r in range(len(base)):
        one[r] = ours.start[i, j]
        two[r] = theirs.start[i, j]
    for week in range(base.shape[1]):
        grid = out.single_tension.counts[week, i, j]
        for r in range(len(base)):
            here, there = ours.hostility[base[r, week, i, j]], theirs.hostility[other[r, week, i, j]]
            out.differ[0] += base[r, week, i, j] != other[r, week, i, j]
            one[r] = fold(one[r], ours.keep, here)
            two[r] = fold(two[r], theirs.keep, there)
            value = GOLDSTEIN_PER_HOSTILITY * (two[r] - one[r])
            out.tension[i, j, week, draws[r]] += value
            grid[bin_of(value, out.single_tension.step, out.single_tension.first)] += 1


def pair_outcomes(base: Rungs, other: Rungs, draws: Whole, out: Differences, k: int, i: int, j: int) -> None:
    """Count the weeks within one span, and the replicates, with each outcome of one dyad, in either world."""
    for r in range(len(base)):
        for o in range(len(out.levels)):
            here, there = 0, 0
            for week in range(out.since[k], out.until[k] + 1):
                here += base[r, week, i, j] >= out.levels[o]
                there += other[r, week, i, j] >= out.levels[o]
            out.reached[0, o, k, i, j, draws[r]] += here > 0
            out.reached[1, o, k, i, j, draws[r]] += there > 0
            out.unlike[o, k, i, j] += (here > 0) != (there > 0)
            out.weeks[0, o, k, i, j, draws[r]] += here
            out.weeks[1, o, k, i, j, draws[r]] += there
            out.weeks_squared[o, k, i, j] += (there - here) ** 2


def follow_outcomes(acts: Rungs, out: Differences, world: int, i: int, j: int) -> None:
    """Count in which week each outcome of one dyad comes for the first time since both worlds are followed."""
    for r in range(len(acts)):
        for o in range(len(out.levels)):
            for week in range(out.begin[0], acts.shape[1]):
                if acts[r, week, i, j] >= out.levels[o]:
                    out.first[world, o, i, j, week] += 1
                    break
