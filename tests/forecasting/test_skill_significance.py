"""Tests of equal skill."""

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from araxes.engines.draws import generator
from araxes.forecasting.skill import confidence_set, diebold_mariano, long_run_variance

WEEKS = np.arange(60)


@pytest.fixture
def pair():
    draw = generator(2, "test", "dm")
    return draw.normal(1, 0.3, 60), draw.normal(1.2, 0.3, 60)


def test_one_week_ahead_it_is_students_test_but_for_the_divisor(pair):
    ours = diebold_mariano(*pair, WEEKS, 1)
    theirs = ttest_1samp(pair[1] - pair[0], 0)
    assert ours.statistic == pytest.approx(theirs.statistic)
    assert ours.p_value == pytest.approx(theirs.pvalue)
    assert ours.statistic > 0


def test_the_correction_by_hand(pair):
    d, n, h = pair[1] - pair[0], 60, 4
    e = d - d.mean()
    variance = (e @ e + 2 * sum(e[lag:] @ e[:-lag] for lag in range(1, h))) / n
    assert long_run_variance(d, WEEKS, h) == pytest.approx(variance)
    by_hand = d.mean() / np.sqrt(variance / n) * np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    assert diebold_mariano(*pair, WEEKS, h).statistic == pytest.approx(by_hand)


def test_no_autocovariance_is_taken_across_a_gap(pair):
    apart = np.where(WEEKS < 30, WEEKS, WEEKS + 100)
    d = pair[1] - pair[0]
    e = d - d.mean()
    variance = (e @ e + 2 * (e[1:] @ e[:-1] - e[30] * e[29])) / 60
    assert long_run_variance(d, apart, 2) == pytest.approx(variance)


def test_a_variance_is_never_negative():
    d = np.tile([1.0, -1.0], 10) + 0.001
    assert long_run_variance(d, np.arange(20), 2) > 0


def test_no_difference_and_few_weeks_give_no_verdict(pair):
    assert np.isnan(diebold_mariano(pair[0], pair[0], WEEKS, 1)).all()
    assert np.isnan(diebold_mariano(pair[0][:2], pair[1][:2], WEEKS[:2], 1)).all()
    assert np.isnan(diebold_mariano(pair[0][:0], pair[1][:0], WEEKS[:0], 1)).all()


def test_the_set_keeps_the_best_and_drops_the_bad(pair):
    pytest.importorskip("arch")
    found = confidence_set(
        {"good": pair[0], "twin": pair[0].copy(), "near": pair[0] + 0.001, "bad": pair[0] + pair[1]}, 1
    )
    assert found["good"] == found["twin"] == 1
    assert found["bad"] < 0.1
    assert confidence_set({"good": pair[0], "bad": pair[1]}, 1) == confidence_set({"good": pair[0], "bad": pair[1]}, 1)


def test_no_set_of_too_few_weeks_and_one_of_twins(pair):
    pytest.importorskip("arch")
    assert confidence_set({"a": pair[0][:20], "b": pair[1][:20]}, 13) is None
    assert confidence_set({"a": pair[0], "b": pair[0]}, 1) == {"a": 1, "b": 1}
