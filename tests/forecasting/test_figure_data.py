"""Calibration: isotonic reliability and the probability integral transform."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from araxes.engines.draws import generator
from araxes.forecasting.figure_data import consistent, isotonic_means, reliability, transform_histogram


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 5)), min_size=1, max_size=30))
def test_the_rising_sequence_is_that_of_scipy(pairs):
    value, weight = np.array(pairs).T
    assert isotonic_means(value, weight) == pytest.approx(isotonic_regression(value, weights=weight).x, abs=1e-9)


def test_parts_of_the_brier_score_sum_up():
    draw = generator(6, "test", "reliability")
    chance, event = draw.random(300).round(2), (draw.random(300) < 0.3).astype(float)
    found = reliability(chance, event)
    assert found.brier == pytest.approx(((chance - event) ** 2).mean())
    assert found.brier == pytest.approx(found.miscalibration - found.discrimination + found.uncertainty)
    assert found.miscalibration >= 0
    assert found.discrimination >= 0
    assert (np.diff(found.happened) >= 0).all()
    assert found.number.sum() == 300


def test_forecasts_of_a_calibrated_forecaster_lie_in_the_band():
    draw = generator(6, "test", "band")
    chance = draw.choice([0.1, 0.3, 0.6], 900)
    found = reliability(chance, (draw.random(900) < chance).astype(float))
    low, high = consistent(chance, 0.99)
    assert ((low <= found.happened) & (found.happened <= high)).all()
    wrong = reliability(chance, (draw.random(900) < chance / 3).astype(float))
    assert (wrong.happened < low).any()
    assert found.miscalibration < wrong.miscalibration


def test_unknown_events_are_left_out_and_none_is_no_fault():
    found = reliability(np.array([0.2, 0.4]), np.array([1.0, np.nan]))
    assert found.chance.tolist() == [0.2]
    assert np.isnan(reliability(np.array([0.2]), np.array([np.nan])).brier)


def test_the_transform_of_calibrated_forecasts_is_flat_and_of_low_ones_is_not():
    draw = generator(6, "test", "transform")
    chance = draw.dirichlet(np.ones(11), 4000)
    rung = (chance.cumsum(axis=1) < draw.random((4000, 1))).sum(axis=1).clip(max=10)
    assert transform_histogram(chance, rung, 10) == pytest.approx(np.full(10, 0.1), abs=0.02)
    assert transform_histogram(chance[:, ::-1], np.full(4000, 10), 10)[-1] > 0.2


def test_the_transform_of_one_forecast_by_hand():
    assert transform_histogram(np.array([[0.25, 0.5, 0.25]]), np.array([1]), 4) == pytest.approx([0, 0.5, 0.5, 0])
    assert transform_histogram(np.array([[0.25, 0.5, 0.25]]), np.array([0]), 4) == pytest.approx([1, 0, 0, 0])
    assert np.isnan(transform_histogram(np.array([[0.5, 0.5]]), np.array([-1]), 4)).all()
