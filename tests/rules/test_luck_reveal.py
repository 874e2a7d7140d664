"""Revealed luck: uniform on what gives the forced answer, unmoved where it lies there, and the chance of the other half that follows."""

import numpy as np
import pytest

from araxes.rules.luck import cumulative_once_told, friendly_once_told, luck, reveal_luck

GRID = (np.arange(1000) + 0.5) / 1000


@pytest.mark.parametrize("friendly", [0.1, 0.5, 0.93])
@pytest.mark.parametrize("hostile", [True, False])
def test_luck_is_moved_into_the_forced_answer_evenly_and_stays_where_it_lies_in_it(hostile, friendly):
    low, high = (friendly, 1) if hostile else (0, friendly)
    found = np.array([reveal_luck(u, hostile, friendly) for u in GRID])
    inside = np.array([low < u < high for u in GRID])
    assert (found[inside] == GRID[inside]).all()
    assert (found >= low).all()
    assert (found <= high).all()
    assert np.sort((found - low) / (high - low)) == pytest.approx(GRID, abs=0.02)
    for part in (found[inside], found[~inside]):
        assert (np.diff(part) > 0).all()


@pytest.mark.parametrize(("hostile", "friendly"), [(True, 1.0), (False, 0.0), (True, 0.0), (False, 1.0)])
def test_an_answer_of_no_chance_or_of_no_other_reveals_nothing(hostile, friendly):
    assert [reveal_luck(u, hostile, friendly) for u in GRID] == GRID.tolist()
    assert friendly_once_told(0.8, hostile, friendly, 0.4) == pytest.approx(0.8)


def test_the_ends_of_the_complement_go_to_the_ends_of_the_answer():
    assert reveal_luck(0.8, True, 0.8) == pytest.approx(1)
    assert reveal_luck(1e-12, True, 0.8) == pytest.approx(0.8)
    assert reveal_luck(1 - 1e-12, False, 0.8) == pytest.approx(0.8)
    assert reveal_luck(0.8 + 1e-12, False, 0.8) == pytest.approx(0, abs=1e-10)


@pytest.mark.parametrize("hostile", [True, False])
@pytest.mark.parametrize(("own", "reverse"), [(0.9, 0.6), (0.6, 0.9), (0.7, 0.7)])
def test_the_chance_of_the_other_half_is_how_often_revealed_luck_gives_it(own, reverse, hostile):
    told = [reveal_luck(u, hostile, reverse) for u in GRID]
    coarse = (np.arange(40) + 0.5) / 40
    found = np.mean([luck(coin, u, mine, 0.4) <= own for coin in coarse for u in told for mine in coarse])
    assert friendly_once_told(own, hostile, reverse, 0.4) == pytest.approx(found, abs=2e-3)


def test_known_answers_of_the_chance_of_the_other_half():
    assert 1 - friendly_once_told(0.9, True, 0.9, 0.41) == pytest.approx(0.41 + 0.59 * 0.1)
    assert 1 - friendly_once_told(0.9, True, 0.8, 0.41) == pytest.approx(0.41 * 0.5 + 0.59 * 0.1)
    assert 1 - friendly_once_told(0.8, True, 0.9, 0.41) == pytest.approx(0.41 + 0.59 * 0.2)
    assert 1 - friendly_once_told(0.9, False, 0.9, 0.41) == pytest.approx(0.59 * 0.1)
    assert 1 - friendly_once_told(0.8, False, 0.9, 0.41) == pytest.approx(0.41 * 0.1 / 0.9 + 0.59 * 0.2)
    assert friendly_once_told(0.8, True, 0.9, 0.0) == pytest.approx(0.8)


def test_within_each_answer_the_shares_of_rungs_stand():
    before, friendly, told = np.array([0.1, 0.3, 0.8, 0.95]), 0.8, 0.4
    after = np.array([cumulative_once_told(g, friendly, told) for g in before])
    assert after[2] == pytest.approx(told)
    assert after[:3] / told == pytest.approx(before[:3] / friendly)
    assert (1 - after[2:]) / (1 - told) == pytest.approx((1 - before[2:]) / (1 - friendly))
    assert cumulative_once_told(0.0, 0.0, 0.0) == 0
    assert cumulative_once_told(1.0, 1.0, 0.7) == 0.7
