"""Reciprocity and momentum answer surprises, each with its sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.reciprocity import friendly_reciprocity, hostile_reciprocity, momentum

SURPRISES = st.floats(-1.7, 1.7)


def test_by_hand():
    assert (hostile_reciprocity(0.4), friendly_reciprocity(0.4)) == (0.4, 0)
    assert (hostile_reciprocity(-0.4), friendly_reciprocity(-0.4)) == (0, -0.4)
    assert (hostile_reciprocity(0), friendly_reciprocity(0), momentum(0)) == (0, 0, 0)


@given(SURPRISES)
def test_the_two_parts_make_up_the_surprise(surprise):
    assert hostile_reciprocity(surprise) >= 0 >= friendly_reciprocity(surprise)
    assert hostile_reciprocity(surprise) + friendly_reciprocity(surprise) == surprise


@pytest.mark.parametrize("surprise", [-0.7, 0.2, 1.1])
def test_momentum_goes_on_in_ones_own_direction(surprise):
    assert momentum(surprise) == surprise
