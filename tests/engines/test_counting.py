"""Counting: known answers for a few acts by hand, run as they are and compiled."""

import numpy as np
import pytest

from araxes.engines import counting
from araxes.engines.counting import Counts, Course, Differences, Grid
from araxes.engines.ensemble import counter
from araxes.units import GOLDSTEIN_PER_HOSTILITY

HOSTILITY = np.array([-0.5, 0.0, 1.0])
KEEP = 0.5
START = np.array([[0.0, 0.004], [0.0, 0.0]])
BINS = 4001
FIRST = -2000
STEP = 0.01
COURSE = Course(HOSTILITY, KEEP, START)


@pytest.fixture(params=["plain", "compiled"])
def call(request, compiled):
    """Call an entry by name, as it is or compiled."""
    kernel = counter("kernel" if request.param == "compiled" else "mesa")
    return kernel or (lambda name, *arguments: getattr(counting, name)(*arguments))


def acts(*histories):
    """Return the acts of two states, of which only the first acts towards the second, shape (replicates, weeks, 2, 2)."""
    found = np.ones((len(histories), len(histories[0]), 2, 2), dtype=np.int8)
    found[..., [0, 1], [0, 1]] = -1
    found[..., 0, 1] = histories
    return found


def grid(*cells):
    return Grid(STEP, FIRST, np.zeros((*cells, BINS), dtype=np.uint32))


def place(value):
    return round(value / STEP) - FIRST


def test_two_histories_of_three_weeks_are_counted(call):
    found = acts([0, 2, 1], [1, 1, 2])
    status = np.array([[[0.25], [0.25], [1.0]], [[0.25], [0.5], [0.0]]], dtype=np.float32)
    whole = [np.zeros((3, 2, 2, 3), dtype=np.int64) for _ in range(2)]
    hostile = (np.zeros((2, 2, 3, 2), dtype=np.int64), np.zeros((2, 2, 4), dtype=np.int64))
    out = Counts(*whole, np.zeros((2, 2, 2, 3), dtype=np.int64), grid(3, 2, 2), grid(3, 1), *hostile)
    call("count_block", found, status, np.array([1, 0]), COURSE, out, np.empty((3, 2)))
    assert out.rungs[:, 0, 1].tolist() == [[1, 1, 0], [0, 1, 1], [0, 1, 1]]
    assert out.highest[:, 0, 1].tolist() == [[1, 1, 0], [0, 1, 1], [0, 0, 2]]
    assert out.highest_by_draw[:, 0, 1].tolist() == [[0, 0, 1], [0, 0, 1]]
    assert out.rungs[:, [0, 1], [0, 1]].sum() == 0
    assert out.hostile_by_draw[0, 1].tolist() == [[0, 0], [0, 1], [1, 0]]
    assert out.hostile_weeks[0, 1].tolist() == [0, 2, 0, 0]
    assert out.status.counts[:, 0, [place(0.0), place(0.25), place(0.5), place(1.0)]].tolist() == [
        [0, 2, 0, 0],
        [0, 1, 1, 0],
        [1, 0, 0, 1],
    ]
    memory = 0.004
    for week, rung in enumerate([0, 2, 1]):
        memory = KEEP * memory + (1 - KEEP) * HOSTILITY[rung]
        assert out.tension.counts[week, 0, 1, place(GOLDSTEIN_PER_HOSTILITY * memory)] >= 1
    assert (out.tension.counts[:, 0, 1].sum(axis=-1) == 2).all()


def test_a_pair_of_histories_is_compared_week_by_week_and_over_spans(call):
    base, other = acts([1, 1, 1]), acts([1, 2, 0])
    since, until = np.array([0, 1]), np.array([2, 1])  # weeks 0 to 2, and week 1 alone
    levels, reached = np.array([0, 2]), np.zeros((2, 2, 2, 2, 2, 1), dtype=np.int64)
    out = Differences(
        since,
        until,
        np.zeros((2, 2, 3, 1)),
        grid(3, 2, 2),
        np.zeros(1, dtype=np.int64),
        levels,
        reached,
        np.zeros((2, 2, 2, 2), dtype=np.int64),
        np.zeros_like(reached),
        np.zeros((2, 2, 2, 2), dtype=np.int64),
        np.array([1]),
        np.zeros((2, 2, 2, 2, 3), dtype=np.int64),
    )
    call("pair_block", base, other, np.array([0]), COURSE, COURSE, out, np.empty((2, 1)))
    assert out.differ.tolist() == [2]
    assert out.tension[0, 1, :, 0] == pytest.approx([0, 0.5 * GOLDSTEIN_PER_HOSTILITY, 0])
    assert out.single_tension.counts[1, 0, 1, place(0.5 * GOLDSTEIN_PER_HOSTILITY)] == 1
    assert (out.tension[1, 0] == 0).all()
    assert out.reached[:, 0, :, 0, 1, 0].tolist() == [
        [1, 1],
        [1, 1],
    ]  # the least rung or above, in both worlds, in either span
    assert out.reached[:, 1, :, 0, 1, 0].tolist() == [[0, 0], [1, 1]]  # the highest in the other alone
    assert out.unlike[:, :, 0, 1].tolist() == [[0, 0], [1, 1]]
    assert out.unlike[:, :, 1, 0].sum() == 0
    assert out.weeks[:, 0, :, 0, 1, 0].tolist() == [[3, 1], [3, 1]]
    assert out.weeks[:, 1, :, 0, 1, 0].tolist() == [[0, 0], [1, 1]]
    assert out.weeks_squared[:, :, 0, 1].tolist() == [[0, 0], [1, 1]]
    assert out.first[:, 0, 0, 1].tolist() == [[0, 1, 0], [0, 1, 0]]  # followed from week 1 on
    assert out.first[:, 1, 0, 1].tolist() == [[0, 0, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("value", "number"), [(0.0, 0), (0.0049, 0), (0.005, 1), (-0.005, 0), (-0.0051, -1), (1.0, 100)]
)
def test_bins_are_centred_on_multiples_of_the_step(value, number):
    assert counting.bin_of(value, STEP, 0) == number
