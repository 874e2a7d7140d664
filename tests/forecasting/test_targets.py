"""What is forecast: which weeks are scored, levels within horizons, calm."""

import numpy as np
import pytest

from araxes.forecasting.simple import Climatology
from araxes.forecasting.targets import (
    WeeklyRungs,
    calm_before,
    event_levels,
    forecast_targets,
    is_scored,
    reached_shares,
    what_came,
    what_happened,
)

SEEN = np.array([True] * 5 + [False] * 3 + [True] * 3 + [False] + [True] * 4)


@pytest.mark.parametrize(
    ("origin", "horizon", "answer"),
    [
        (4, 1, True),
        (5, 1, False),  # itself unobserved
        (4, 5, False),  # a gap of three weeks lies before the target
        (5, 4, False),
        (7, 2, False),  # the origin lies in the gap
        (8, 1, True),  # the first week after a gap
        (9, 4, True),  # one unobserved week is an outage, not a gap
        (11, 2, True),  # the same from within the outage
        (15, 1, True),
        (15, 2, False),  # after the record
    ],
)
def test_which_weeks_are_scored(origin, horizon, answer):
    assert is_scored(SEEN, origin, horizon) is answer


def test_levels_are_the_first_hostile_rung_coercion_and_violence():
    assert event_levels(3) == (4, 7, 9)


def test_what_came_is_the_week_of_the_horizon(weeks):
    came = what_came(weeks, [10, 33], (1, 4))
    assert (came[0, 0] == weeks.rungs[10]).all()
    assert (came[0, 1] == weeks.rungs[13]).all()
    assert (came[1] == -1).all()


def test_a_level_is_reached_by_any_week_and_not_known_unless_all_are(weeks):
    found = what_happened(weeks, [10, 28, 58], (1, 4), (4, 7))
    assert found[0, 1, 0, 1].tolist() == [(weeks.rungs[10:14, 0, 1] >= level).any() for level in (4, 7)]
    assert not np.isnan(found[1, 0, 0, 1]).any()
    assert np.isnan(found[1, 1]).all()
    assert np.isnan(found[2, 1]).all()
    assert np.isnan(found[:, :, range(3), range(3)]).all()


def test_calm_is_of_both_halves_and_of_the_last_eight_weeks():
    rungs = np.full((20, 2, 2), 3, dtype=np.int8)
    rungs[5, 0, 1] = 7
    calm = calm_before(WeeklyRungs(None, rungs), [5, 6, 13, 14])
    assert calm[:, 1, 0].tolist() == [True, False, False, True]
    assert (calm == calm.swapaxes(1, 2)).all()


def test_independent_weeks_of_those_who_do_not_simulate(weeks):
    said = forecast_targets(Climatology(11), weeks, (1, 4), (4,))
    assert said.within[1] == pytest.approx(1 - (1 - said.within[0]) ** 4)
    assert said.within[0, 0, 1, 0] == pytest.approx(said.chance[0, 0, 1, 4:].sum())


def test_paths_that_reach_a_level():
    paths = np.full((4, 3, 2, 2), 3, dtype=np.int8)
    paths[0, 0, 0, 1] = paths[1, 2, 0, 1] = 8
    assert reached_shares(paths, (1, 3), (4, 9))[:, 0, 1].tolist() == [[0.25, 0], [0.5, 0]]
