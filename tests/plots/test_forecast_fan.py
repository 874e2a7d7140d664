"""The fan of a forecast: the record in bars, the chances stacked, in the colours of the rungs."""

import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_hex

from araxes.plots import style
from araxes.plots.forecast_fan import forecast_fan, forecast_page, rung_legend

DYAD = {"actor": "IRN", "target": "AZE"}


@pytest.fixture
def chance(chance):
    rungs = np.random.default_rng(1).dirichlet(np.ones(11), size=chance.shape[:3])
    return xr.DataArray(rungs, chance.coords, chance.dims)


@pytest.fixture
def record(observed):
    weeks = np.array([3, 3, -1, 7, 10], dtype=np.int8)
    return xr.DataArray(np.broadcast_to(weeks[:, None, None], observed.shape), observed.coords, observed.dims)


def test_it_says_what_it_shows(chance, record, drawn, words):
    ax = forecast_fan(chance.sel(DYAD), record.sel(DYAD), names=[f"Rung {k}" for k in range(11)])
    assert ax.get_title(loc="left") == "Acts IRN → AZE, record from 27 Apr 2026, forecast 1 Jun 2026 to 22 Jun 2026"
    assert ax.get_ylabel() == "Chance; before the line, the rung on record"
    assert words(ax.get_legend()) == [f"Rung {k}" for k in reversed(range(11))]
    assert ax.get_ylim() == (0, 1)
    drawn(ax)


def test_every_rung_is_as_thick_as_its_chance(chance):
    ax = forecast_fan(chance.sel(DYAD))
    assert len(ax.collections) == 11
    for rung, area in enumerate(ax.collections):
        heights = area.get_paths()[0].vertices[:, 1]
        first = chance.sel(DYAD).isel(week=0).values
        assert heights.min() <= first[:rung].sum() + 1e-12
        assert to_hex(area.get_facecolor()[0]) == style.rung_colours(11)[rung]
    assert ax.collections[-1].get_paths()[0].vertices[:, 1].max() == pytest.approx(1)


def test_the_record_stands_in_bars_and_unknown_weeks_stay_white(chance, record):
    ax = forecast_fan(chance.sel(DYAD), record.sel(DYAD))
    colours = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colours == [style.rung_colours(11)[k] for k in (3, 3, 7, 10)]


def test_a_record_after_the_start_is_left_out(chance, record):
    late = record.sel(DYAD).assign_coords(week=record["week"] + np.timedelta64(14, "D"))
    assert len(forecast_fan(chance.sel(DYAD), late).patches) == 2


def test_on_given_axes_without_names_or_dyad(chance, given, drawn, words):
    bare = chance.sel(DYAD).drop_vars(["actor", "target"]).transpose("rung", "week")
    assert forecast_fan(bare, None, given, legend=False) is given
    assert given.get_legend() is None
    assert rung_legend(bare)[0].get_label() == "rung 10"
    drawn(given)


def test_a_page_has_a_fan_for_every_dyad(chance, record, names, drawn, words):
    figure = forecast_page(chance, record, names, "A forecast", ["one line", "another"])
    shown = words(drawn(figure))
    assert sum("→" in text for text in shown) == 6
    assert {"A forecast", "one line", "another", names[10]} <= set(shown)
