"""Excess of hostile weeks after shocks: what the record shows beside what the model foresaw, a line for each kind of cell."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from araxes.plots import style

KINDS = (("observed", style.INK, "o", -0.14), ("foreseen", "#D55E00", "D", 0.14))
"""Column, colour, marker and place of what is drawn on each line."""


@style.styled
def excess(table: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw observed and foreseen excess with their intervals, one line a row.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns label, cells, and observed and foreseen with _low and _high (nan where no interval can be given), in hostile weeks a cell,
        positive where the expectation is right. Drawn from top to bottom.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(10, 1.9 + 0.42 * len(table)) if ax is None else ax
    ax.axvline(0, color=style.GREY, linewidth=1.0)
    for name, colour, marker, shift in KINDS:
        places = np.arange(len(table)) + shift
        middle, low, high = (table[f"{name}{end}"].to_numpy(dtype=float) for end in ("", "_low", "_high"))
        ax.hlines(places, low, high, color=colour, linewidth=1.8)
        ax.plot(middle, places, marker, color=colour, markersize=6, linestyle="", label=name)
    labels = [f"{label} ({cells})" for label, cells in zip(table["label"], table["cells"], strict=True)]
    ax.set_yticks(range(len(table)), labels)
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.margins(x=0.03)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.set_xlabel("Hostile weeks more than without the shock, in the direction expected, a dyad")
    ax.set_title(title)
    style.legend_once(ax, loc="lower right")
    return ax
