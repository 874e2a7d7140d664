"""Figures of sweeps: lines, heatmaps, small multiples, tornadoes, trade-offs; data and ax in, ax out."""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from araxes.plots.sweep_figures import (
    plot,
    response_figure,
    sweep_figures,
    tornado,
    tornado_figure,
    tradeoff,
    whole_figure,
)
from araxes.plots.sweep_plots import DIVERGING, MOST_HEATMAPS, SEQUENTIAL, sweep_heatmap, sweep_line, sweep_multiples
from araxes.sweeps.discovery import discover
from araxes.sweeps.sensitivity import sensitivity


@pytest.fixture(scope="session")
def made_up_sweep():
    """Builders of sweeps of known functions."""
    place = Path(__file__).parents[1] / "sweeps" / "made_up.py"
    spec = importlib.util.spec_from_file_location("made_up_sweeps_of_plots", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def line():
    x = np.linspace(0, 1, 6)[::-1]
    return pd.DataFrame({"x": x, "mean": x**2, "low": x**2 - 0.1, "high": x**2 + 0.1})


@pytest.fixture
def cells():
    x, y = np.meshgrid([0.0, 0.5, 1.0], [1.0, 2.0], indexing="ij")
    return pd.DataFrame({"x": x.ravel(), "y": y.ravel(), "value": (x * y).ravel()})


@pytest.fixture
def shares():
    table = pd.DataFrame({"S1": [0.6, 0.1], "S1_low": [0.5, -0.05], "S1_high": [0.7, 0.2]}, index=["IRN.a", "AZE.b"])
    return table.assign(ST=[0.8, 0.3], ST_low=[0.7, 0.2], ST_high=[0.95, 0.4])


@pytest.fixture
def effects():
    table = pd.DataFrame(
        {"mu_star": [2.0, 1.0], "mu_star_low": [1.5, 0.6], "mu_star_high": [2.5, 1.4]}, index=["IRN.a", "AZE.b"]
    )
    return table.assign(mu=[2.0, -1.0], sigma=[0.5, 2.8], noise=[0.2, 0.2])


@pytest.fixture
def boxes():
    return pd.DataFrame(
        {
            "coverage": [1.0, 0.9, 0.6],
            "density": [0.3, 0.6, 0.9],
            "restrictions": [0, 1, 2],
            "chosen": [False, True, False],
        }
    )


def test_a_line_is_sorted_and_has_its_band(line, given, drawn, words):
    ax = sweep_line(line, given, title="Tension", factor="IRN.a (share)", outcome="Tension (points)")
    assert ax is given
    assert list(ax.lines[0].get_xdata()) == sorted(line["x"])
    assert {"mean", "95 % interval of the mean"} <= set(words(ax.get_legend()))
    assert ax.get_xlabel() == "IRN.a (share)"
    drawn(ax)


def test_a_point_without_a_mean_leaves_a_gap(line, drawn):
    line.loc[2, ["mean", "low", "high"]] = np.nan
    ax = sweep_line(line)
    assert np.isnan(ax.lines[0].get_ydata()).sum() == 1
    drawn(ax)


def test_choices_are_dots_under_their_names(line, drawn):
    ax = sweep_line(line.assign(x=list("abcdef")))
    assert [label.get_text() for label in ax.get_xticklabels()] == list("abcdef")
    assert ax.lines[0].get_linestyle() == "None"
    drawn(ax)


def test_a_grid_is_drawn_as_cells_with_numbers(cells, given, drawn):
    ax = sweep_heatmap(cells, given, factors=("a", "b"), outcome="Tension (points)")
    assert ax is given
    assert ax.images[0].get_array().shape == (2, 3)
    assert ax.images[0].get_array()[1, 2] == 2  # y = 2 is the upper row, x = 1 the last column
    assert max(text.get_text() for text in ax.texts) == "2.0"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "0.5", "1"]
    drawn(ax)


def test_a_failed_cell_is_crossed_out(cells, drawn):
    cells.loc[0, "value"] = np.nan
    ax = sweep_heatmap(cells)
    assert len(ax.texts) == 5
    assert len(ax.lines) == 1
    drawn(ax)


def test_scattered_points_are_drawn_as_points(cells, drawn):
    ax = sweep_heatmap(cells.iloc[:-1])
    assert not ax.images
    assert len(ax.collections[0].get_offsets()) == 5
    drawn(ax)


def test_an_outcome_that_never_moves_has_a_palette_too(cells, drawn):
    drawn(sweep_heatmap(cells.assign(value=1.0)))
    drawn(sweep_heatmap(cells.assign(value=np.nan)))


def test_multiples_share_one_palette(cells, drawn):
    table = pd.concat([cells.assign(panel=value, value=cells["value"] + value) for value in (0.0, 1.0, 5.0)])
    axes = sweep_multiples(table, title="Tension", factors=("a", "b", "c"), outcome="Tension (points)")
    assert [ax.get_title(loc="left") for ax in axes] == ["0", "1", "5"]
    assert "by c" in axes[0].get_figure().get_suptitle()
    assert {ax.images[0].norm.vmax for ax in axes} == {7.0}
    drawn(axes[0])


def test_too_many_panels_are_thinned_evenly(cells):
    table = pd.concat([cells.assign(panel=float(value)) for value in range(40)])
    axes = sweep_multiples(table)
    assert len(axes) == MOST_HEATMAPS
    assert axes[-1].get_title(loc="left") == "39"


def test_a_tornado_of_shares_has_luck_as_its_own_bar(shares, given, drawn, words):
    ax = tornado(shares, (0.97, 0.96, 0.98), given, title="What moves it")
    assert ax is given
    assert [label.get_text() for label in ax.get_yticklabels()] == ["IRN.a", "AZE.b", "luck"]
    assert "97 %" in words(ax)
    assert {"by itself (S1)", "with interactions (ST)", "luck"} <= set(words(ax.get_legend()))
    low, high = ax.get_xlim()
    assert low < -0.05
    assert high > 0.95  # no interval is cut off
    drawn(ax)


def test_the_bar_of_luck_has_a_scale_of_its_own(shares, drawn):
    ax = tornado(shares, (0.5, 0.4, 0.6))
    drawn(ax)
    below = ax.child_axes[0]
    assert below.get_xlim() == pytest.approx((0, 1))
    assert "single histories" in below.get_xlabel()


def test_a_tornado_of_effects_marks_their_spread(effects, drawn, words):
    ax = tornado(effects, None, unit="Goldstein points")
    assert "Goldstein points" in ax.get_xlabel()
    assert any("spread" in text for text in words(ax.get_legend()))
    assert any("luck alone" in text for text in words(ax.get_legend()))
    assert ax.get_xlim()[1] > 2.8
    drawn(ax)


def test_a_tornado_says_what_it_leaves_out(shares, drawn):
    many = pd.concat([shares.set_axis([f"{k}.a", f"{k}.b"]) for k in range(10)])
    ax = tornado(many, title="What moves it")
    assert "8 factors" in ax.get_title(loc="left")
    drawn(ax)


def test_the_trade_off_marks_the_chosen_box(boxes, given, drawn, words):
    ax = tradeoff(boxes, given, title="Boxes")
    assert ax is given
    assert {"no limit: all points", "1 factor limited", "2 factors limited", "chosen box"} == set(
        words(ax.get_legend())
    )
    chosen = next(line for line in ax.lines if line.get_label() == "chosen box")
    assert chosen.get_xydata().tolist() == [[0.9, 0.6]]
    drawn(ax)


def test_three_factors_of_a_grid_become_multiples_and_others_a_tornado(made_up_sweep, drawn):
    levels = np.linspace(0, 1, 3)
    x = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), -1).reshape(-1, 3)
    grid = made_up_sweep.table(x, x.sum(axis=1), "grid", made_up_sweep.numbers([(0, 1)] * 3, levels))
    assert list(sweep_figures(grid, "y")) == ["multiples"]
    x = np.random.default_rng(1).uniform(size=(80, 3))
    loose = made_up_sweep.table(x, x.sum(axis=1), "lhs", made_up_sweep.numbers([(0, 1)] * 3))
    assert list(sweep_figures(loose, "y")) == ["tornado"]
    two = made_up_sweep.table(x[:, :2], x[:, 0], "random", made_up_sweep.numbers([(0, 1)] * 2))
    ax = plot(two)
    assert ax.get_title(loc="left").startswith("Outcome y")
    assert ax.get_xlabel() == "x1 (unit)"
    drawn(ax)


@pytest.mark.parametrize("factors", [1, 2, 3])
def test_what_is_the_same_at_all_points_has_no_figure(made_up_sweep, messages, factors):
    x = np.random.default_rng(1).uniform(size=(80, factors))
    y = np.nextafter(0.1, x[:, 0] - 0.4)
    table = made_up_sweep.table(x, y, "lhs", made_up_sweep.numbers([(0, 1)] * factors))
    for draw in (plot, lambda table: sweep_figures(table, "y")):
        assert messages(draw, table)[0].got == "the same at all points"


def test_what_cannot_be_told_from_noise_is_drawn_without_bars(made_up_sweep, drawn):
    x = made_up_sweep.sobol_points([[0, 1]] * 3, 64)
    table = made_up_sweep.table(x, 0 * x[:, 0], "sobol", made_up_sweep.numbers([(0, 1)] * 3), replicates=20, noise=1.0)
    drawn(tornado_figure(sensitivity(table)))


def test_the_band_of_a_chance_stays_between_0_and_100_per_cent(made_up_sweep):
    factors = made_up_sweep.numbers([[0, 1]])
    x = np.linspace(0, 1, 5)[:, None]
    table = made_up_sweep.table(x, x[:, 0], "grid", factors, replicates=10, noise=1.0)
    table.outcomes["unit"] = "probability"
    (band,) = response_figure(table, "y").collections
    heights = band.get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == (0, 100)


@pytest.mark.parametrize("factors", [1, 2, 3, 4])
def test_every_figure_says_on_which_model_the_sweep_rests(made_up_sweep, factors):
    bounds = [[0, 1]] * factors
    if factors < 4:
        x = np.array(list(itertools.product([0, 0.5, 1], repeat=factors)))
        table = made_up_sweep.table(x, x[:, 0], "grid", made_up_sweep.numbers(bounds, [0, 0.5, 1]))
    else:
        x = made_up_sweep.sobol_points(bounds, 64)
        table = made_up_sweep.table(x, x[:, 0], "sobol", made_up_sweep.numbers(bounds))
    for axes in sweep_figures(table, "y").values():
        assert [text.get_text() for text in whole_figure(axes).texts if text.get_gid() == "basis"] == [str(table.basis)]


def test_a_choice_is_named_once(made_up_sweep):
    one, two = made_up_sweep.numbers([[0, 1], [0, 1]])
    choice = two._replace(name="scenario", kind="choice", unit="scenario", levels=("a", "b"))
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    table = made_up_sweep.table(x, x[:, 0], "grid", (one, choice))
    table.values["scenario"] = ["a", "b", "a", "b"]
    assert response_figure(table, "y").get_ylabel() == "scenario"


def grid_of_two(made_up_sweep, of, unit="probability", noise=0.0):
    levels = np.linspace(0, 1, 5)
    x = np.array(list(itertools.product(levels, repeat=2)))
    factors = made_up_sweep.numbers([[0, 1]] * 2, levels)
    table = made_up_sweep.table(x, of(x), "grid", factors, replicates=25, noise=noise)
    table.outcomes["unit"] = unit
    return table


def test_a_chance_is_drawn_in_per_cent_on_a_scale_of_one_direction(made_up_sweep, drawn):
    table = grid_of_two(made_up_sweep, lambda x: 0.1 + 0.4 * x[:, 0])
    ax = response_figure(table, "y")
    image = ax.images[0]
    assert image.get_cmap().name == SEQUENTIAL
    assert (image.norm.vmin, image.norm.vmax) == pytest.approx((10, 50))
    assert {text.get_text() for text in ax.texts} == {"10", "20", "30", "40", "50"}
    assert "10 to 50 %,\nhighest where x1 is high" in ax.get_title(loc="left")
    drawn(ax)


@pytest.mark.parametrize(("shift", "words"), [(0.0, "Goldstein points"), (-3.0, "above that in the middle")])
def test_a_quantity_with_signs_is_white_at_0_or_where_the_middle_is(made_up_sweep, drawn, shift, words):
    table = grid_of_two(made_up_sweep, lambda x: x[:, 0] - 0.5 + shift, "Goldstein points")
    ax = response_figure(table, "y")
    image = ax.images[0]
    assert image.get_cmap().name == DIVERGING
    assert image.norm.vmin == pytest.approx(-image.norm.vmax)
    assert image.get_array()[2, 2] == pytest.approx(0)
    assert any(words in other.get_ylabel() for other in ax.figure.axes)
    drawn(ax)


def test_cells_within_the_errors_are_hatched_and_the_middle_is_framed(made_up_sweep, drawn, words):
    table = grid_of_two(made_up_sweep, lambda x: 100.0 * (x[:, 0] == 1), "points", noise=1.0)
    ax = response_figure(table, "y")
    frames = [patch for patch in ax.patches if not patch.get_hatch()]
    hatched = {patch.get_xy() for patch in ax.patches if patch.get_hatch()}
    assert [frame.get_xy() for frame in frames] == [(1.5, 1.5)]
    assert not {xy for xy in hatched if xy[0] == 3.5}, "the column that differs is not hatched"
    assert len(hatched) > 12, "the others differ by luck alone"
    assert any("25 replicates" in text for text in words(ax.get_legend()))
    drawn(ax)


def test_a_tornado_says_which_factor_moves_an_outcome_most(made_up_sweep, drawn):
    x = np.random.default_rng(1).uniform(size=(200, 3))
    table = made_up_sweep.table(x, 3 * x[:, 1] + x[:, 0], "lhs", made_up_sweep.numbers([(0, 1)] * 3))
    ax = tornado_figure(sensitivity(table))
    assert "x2 moves it most, " in ax.get_title(loc="left")
    drawn(ax)


def test_results_draw_themselves(made_up_sweep, drawn):
    x = np.random.default_rng(1).uniform(size=(60, 3))
    table = made_up_sweep.table(x, 3 * x[:, 1] + x[:, 0], "lhs", made_up_sweep.numbers([(0, 1)] * 3))
    found = sensitivity(table)
    for ax in (table.plot(), table.plot("y"), found.plot(), found.plot("y"), discover(table).plot()):
        drawn(ax)
