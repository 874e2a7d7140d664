"""Memory fades by half in a half-life."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.memory import add_faded, decay_counts, fade_count, fold, share_kept

HALF_LIVES = st.floats(0.1, 2080)
VALUES = st.floats(-1, 1)


@pytest.mark.parametrize(("half_life", "share"), [(1, 0.5), (0.5, 0.25), (2, 0.7071067811865476)])
def test_the_share_kept_over_a_week(half_life, share):
    assert share_kept(half_life) == pytest.approx(share)


@given(HALF_LIVES)
def test_half_is_left_after_a_half_life(half_life):
    assert share_kept(half_life) ** half_life == pytest.approx(0.5)
    assert 0 < share_kept(half_life) < 1


def test_a_mean_keeps_three_quarters_and_takes_a_quarter_of_the_new():
    assert fold(0.4, 0.75, -0.4) == pytest.approx(0.2)


@given(VALUES, st.floats(0, 1), VALUES)
def test_a_mean_stays_between_what_was_and_what_is_new(mean, keep, new):
    low, high = sorted((mean, new))
    assert low - 1e-12 <= fold(mean, keep, new) <= high + 1e-12


def test_after_a_half_life_of_one_conduct_half_of_the_distance_is_gone():
    mean = 0.8
    for _ in range(32):
        mean = fold(mean, share_kept(32), 0.2)
    assert mean == pytest.approx(0.5)


def test_a_sum_keeps_a_share_of_what_was_and_takes_all_of_the_new():
    assert add_faded(0.4, 0.75, -0.4) == pytest.approx(-0.1)


@given(VALUES, HALF_LIVES)
def test_a_surprise_is_gone_by_half_after_a_half_life_and_by_as_much_again_after_two(new, half_life):
    once = add_faded(add_faded(0.0, 1.0, new), share_kept(half_life) ** half_life, 0.0)
    assert once == pytest.approx(new / 2)
    assert add_faded(once, share_kept(half_life) ** half_life, 0.0) == pytest.approx(new / 4)


@given(st.floats(0.01, 1), st.floats(0.01, 0.99))
def test_a_surprise_every_week_adds_up_to_no_more_than_its_share_lost_allows(new, keep):
    total = 0.0
    for _ in range(2000):
        total = add_faded(total, keep, new)
    assert total == pytest.approx(new / (1 - keep), rel=1e-6)


def test_counts_fade_in_place():
    counts = [4.0, 0.0, 1.0]
    decay_counts(counts, 0.5)
    assert counts == [2.0, 0.0, 0.5]


def test_a_count_fades_by_half_in_a_half_life():
    count = 8.0
    for _ in range(26):
        count = fade_count(count, share_kept(26))
    assert count == pytest.approx(4)


@given(st.lists(st.floats(0, 1e6), max_size=11), st.floats(0, 1))
def test_every_count_fades_alike_and_never_below_0_or_above_what_it_was(counts, keep):
    before = list(counts)
    decay_counts(counts, keep)
    assert counts == [fade_count(count, keep) for count in before]
    assert all(0 <= now <= then for now, then in zip(counts, before, strict=True))
