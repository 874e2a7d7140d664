"""Priors: their scales, their spread, and what cannot be estimated."""

import numpy as np
import pytest

from araxes.estimation.likelihood import free_parameters, moments, natural, with_values
from araxes.rules.luck import Luck
from araxes.rules.terms import ESTIMATED


def test_habit_luck_and_the_weights_of_which_a_record_speaks_are_free(region, free):
    assert len(free) == len(region.nodes) + 2 + len(Luck._fields) + len(ESTIMATED)
    assert {one.path for one in free} <= set(region.book)
    assert len(free_parameters(region, habit=False)) == len(Luck._fields) + len(ESTIMATED)


def test_prior_means_are_the_values_of_the_files(region, free):
    mean, _ = moments(free)
    for path, value in natural(free, mean).items():
        assert value == pytest.approx(region.book[path].series[0][1])


def test_weights_keep_the_spread_of_their_file_and_habits_one_in_logs(region, free):
    by_path = {one.path: one for one in free}
    assert by_path["behaviour.weight.grievance"].sd == region.book["behaviour.weight.grievance"].sd
    assert by_path["ladder.words.shrinkage"].sd == pytest.approx(0.7)
    share = by_path["behaviour.luck.hostile"]
    assert share.slope(share.mean) * share.sd / 0.41 == pytest.approx(0.7)


def test_shares_stay_inside_and_sizes_above_zero(free):
    mean, sd = moments(free)
    for far in (-6, 6):
        values = natural(free, mean + far * sd)
        assert 0 < values["behaviour.habit.borrowing"] < 1
        assert 0 < values["behaviour.luck.hostile"] < 1
        assert values["behaviour.habit.anchor"] > 0


def test_the_slope_is_that_of_the_scale(free):
    for one in free:
        step = 1e-6
        by_hand = (one.natural(one.mean + step) - one.natural(one.mean - step)) / (2 * step)
        assert one.slope(one.mean) == pytest.approx(by_hand, rel=1e-6)


def test_what_is_switched_off_cannot_be_estimated_and_all_of_it_is_said(region, messages):
    off = with_values(region, {"behaviour.luck.hostile": 0.0, "behaviour.habit.anchor": 0.0})
    faults = messages(free_parameters, off)
    assert {fault.key for fault in faults} == {"behaviour.luck.hostile", "behaviour.habit.anchor"}
    assert "off 0 and 1" in str(faults[0])


def test_moments_are_in_the_order_of_the_parameters(free):
    mean, sd = moments(free)
    assert mean.shape == sd.shape == (len(free),)
    assert (sd > 0).all()
    assert np.isfinite(mean).all()
