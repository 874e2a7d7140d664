"""Intervals of a mean over replicates that share parameter draws."""

import numpy as np
import pytest

from araxes.results.intervals import percentile_interval, piece_picks


def found_of(values, draws, resamples=2000, level=None):
    values, draws = np.asarray(values, dtype=float), np.asarray(draws)
    count = np.bincount(draws)
    total = np.zeros((len(count), *values.shape[1:]))
    np.add.at(total, draws, values)
    return percentile_interval(count, total, piece_picks(count, resamples, 1), level)


def test_every_resample_takes_as_many_draws_as_have_replicates():
    taken = piece_picks(np.array([3, 0, 3, 2]), 200, 1)
    assert (taken.sum(axis=1) == 3).all()
    assert (taken[:, 1] == 0).all()
    assert taken[:, [0, 2, 3]].mean() == pytest.approx(1, rel=0.05)


def test_the_same_seed_gives_the_same_resamples_and_another_does_not():
    count = np.ones(30, dtype=np.int64)
    assert (piece_picks(count, 50, 7) == piece_picks(count, 50, 7)).all()
    assert (piece_picks(count, 50, 7) != piece_picks(count, 50, 8)).any()


def test_the_mean_is_that_of_the_replicates_and_the_interval_keeps_the_shape():
    values = np.arange(24.0).reshape(4, 2, 3)
    found = found_of(values, np.arange(4))
    assert found.mean == pytest.approx(values.mean(axis=0))
    assert found.low.shape == found.high.shape == (2, 3)
    assert ((found.low < found.mean) & (found.mean < found.high)).all()


@pytest.mark.parametrize("draws", [np.arange(400), np.arange(400) % 80, np.arange(400) % 40])
def test_independent_replicates_have_the_textbook_interval_however_they_are_spread_over_draws(draws):
    values = np.random.default_rng(5).normal(3, 1, 400)
    narrow, usual, wide = (found_of(values, draws, level=level) for level in (0.5, 0.95, 0.99))
    assert wide.low < usual.low < narrow.low < values.mean() < narrow.high < usual.high < wide.high
    assert usual.high - usual.low == pytest.approx(2 * 1.96 / 20, rel=0.2)


def test_what_draws_share_widens_the_interval():
    rng = np.random.default_rng(0)
    draws = np.arange(400) % 20
    shared = rng.normal(0, 1, 20)[draws] + rng.normal(0, 0.01, 400)
    wide, narrow = found_of(shared, draws), found_of(rng.normal(0, 1, 400), np.arange(400))
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert wide.high - wide.low == pytest.approx(2 * 1.96 * shared.std() / np.sqrt(20), rel=0.2)


def test_the_interval_is_that_of_resampling_draws():
    rng = np.random.default_rng(3)
    draws = np.arange(300) % 30
    values = rng.exponential(1, 30)[draws] + rng.exponential(2, 300)
    grouped = values.reshape(10, 30).T
    means = [grouped[rng.integers(0, 30, 30)].mean() for _ in range(4000)]
    low, high = np.quantile(means, [0.025, 0.975])
    found = found_of(values, draws, 4000)
    assert found.low == pytest.approx(low, abs=0.05)
    assert found.high == pytest.approx(high, abs=0.05)


def test_the_interval_covers_a_known_mean_about_as_often_as_it_says():
    rng = np.random.default_rng(1)
    draws = np.arange(60)
    covered = [
        found.low <= 1 <= found.high for found in (found_of(rng.exponential(1, 60), draws, 400) for _ in range(300))
    ]
    assert 0.86 < np.mean(covered) < 0.99


def test_identical_values_have_an_interval_of_no_width():
    found = found_of(np.full(30, 0.25), np.arange(30) % 7)
    assert (found.mean, found.low, found.high) == pytest.approx((0.25, 0.25, 0.25))
    zero = found_of(np.zeros((30, 2)), np.arange(30) % 7)
    assert (zero.low == 0).all()
    assert (zero.high == 0).all()


def test_one_replicate_has_no_interval():
    found = found_of([0.7], [0])
    assert found.mean == 0.7
    assert np.isnan([found.low, found.high]).all()
