"""The fan of a forecast: the record in bars, the chances stacked, in the colours of the rungs."""

import datetime

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.colors import to_hex

from araxes.plots import style
from araxes.plots.forecast_pages import DASH, course_page, dot_page, dot_title, forecast_fan, rung_legend

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


@pytest.fixture
def pairs():
    """A row a pair and act, as `Forecast.chances()` has them."""
    rows = []
    for event, times in (("hostile act", 2.0), ("coercive act", 1.0), ("violent act", 0.1)):
        for pair, chance, came in (("AZE-IRN", 0.3, 3.0), ("ARM-AZE", 0.2, np.nan)):
            rows.append(
                {
                    "pair": pair, "event": event, "until": datetime.date(2026, 6, 28), "chance": chance * times,
                    "low": chance * times * 0.9, "high": chance * times * 1.1, "base": 0.1, "forecasts": 3 * came, "came": came,
                    "skill": 0.09, "skill_low": -0.01, "skill_high": 0.19,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def test_the_dots_say_who_is_likeliest_beside_base_rate_past_and_skill(pairs, drawn, words):
    figure = dot_page(pairs, "A forecast", "More")
    shown = words(drawn(figure))
    assert (
        figure.texts[0].get_text()
        == "Coercive act by 28 Jun 2026: likeliest AZE \N{EN DASH} IRN, 30 % (past spans 10 %)"
    )
    assert {"Coercive act", "Hostile act", "Violent act", "3/9", "A forecast", "More"} <= set(shown)
    assert shown.count("skill 9 % [\N{MINUS SIGN}1, 19], none shown") == 3
    first = figure.axes[0]
    assert first.get_title(loc="left") == "Coercive act"
    assert [text.get_text() for text in first.get_yticklabels()] == [f"AZE{DASH}IRN", f"ARM{DASH}AZE"]
    assert first.get_xlim()[0] == 0
    halves = [line for line in first.lines if line.get_fillstyle() == "left"]
    assert [line.get_markerfacecolor() for line in halves] == [style.actor_colour("AZE"), style.actor_colour("ARM")]
    assert [line.get_xdata()[0] for line in halves] == pytest.approx([30, 20])


def test_dots_of_a_record_without_past_or_skill_say_so(pairs, drawn, words):
    bare = pairs.assign(base=np.nan, forecasts=np.nan, came=np.nan, skill=np.nan, skill_low=np.nan, skill_high=np.nan)
    figure = dot_page(bare.query("event == 'hostile act'"), "A forecast", "More")
    shown = words(drawn(figure))
    assert figure.texts[0].get_text() == "Hostile act by 28 Jun 2026: likeliest AZE \N{EN DASH} IRN, 60 %"
    assert "skill not measured" in shown
    assert not any("came" in text for text in shown)
    assert dot_title(bare.assign(chance=0.0), "violent act") == "No simulated history has a violent act by 28 Jun 2026"


def test_the_course_shows_the_leading_dyads_and_says_how_the_first_goes(chance, record, drawn, words):
    chance = xr.zeros_like(chance)
    chance[..., 3] = 1.0
    chance.loc[DYAD] = np.linspace([0.0] * 10 + [1.0], [1.0] + [0.0] * 10, 4)
    states, start = [str(code) for code in chance["actor"].values], datetime.date(2026, 6, 1)
    figure = course_page(chance.values, record.values, start, states, (4, 7, 9), "A forecast", "More")
    shown = words(drawn(figure))
    assert figure.texts[0].get_text() == "IRN → AZE: chance of a hostile act falls from 100 % a week to 0 %"
    assert sum("→" in text for text in shown) == 5
    assert len(figure.axes) == 4
