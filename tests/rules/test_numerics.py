"""The logistic function and its inverse have an answer for every number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.numerics import logit, sigmoid

NUMBERS = st.floats(allow_nan=False)
EPSILONS = st.floats(0, 0.01)


@pytest.mark.parametrize(("x", "p"), [(0, 0.5), (math.log(3), 0.75), (-math.log(3), 0.25), (math.log(9), 0.9)])
def test_odds_of_3_to_1_are_three_quarters(x, p):
    assert sigmoid(x) == pytest.approx(p)
    assert logit(p, 1e-9) == pytest.approx(x)


@given(NUMBERS)
def test_the_sigmoid_is_total_and_symmetric(x):
    assert 0 <= sigmoid(x) <= 1
    assert sigmoid(-x) == pytest.approx(1 - sigmoid(x), abs=1e-15)


@given(NUMBERS, NUMBERS)
def test_the_sigmoid_never_falls(x, y):
    low, high = sorted((x, y))
    assert sigmoid(low) <= sigmoid(high) + 1e-15


@given(NUMBERS, EPSILONS)
def test_the_logit_is_total_even_outside_0_to_1_and_with_epsilon_0(p, epsilon):
    assert math.isfinite(logit(p, epsilon))


@given(NUMBERS, EPSILONS)
def test_the_logit_keeps_inside_epsilon(p, epsilon):
    assert logit(epsilon, epsilon) <= logit(p, epsilon) <= logit(1 - epsilon, epsilon)


@given(st.floats(1e-6, 1 - 1e-6))
def test_one_undoes_the_other(p):
    assert sigmoid(logit(p, 1e-9)) == pytest.approx(p)
