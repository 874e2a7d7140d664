"""Planted worlds: as many acts as asked for, on the days that are asked for."""

import numpy as np
import pytest

from araxes.claims.motive_tests import days_by, near_stimuli, planted_acts
from araxes.claims.parents import daily_pull

PULL = daily_pull(np.array([100, 300]), 500, 10.0)


def test_there_are_as_many_acts_as_asked_for_within_the_span_and_in_order():
    acts = planted_acts(np.random.default_rng(1), 20, 30, PULL, 0.4, 0.4, 10.0).days
    assert acts.shape == (20, 30)
    assert acts.min() >= 0
    assert acts.max() < 500
    assert (np.diff(acts, axis=1) >= 0).all()


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_share_of_them_is_driven(share):
    found = planted_acts(np.random.default_rng(1), 400, 30, PULL, share, 0.0, 10.0)
    assert found.driven.mean() == pytest.approx(share, abs=0.02)


def test_what_is_driven_wholly_comes_with_the_delays_of_the_decay():
    acts = planted_acts(np.random.default_rng(1), 50, 30, PULL, 1.0, 0.9, 10.0).days
    assert ((acts >= 100) & (acts < 500)).all()
    early = acts[acts < 300] - 100
    assert early.mean() == pytest.approx(1 / (1 - np.exp(-0.1)) - 1, rel=0.1)


def test_acts_that_follow_others_stand_close_to_them():
    luck = np.random.default_rng(1)
    gaps = [np.diff(planted_acts(luck, 200, 30, PULL, 0.0, own, 10.0).days, axis=1) for own in (0.0, 0.8)]
    assert np.median(gaps[1]) < 0.5 * np.median(gaps[0])


def test_days_are_drawn_in_proportion_to_their_weights():
    found = days_by(np.random.default_rng(1), np.array([1.0, 0.0, 3.0]), (1, 4000))
    assert np.bincount(found[0], minlength=3) / 4000 == pytest.approx([0.25, 0, 0.75], abs=0.03)


def test_a_shared_cause_raises_days_on_both_sides_of_a_stimulus():
    assert near_stimuli(np.array([0, 5]), 10, 1, 3.0).tolist() == [3, 3, 1, 1, 3, 3, 3, 1, 1, 1]
