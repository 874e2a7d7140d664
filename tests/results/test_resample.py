"""Intervals of a mean over replicates that share parameter draws."""

import numpy as np
import pytest

from araxes.results.resample import interval, weights


def test_every_resample_counts_about_as_many_replicates_as_there_are():
    found = weights(np.arange(60) % 20, 200, 1)
    assert (found.sum(axis=1) == 60).all()
    assert (found >= 0).all()
    uneven = weights(np.array([0, 0, 0, 1, 1, 2]), 4000, 1)
    assert uneven.sum(axis=1).mean() == pytest.approx(6, rel=0.05)


def test_every_replicate_counts_once_on_average():
    found = weights(np.arange(40) % 10, 4000, 1).mean(axis=0)
    assert found == pytest.approx(np.ones(40), abs=0.12)


def test_draws_are_resampled_as_wholes():
    found = weights(np.arange(40) % 10, 500, 1)
    by_draw = np.stack([found[:, np.arange(40) % 10 == draw].sum(axis=1) for draw in range(10)], axis=1)
    assert set(np.unique(by_draw)) <= {4.0 * k for k in range(11)}
    assert (by_draw == 0).any()


def test_the_same_seed_gives_the_same_resamples_and_another_does_not():
    draws = np.arange(30)
    assert (weights(draws, 50, 7) == weights(draws, 50, 7)).all()
    assert (weights(draws, 50, 7) != weights(draws, 50, 8)).any()


def test_the_mean_is_that_of_the_replicates_and_the_interval_keeps_the_shape():
    values = np.arange(24.0).reshape(4, 2, 3)
    found = interval(values, weights(np.arange(4), 300, 1))
    assert (found.mean == values.mean(axis=0)).all()
    assert found.low.shape == found.high.shape == (2, 3)
    assert ((found.low < found.mean) & (found.mean < found.high)).all()


def test_a_mean_far_from_zero_is_found_and_more_coverage_is_wider():
    values = np.random.default_rng(5).normal(3, 1, 400)
    counts = weights(np.arange(400), 2000, 1)
    narrow, wide = interval(values, counts, 0.5), interval(values, counts, 0.99)
    assert wide.low < narrow.low < values.mean() < narrow.high < wide.high
    usual = interval(values, counts)
    assert usual.high - usual.low == pytest.approx(2 * 1.96 / 20, rel=0.15)
