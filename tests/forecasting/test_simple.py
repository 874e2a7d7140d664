"""Frequencies: ages, floors, blending."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.forecasting.simple import (
    blend_frequencies,
    climatology,
    counts_at_end,
    floored_shares,
    pooled_shares,
    recent_pool,
)
from araxes.forecasting.targets import indicators


def test_a_week_counts_half_after_its_half_life():
    counts = np.zeros((5, 2))
    counts[0, 0] = counts[4, 1] = 1
    assert counts_at_end(counts, 4.0).tolist() == pytest.approx([0.5, 1.0])


@given(st.integers(1, 30), st.floats(0.5, 60))
def test_aged_counts_are_what_weekly_fading_gives(n, half_life):
    counts = np.arange(n * 3.0).reshape(n, 3)
    total = np.zeros(3)
    for week in counts:
        total = 2 ** (-1 / half_life) * total + week
    assert counts_at_end(counts, half_life) == pytest.approx(total)


def test_blending_is_the_broader_frequency_where_nothing_was_seen():
    broader = np.array([0.2, 0.8])
    assert blend_frequencies(np.zeros(2), 4, broader).tolist() == [0.2, 0.8]
    assert blend_frequencies(np.zeros(2), 0, broader).tolist() == [0.2, 0.8]
    assert blend_frequencies(np.array([3.0, 1.0]), 4, broader).tolist() == pytest.approx([3.8 / 8, 4.2 / 8])


def test_every_rung_stays_possible_and_shares_sum_to_one(weeks):
    seen = indicators(weeks.rungs, 11)
    for found in (
        pooled_shares(seen),
        recent_pool(seen),
        floored_shares(np.zeros(11)),
        *climatology(seen).reshape(-1, 11),
    ):
        assert found.min() > 0
        assert found.sum() == pytest.approx(1)
    assert floored_shares(np.zeros(11)) == pytest.approx(np.full(11, 1 / 11))
