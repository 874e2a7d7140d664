"""Choice: P(Y <= k) is the pushed cumulative habit, whichever way it is worked out."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from araxes.rules.choose import chosen, pushed_cumulative, pushed_luck, under
from araxes.rules.habit import cumulative, pooled_answers, sum_up

EPSILON = 1e-9
GRID = (np.arange(4000) + 0.5) / 4000
UNIT = st.floats(1e-6, 1 - 1e-6)
PUSHES = st.floats(-5, 5)
SPREADS = st.floats(0.2, 5)
LADDERS = st.lists(st.floats(0, 1), min_size=1, max_size=12).map(sorted)


def test_by_hand():
    assert pushed_luck(0.5, math.log(3), 1, EPSILON) == pytest.approx(0.75)
    assert pushed_luck(0.5, -math.log(3), 1, EPSILON) == pytest.approx(0.25)
    assert pushed_luck(0.9, 0, 2, EPSILON) == pytest.approx(0.75)
    assert pushed_cumulative(0.75, math.log(3), 1, EPSILON) == pytest.approx(0.5)
    assert pushed_cumulative(0.75, 0, 2, EPSILON) == pytest.approx(0.9)


@given(UNIT)
def test_without_push_and_spread_an_actor_repeats_its_habit(u):
    assert pushed_luck(u, 0, 1, EPSILON) == pytest.approx(u)
    assert pushed_cumulative(u, 0, 1, EPSILON) == pytest.approx(u)


@given(UNIT, PUSHES, SPREADS)
def test_one_undoes_the_other(u, eta, s):
    v = pushed_luck(u, eta, s, EPSILON)
    if EPSILON < v < 1 - EPSILON:
        assert pushed_cumulative(v, eta, s, EPSILON) == pytest.approx(u, rel=1e-5)


@given(UNIT, PUSHES, st.floats(0.01, 3), SPREADS)
def test_a_push_moves_up_the_ladder(u, eta, more, s):
    assert pushed_luck(u, eta + more, s, EPSILON) >= pushed_luck(u, eta, s, EPSILON)
    assert pushed_cumulative(u, eta + more, s, EPSILON) <= pushed_cumulative(u, eta, s, EPSILON)
    assert pushed_cumulative(0.5, eta + more, 1, EPSILON) < pushed_cumulative(0.5, eta, 1, EPSILON)


@given(UNIT, st.floats(0.2, 0.99))
def test_a_spread_below_1_moves_to_both_ends(u, s):
    moved, before = abs(pushed_luck(u, 0, s, EPSILON) - 0.5), abs(u - 0.5)
    assert moved >= before * (1 - 1e-9)


@given(st.floats(0, 1), st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_luck_stays_inside_epsilon_whatever_pushes(u, eta, s):
    assert EPSILON <= pushed_luck(u, eta, s, EPSILON) <= 1 - EPSILON


@pytest.mark.parametrize(("v", "rung"), [(0.1, 0), (0.2, 0), (0.21, 1), (0.5, 1), (0.6, 3), (0.99, 3)])
def test_the_rung_is_the_smallest_whose_cumulative_habit_reaches_luck(v, rung):
    # The third rung (index 2) has no chance at all.
    assert chosen(v, [0.2, 0.5, 0.5], 4) == rung


def test_a_rung_is_passed_by_luck_above_it_not_by_luck_at_it():
    assert [under(0.4, 0.5), under(0.5, 0.5), under(0.6, 0.5)] == [1, 0, 0]


def test_numbers_after_those_of_the_ladder_are_not_read():
    assert chosen(0.9, [0.2, 0.5, 0.1, 0.1], 3) == 2


@given(LADDERS, st.floats(1e-9, 1 - 1e-9))
def test_choosing_is_searching_the_cumulative_habit(ladder, v):
    assert chosen(v, ladder, len(ladder) + 1) == int(np.searchsorted(ladder, v, side="left"))


@given(LADDERS, UNIT, PUSHES, st.floats(0, 3), SPREADS)
def test_a_push_never_lowers_the_rung(ladder, u, eta, more, s):
    low, high = (chosen(pushed_luck(u, push, s, EPSILON), ladder, len(ladder) + 1) for push in (eta, eta + more))
    assert low <= high


@given(LADDERS, UNIT, PUSHES, SPREADS)
def test_pushing_luck_is_pulling_the_ladder(ladder, u, eta, s):
    edges = [pushed_cumulative(f, eta, s, EPSILON) for f in ladder]
    assume(all(EPSILON < f < 1 - EPSILON for f in ladder))
    assume(min(abs(edge - u) for edge in edges) > 1e-9)
    v = pushed_luck(u, eta, s, EPSILON)
    assume(EPSILON < v < 1 - EPSILON)
    assert chosen(v, ladder, len(ladder) + 1) == chosen(u, edges, len(ladder) + 1)


@pytest.mark.parametrize("eta", [-1.5, 0, 0.7, 3])
@pytest.mark.parametrize("s", [0.6, 1, 1.7])
def test_the_share_of_luck_that_ends_at_or_below_a_rung_is_the_pushed_cumulative(eta, s, tree):
    evidence = [0.5, 1, 3, 20, 2, 1, 0.4, 1.5, 0.3, 0.2, 0.05]
    pooled, sums, up_to = [0.0] * len(tree.low), [0.0] * len(tree.low), [0.0] * (len(evidence) - 1)
    pooled_answers([1, 2, 5, 80, 3, 2, 1, 1, 0.5, 0.3, 0.2], tree, pooled)
    sum_up(evidence, tree, sums)
    cumulative(sums, tree, pooled, up_to)
    rungs = np.array([chosen(pushed_luck(float(u), eta, s, EPSILON), up_to, len(evidence)) for u in GRID])
    for k, share in enumerate(up_to):
        found = (rungs <= k).mean()
        assert found == pytest.approx(pushed_cumulative(share, eta, s, EPSILON), abs=1.01 / len(GRID))
