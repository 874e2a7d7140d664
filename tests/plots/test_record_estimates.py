"""Estimates beside their priors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from araxes.estimation.estimate import DATA
from araxes.plots.record import ESTIMATES_WIDTH, SPEAKS, estimates


@pytest.fixture
def table():
    return pd.DataFrame(
        {"prior": [0.5, 2.0], "prior_sd": [0.5, 1.0], "estimate": [-0.5, 2.01], "se": [0.25, 0.99], "moved": [-2.0, 0.01],
         "left": [0.5, 0.99], "says": ["the data speak", "prior"]},
        index=["alarm", "grievance"],
    )  # fmt: skip


def marks(ax, full):
    """Return where the marks stand, across, that are full or hollow."""
    lines = [line for line in ax.lines if line.get_marker() == "o" and (line.get_markerfacecolor() != "white") == full]
    return [float(x) for line in lines for x in line.get_xdata()]


def test_full_marks_stand_where_the_data_speak_and_hollow_ones_where_they_do_not(table, drawn):
    ax = estimates({"record": table}, title="Before and after")
    assert marks(ax, full=True) == [-2.0]
    assert marks(ax, full=False) == [0.01]
    drawn(ax)


def test_intervals_hold_ninety_percent(table):
    ends = np.array(estimates({"record": table}).collections[0].get_segments())[..., 0]
    assert np.allclose(
        ends,
        [
            [-2 - ESTIMATES_WIDTH * 0.5, -2 + ESTIMATES_WIDTH * 0.5],
            [0.01 - ESTIMATES_WIDTH * 0.99, 0.01 + ESTIMATES_WIDTH * 0.99],
        ],
    )


def test_values_stand_beside_one_record_and_not_beside_two(table, words):
    assert "\N{MINUS SIGN}0.50 (0.25)" in words(estimates({"record": table}))
    assert "\N{MINUS SIGN}0.50 (0.25)" not in words(estimates({"one": table, "two": table}))


def test_records_keep_to_the_order_of_the_first_and_stand_beside_each_other(table, drawn):
    ax = estimates({"one": table, "two": table.iloc[::-1]})
    first, second = (np.array(part.get_segments()) for part in ax.collections[:2])
    assert np.allclose(first[..., 0], second[..., 0])
    assert (first[..., 1] < second[..., 1]).all()
    drawn(ax)


def test_it_knows_the_words_of_the_estimation():
    assert SPEAKS == DATA
