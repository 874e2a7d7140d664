"""Statistics of one act behind another, on histories whose answer is plain."""

import numpy as np
import pytest

from araxes.claims.judge_link import STATISTICS, order, share_preceded, tilt
from araxes.claims.planted import Case

DAYS = 1000
PLACES = np.arange(50, 950, 60)


def flags(places):
    out = np.zeros(DAYS, dtype=bool)
    out[places] = True
    return out


def case(shift):
    b = flags(PLACES + shift)
    return Case(flags(PLACES), b, np.ones(DAYS), np.zeros((0, DAYS)))


@pytest.mark.parametrize(("shift", "sign"), [(3, 1), (-3, -1)])
def test_what_follows_and_what_comes_before_have_opposite_signs(shift, sign):
    one = case(shift)
    assert order(one, one.b[None], 14)[0] == sign
    assert np.sign(tilt(one, one.b[None], 14)[0]) == sign
    assert np.sign(STATISTICS["pull"](one, one.b[None], 0)[0]) == sign


def test_the_same_day_counts_as_before_it_and_orders_nothing():
    one = case(0)
    assert share_preceded(one, one.b[None], 14)[0] == 1
    assert order(one, one.b[None], 14)[0] == 0


def test_preceded_is_the_share_of_days_with_an_act_before():
    one = Case(flags([100]), flags([90, 105, 121, 122]), np.ones(DAYS), np.zeros((0, DAYS)))
    assert share_preceded(one, one.b[None], 21)[0] == pytest.approx(2 / 4)


@pytest.mark.parametrize("name", STATISTICS)
def test_every_statistic_gives_a_number_a_world(name):
    one = case(3)
    assert STATISTICS[name](one, np.stack([one.b, one.b[::-1]]), 14).shape == (2,)
