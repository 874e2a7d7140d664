"""Grievance: an issue moves away, and those who want it elsewhere are blamed in shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.grievance import blame, gap, grievance, loudest_issue

SHARES = st.lists(st.floats(0, 1), min_size=5, max_size=5)


def test_the_gap_has_no_direction():
    assert gap(0.2, 0.7) == pytest.approx(0.5)
    assert gap(0.7, 0.2) == pytest.approx(0.5)
    assert gap(0.4, 0.4) == 0


def test_blame_by_hand():
    # Actor 0 wants 0; 1 wants 1 and cares half, 2 wants 0.5 and cares fully, 3 does not care: 0.5 to 0.5.
    assert blame([1, 0.5, 1, 0], [0, 1, 0.5, 1], 0) == [0, 0.5, 0.5, 0]
    assert blame([1, 0.9, 0.3], [0, 1, 1], 0) == pytest.approx([0, 0.75, 0.25])


@given(SHARES, SHARES, st.integers(0, 4))
def test_blame_sums_to_one_or_is_none_and_spares_oneself(salience, position, i):
    shares = blame(salience, position, i)
    assert shares[i] == 0
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) == pytest.approx(1) or not any(shares)


@given(SHARES, st.floats(0, 1), st.integers(0, 4))
def test_nobody_is_blamed_when_all_stand_at_one_place_or_nobody_cares(salience, place, i):
    assert blame(salience, [place] * 5, i) == [0] * 5
    assert blame([0] * 5, salience, i) == [0] * 5


def test_grievance_by_hand():
    assert grievance([0.9, 0.5], [0.4, -0.2], [0.5, 1.0]) == pytest.approx(0.08)


@given(SHARES, st.lists(st.floats(-1, 1), min_size=5, max_size=5), SHARES)
def test_grievance_is_off_without_stake_change_or_blame(salience, over, blamed):
    assert grievance([0] * 5, over, blamed) == 0
    assert grievance(salience, [0] * 5, blamed) == 0
    assert grievance(salience, over, [0] * 5) == 0


def test_the_loudest_issue_is_that_of_the_largest_standing_grievance():
    assert loudest_issue([0.9, 0.5, 1.0], [0.4, 1.0, 1.0], [0.5, 1.0, 0.1]) == 1
    assert loudest_issue([0.9, 0.5], [0.0, 1.0], [1.0, 0.0]) == -1
    assert loudest_issue([0.5, 0.5], [0.5, 0.5], [0.5, 0.5]) == 0
