"""Matrix: a number in every cell but the diagonal, on a fixed scale."""

from __future__ import annotations

import numpy as np

from araxes.plots.networks import matrix


def test_cells_names_and_scale(observed, drawn):
    now = observed.isel(week=-1)
    ax = matrix(now)
    assert ax.get_title(loc="left") == "Tension of row towards column, week of 25 May 2026"
    assert len(ax.texts) == 6
    assert ax.texts[0].get_text() == f"{float(now[0, 1]):+.1f}"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["AZE", "IRN", "ARM"]
    assert ax.images[0].get_clim() == (-5, 5)
    drawn(ax)


def test_the_diagonal_is_blank_even_if_it_holds_numbers(observed, given):
    filled = observed.isel(week=0, drop=True).fillna(9)
    ax = matrix(filled, given, bar=False)
    assert ax is given
    assert len(ax.texts) == 6
    assert ax.get_title(loc="left") == "Tension of row towards column"
    assert len(ax.get_figure().axes) == 1


def test_all_zero_and_all_unknown(observed, drawn):
    zero = matrix(observed.isel(week=0) * 0, title="zero")
    assert {text.get_text() for text in zero.texts} == {"0.0"}
    assert not matrix(observed.isel(week=0) * np.nan).texts
    drawn(zero)


def test_rows_act_however_the_data_lie(observed):
    now = observed.isel(week=-1)
    ax = matrix(now.transpose("target", "actor"))
    assert [text.get_text() for text in ax.texts] == [text.get_text() for text in matrix(now).texts]
