"""A difference: what a scenario changes in the tension of a dyad, replicate by replicate under the same luck.

Two spreads are kept apart. The interval of the mean says how sure the *average* effect is, given what is not known about weights and
judged values. The spread of single replicates says how far one history may differ from its twin by luck.
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from araxes.dims import QUANTILE, WEEK
from araxes.plots import style

COLOUR = "#332288"
APART = 5.0
DIFFERENCE_LABEL = "Difference (Goldstein points)\nabove 0 = more hostile"


@style.styled
def difference(
    mean: xr.DataArray,
    low: xr.DataArray,
    high: xr.DataArray,
    singles: xr.DataArray | None = None,
    ax: Axes | None = None,
    *,
    title: str | None = None,
) -> Axes:
    """Draw the mean paired difference of two scenarios with its interval, and apart from it that of single replicates.

    Parameters
    ----------
    mean, low, high : xarray.DataArray, shape (week,)
        Mean difference in tension over replicates, and the ends of its 95 % interval; Goldstein points, positive = more
        hostile under the scenario.
    singles : xarray.DataArray, shape (quantile, week), optional
        Quantiles of the difference over single replicates, same units.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        By default the dyad and the dates.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    weeks = mean[WEEK].values
    ax.axhline(0, color=style.INK, linewidth=1.0)
    ax.fill_between(
        weeks,
        low.values,
        high.values,
        color=COLOUR,
        alpha=0.25,
        linewidth=0,
        label="95 % interval of the mean",
    )
    ax.plot(weeks, mean.values, color=COLOUR, label="mean difference")
    if singles is not None:
        _draw_singles(ax, singles)
    _finish(ax, _title("Mean difference in tension", mean) if title is None else title)
    return ax


@style.styled
def single_differences(singles: xr.DataArray, ax: Axes | None = None, *, title: str | None = None) -> Axes:
    """Draw the spread of the difference over single replicates alone.

    Parameters
    ----------
    singles : xarray.DataArray, shape (quantile, week)
        Quantiles of the paired difference in tension over single replicates, Goldstein points.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        By default the dyad and the dates.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    ax.axhline(0, color=style.INK, linewidth=1.0)
    _draw_singles(ax, singles)
    _finish(ax, _title("Difference in single replicates", singles) if title is None else title)
    return ax


@style.styled
def difference_page(
    mean: xr.DataArray,
    low: xr.DataArray,
    high: xr.DataArray,
    singles: xr.DataArray | None = None,
    title: str = "",
) -> Figure:
    """Return a figure of the difference: one panel, or two with scales of their own where one would hide the mean.

    Parameters
    ----------
    mean, low, high : xarray.DataArray, shape (week,)
        As in `difference`.
    singles : xarray.DataArray, shape (quantile, week), optional
        As in `difference`.
    title : str
        Title of the whole figure.

    Returns
    -------
    matplotlib.figure.Figure
        The figure, with one or two axes.
    """
    figure = style.Sheet(figsize=(8, 6.5), layout="constrained")
    if title:
        figure.suptitle(title, x=0.01, ha="left")
    difference_panels(figure, mean, low, high, singles)
    return figure


def difference_panels(
    parent: Figure | SubFigure,
    mean: xr.DataArray,
    low: xr.DataArray,
    high: xr.DataArray,
    singles: xr.DataArray | None = None,
) -> list[Axes]:
    """Draw the difference on an empty figure or part of a page, in one panel or two; see `difference_page`."""
    if singles is None or not far_apart(low, high, singles):
        return [difference(mean, low, high, singles, parent.add_subplot())]
    upper, lower = parent.subplots(2, 1, sharex=True, height_ratios=[1.3, 1])
    difference(mean, low, high, ax=upper)
    single_differences(singles, lower, title="Difference in single replicates (on another scale)")
    return [upper, lower]


def far_apart(low: xr.DataArray, high: xr.DataArray, singles: xr.DataArray) -> bool:
    """Return whether single replicates spread so much wider than the interval of the mean that it would be lost."""
    interval = np.nanmax(high.values - low.values, initial=0)
    spread = np.nanmax(singles.values, initial=0) - np.nanmin(singles.values, initial=0)
    return bool(spread > APART * interval)


def _draw_singles(ax: Axes, singles: xr.DataArray) -> None:
    """Draw each band of single replicates as two light dashed lines, their median dotted."""
    singles = singles.transpose(QUANTILE, WEEK)
    weeks = singles[WEEK].values
    ax.plot(weeks, style.median(singles).values, color=style.GREY, linestyle=":", label="median replicate")
    for depth, pair in enumerate(style.bands(singles)):
        label = f"{style.band_name(singles, pair)} of single replicates"
        width = 0.9 + 0.5 * depth
        for place in pair:
            ax.plot(weeks, singles.values[place], "--", color=style.GREY, linewidth=width, label=label)


def _title(what: str, data: xr.DataArray) -> str:
    """Return what is shown, of which dyad and when."""
    return style.title_of(what, style.dyad_name(data), style.period(data[WEEK]))


def _finish(ax: Axes, title: str) -> None:
    """Write labels, title and legend."""
    ax.set_ylabel(DIFFERENCE_LABEL)
    ax.set_title(title)
    ax.margins(y=0.08)
    style.date_axis(ax)
    style.legend_once(ax, loc="upper left", bbox_to_anchor=(0, -0.09), ncols=2)
