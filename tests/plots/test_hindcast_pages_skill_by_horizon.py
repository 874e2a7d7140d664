"""Skill by horizon."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from araxes.plots.hindcast_pages import calibration_page, skill_by_horizon, skill_page


@pytest.fixture
def table():
    rows = [
        {"forecaster": name, "horizon": horizon, "weeks": 40, "skill_climatology": value, "skill_climatology_low": value - 0.1,
         "skill_climatology_high": value + 0.1, "gain_bar": value, "gain_bar_low": np.nan, "gain_bar_high": np.nan}
        for name, value in (("bar", 0.1), ("model", 0.2))
        for horizon in (1, 4)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_every_horizon_is_named_with_the_weeks_scored(table, drawn):
    ax = skill_by_horizon(table, "skill_climatology", label="Skill (share)", title="Skill")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1 week\n(40 scored)", "4 weeks\n(40 scored)"]
    assert ax.get_ylabel() == "Skill (share)"
    assert {"bar", "model"} == {text.get_text() for text in ax.get_legend().get_texts()}
    drawn(ax)


def test_what_has_no_interval_is_hollow_and_has_no_bar(table, drawn):
    ax = skill_by_horizon(table, "gain_bar", label="Gain (nats)", title="Gain")
    filled = [line for line in ax.lines if len(line.get_xdata()) and line.get_markerfacecolor() == "white"]
    assert len(filled) == 2
    drawn(ax)


def test_a_forecaster_keeps_its_colour_when_another_is_left_out(table):
    whole = skill_by_horizon(table, "skill_climatology", label="", title="")
    part = skill_by_horizon(
        table[table["forecaster"] == "model"], "skill_climatology", label="", title="", order=["bar", "model"]
    )

    def colour(ax):
        return next(line.get_color() for line in ax.lines if line.get_label() == "model")

    assert colour(whole) == colour(part)


def test_pages_are_drawn(table, drawn):
    for page in (
        skill_page(table, "bar", "Skill", ["words"]),
        calibration_page([], {"one week": [0.5, 0.5]}, "Calibration", ["words"]),
    ):
        drawn(page.axes[0])
