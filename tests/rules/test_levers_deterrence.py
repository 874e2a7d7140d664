"""Deterrence: who has more behind it than at the origin is left alone more; presence and will of guarantors apart."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.levers import capability, deterrence, log_power_ratio, power

SIZES = st.floats(1e-3, 1)
ROWS = st.lists(st.floats(0, 1), min_size=4, max_size=4)


def test_capability_is_the_geometric_mean():
    assert capability(0.25, 1) == 0.5
    assert capability(1, 1) == 1


def test_a_guarantor_counts_by_presence_times_will_times_capability():
    # Target 0 has 0.1; guarantor 1 is half present, willing to 0.4, of capability 1; 2 is present and unwilling.
    assert power(0.1, [9, 0.5, 1], [9, 0.4, 0], [0.1, 1, 1], 0) == pytest.approx(0.3)
    assert power(0.1, [0, 1, 0], [0, 0, 1], [0.1, 1, 1], 0) == 0.1


@given(SIZES, ROWS, ROWS, ROWS, st.integers(0, 3), st.floats(0, 9))
def test_power_is_never_below_ones_own_and_nobody_guarantees_itself(own, presence, will, sizes, j, other):
    found = power(own, presence, will, sizes, j)
    assert found >= own
    assert found == power(own, [*presence[:j], other, *presence[j + 1 :]], will, sizes, j)


def test_the_ratio_by_hand():
    assert log_power_ratio(1, 0.5) == pytest.approx(math.log(2))
    assert log_power_ratio(0.5, 0.5) == 0
    assert log_power_ratio(0.1, 0.5) == pytest.approx(-math.log(5))


@given(SIZES, SIZES)
def test_what_one_is_the_stronger_by_the_other_is_the_weaker_by(one, other):
    assert log_power_ratio(one, other) == pytest.approx(-log_power_ratio(other, one), abs=1e-12)


@pytest.mark.parametrize(("excess", "term"), [(0.7, -0.7), (-0.7, 0.7), (0, 0)])
def test_it_holds_back_before_a_target_grown_stronger_and_lets_go_before_one_grown_weaker(excess, term):
    assert deterrence(excess) == term
