"""The logistic function and its inverse have an answer for every number."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.numerics import (
    FURTHEST,
    SMALLEST,
    disfavoured_factor,
    favoured_factor,
    logit,
    odds_against,
    plus,
    sigmoid,
)

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


@given(st.floats(1e-6, 1 - 1e-6))
def test_the_logit_of_the_rest_is_the_opposite(p):
    assert logit(1 - p, 1e-9) == pytest.approx(-logit(p, 1e-9), abs=1e-9)


@given(NUMBERS, NUMBERS, EPSILONS)
def test_the_logit_never_falls(p, q, epsilon):
    low, high = sorted((p, q))
    assert logit(low, epsilon) <= logit(high, epsilon)


@pytest.mark.parametrize("epsilon", [0, 1e-300, SMALLEST])
def test_an_epsilon_too_small_to_matter_is_the_smallest(epsilon):
    assert logit(0, epsilon) == logit(0, SMALLEST) == pytest.approx(-36.04, abs=0.01)
    assert logit(1, epsilon) == pytest.approx(36.04, abs=0.01)


def test_a_step_of_a_weighted_sum_by_hand():
    assert plus(1.0, 2.0, 0.25) == 1.5
    assert plus(0.0, -1.0, 0.5) == -0.5


@given(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_a_step_rounds_product_and_sum_apart_and_a_weight_or_value_of_0_leaves_the_sum(total, weight, value):
    product = weight * value
    assert plus(total, weight, value) == total + product
    assert plus(total, 0.0, value) == plus(total, weight, 0.0) == total


CHANCES = st.floats(0, 1)
ALWAYS = st.floats(-1e9, 1e9)


EXTREMES = st.one_of(
    CHANCES, st.floats(-320, 0).map(lambda power: 10**power), st.floats(-16, 0).map(lambda power: 1 - 10**power)
)
"""Chances, many of them next to 0 or 1."""
ROUNDING = 1e-15
"""By how much two factors that are nearly the same may change places."""


def test_a_push_of_log_3_makes_3_to_1_of_even_odds():
    odds = odds_against(math.log(3))
    assert odds == pytest.approx(1 / 3)
    assert favoured_factor(0.5, odds) == pytest.approx(1.5)
    assert disfavoured_factor(0.5, odds) == pytest.approx(0.5)


@given(EXTREMES)
def test_without_push_no_chance_is_multiplied_to_the_last_bit(against):
    assert odds_against(0.0) == odds_against(-0.0) == 1
    assert favoured_factor(against, 1.0) == 1
    assert disfavoured_factor(against, 1.0) == 1


@given(st.floats(1e-6, 1 - 1e-6), st.floats(-20, 20))
def test_the_factors_are_those_of_the_logistic_function(against, push):
    odds, favourite = odds_against(push), 1 - against
    assert favoured_factor(against, odds) * favourite == pytest.approx(sigmoid(logit(favourite, 0) + push), rel=1e-9)
    assert disfavoured_factor(against, odds) * against == pytest.approx(sigmoid(logit(against, 0) - push), rel=1e-9)


@given(EXTREMES, ALWAYS)
def test_the_factors_are_right_but_for_rounding_however_small_a_chance_is(against, push):
    odds = odds_against(push)
    part, tilt = Fraction(against), Fraction(odds)
    whole = part * tilt + (1 - part)
    assert abs(Fraction(favoured_factor(against, odds)) * whole - 1) < 1e-15
    assert abs(Fraction(disfavoured_factor(against, odds)) * whole / tilt - 1) < 1e-15


@given(EXTREMES, ALWAYS)
def test_a_chance_and_the_rest_still_sum_to_1(against, push):
    odds = odds_against(push)
    stays, gains = against * disfavoured_factor(against, odds), (1 - against) * favoured_factor(against, odds)
    assert 0 <= stays <= 1 + 1e-15
    assert 0 <= gains <= 1 + 1e-15
    assert stays + gains == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("against", [0, 1])
@pytest.mark.parametrize("push", [-1e9, -FURTHEST, 0, FURTHEST, 1e9, math.inf, -math.inf])
def test_what_is_certain_or_impossible_stays_so_whatever_pushes(against, push):
    assert (1 - against) * favoured_factor(against, odds_against(push)) == 1 - against
    assert against * disfavoured_factor(against, odds_against(push)) == against


@given(EXTREMES, st.floats(-20, 20), st.floats(0.01, 20))
def test_a_greater_push_favours_more(against, push, more):
    less, much = odds_against(push), odds_against(push + more)
    assert favoured_factor(against, less) <= favoured_factor(against, much) * (1 + ROUNDING)
    assert disfavoured_factor(against, much) <= disfavoured_factor(against, less) * (1 + ROUNDING)
