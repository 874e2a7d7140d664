"""Rates fitted in many worlds at once: known ratios are found, and what does not matter does not."""

import numpy as np
import pytest

from araxes.claims.rates import fit_rates
from araxes.claims.timeline import act_weight, days_since

DAYS = 2000
LUCK = np.random.default_rng(1)
A = LUCK.random(DAYS) < 0.02
SHAPE = act_weight(days_since(A), 10.0)
EVEN = np.ones(DAYS)


def worlds(ratio, number=40):
    return np.random.default_rng(2).random((number, DAYS)) < 0.03 * ratio**SHAPE


@pytest.mark.parametrize("ratio", [1.0, 3.0, 6.0])
def test_a_planted_ratio_is_found(ratio):
    fit = fit_rates(worlds(ratio), EVEN, SHAPE[None])
    assert np.exp(fit.effect[:, 0].mean()) == pytest.approx(ratio, rel=0.15)


def test_scores_without_an_effect_have_mean_0_and_spread_1():
    score = fit_rates(worlds(1.0, 200), EVEN, SHAPE[None]).score
    assert abs(score.mean()) < 0.25
    assert score.std() == pytest.approx(1, abs=0.2)


def test_each_world_is_fitted_alone():
    some = worlds(3.0, 6)
    together, alone = fit_rates(some, EVEN, SHAPE[None]), fit_rates(some[2:3], EVEN, SHAPE[None])
    assert np.allclose(together.effect[2], alone.effect[0], atol=0.02)


def test_an_act_that_never_followed_has_a_finite_ratio():
    b = np.zeros((1, DAYS), dtype=bool)
    b[0, np.flatnonzero(SHAPE < 0.1)[:5]] = True
    fit = fit_rates(b, EVEN, SHAPE[None])
    assert np.isfinite(fit.effect).all()
    assert fit.effect[0, 0] < 0
