"""The posterior: a mode that no step betters, errors that hold, draws weighted by the exact likelihood."""

import datetime

import numpy as np
import pytest

from araxes.estimation.likelihood import Likelihood, free_parameters, past_given, record_weeks
from araxes.estimation.posterior import LUCK, PosteriorDraws, covariance_of, draw_posterior, posterior, slope_at


@pytest.fixture(scope="module")
def found(region, chronology):
    weeks = record_weeks(chronology, region, datetime.date(2021, 3, 1))
    free = tuple(free_parameters(region, habit=False))
    return Likelihood(past_given(weeks, region), weeks.scored, region, free)


@pytest.fixture(scope="module")
def normal(found):
    return posterior(found)


@pytest.mark.slow
def test_at_the_mode_nothing_slopes(found, normal):
    of_luck = np.array([one.path.startswith(LUCK) for one in found.free])
    for part, function in ((~of_luck, found.by_dyad), (of_luck, found.by_pair)):
        here = slope_at(found, function, normal.mode, part)
        for k in np.flatnonzero(part):
            for step in (-0.1, 0.1):
                aside = normal.mode.copy()
                aside[k] += step
                assert slope_at(found, function, aside, part).level < here.level


def test_it_begins_anywhere_and_ends_in_the_same_place(found, normal):
    start = np.full(len(found.free), 0.5)
    assert posterior(found, start).mode == pytest.approx(normal.mode, abs=0.05)


def test_the_record_narrows_what_it_speaks_of(found, normal):
    sd = dict(zip([one.path for one in found.free], np.sqrt(np.diag(normal.covariance)), strict=True))
    assert sd["behaviour.weight.alarm"] < 0.8
    assert (np.linalg.eigvalsh(normal.covariance) > 0).all()


def test_errors_without_information_are_those_of_the_prior():
    assert covariance_of(np.zeros((3, 3))) == pytest.approx(np.eye(3))
    assert covariance_of(np.diag([3.0, 0.0])) == pytest.approx(np.diag([0.25, 1.0]))


@pytest.mark.slow
def test_draws_are_weighted_and_say_what_they_are_worth(found, normal):
    drawn = draw_posterior(found, normal, 200, seed=1)
    assert drawn.weight.sum() == pytest.approx(1)
    assert 20 < drawn.effective <= 200
    mean, covariance = drawn.moments
    assert np.abs(mean - normal.mode).max() < 1.5
    assert covariance.shape == normal.covariance.shape
    again = draw_posterior(found, normal, 200, seed=1)
    assert (again.z == drawn.z).all()
    assert (draw_posterior(found, normal, 200, seed=2).z != drawn.z).any()


def test_equal_weights_are_worth_all_draws():
    assert PosteriorDraws(np.zeros((4, 1)), np.full(4, 0.25)).effective == pytest.approx(4)
