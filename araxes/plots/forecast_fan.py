"""Chances of rungs week by week: ahead of an origin, and beside what came.

A forecast's fan: the rungs on record week by week, then the chance of every rung in every week ahead.

Observed against forecast: week by week the chance that was given to every rung, and the rung that came.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from araxes.dims import ACTOR, RUNG, TARGET, WEEK
from araxes.plots import style
from araxes.plots.style import sheet

WEEK_DAYS = np.timedelta64(7, "D")
LEVELS = (0.25, 0.5, 0.75)
SHADES = LinearSegmentedColormap.from_list("chance", ["#ffffff", "#c6c3e3", "#6a61b3", "#332288"])
UNKNOWN = "#ececec"
_MOST = 0.6
"""The chance that is drawn darkest."""


@style.in_style
def forecast_fan(
    chance: xr.DataArray,
    observed: xr.DataArray | None = None,
    ax: Axes | None = None,
    *,
    names: Sequence[str] = (),
    title: str | None = None,
    legend: bool = True,
) -> Axes:
    """Draw the record of a dyad and, stacked on each other, the chances of the rungs in the weeks ahead.

    Parameters
    ----------
    chance : xarray.DataArray, shape (week, rung)
        Chance of each rung in each week, sums to 1; `week` the Mondays, rungs from 0, the most cooperative.
    observed : xarray.DataArray, shape (week,), optional
        Rung of each week on record, negative where nothing is known. Weeks at or after the first forecast one are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    names : sequence of str, shape (rungs,), optional
        Names of the rungs for the legend, their numbers if not given.
    title : str, optional
        By default the dyad and the dates.
    legend : bool
        Draw the legend.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: from below, cooperative to hostile.
    """
    ax = style.new_axes() if ax is None else ax
    chance = chance.transpose(WEEK, RUNG)
    colours = style.rung_colours(chance.sizes[RUNG])
    start = chance[WEEK].values[0]
    _draw_record(ax, observed, start, colours)
    edges = np.append(chance[WEEK].values, chance[WEEK].values[-1] + WEEK_DAYS)
    upper = np.cumsum(chance.values, axis=1)
    lower = upper - chance.values
    for rung, colour in enumerate(colours):
        low, high = (np.append(column, column[-1]) for column in (lower[:, rung], upper[:, rung]))
        ax.fill_between(edges, low, high, step="post", color=colour, linewidth=0)
    for level in LEVELS:
        ax.axhline(level, color="white", linewidth=0.5, alpha=0.6)
    ax.axvline(start, color=style.INK, linewidth=1.6)
    ax.set_ylim(0, 1)
    ax.set_xlim(edges[0] if observed is None or not observed.size else observed[WEEK].values[0], edges[-1])
    ax.set_ylabel("Chance; before the line, the rung on record")
    ax.grid(visible=False)
    ax.set_title(_title(chance, observed) if title is None else title)
    style.date_axis(ax)
    if legend:
        ax.legend(handles=rung_legend(chance, names), loc="center left", bbox_to_anchor=(1.01, 0.5))
    return ax


def rung_legend(chance: xr.DataArray, names: Sequence[str] = ()) -> list[Patch]:
    """Return the handles of a legend of the rungs, the most hostile first, as they lie on each other."""
    colours = style.rung_colours(chance.sizes[RUNG])
    words = [names[rung] if names else f"rung {rung}" for rung in range(len(colours))]
    return [Patch(color=colour, label=word) for colour, word in zip(reversed(colours), reversed(words), strict=True)]


@style.in_style
def forecast_page(
    chance: xr.DataArray, observed: xr.DataArray, names: Sequence[str], title: str, words: Sequence[str]
) -> Figure:
    """Return the fans of all dyads, a row for who acts and a column for the target.

    Parameters
    ----------
    chance : xarray.DataArray, shape (week, actor, target, rung)
        Chance of each rung in each week.
    observed : xarray.DataArray, shape (week, actor, target)
        Rung of each week on record, negative where nothing is known.
    names : sequence of str, shape (rungs,)
    title : str
        What was forecast.
    words : sequence of str
        Lines below the title.

    Returns
    -------
    matplotlib.figure.Figure
        16 inches wide.
    """
    codes = [str(code) for code in chance[ACTOR].values]
    figure, body = sheet((16, 2 + 1.9 * len(codes)), title, words)
    grid = body.subplots(len(codes), len(codes), sharex=True, sharey=True, squeeze=False)
    for row, actor in enumerate(codes):
        for column, target in enumerate(codes):
            ax = grid[row, column]
            if actor == target:
                ax.text(0.5, 0.5, actor, ha="center", va="center", size=16, weight="bold", transform=ax.transAxes)
                ax.set_axis_off()
                continue
            pick = {ACTOR: actor, TARGET: target}
            name = f"{actor} {style.ARROW} {target}"
            forecast_fan(chance.sel(pick), observed.sel(pick), ax, title=name, legend=False)
            ax.set_ylabel("")
            style.date_axis(ax, 4)
    for ax in grid.flat:
        ax.label_outer()
    for above in grid[-2:-1, -1]:
        above.tick_params(labelbottom=True)  # the last column ends a row early, since nobody acts towards itself
    body.supylabel("Chance of each rung, stacked; before the line, the rung on record", size=10)
    body.legend(handles=rung_legend(chance, names)[::-1], loc="outside lower center", ncols=6)
    return figure


def _draw_record(ax: Axes, observed: xr.DataArray | None, start: np.datetime64, colours: Sequence[str]) -> None:
    """Draw every week on record before the start as a bar in the colour of its rung; unknown weeks stay white."""
    if observed is None:
        return
    past = observed.isel({WEEK: observed[WEEK].values < start})
    for rung, colour in enumerate(colours):
        weeks = past[WEEK].values[past.values == rung]
        ax.bar(weeks, np.ones(len(weeks)), WEEK_DAYS, align="edge", color=colour, linewidth=0)


def _title(chance: xr.DataArray, observed: xr.DataArray | None) -> str:
    """Return who, and the dates of the record and of the forecast."""
    record = "" if observed is None or not observed.size else f"record from {style.day_text(observed[WEEK].values[0])}"
    return style.title_of(f"Acts {style.dyad_name(chance)}".strip(), record, f"forecast {style.period(chance[WEEK])}")


@style.in_style
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
    mesh = ax.pcolormesh(edges, steps, values, cmap=SHADES, vmin=0, vmax=_MOST, rasterized=True)
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
