"""Rounding: the same numbers added up in any order are the same; the smallest real difference is not."""

from __future__ import annotations

import numpy as np
import pytest

from araxes.sweeps.leading import equal_within, rounding_error, same_everywhere
from araxes.sweeps.work import Moments

REPLICATES, WEEKS = 200, 52


def of_points(made_up, points):
    """The table of points, each given by the values of its replicates."""
    found = []
    for values in points:
        sums = Moments(1, len(values), alone=True)
        sums.add(np.asarray(values, dtype=float)[:, None])
        found.append([part[0] for part in sums.result()])
    x = np.arange(2.0 * len(points)).reshape(-1, 2)
    table = made_up.table(x, np.zeros(len(points)), "file", made_up.numbers([(0, 99)] * 2), replicates=REPLICATES)
    for part, column in zip((table.mean, table.error, table.variance), np.transpose(found), strict=True):
        part["y"] = column
    return table


def shuffled(values, count=40):
    rng = np.random.default_rng(1)
    return [rng.permutation(values) for _ in range(count)]


@pytest.mark.parametrize(
    "values",
    [
        np.repeat([0.0, 1.0], [160, 40]),  # a chance
        np.random.default_rng(2).normal(0.3, 2, REPLICATES),  # a tension
        np.random.default_rng(3).normal(1e6, 1, REPLICATES),
        np.full(REPLICATES, 192.53),
    ],
)
def test_the_same_numbers_in_another_order_are_the_same(made_up, values):
    table = of_points(made_up, shuffled(values))
    assert same_everywhere(table, "y")


def test_a_chance_in_another_order_has_another_mean_to_the_last_digit(made_up):
    mean = of_points(made_up, shuffled(np.repeat([0.0, 1.0], [160, 40]))).mean["y"]
    assert 0 < np.ptp(mean) < 1e-15


def test_one_replicate_that_differs_is_a_difference(made_up):
    chance = np.repeat([0.0, 1.0], [160, 40])
    other = np.repeat([0.0, 1.0], [161, 39])
    assert not same_everywhere(of_points(made_up, [chance, other]), "y")
    tension = np.random.default_rng(2).normal(0.3, 2, REPLICATES)
    moved = tension.copy()
    moved[-1] += 1e-9
    assert not same_everywhere(of_points(made_up, [tension, moved]), "y")


def test_the_bound_is_a_multiple_of_epsilon_and_follows_the_scale(made_up):
    table = of_points(made_up, [np.full(REPLICATES, 3.0)] * 2)
    assert rounding_error(table, "y") == (REPLICATES + WEEKS) * np.finfo(float).eps * 3.0
    spread = of_points(made_up, [np.tile([-4.0, 4.0], REPLICATES // 2)] * 2)  # a mean of 0 of numbers of size 4
    assert rounding_error(spread, "y") == pytest.approx((REPLICATES + WEEKS) * np.finfo(float).eps * 4.0, rel=0.01)


def test_one_mean_or_none_is_not_the_same_as_another():
    assert not equal_within(np.array([np.nan, np.nan]), 1.0)
    assert not equal_within(np.array([2.0, np.nan]), 1.0)
    assert equal_within(np.array([2.0, np.nan, 3.0]), 1.0)
    assert not equal_within(np.array([2.0, np.nan, 3.1]), 1.0)
