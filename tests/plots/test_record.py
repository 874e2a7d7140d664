"""A record at a glance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from araxes.plots.record import acts_by_dyad, acts_by_week


@pytest.fixture
def counts():
    weeks = pd.date_range("2021-01-04", periods=6, freq="7D")
    return pd.DataFrame({"friendly": [1, 0, 2, 0, 0, 3], "hostile": [0, 0, 4, 0, 0, 1]}, index=weeks)


def test_classes_stand_one_upon_the_other(counts, drawn):
    ax = acts_by_week(counts, title="Acts")
    tops = [bar.get_y() + bar.get_height() for bar in ax.containers[1]]
    assert tops == counts.sum(axis=1).tolist()
    assert ax.get_title(loc="left") == "Acts"
    drawn(ax)


def test_weeks_of_which_nothing_is_known_are_shaded_and_named_once(counts, drawn):
    unknown = pd.Series([False, False, False, True, True, False], index=counts.index)
    ax = acts_by_week(counts, unknown=unknown)
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["nothing known", "friendly", "hostile"]
    drawn(ax)


def test_without_unknown_weeks_nothing_is_shaded(counts):
    ax = acts_by_week(counts, unknown=pd.Series(False, index=counts.index))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["friendly", "hostile"]


def test_every_number_stands_in_its_cell(given, drawn):
    table = pd.DataFrame([[4, 0], [1, 38]], index=["AZE>IRN", "IRN>AZE"], columns=[2018, 2019])
    ax = acts_by_dyad(table, given, title="Acts by year", label="Year")
    assert ax is given
    assert [text.get_text() for text in ax.texts] == ["4", "0", "1", "38"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["AZE>IRN", "IRN>AZE"]
    shown = np.asarray(ax.images[0].get_array())
    assert shown.argmax() == 3
    drawn(ax)
