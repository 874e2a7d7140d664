"""Scores against hand-worked answers and against scoringrules."""

import numpy as np
import pytest
import scoringrules as sr
from hypothesis import given
from hypothesis import strategies as st

from araxes.engines.draws import generator
from araxes.forecasting.skill import brier, crps_of_chances, energy, log_score, rps, sample_crps


@pytest.fixture
def drawn():
    draw = generator(7, "test", "scores")
    return draw.dirichlet(np.ones(11), size=(6, 5)), draw.integers(0, 11, (6, 5))


def test_a_ranked_probability_score_by_hand():
    assert rps(np.array([0.5, 0.3, 0.2]), np.array(0)) == pytest.approx(0.5**2 + 0.2**2)
    assert rps(np.array([0.5, 0.3, 0.2]), np.array(2)) == pytest.approx(0.5**2 + 0.8**2)
    assert rps(np.eye(3), np.arange(3)).tolist() == [0, 0, 0]


def test_rps_equals_scoringrules(drawn):
    chance, rung = drawn
    assert rps(chance, rung) == pytest.approx(sr.rps_score(rung + 1, chance), abs=1e-9)


def test_brier_equals_scoringrules(drawn):
    chance, rung = drawn
    p, event = chance[..., 0], (rung > 4).astype(float)
    assert brier(p, event) == pytest.approx(sr.brier_score(event, p), abs=1e-9)


def test_log_score_equals_scoringrules_for_two_outcomes(drawn):
    p, event = drawn[0][..., 0], (drawn[1] > 4).astype(float)
    both = np.stack([1 - p, p], axis=-1)
    assert log_score(both, event.astype(int)) == pytest.approx(sr.log_score(event, p), abs=1e-9)


@pytest.mark.parametrize("n", [1, 2, 7, 200])
def test_crps_of_samples_equals_scoringrules(n):
    draw = generator(8, "test", "crps")
    samples, came = draw.normal(size=(9, n)), draw.normal(size=9)
    for estimator in ("nrg", "qd"):
        assert sample_crps(samples, came) == pytest.approx(
            sr.crps_ensemble(came, samples, estimator=estimator), abs=1e-9
        )


def test_energy_score_equals_scoringrules():
    draw = generator(9, "test", "energy")
    samples, came = draw.normal(size=(4, 60, 5)), draw.normal(size=(4, 5))
    assert energy(samples, came) == pytest.approx(sr.es_ensemble(came, samples), abs=1e-9)


def test_crps_of_chances_is_that_of_many_samples(drawn):
    chance, rung = drawn
    values = np.array([-7, -4.5, -2.3, 0, 2, 4.5, 5.8, 6.4, 7.1, 9.4, 10.0])
    number = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5])
    samples = np.repeat(values, number)
    one = crps_of_chances(number / number.sum(), np.array(4), values)
    assert one == pytest.approx(sample_crps(samples, values[4]), abs=1e-9)
    assert crps_of_chances(chance, rung, np.arange(11.0)) == pytest.approx(rps(chance, rung))


def test_what_is_not_known_is_not_scored(drawn):
    chance, rung = drawn[0], drawn[1].copy()
    rung[2] = -1
    for score in (rps, log_score, lambda p, y: crps_of_chances(p, y, np.arange(11.0))):
        assert np.isnan(score(chance, rung)).all(axis=1).tolist() == [False, False, True, False, False, False]


def test_what_had_no_chance_scores_infinitely():
    assert log_score(np.array([1.0, 0.0]), np.array(1)) == np.inf


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=11), st.integers(0, 2))
def test_the_truth_scores_best_on_average(weights, other):
    truth = np.array(weights) / sum(weights)
    wrong = np.roll(truth, 1 + other)
    for score in (rps, log_score):
        own, false = (sum(p * score(said, np.array(k)) for k, p in enumerate(truth)) for said in (truth, wrong))
        assert own <= false + 1e-12
