"""Network: a line for every pair, wide for strong ties, dashed between rivals."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from araxes.plots.networks import graph, network


def test_states_lines_numbers_and_explanation(observed, ties, words, drawn):
    ax = network(observed.isel(week=-1), ties)
    assert ax.get_title(loc="left") == "Ties (width) and tension (colour) of each pair, week of 25 May 2026"
    assert len(ax.lines) == 3
    assert {"AZE", "IRN", "ARM"} <= set(words(ax))
    assert "rivals (tie below 0)" in words(ax.get_legend())
    drawn(ax)


def test_pairs_have_the_mean_of_both_directions(observed, ties):
    now = observed.isel(week=-1)
    edge = graph(now, ties).edges["AZE", "ARM"]
    assert edge["tension"] == pytest.approx(float(now[0, 2] + now[2, 0]) / 2)
    assert edge["tie"] == pytest.approx(-0.8)


def test_strength_is_width_and_rivalry_is_dashed(observed, ties, given):
    ax = network(observed.isel(week=-1), ties, given, title="ties")
    widths = [line.get_linewidth() for line in ax.lines]
    assert widths[1] == max(widths)
    assert [line.get_linestyle() for line in ax.lines] == ["--", "--", "-"]


def test_further_states_find_a_place_and_numbers_stay_apart(overlaps):
    codes = ["AZE", "IRN", "ARM", "RUS", "TUR", "GEO", "KAZ"]
    zero = xr.DataArray(np.zeros((7, 7)), {"actor": codes, "target": codes}, ("actor", "target"))
    ax = network(zero, zero)
    assert overlaps([text for text in ax.texts if text.get_text() == "0.0"]) == []


def test_unknown_tension_counts_as_none(observed, ties, drawn):
    assert graph(observed.isel(week=0) * np.nan, ties).edges["AZE", "IRN"]["tension"] == 0
    drawn(network(observed.isel(week=0) * np.nan, ties * 0))
