"""Interdependence brakes one's own hostile departures, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.interdependence import interdependence


def test_by_hand():
    assert interdependence(0.3, 0.5) == pytest.approx(-0.15)


@given(st.floats(0, 1), st.floats(-1.7, 1.7))
def test_it_never_pushes_up_and_is_off_without_trade_or_hostility(trade, surprise):
    assert interdependence(trade, surprise) <= 0
    assert interdependence(0, surprise) == 0
    assert interdependence(trade, -abs(surprise)) == 0
