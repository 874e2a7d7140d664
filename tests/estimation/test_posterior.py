"""The posterior: the normal where it is known, and a record that the model drew."""

import numpy as np
import pytest

from araxes.estimation.features import features
from araxes.estimation.posterior import climb, covariance_of, information, middle, posterior
from araxes.estimation.synthetic import lead_in, synthetic, truth
from araxes.inputs.settings import setting


@pytest.fixture
def bowl():
    """A quadratic log-likelihood in three dimensions, with its middle and its curvature."""
    root = np.array([[2.0, 0.0, 0.0], [0.5, 1.0, 0.0], [0.0, 0.3, 0.7]])
    curvature, peak = root @ root.T, np.array([0.5, -1.0, 2.0])

    def slope(z):
        off = z - peak
        return float(off @ curvature @ off / 2), curvature @ off

    return slope, peak, curvature


def test_a_normal_posterior_is_found_exactly(bowl):
    pytest.importorskip("jax")
    slope, peak, curvature = bowl
    precision = curvature + np.eye(3)
    top = np.linalg.solve(precision, curvature @ peak)
    assert climb(slope, np.zeros(3)) == pytest.approx(top, abs=1e-4)
    covariance = covariance_of(curvature)
    assert covariance == pytest.approx(np.linalg.inv(precision))
    assert middle(slope, top, covariance) == pytest.approx(top)


def test_the_mean_moves_from_a_ridge_to_the_middle(bowl):
    slope, peak, curvature = bowl
    top = np.linalg.solve(curvature + np.eye(3), curvature @ peak)
    mean = middle(slope, np.zeros(3), covariance_of(curvature))
    assert np.abs(mean - top).max() < 0.3 * np.abs(top).max()


def test_a_slope_that_is_steep_far_from_the_mode_does_not_carry_the_mean_away():
    """Of products of weight and temper the slope can be a thousand times what the normal foresees; the mean stays near."""
    deviation, rounds = 0.5, int(setting("estimation.normal_rounds"))

    def steep(z):
        return 0.0, np.array([-1000.0])

    mean = middle(steep, np.zeros(1), np.array([[deviation**2]]))
    assert 0 < mean[0] <= rounds * setting("estimation.normal_step") * deviation


def test_a_kink_counts_in_the_mean():
    """Of a log-likelihood with a kink at 0 and a slope beside it the mode is the kink; the mean lies to the flatter side."""

    def slope(z):
        return float(np.where(z < 0, -3 * z, z).sum()), np.where(z < 0, -3.0, 1.0)

    mean = middle(slope, np.zeros(1), np.array([[0.25]]))
    assert 0.05 < mean[0] < 0.5


def test_no_direction_is_wider_than_the_prior():
    assert covariance_of(np.diag([-0.5, 0.0, 3.0])) == pytest.approx(np.diag([1.0, 1.0, 0.25]))


def test_more_weeks_hold_more_information(free, seen, form):
    z = np.zeros(len(free))
    whole = information(seen, form, free, z)
    half = information(seen._replace(seen=seen.seen & (np.arange(len(seen.rung)) < 45)[:, None, None]), form, free, z)
    assert (np.linalg.eigvalsh(whole - half) > -1e-8).all()
    assert np.trace(whole) > np.trace(half) > 0


@pytest.mark.slow
def test_known_parameters_are_found_again(region, free, form, shares, first_week):
    """Three histories of 150 weeks: about nine in ten of the 90 % intervals hold the truth. `benchmarks/recovery.py` asks it in earnest."""
    pytest.importorskip("jax")
    held, learned = [], []
    for number in range(3):
        z = truth(free, 11, number)
        lead = lead_in(region, shares, 8.0, 26, 11, number)
        weeks = synthetic(region, free, z, lead, 150, first=first_week, seed=11, number=number)
        found = posterior(features(region, weeks), form, free)
        sd = np.sqrt(np.diag(found.covariance))
        held.append(np.abs(z - found.mean) < 1.645 * sd)
        learned.append(sd[8])
    assert 0.8 < np.mean(held) < 0.97
    assert max(learned) < 0.3, "shared luck is well known after 150 weeks"
