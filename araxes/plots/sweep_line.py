"""A line: an outcome against the one factor that was swept, with the interval of its mean."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from pandas.api.types import is_numeric_dtype

from araxes.plots import style

COLOUR = "#332288"
MOST_MARKED = 40


@style.styled
def sweep_line(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    factor: str = "",
    outcome: str = "",
    colour: str = COLOUR,
    label: str = "mean",
    band: str = "95 % interval of the mean",
) -> Axes:
    """Draw the mean of an outcome along a factor with its interval, or a dot for each choice where the factor is no number.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a point: `x` (a number, or the name of a choice), `mean`, `low` and `high` in units of the outcome. Points without a mean
        leave a gap.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str
        What is shown.
    factor, outcome : str
        Labels of the axes, with units.
    colour, label, band : str
        Of the line, and what the legend calls line and band.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    if is_numeric_dtype(table["x"]):
        rows = table.sort_values("x", kind="stable")
        x, mean, low, high = (rows[name].to_numpy(dtype=float) for name in ("x", "mean", "low", "high"))
        ax.fill_between(x, low, high, color=colour, alpha=0.25, linewidth=0, label=band)
        marker = "o" if len(rows) <= MOST_MARKED else None
        ax.plot(x, mean, color=colour, marker=marker, markersize=4, label=label)
        ax.margins(x=0.01)
    else:
        places, names = range(len(table)), [str(name) for name in table["x"]]
        mean = table["mean"].to_numpy(dtype=float)
        ax.vlines(
            places, table["low"].to_numpy(dtype=float), table["high"].to_numpy(dtype=float), color=colour, label=band
        )
        ax.plot(places, mean, "o", color=colour, markersize=6, label=label)
        ax.set_xticks(places, names, rotation=20 if max(map(len, names)) * len(names) > 60 else 0, ha="right")
        ax.margins(x=0.1)
    ax.set(xlabel=factor, ylabel=outcome)
    ax.set_title(title)
    style.legend_once(ax, loc="best")
    return ax
