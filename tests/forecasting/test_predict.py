"""Predictions: averages of exact distributions, and the two kinds of what is not known told apart."""

import datetime
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import araxes
from araxes.engines.ensemble import foresee
from araxes.engines.world import prepare
from araxes.forecasting.predict import predict, rung_chances, share_between
from araxes.results.free_runs import free_scenario
from araxes.rules.terms import WEIGHTS


@pytest.fixture(scope="module")
def world():
    return prepare(free_scenario(datetime.date(2023, 4, 3), 13))


@pytest.fixture(scope="module")
def habit(world):
    """The same world with every push off."""
    return prepare(araxes.load(world.scenario, sets={f"behaviour.weight.{name}": 0.0 for name in WEIGHTS}))


@pytest.fixture(scope="module")
def found(world):
    return predict(world, [13, 1, 4], 1, 600)


def test_chances_are_distributions_at_every_horizon(found):
    chance, diagonal = found.chances(), np.eye(5, dtype=bool)
    assert found.horizons == (1, 4, 13)
    assert chance.shape == (3, 5, 5, 11)
    assert chance[:, ~diagonal].sum(axis=-1) == pytest.approx(np.ones((3, 20)), abs=1e-12)
    assert (chance[:, ~diagonal] > 0).all()
    assert not chance[:, diagonal].any()
    assert found.at_least()[:, 0, 1] == pytest.approx(1 - chance[:, 0, 1].cumsum(axis=-1)[:, :-1])


def test_it_is_the_mean_over_replicates_with_a_share_of_pooled_climatology(world, found):
    parts = [part.cumulative for _, part in foresee(world, [0, 3, 12], range(600), 1)]
    own = rung_chances(np.concatenate(parts).mean(axis=0))
    assert predict(world, [1, 4, 13], 1, 600, mix=0).chances() == pytest.approx(own, abs=1e-12)
    record = world.warm.rungs[:, world.deciding][:, :, world.deciding]
    pool = (np.bincount(record[record >= 0], minlength=11) + 0.5 / 11) / ((record >= 0).sum() + 0.5)
    off = ~np.eye(5, dtype=bool)
    assert found.chances()[:, off] == pytest.approx(0.98 * own[:, off] + 0.02 * pool, abs=1e-12)


def test_neither_threads_nor_engine_change_a_bit(world):
    one, two = (predict(world, [1, 4], 1, 600, workers=workers) for workers in (1, 2))
    assert np.array_equal(one.cumulative, two.cumulative)
    assert np.array_equal(one.squares, two.squares)
    kernel, mesa = (predict(world, [1, 4], 1, 5, engine=engine) for engine in ("kernel", "mesa"))
    assert np.array_equal(kernel.cumulative, mesa.cumulative)
    assert np.array_equal(kernel.paths.reached, mesa.paths.reached)


def test_it_is_far_less_noisy_than_counting_draws(world):
    several = [predict(world, [4], seed, 256) for seed in range(1, 9)]
    exact = np.std([one.chances()[0, 0, 1] for one in several], axis=0).sum()
    counted = np.std([one.tally.rungs[3, 0, 1] / 256 for one in several], axis=0).sum()
    assert exact < counted / 3


def test_paths_and_chances_agree(found):
    within = found.paths.reached.sum(axis=0) / found.replicates
    first = found.at_least()[0]
    error = np.sqrt(0.25 / found.replicates)
    for place, rung in enumerate(found.paths.rungs):
        off = ~np.eye(5, dtype=bool)
        assert within[0][off][:, place] == pytest.approx(first[off][:, rung - 1], abs=4 * error)
    assert (np.diff(within, axis=0) >= 0).all()
    assert found.samples.shape == (600, 13, 5, 5)


def test_without_drawn_weights_all_is_luck(world, habit):
    fixed = predict(world, [1, 4], 1, 64, fixed=True)
    assert fixed.cumulative.shape[0] == 1
    off = ~np.eye(5, dtype=bool)
    assert fixed.weights_share()[:, off] == pytest.approx(np.zeros((2, 20, 10)), abs=1e-12)
    same = predict(habit, [1], 1, 512)
    assert same.weights_share()[:, off] == pytest.approx(np.zeros((1, 20, 10)), abs=1e-6)


def test_wider_priors_give_the_weights_a_larger_share(world):
    book = dict(world.scenario.book)
    for path in [path for path in book if path == "behaviour.weight.alarm"]:
        book[path] = replace(book[path], sd=3.0)
    region = replace(world.scenario.region, book=book)
    wide = prepare(replace(world.scenario, region=region))
    shares = [np.nanmean(predict(one, [1], 1, 512).weights_share()) for one in (world, wide)]
    assert shares[1] > 5 * shares[0] > 0


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_the_share_of_the_weights_is_found_without_bias(seed):
    rng, draws, each = np.random.default_rng(seed), 2000, 4
    truth = rng.beta(2, 3, size=draws)  # variance 0.04 around a mean of 0.4
    by_draw = rng.binomial(each, truth) / each
    chance, count = by_draw.mean(), np.full(draws, each)
    share = share_between(by_draw, np.array(chance), np.array((by_draw * (1 - by_draw)).mean()), count)
    assert share == pytest.approx(0.04 / 0.24, abs=0.06)


def test_an_interrupted_prediction_keeps_what_was_finished(world):
    def stop(_):
        raise KeyboardInterrupt

    kept = predict(world, [1], 1, 600, workers=1, progress=stop)
    assert kept.interrupted
    assert kept.replicates == 256
    assert kept.chances()[0, 0, 1].sum() == pytest.approx(1)


def test_luck_cannot_be_told_from_weights_where_no_draw_has_two_replicates():
    by_draw, chance = np.array([[0.0], [1.0]]), np.array([0.5])
    assert np.isnan(share_between(by_draw, chance, np.array([0.25]), np.array([1, 1]))).all()
    assert share_between(np.array([[0.5]]), chance, np.array([0.25]), np.array([1])) == 0  # one draw: all is luck
