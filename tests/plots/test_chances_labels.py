"""Labels at the ends of lines: apart, in order, and within the axes while there is room."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from araxes.plots.chances import end_labels, spread_labels


def test_labels_with_room_stay_where_they_are():
    assert spread_labels([0.8, 0.2], 0.1, 0, 1) == pytest.approx([0.8, 0.2])


def test_labels_on_one_spot_move_apart():
    assert spread_labels([1, 1, 0], 0.1, 0, 1) == pytest.approx([0.9, 1, 0])
    assert spread_labels([], 0.1, 0, 1).size == 0


@each(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_labels_keep_their_distance_order_and_range(places):
    moved = spread_labels(places, 0.1, 0, 1)
    order = np.argsort(places, kind="stable")
    assert (np.diff(moved[order]) >= 0.1 - 1e-9).all()
    assert moved.min() >= -1e-9
    assert moved.max() <= 1 + 1e-9


def test_end_labels_do_not_cover_each_other_and_skip_lines_without_end(given, overlaps):
    given.set_ylim(0, 1)
    end_labels(given, [0, 0, 0.01, np.nan, 1, 1], list("abcdef"), ["#000000"] * 6)
    assert [text.get_text() for text in given.texts] == ["a", "b", "c", "e", "f"]
    assert overlaps(given.texts) == []
