"""Surprise is measured against habit: nothing on average while habit alone decides."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.alarm import event_surprise, expected_hostility, hostile_surprise

HOSTILITY = [-0.5, 0.0, 0.4, 1.0]
QUIET = 1
CHANCES = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(lambda row: [x / sum(row) for x in row])


def test_by_hand():
    # Chances .2, .3, .3 and .2: 0.3 x 0.4 + 0.2 x 1.
    assert expected_hostility([0.2, 0.5, 0.8], HOSTILITY, QUIET) == pytest.approx(0.32)
    assert hostile_surprise(0.4, 0.32) == pytest.approx(0.08)
    assert hostile_surprise(0.0, 0.32) == -0.32
    assert event_surprise(True, 0.2) == 0.8
    assert event_surprise(False, 0.2) == -0.2


def test_kind_acts_are_no_less_hostile_than_quiet():
    assert hostile_surprise(-0.5, 0.32) == hostile_surprise(0.0, 0.32)


@given(CHANCES)
def test_what_is_expected_is_the_mean_of_hostility(chances):
    mean = sum(chance * max(h, 0) for chance, h in zip(chances, HOSTILITY, strict=True))
    assert expected_hostility(np.cumsum(chances)[:-1].tolist(), HOSTILITY, QUIET) == pytest.approx(mean)


@given(CHANCES)
def test_habit_does_not_surprise_on_average(chances):
    expected = expected_hostility(np.cumsum(chances)[:-1].tolist(), HOSTILITY, QUIET)
    alarm = sum(chance * hostile_surprise(h, expected) for chance, h in zip(chances, HOSTILITY, strict=True))
    kind = sum(chance * event_surprise(k < QUIET, chances[0]) for k, chance in enumerate(chances))
    assert alarm == pytest.approx(0, abs=1e-12)
    assert kind == pytest.approx(0, abs=1e-12)


def test_numbers_after_those_of_the_ladder_are_not_read():
    assert expected_hostility([0.2, 0.5, 0.8, 9.0], HOSTILITY, QUIET) == expected_hostility(
        [0.2, 0.5, 0.8], HOSTILITY, QUIET
    )


@given(st.floats(0, 1))
def test_an_act_of_a_kind_raises_and_any_other_lowers(chance):
    assert event_surprise(True, chance) >= 0 >= event_surprise(False, chance)
    assert event_surprise(True, 1) == event_surprise(False, 0) == 0
