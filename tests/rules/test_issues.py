"""Issues move towards compromise or force only when asked to; beliefs move by signals that cost something."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.issues import accord_move, believe, force_move, pair_issue

UNIT = st.floats(0, 1)
SHARES = st.floats(0, 0.1)
SIZES = st.floats(1e-3, 1)
RATIOS = st.floats(-20, 20)


def test_the_issue_of_a_pair_is_the_one_that_divides_it_most():
    assert pair_issue([1, 0.5, 1], [1, 0.5, 1], [0, 0, 0.4], [0.2, 1, 0.9]) == 2
    assert pair_issue([1, 0], [0, 1], [0, 0], [1, 1]) == -1
    assert pair_issue([1, 1], [1, 1], [0.3, 0.3], [0.3, 0.3]) == -1


@given(st.lists(st.tuples(UNIT, UNIT, UNIT, UNIT), min_size=1, max_size=6))
def test_both_sides_name_the_same_issue(rows):
    first, second, one, other = (list(column) for column in zip(*rows, strict=True))
    assert pair_issue(first, second, one, other) == pair_issue(second, first, other, one)


def test_an_accord_moves_a_share_of_the_way_to_the_weighted_compromise():
    # Weights 3 and 1, positions 0 and 1: the compromise is 0.25.
    assert accord_move(0.75, 0.02, 0, 1, 3, 1) == pytest.approx(-0.01)
    assert accord_move(0.25, 0.02, 0, 1, 3, 1) == 0


def test_force_moves_towards_the_stronger():
    assert force_move(0.0, 0.05, 1.0, 0.0) == pytest.approx(0.025)
    assert force_move(0.0, 0.05, 1.0, math.log(3)) == pytest.approx(0.0375)
    assert force_move(0.8, 0.05, 0.0, 0.0) == pytest.approx(-0.02)


@given(UNIT, SHARES, UNIT, UNIT, SIZES, SIZES)
def test_an_accord_stays_between_0_and_1_and_does_not_overshoot(status, share, one, other, weight, counter):
    after = status + accord_move(status, share, one, other, weight, counter)
    assert -1e-12 <= after <= 1 + 1e-12
    low, high = min(one, other, status), max(one, other, status)
    assert low - 1e-12 <= after <= high + 1e-12


@given(UNIT, SHARES, UNIT, RATIOS)
def test_force_stays_between_0_and_1_and_does_not_overshoot(status, share, position, ratio):
    after = status + force_move(status, share, position, ratio)
    assert min(status, position) - 1e-12 <= after <= max(status, position) + 1e-12


@given(UNIT, UNIT, UNIT, SIZES, SIZES, RATIOS)
def test_both_moves_are_off_at_a_share_of_0(status, one, other, weight, counter, ratio):
    assert accord_move(status, 0, one, other, weight, counter) == 0
    assert force_move(status, 0, one, ratio) == 0


def test_a_signal_moves_a_belief_by_credulity_times_cost():
    assert believe(0.2, 0.5, 0.4, 0.7) == pytest.approx(0.3)
    assert believe(0.2, 1, 1, 0.7) == pytest.approx(0.7)


@given(UNIT, UNIT, UNIT, UNIT)
def test_cheap_talk_and_the_incredulous_leave_beliefs_and_no_belief_leaves_0_to_1(believed, credulity, cost, signal):
    assert believe(believed, credulity, 0, signal) == believed
    assert believe(believed, 0, cost, signal) == believed
    after = believe(believed, credulity, cost, signal)
    assert min(believed, signal) - 1e-12 <= after <= max(believed, signal) + 1e-12
