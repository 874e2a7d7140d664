"""Attention spreads acts of a busy dyad to both ends and draws those of a distracted actor to the middle."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.attention import spread

WEIGHTS = st.floats(-2, 2)
EXCESSES = st.floats(-1, 1)


def test_by_hand():
    assert spread(0.3, 0.5, 0.5, 0.2) == pytest.approx(math.exp(-0.05))


@given(WEIGHTS, EXCESSES, WEIGHTS, EXCESSES)
def test_it_is_above_0_and_1_when_nothing_is_unusual_or_the_weights_are_0(a, active, b, stretched):
    assert spread(a, active, b, stretched) > 0
    assert spread(a, 0, b, 0) == 1
    assert spread(0, active, 0, stretched) == 1


@given(st.floats(0.01, 2), st.floats(0.01, 1))
def test_a_busy_dyad_spreads_and_a_distracted_actor_contracts(weight, unusual):
    assert spread(weight, unusual, 0, 0) < 1 < spread(weight, -unusual, 0, 0)
    assert spread(0, 0, weight, -unusual) < 1 < spread(0, 0, weight, unusual)
