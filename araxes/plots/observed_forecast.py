"""Observed against forecast: week by week the chance that was given to every rung, and the rung that came."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from araxes.dims import RUNG, WEEK
from araxes.plots import style

SHADES = LinearSegmentedColormap.from_list("chance", ["#ffffff", "#c6c3e3", "#6a61b3", "#332288"])
UNKNOWN = "#ececec"
MOST = 0.6
"""The chance that is drawn darkest."""


@style.styled
def observed_forecast(
    chance: xr.DataArray,
    observed: xr.DataArray,
    ax: Axes | None = None,
    *,
    names: Sequence[str],
    title: str | None = None,
    legend: bool = True,
) -> Axes:
    """Draw the forecast chance of every rung in shades, and what came as dots; grey where nothing is known.

    Parameters
    ----------
    chance : xarray.DataArray, shape (week, rung)
        Chance that was given to each rung of that week, shares; nan where nothing was forecast. `week` the Mondays, every week.
    observed : xarray.DataArray, shape (week,)
        The rung that came, -1 where it is not known.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    names : sequence of str
        Of the rungs.
    title : str, optional
        By default the dyad and the dates.
    legend : bool
        Draw the scale of the chances.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(10, 3.6) if ax is None else ax
    chance = chance.transpose(WEEK, RUNG)
    weeks = chance[WEEK].values
    week = np.timedelta64(7, "D")
    edges = np.concatenate([weeks, weeks[-1:] + week])
    steps = np.arange(chance.sizes[RUNG] + 1) - 0.5
    values = np.ma.masked_invalid(chance.values.T)
    mesh = ax.pcolormesh(edges, steps, values, cmap=SHADES, vmin=0, vmax=MOST, rasterized=True)
    known = observed.values >= 0
    middle = weeks + week // 2
    colours = np.array(style.rung_colours(chance.sizes[RUNG]))
    ax.scatter(
        middle[known],
        observed.values[known],
        c=colours[observed.values[known].astype(int)],
        s=26,
        edgecolors="white",
        linewidths=0.9,
        zorder=3,
        label="what came",
    )
    ax.set_yticks(range(len(names)), [f"{name} {k}" for k, name in enumerate(names)])
    ax.set_ylim(-0.5, len(names) - 0.5)
    ax.grid(visible=False)
    ax.set_facecolor(UNKNOWN)
    style.date_axis(ax)
    ax.set_title(style.title_of(style.dyad_name(chance), style.period(chance[WEEK])) if title is None else title)
    if legend:
        style.home(ax).colorbar(mesh, ax=ax, label="Forecast chance (share)", pad=0.01, extend="max")
    return ax
