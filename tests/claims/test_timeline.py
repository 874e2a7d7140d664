"""Days as arrays: how long ago an act was, how it fades, how densely it is recorded."""

import datetime

import numpy as np
import pytest

from araxes.claims.timeline import act_weight, days_apart, days_since, recording_density, timeline_of

ACTS = np.array([0, 1, 0, 0, 1, 0], dtype=bool)
NEVER = np.inf


def test_days_since_the_last_act_begin_with_the_day_behind_it():
    assert days_since(ACTS).tolist() == [NEVER, NEVER, 1, 2, 3, 1]
    assert days_since(ACTS, own_day=True).tolist() == [NEVER, 0, 1, 2, 0, 1]


def test_days_apart_look_both_ways():
    assert days_apart(ACTS).tolist() == [1, 0, 1, 1, 0, 1]


def test_an_act_fades_from_one_to_nothing():
    weight = act_weight(days_since(ACTS), 10.0)
    assert weight[2] == 1
    assert weight[0] == 0
    assert weight[3] == pytest.approx(np.exp(-0.1))
    assert act_weight(np.array([0.0]), 10.0, own_day=True)[0] == 1


def test_flags_leave_out_other_days():
    line = timeline_of(datetime.date(2020, 1, 1), datetime.date(2020, 1, 3))
    first = datetime.date(2020, 1, 1).toordinal()
    assert line.flags([first - 1, first, first + 2, first + 3]).tolist() == [True, False, True]
    assert line.half_years().tolist() == [0, 0, 0]


def test_density_is_one_on_average_and_higher_where_more_is_recorded():
    line = timeline_of(datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))
    b = np.zeros(line.length, dtype=bool)
    b[:10] = True
    density = recording_density(b, line)
    assert density.mean() == pytest.approx(1)
    assert density[0] > 1 > density[-1] > 0
    assert np.allclose(recording_density(np.stack([b, b]), line)[1], density)
