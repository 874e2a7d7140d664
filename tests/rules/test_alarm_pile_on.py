"""Pile-on: others turn on whom someone has just turned on, friends of the author more, and not against themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.alarm import pile_on

ROWS = st.lists(st.floats(-1, 1), min_size=5, max_size=5)


def test_by_hand():
    # Actor 0 towards target 1; 2 is a friend (0.5) and was hostile, 3 a rival (-1) and was hostile, 4 neither and was calmer.
    assert pile_on([0, 0.9, 0.5, -1.0, 0.0], [9, 9, 0.4, 0.8, -0.1], 0, 1) == pytest.approx(1.5 * 0.4 - 0.1)


@given(ROWS, ROWS, st.floats(-9, 9), st.floats(-9, 9))
def test_actor_and_target_are_no_third_parties(ties, alarms, own, theirs):
    assert pile_on(ties, alarms, 0, 1) == pile_on([own, theirs, *ties[2:]], [theirs, own, *alarms[2:]], 0, 1)


@given(ROWS, ROWS)
def test_without_alarm_there_is_none_and_without_ties_it_is_their_sum(ties, alarms):
    assert pile_on(ties, [0.0] * 5, 0, 1) == 0
    assert pile_on([0.0] * 5, alarms, 0, 1) == pytest.approx(sum(alarms[2:]))


@given(ROWS, st.floats(0.01, 1), st.floats(0.01, 1))
def test_the_alarm_of_a_friend_counts_more_and_that_of_a_sworn_rival_not_at_all(ties, alarm, closer):
    alarms = [0.0, 0.0, alarm, 0.0, 0.0]
    near, far = [*ties[:2], closer, *ties[3:]], [*ties[:2], -closer, *ties[3:]]
    assert pile_on(near, alarms, 0, 1) > alarm > pile_on(far, alarms, 0, 1)
    assert pile_on([*ties[:2], -1.0, *ties[3:]], alarms, 0, 1) == 0
