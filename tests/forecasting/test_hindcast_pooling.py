"""Pools of forecasters."""

import numpy as np
import pytest

from araxes.engines.draws import generator
from araxes.forecasting.hindcast import equal_pool, fitted_weights, weighted_mean


def test_an_equal_pool_is_the_mean():
    assert equal_pool([np.array([0.2, 0.8]), np.array([0.6, 0.4])]) == pytest.approx([0.4, 0.6])
    assert weighted_mean([np.array([0.2, 0.8]), np.array([0.6, 0.4])], np.array([0.25, 0.75])) == pytest.approx(
        [0.5, 0.5]
    )


def test_without_a_past_all_weigh_the_same():
    assert fitted_weights(np.empty((4, 0))) == pytest.approx([0.25] * 4)


def test_weight_goes_to_the_member_that_was_right_and_the_prior_holds_it_back():
    few, many = np.array([[0.9] * 10, [0.1] * 10]), np.array([[0.9] * 5000, [0.1] * 5000])
    assert 0.5 < fitted_weights(few)[0] < 0.6
    assert fitted_weights(many)[0] > 0.95
    assert fitted_weights(many).sum() == pytest.approx(1)


def test_twins_weigh_the_same_and_impossible_members_are_no_fault():
    draw = generator(1, "test", "pool")
    given = draw.random(200)
    assert fitted_weights(np.stack([given, given])) == pytest.approx([0.5, 0.5])
    assert np.isfinite(fitted_weights(np.stack([np.zeros(50), np.zeros(50)]))).all()


def test_fitted_weights_score_at_least_as_well_as_equal_ones():
    draw = generator(1, "test", "stack")
    given = draw.random((3, 4000)) * np.array([[1.0], [0.5], [0.8]])
    weights = fitted_weights(given)
    assert np.log(weights @ given).mean() >= np.log(given.mean(axis=0)).mean()
