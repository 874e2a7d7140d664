"""Small made-up data for figures: three states, five weeks of record, four simulated."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from araxes.plots import style

CODES = ["AZE", "IRN", "ARM"]
LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]
START = "2026-06-01"


def mondays(first: str, count: int) -> np.ndarray:
    return pd.date_range(first, periods=count, freq="7D").to_numpy()


def blank_diagonal(values: np.ndarray) -> np.ndarray:
    values = values.copy()
    values[..., range(len(CODES)), range(len(CODES))] = np.nan
    return values


@pytest.fixture
def actors():
    return {"actor": CODES, "target": CODES}


@pytest.fixture
def names():
    return [f"Rung {k}, in long" for k in range(11)]


@pytest.fixture
def observed(actors):
    values = np.linspace(0, 2, 45).reshape(5, 3, 3)
    weeks = mondays("2026-04-27", 5)
    return xr.DataArray(blank_diagonal(values), {"week": weeks, **actors}, ("week", "actor", "target"))


@pytest.fixture
def tension(actors):
    values = np.sort(np.linspace(-1, 4, 180).reshape(5, 4, 3, 3), axis=0)
    coords = {"quantile": LEVELS, "week": mondays(START, 4), **actors}
    return xr.DataArray(blank_diagonal(values), coords, ("quantile", "week", "actor", "target"))


@pytest.fixture
def chance(actors):
    week = 1 - 0.8 ** np.arange(1, 5)
    rung = np.linspace(1, 0, 11)
    dyad = np.linspace(0.1, 1, 9).reshape(3, 3)
    values = np.einsum("w,at,r->watr", week, blank_diagonal(dyad), rung)
    coords = {"week": mondays(START, 4), **actors, "rung": range(11)}
    return xr.DataArray(values, coords, ("week", "actor", "target", "rung"))


@pytest.fixture
def ties(actors):
    values = np.array([[0, -0.2, -0.8], [-0.2, 0, 0.4], [-0.8, 0.4, 0]])
    return xr.DataArray(values, actors, ("actor", "target"))


@pytest.fixture
def status():
    values = np.full((5, 4, 2), 0.5)
    values[:, 1:, 0] += np.linspace(0, 0.4, 5)[:, None]
    coords = {"quantile": LEVELS, "week": mondays(START, 4), "issue": ["treaty", "transit"]}
    return xr.DataArray(values, coords, ("quantile", "week", "issue"))


@pytest.fixture
def paired():
    coords = {"week": mondays(START, 4), "actor": "IRN", "target": "AZE"}
    mean = xr.DataArray(np.array([0.0, 0.3, 0.4, 0.3]), coords, ("week",))
    spread = np.outer([-2, -0.5, 0, 0.5, 2], np.arange(4))
    singles = xr.DataArray(spread, {"quantile": LEVELS, **coords}, ("quantile", "week"))
    return mean, mean - 0.1, mean + 0.1, singles


@pytest.fixture
def table():
    rows = [
        (scenario, rung, f"Rung {rung}", chance, chance / 2, min(2 * chance, 1))
        for scenario, times in (("with", 1.0), ("without", 0.5))
        for rung, chance in ((4, 0.9 * times), (7, 0.3 * times), (10, 0.002 * times * (times == 1)))
    ]
    return pd.DataFrame(rows, columns=["scenario", "rung", "name", "chance", "low", "high"])


@pytest.fixture
def given():
    """An axes to draw on, as a user would bring it."""
    return style.new_axes()


@pytest.fixture
def drawn():
    """Draw the whole figure of some axes, so that what fails late is not missed; return it."""

    def draw(artist):
        figure = artist.get_figure(root=True) or artist
        FigureCanvasAgg(figure).draw()
        return figure

    return draw


@pytest.fixture
def words():
    """Return every text of a figure or axes."""
    return lambda artist: [text.get_text() for text in artist.findobj(Text) if text.get_text()]


@pytest.fixture
def overlaps(drawn):
    """Return which of some texts cover each other once the figure is drawn."""

    def find(texts):
        renderer = drawn(texts[0]).canvas.get_renderer()
        found = [(text.get_text(), Text.get_window_extent(text, renderer)) for text in texts]
        return [(a, b) for k, (a, one) in enumerate(found) for b, other in found[k + 1 :] if one.overlaps(other)]

    return find
