"""Deterrence: a stronger other side holds back, on entry into a crisis only; presence and will of guarantors apart."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.deterrence import capability, deterrence, power, preponderance

SIZES = st.floats(1e-3, 1)


def test_capability_is_the_geometric_mean():
    assert capability(0.25, 1) == 0.5
    assert capability(1, 1) == 1


def test_a_guarantor_counts_by_presence_times_will_times_capability():
    # Target 0 has 0.1; guarantor 1 is half present, willing to 0.4, of capability 1; 2 is present and unwilling.
    assert power(0.1, [9, 0.5, 1], [9, 0.4, 0], [0.1, 1, 1], 0) == pytest.approx(0.3)
    assert power(0.1, [0, 1, 0], [0, 0, 1], [0.1, 1, 1], 0) == 0.1


def test_preponderance_by_hand():
    assert preponderance(1, 0.5) == pytest.approx(math.log(2))
    assert preponderance(0.5, 0.5) == 0
    assert preponderance(0.1, 0.5) == 0


@given(SIZES, SIZES)
def test_only_the_weaker_side_is_deterred(one, other):
    assert preponderance(one, other) >= 0
    assert min(preponderance(one, other), preponderance(other, one)) == 0


def test_it_holds_back_before_a_crisis_and_not_inside_one():
    assert deterrence(0.7, 0.1, 0.2) == -0.7
    assert deterrence(0.7, 0.2, 0.2) == -0.7
    assert deterrence(0.7, 0.21, 0.2) == 0
    assert deterrence(0, 0.1, 0.2) == 0
    assert deterrence(-0.7, 0.1, 0.2) == 0.7
