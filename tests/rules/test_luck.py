"""Shared luck: both margins stay uniform, and both halves are one in the share asked for, by question."""

import numpy as np
import pytest

from araxes.rules.luck import chance_of_both, luck, share_of_kind

GRID = (np.arange(20) + 0.5) / 20


def halves(share):
    """Return the luck of both halves of a dyad over an even grid of coin, shared and own draws."""
    return np.array(
        [
            (luck(coin, both, one, share), luck(coin, both, other, share))
            for coin in GRID
            for both in GRID
            for one in GRID
            for other in GRID
        ]
    )


@pytest.mark.parametrize("share", [0, 0.3, 0.5, 1])
def test_each_half_is_uniform_whatever_is_shared(share):
    one, other = halves(share).T
    for half in (one, other):
        assert (np.bincount((half * 20).astype(int), minlength=20) == len(half) / 20).all()


def test_the_halves_are_one_in_the_share_asked_for_and_independent_otherwise():
    one, other = halves(0.3).T
    by_chance = 0.7 / 20
    assert (one == other).mean() == pytest.approx(0.3 + by_chance)
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(0.3)


def test_nothing_is_shared_at_0_and_everything_at_1():
    assert luck(0.0, 0.2, 0.9, 0) == 0.9
    assert luck(0.999999, 0.2, 0.9, 1) == 0.2
    assert luck(0.3, 0.2, 0.9, 0.3) == 0.9


def test_the_kind_of_act_is_shared_only_where_both_halves_answer_alike():
    assert share_of_kind(False, False, 0.84, 0.43) == 0.84
    assert share_of_kind(True, True, 0.84, 0.43) == 0.43
    assert share_of_kind(True, False, 0.84, 0.43) == share_of_kind(False, True, 0.84, 0.43) == 0


def test_the_chance_of_both_halves_is_their_overlap_or_their_product():
    assert chance_of_both(0.2, 0.6, 0.4, 0.9, 0.0) == pytest.approx(0.4 * 0.5)
    assert chance_of_both(0.2, 0.6, 0.4, 0.9, 1.0) == pytest.approx(0.2)
    assert chance_of_both(0.2, 0.4, 0.6, 0.9, 1.0) == 0
    assert chance_of_both(0.2, 0.4, 0.6, 0.9, 0.25) == pytest.approx(0.75 * 0.2 * 0.3)
    assert chance_of_both(0.4, 0.9, 0.2, 0.6, 0.3) == chance_of_both(0.2, 0.6, 0.4, 0.9, 0.3)


def test_the_chance_of_both_is_how_often_shared_luck_gives_both():
    one, other = halves(0.3).T
    found = ((one > 0.2) & (one < 0.6) & (other > 0.4) & (other < 0.9)).mean()
    assert found == pytest.approx(chance_of_both(0.2, 0.6, 0.4, 0.9, 0.3))


def test_over_all_pairs_of_rungs_the_chances_sum_to_one():
    one, other = [0.0, 0.1, 0.7, 1.0], [0.0, 0.4, 0.5, 1.0]
    total = sum(
        chance_of_both(*one[k : k + 2], *other[m : m + 2], 0.3)
        for k in range(len(one) - 1)
        for m in range(len(other) - 1)
    )
    assert total == pytest.approx(1)
