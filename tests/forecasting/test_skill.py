"""Skill: ratio of totals, blocks of whole weeks."""

import numpy as np
import pytest

from araxes.engines.draws import generator
from araxes.forecasting.skill import block_length, gain, skill, skill_difference, week_picks


@pytest.fixture
def scores():
    draw = generator(4, "test", "skill")
    reference = draw.exponential(1, 80) + 1
    return reference * 0.9 + draw.normal(0, 0.05, 80), reference


def test_skill_is_a_ratio_of_totals():
    value = skill(np.array([1.0, 0.0, 1, 1, 1, 1, 1, 1]), np.array([1.0, 9.0, 1, 1, 1, 1, 1, 1]), 1)
    assert value.value == pytest.approx(1 - 7 / 16)


def test_the_reference_has_no_skill_over_itself(scores):
    assert tuple(skill(scores[1], scores[1], 1)) == (0, 0, 0)
    assert tuple(gain(scores[1], scores[1], 1)) == (0, 0, 0)
    assert not gain(scores[1], scores[1], 1).above_zero


def test_a_tenth_better_is_a_skill_of_a_tenth_and_the_interval_says_so(scores):
    value = skill(*scores, 1)
    assert value.low < 0.1 < value.high
    assert value.above_zero
    assert value.high - value.low < 0.05


def test_blocks_are_at_least_four_weeks_or_the_horizon():
    assert [block_length(h) for h in (1, 4, 13)] == [4, 4, 13]


def test_weeks_are_taken_in_whole_blocks():
    taken = week_picks(8, 1)
    assert taken.shape == (2000, 8)
    assert (taken.sum(axis=1) == 8).all()
    draw = generator(1, "hindcast", "blocks", "8", "4")
    starts = draw.integers(0, 5, size=(2000, 2))
    assert (taken[0] == sum(np.isin(np.arange(8), start + np.arange(4)).astype(float) for start in starts[0])).all()


def test_too_few_weeks_have_no_interval(scores):
    assert week_picks(25, 13) is None
    value = skill(scores[0][:25], scores[1][:25], 13)
    assert not np.isnan(value.value)
    assert np.isnan([value.low, value.high]).all()
    assert not value.above_zero


def test_nothing_scored_is_nan():
    none = np.empty(0)
    for value in (skill(none, none, 1), gain(none, none, 1), skill_difference(none, none, none, 1)):
        assert np.isnan(value).all()


def test_intervals_repeat_and_the_seed_decides_them(scores):
    assert skill(*scores, 1) == skill(*scores, 1)
    assert skill(*scores, 1, seed=2) != skill(*scores, 1)


def test_a_gain_is_counted_by_what_was_scored(scores):
    number = np.full(80, 20.0)
    whole, each = gain(*scores, 1), gain(*scores, 1, number)
    assert whole.value == pytest.approx(20 * each.value)
    assert whole.low == pytest.approx(20 * each.low)


def test_a_difference_of_skills_is_the_difference(scores):
    other = scores[1] * 0.95
    found = skill_difference(scores[0], other, scores[1], 1)
    assert found.value == pytest.approx(skill(scores[0], scores[1], 1).value - skill(other, scores[1], 1).value)
    assert found.low < found.value < found.high


@pytest.mark.slow
def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    covered = 0
    for seed in range(200):
        draw = generator(seed, "test", "coverage")
        better = draw.normal(0.1, 1, 100)
        value = gain(-better, np.zeros(100), 1)
        covered += value.low < 0.1 < value.high
    assert 0.86 <= covered / 200 <= 0.98
