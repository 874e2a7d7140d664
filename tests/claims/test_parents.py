"""Parents of acts: pulls worked out by hand, worlds whose parents are known, and what does not matter."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.claims.parents import (
    Pulls,
    daily_pull,
    draw_parents,
    likeliest_weights,
    own_pull,
    parent_chances,
    pulls_on,
    shares_by_weights,
)

DECAY = 10.0
KEPT = math.exp(-1 / DECAY)
GIBBS = {"shape": 0.5, "rate": 1.0, "draws": 200, "settle": 50}


def drawn(pulls, seed=1):
    return draw_parents(pulls, np.random.default_rng(seed), **GIBBS)


def test_a_stimulus_pulls_on_its_own_day_and_less_on_each_later_one():
    pull = daily_pull(np.array([2, 4]), 6, DECAY)
    one = 1 - KEPT
    expected = [0, 0, one, one * KEPT, one * KEPT**2 + one, one * KEPT**3 + one * KEPT]
    assert pull == pytest.approx(expected)


def test_a_stimulus_brings_its_weight_in_the_end():
    assert daily_pull(np.array([0]), 1000, DECAY).sum() == pytest.approx(1)


def test_an_act_pulls_from_the_next_day_on_and_not_on_acts_of_its_own():
    one = 1 - KEPT
    found = own_pull(np.array([[3, 3, 4, 6]]), DECAY)
    assert found == pytest.approx(np.array([[0, 0, 2 * one, 2 * one * KEPT**2 + one * KEPT]]))


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_the_own_pull_is_the_sum_over_all_earlier_acts(days):
    days = sorted(days)
    slow = [sum((1 - KEPT) * KEPT ** (day - before - 1) for before in days if before < day) for day in days]
    assert own_pull(np.array([days]), DECAY)[0] == pytest.approx(slow)


def test_where_every_act_follows_a_stimulus_by_a_day_the_motive_is_their_parent():
    stimuli = np.arange(30, 2000, 60)
    idle = np.arange(45, 2000, 97)
    pulls = pulls_on((stimuli + 1)[None], [daily_pull(days, 2100, DECAY) for days in (stimuli, idle)], DECAY)
    shares = drawn(pulls).shares[:, 0].mean(axis=0)
    assert shares[2] > 0.85
    assert shares[3] < 0.05


def test_acts_far_from_any_stimulus_descend_from_the_constant():
    stimuli = np.arange(0, 2000, 200)
    pulls = pulls_on((stimuli + 120)[None], [daily_pull(stimuli, 2100, DECAY)], DECAY)
    assert drawn(pulls).shares[:, 0].mean(axis=0)[0] > 0.85


def test_without_motive_at_work_the_likeliest_constant_is_the_mean_rate():
    acts = np.arange(50, 2000, 150)[None]
    pulls = pulls_on(acts, [daily_pull(np.array([2090]), 2100, DECAY)], DECAY)
    weights = likeliest_weights(pulls, 500)
    assert weights[0, 0] * 2100 == pytest.approx(acts.size, rel=0.05)
    assert (weights * pulls.in_all).sum() == pytest.approx(acts.size)  # as many as there are, at the likeliest


@given(st.lists(st.integers(0, 99), min_size=2, max_size=15, unique=True), st.integers(0, 3))
def test_shares_sum_to_one_however_they_are_found(days, seed):
    pull = [daily_pull(np.array([5, 40]), 100, DECAY), daily_pull(np.array([70]), 100, DECAY)]
    pulls = pulls_on(np.sort(np.array([days])), pull, DECAY)
    found = drawn(pulls, seed)
    assert found.shares.sum(axis=-1) == pytest.approx(1)
    assert found.chances.sum(axis=-1) == pytest.approx(1)
    assert shares_by_weights(pulls, likeliest_weights(pulls, 20)).sum() == pytest.approx(1)


def test_the_order_of_motives_does_not_matter():
    pull = [daily_pull(np.array(days), 300, DECAY) for days in ([10, 90], [50, 200], [120])]
    acts = np.array([[12, 55, 93, 121, 210, 260]])
    one = shares_by_weights(pulls_on(acts, pull, DECAY), likeliest_weights(pulls_on(acts, pull, DECAY), 100))
    other = pulls_on(acts, pull[::-1], DECAY)
    turned = shares_by_weights(other, likeliest_weights(other, 100))
    assert turned[0, 2:][::-1] == pytest.approx(one[0, 2:])


def test_worlds_do_not_touch_each_other():
    pull = [daily_pull(np.array([10, 90]), 300, DECAY)]
    acts = np.array([[12, 55, 93], [100, 150, 250]])
    both = likeliest_weights(pulls_on(acts, pull, DECAY), 50)
    assert both[1] == pytest.approx(likeliest_weights(pulls_on(acts[1:], pull, DECAY), 50)[0])


def test_the_same_seed_gives_the_same_draws():
    pulls = pulls_on(np.array([[12, 55, 93]]), [daily_pull(np.array([10, 90]), 300, DECAY)], DECAY)
    assert (drawn(pulls, 3).counts == drawn(pulls, 3).counts).all()


def test_chains_of_one_world_are_joined_draw_by_draw():
    pulls = pulls_on(np.array([[12, 55, 93]]), [daily_pull(np.array([10, 90]), 300, DECAY)], DECAY)
    several = drawn(Pulls(*(np.repeat(part, 4, axis=0) for part in pulls)))
    assert several.one_world().counts.shape == (4 * GIBBS["draws"], 1, 3)
    assert several.one_world().shares.mean() == pytest.approx(several.shares.mean())


def test_a_parent_is_as_likely_as_its_part_of_the_rate():
    pulls = Pulls(np.array([[[1.0, 0.0, 3.0]]]), np.ones((1, 3)))
    assert parent_chances(pulls, np.array([[0.5, 9.0, 0.5]]))[0, 0] == pytest.approx([0.25, 0, 0.75])
