"""A record at a glance: its acts week by week, and how many there are of each dyad in each period."""

from __future__ import annotations

import matplotlib.colors
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from araxes.plots import style
from araxes.units import DAYS_PER_WEEK

CLASS_COLOURS = ("#4a90c2", "#e2a11d", "#a51c1c")
UNKNOWN_COLOUR = "#dddddd"
WEEK = pd.Timedelta(weeks=1)
DENSITY = matplotlib.colors.LinearSegmentedColormap.from_list("density", ["#f7f7f7", "#8fb8d8", "#08306b"])


@style.styled
def acts_by_week(
    counts: pd.DataFrame,
    ax: Axes | None = None,
    *,
    unknown: pd.Series | None = None,
    title: str = "",
) -> Axes:
    """Draw how many acts a record has in every week, by class, one upon the other.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index Mondays, every week of the record; a column a class, from friendly to hostile, at most three.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    unknown : pandas.Series of bool, optional
        Index as `counts`: weeks of which the record knows nothing. They are shaded.
    title : str

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(11, 4.2) if ax is None else ax
    for monday in [] if unknown is None else unknown.index[unknown]:
        ax.axvspan(monday, monday + WEEK, color=UNKNOWN_COLOUR, linewidth=0, label="nothing known")
    below = np.zeros(len(counts))
    for place, name in enumerate(counts.columns):
        height = counts[name].to_numpy(dtype=float)
        colour = style.take(CLASS_COLOURS, place)
        ax.bar(
            counts.index,
            height,
            width=DAYS_PER_WEEK,
            bottom=below,
            align="edge",
            color=colour,
            linewidth=0,
            label=str(name),
        )
        below += height
    ax.set_xlim(counts.index[0], counts.index[-1] + WEEK)
    ax.set_ylim(0, 1.05 * max(below.max(), 1))
    ax.set_ylabel("Acts in the week")
    ax.grid(visible=False, axis="x")
    style.date_axis(ax, 10)
    ax.set_title(title)
    style.legend_once(ax, loc="upper left", bbox_to_anchor=(1.01, 1))
    return ax


@style.styled
def acts_by_dyad(counts: pd.DataFrame, ax: Axes | None = None, *, title: str = "", label: str = "Acts") -> Axes:
    """Draw a number of acts for every dyad (row) and period (column), the darker the more; the number stands in its cell.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index dyads, from top to bottom; columns periods.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title, label : str
        Of the figure, and of the colours.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(9, 1.4 + 0.27 * len(counts)) if ax is None else ax
    values = counts.to_numpy(dtype=float)
    shades = np.sqrt(values / max(values.max(), 1))  # roots: thin dyads stay apart
    ax.imshow(shades, cmap=DENSITY, aspect="auto", vmin=0, vmax=1)
    for (row, column), value in np.ndenumerate(values):
        ink = style.text_on(DENSITY(float(shades[row, column])))
        ax.text(column, row, f"{value:g}", ha="center", va="center", color=ink, size=9)
    ax.set_xticks(range(len(counts.columns)), [str(name) for name in counts.columns])
    ax.set_yticks(range(len(counts)), [str(name) for name in counts.index])
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.set_xlabel(label)
    ax.set_title(title)
    return ax
