"""Chances: scenarios side by side for each rung, rare rungs included."""

from __future__ import annotations

import numpy as np
import pytest

from araxes.plots import style
from araxes.plots.chances import chance_plot


def test_dots_intervals_names_and_legend(table, words, overlaps):
    ax = chance_plot(table)
    assert ax.get_title(loc="left") == "Chance to reach a rung or a higher one, with 95 % intervals"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Rung 4", "Rung 7", "Rung 10"]
    assert words(ax.get_legend()) == ["with", "without"]
    assert len(ax.collections) == 2
    assert "0.2 %" in words(ax)
    assert overlaps([text for text in ax.texts if text.get_text()]) == []


def test_scenarios_stand_beside_each_other_in_their_colours(table, given):
    ax = chance_plot(table, given, title="chances")
    assert ax is given
    dots = [line for line in ax.lines if line.get_marker() in style.SCENARIO_MARKERS]
    assert dots[0].get_ydata()[0] - dots[1].get_ydata()[0] == pytest.approx(0.35)
    assert [dot.get_color() for dot in dots] == list(style.SCENARIO_COLOURS[:2])


def test_zero_has_a_place_on_the_axis(table, drawn):
    ax = chance_plot(table.assign(chance=0.0, low=0.0, high=0.004))
    assert ax.get_xlim()[0] == 0
    assert ax.xaxis.get_major_formatter()(0.001) == "0.1 %"
    drawn(ax)


def test_one_scenario_one_rung_and_unknown_chances(table, drawn):
    drawn(chance_plot(table.head(1)))
    assert not chance_plot(table.assign(chance=np.nan)).texts
