"""The weekly record as forecasters see it."""

import datetime

import numpy as np

from araxes.forecasting.targets import (
    dyad_mask,
    indicators,
    known_before,
    observed_weeks,
    repeat_over_horizons,
    weeks_before,
)


def test_a_history_becomes_the_weeks_it_was_made_of(as_history, region, weeks):
    five = np.full((60, 5, 5), -1, dtype=np.int8)
    five[:, :3, :3] = weeks.rungs
    quiet = five.copy()
    known = ~np.isin(np.arange(60), range(30, 36))
    quiet[np.ix_(known, range(5), range(5))] = np.where(five[known] < 0, 3, five[known])
    quiet[:, range(5), range(5)] = -1
    found = weeks_before(as_history(weeks._replace(rungs=five)), region, weeks.next)
    assert found.first == weeks.first
    assert (found.rungs == quiet).all()


def test_what_is_known_before_an_origin_is_a_copy_of_the_weeks_before_it(weeks):
    past = known_before(weeks, weeks.first + datetime.timedelta(weeks=10))
    assert past.next == datetime.date(2020, 3, 16)
    assert (past.rungs == weeks.rungs[:10]).all()
    past.rungs[:] = 9
    assert not (weeks.rungs[:10] == 9).all()
    assert len(known_before(weeks, datetime.date(2019, 1, 7)).rungs) == 0


def test_unobserved_weeks_count_as_nothing(weeks):
    assert np.flatnonzero(~observed_weeks(weeks.rungs)).tolist() == list(range(30, 36))
    seen = indicators(weeks.rungs, 11)
    assert (seen[30:36] == 0).all()
    assert (seen.sum(axis=-1) == (weeks.rungs >= 0)).all()


def test_dyads_are_all_cells_but_the_diagonal_and_chances_repeat():
    assert dyad_mask(5).sum() == 20
    assert repeat_over_horizons(np.eye(3)[None], (1, 4)).shape == (2, 1, 3, 3)
