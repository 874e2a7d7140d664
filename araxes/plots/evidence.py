"""Evidence of a habit: how many remembered weeks speak for each rung, and where they come from."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from araxes.plots import style

COLOURS = ("#0072B2", "#56B4E9", "#b0b0b0", "#e0d7b0")


@style.styled
def evidence(parts: pd.DataFrame, chances: pd.Series, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw the weeks that speak for each rung as bars in parts, and beside them the chance that the habit gives it.

    Parameters
    ----------
    parts : pandas.DataFrame
        Index names of rungs, lowest first; a column a source of evidence, in weeks; at most four.
    chances : pandas.Series
        Chance of each rung by habit; index as `parts`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(10, 1.6 + 0.34 * len(parts)) if ax is None else ax
    places, left = np.arange(len(parts)), np.zeros(len(parts))
    for colour, name in zip(COLOURS, parts.columns, strict=False):
        width = parts[name].to_numpy(dtype=float)
        ax.barh(places, width, 0.72, left=left, color=colour, label=str(name))
        left += width
    ends: list[float] = left.tolist()
    for place, end, chance in zip(places.tolist(), ends, chances.to_numpy(dtype=float), strict=True):
        ax.annotate(style.percent(chance), (end, place), (6, 0), textcoords="offset points", va="center", size=9)
    ax.set_yticks(places, [str(name) for name in parts.index])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.set_xlim(0, 1.12 * max(left.max(), 1))
    ax.set_xlabel("Remembered weeks that speak for the rung; beside the bar its chance by habit")
    ax.set_title(title)
    style.legend_once(ax, loc="center right")
    return ax
