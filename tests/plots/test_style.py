"""The style: colours that never change, wording of dates and numbers, and no trace left outside."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from araxes.plots import style
from araxes.plots.fans import fan


def test_actors_have_colours_of_their_own_and_new_ones_keep_theirs():
    known = [style.actor_colour(code) for code in style.ACTOR_COLOURS]
    assert len(set(known)) == len(known)
    assert style.actor_colour("KAZ") == style.actor_colour("KAZ") in style.FURTHER_COLOURS


def test_rungs_run_from_blue_to_red():
    colours = [to_rgb(colour) for colour in style.rung_colours(11)]
    assert len(set(colours)) == 11
    assert colours[0][2] > colours[0][0]
    assert colours[-1][0] > colours[-1][2]


def test_tension_scale_is_symmetric_and_fixed():
    low, middle, high = (style.tension_colour(value, 5) for value in (-5, 0, 5))
    assert low[2] > low[0]
    assert high[0] > high[2]
    assert middle[0] == pytest.approx(middle[2], abs=0.02)
    assert style.tension_colour(50, 5) == high


def test_points_have_signs_and_zero_has_none():
    assert [style.goldstein_points(value) for value in (1.26, -0.5, -0.01)] == ["+1.3", "\N{MINUS SIGN}0.5", "0.0"]


def test_dates_and_dyads_in_words():
    weeks = xr.DataArray(np.array(["2026-01-05", "2026-06-29"], dtype="datetime64[ns]"), dims="week")
    assert style.period(weeks) == "5 Jan 2026 to 29 Jun 2026"
    assert style.period(weeks[:0]) == ""
    assert style.dyad_name(xr.DataArray(0, {"actor": "IRN", "target": "AZE"})) == "IRN → AZE"
    assert style.dyad_name(weeks) == ""
    assert style.title_of("a", "", "b") == "a, b"


def test_bands_are_symmetric_and_outermost_first():
    levels = xr.DataArray(np.zeros(6), {"quantile": [0.05, 0.1, 0.25, 0.5, 0.75, 0.95]}, ("quantile",))
    pairs = style.symmetric_bands(levels)
    assert pairs == [(0, 5), (2, 4)]
    assert style.band_name(levels, pairs[0]) == "5–95 %"
    assert float(style.median(levels)["quantile"]) == 0.5


def test_style_is_ours_inside_and_the_users_outside():
    with mpl.rc_context({"axes.grid": False}):
        ax = style.new_axes()
        assert not mpl.rcParams["axes.grid"]
    assert not ax.spines["top"].get_visible()
    assert ax.xaxis.get_gridlines()[0].get_visible()


def test_removed_axes_have_no_figure():
    ax = style.new_axes()
    ax.remove()
    for ask in (style.figure_of, style.home):
        with pytest.raises(ValueError, match="removed"):
            ask(ax)


def test_text_stands_out_from_its_ground():
    assert style.text_on("#000000") == "white"
    assert style.text_on("#ffffff") != "white"


def test_a_notebook_can_show_axes_and_figures():
    ax = style.new_axes()
    assert ax._repr_png_().startswith(b"\x89PNG")
    assert style.figure_of(ax)._repr_png_().startswith(b"\x89PNG")


@pytest.mark.slow
def test_plots_do_not_load_pyplot():
    code = "import sys, araxes.plots.run_pages as p; p.style.new_axes(); print('matplotlib.pyplot' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_a_title_is_drawn_as_it_is_written():
    ax = style.new_axes()
    ax.set_title("$x^ [b] \x1b[31m $")
    png = style.figure_of(ax)._repr_png_()
    assert png.startswith(b"\x89PNG")
    assert ax.get_title() == "$x^ [b] \\x1b[31m $"


BASIS, OTHER = "Model 2 (a rule); estimates of_march", "Model 2 (a rule); priors"


def foot(figure):
    return [text for text in figure.texts if text.get_gid() == "basis"]


def test_a_figure_says_at_its_foot_what_its_data_rest_on(tension, observed, drawn, overlaps):
    tension.attrs["basis"] = BASIS
    ax = fan(tension.sel(actor="IRN", target="AZE"), observed.sel(actor="IRN", target="AZE"))
    (said,) = foot(style.figure_of(ax))
    assert said.get_text() == BASIS
    assert not overlaps([said, ax.xaxis.label, *ax.get_xticklabels(), *ax.get_yticklabels()])
    lowest = ax.get_tightbbox(drawn(ax).canvas.get_renderer()).y0
    assert said.get_window_extent().y1 <= lowest


def test_panels_that_rest_on_different_things_say_each_on_a_line_however_often_they_are_drawn(tension, observed):
    figure = Figure(figsize=(8, 4), layout="constrained")
    for ax, words in zip([*figure.subplots(1, 2)] * 2, [BASIS, OTHER] * 2, strict=True):
        tension.attrs["basis"] = words
        fan(tension.sel(actor="IRN", target="AZE"), observed.sel(actor="IRN", target="AZE"), ax)
    (said,) = foot(figure)
    assert said.get_text() == f"{BASIS}\n{OTHER}"


def test_data_that_do_not_say_it_leave_no_foot(tension, observed):
    ax = fan(tension.sel(actor="IRN", target="AZE"), observed.sel(actor="IRN", target="AZE"))
    assert not foot(style.figure_of(ax))


def test_tables_and_objects_say_it_too(table):
    table.attrs["basis"] = BASIS
    assert style.basis_text(table[table["rung"] > 4]) == BASIS
    assert style.basis_text(SimpleNamespace(basis=BASIS)) == BASIS
    assert style.basis_text("a title") == style.basis_text(None) == ""
