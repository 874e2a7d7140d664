"""Mediation calms a hostile dyad while it is new; when it ends, what it held back returns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.mediation import mediation


def test_by_hand():
    assert mediation(0.5, 0.4) == pytest.approx(-0.2)
    assert mediation(-0.5, 0.4) == pytest.approx(0.2)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_it_is_off_between_friends_and_when_the_format_is_as_usual(over, hostility):
    assert mediation(over, -abs(hostility)) == 0
    assert mediation(0, hostility) == 0


@given(st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_new_format_calms_and_its_end_does_the_reverse(over, hostility):
    assert mediation(over, hostility) < 0 < mediation(-over, hostility)
