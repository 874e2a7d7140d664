"""Observed against forecast."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from araxes.plots.forecast_pages import observed_forecast
from araxes.plots.hindcast_pages import weeks_page


@pytest.fixture
def weeks_of_a_dyad():
    weeks = pd.date_range("2022-01-03", periods=6, freq="7D").to_numpy()
    chance = np.full((6, 11), 1 / 11)
    chance[3] = np.nan
    at = {"actor": "IRN", "target": "AZE", "week": weeks}
    came = xr.DataArray(np.array([1, 3, 10, -1, 4, 4]), at, ("week",))
    return xr.DataArray(chance, at | {"rung": range(11)}, ("week", "rung")), came


def test_it_says_who_and_when_and_names_the_rungs(weeks_of_a_dyad, names, drawn):
    ax = observed_forecast(*weeks_of_a_dyad, names=names)
    assert ax.get_title(loc="left") == "IRN → AZE, 3 Jan 2022 to 7 Feb 2022"
    assert [tick.get_text() for tick in ax.get_yticklabels()][10] == f"{names[10]} 10"
    drawn(ax)


def test_a_dot_for_every_week_that_is_known(weeks_of_a_dyad, names):
    ax = observed_forecast(*weeks_of_a_dyad, names=names, legend=False)
    assert ax.collections[-1].get_offsets().shape == (5, 2)
    assert np.ma.is_masked(ax.collections[0].get_array())


def test_a_page_of_dyads(weeks_of_a_dyad, names, drawn):
    chance, came = weeks_of_a_dyad
    page = weeks_page([chance, chance], [came, came], names, "Observed", ["words"])
    assert [ax.get_title(loc="left") for ax in page.axes[:2]] == ["IRN → AZE"] * 2
    drawn(page.axes[0])
