"""Skill by horizon: how much better than a reference forecasters are, with intervals, the further they look ahead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from araxes.plots import style

COLOURS = (*style.SCENARIO_COLOURS, "#44AA99", "#CC6677")
MARKERS = (*style.SCENARIO_MARKERS, "*", "<")
WIDTH = 0.55
"""Room that the forecasters of one horizon take, of the distance between horizons."""


@style.styled
def skill_by_horizon(
    table: pd.DataFrame,
    value: str,
    ax: Axes | None = None,
    *,
    label: str,
    title: str,
    order: Sequence[str] | None = None,
    legend: bool = True,
) -> Axes:
    """Draw a figure of several forecasters at every horizon, with its interval.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns forecaster, horizon (weeks), weeks (scored), and `value` with `_low` and `_high`, nan where no interval can be given.
    value : str
        The column drawn; positive is better than the reference.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    label, title : str
        Of the vertical axis, and of the panel.
    order : sequence of str, optional
        All forecasters of the page, those that are not in the table too, so that each keeps its colour; those of the table if not given.
    legend : bool
        Draw the legend.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    horizons = sorted(table["horizon"].unique())
    names = list(dict.fromkeys(table["forecaster"]) if order is None else order)
    ax.axhline(0, color=style.INK, linewidth=1.0)
    for place, name in enumerate(names):
        if name not in set(table["forecaster"]):
            continue
        rows = table[table["forecaster"] == name].set_index("horizon").reindex(horizons)
        at = np.arange(len(horizons)) + WIDTH * ((place + 0.5) / len(names) - 0.5)
        middle = rows[value].to_numpy(dtype=float)
        low, high = (rows[f"{value}_{end}"].to_numpy(dtype=float) for end in ("low", "high"))
        colour = style.take(COLOURS, place)
        known = ~np.isnan(low)
        ax.vlines(at[known], low[known], high[known], color=colour, linewidth=1.6)
        marker = style.take(MARKERS, place)
        ax.plot(at[known], middle[known], linestyle="", marker=marker, color=colour, label=name, markersize=5)
        bare = "" if known.any() else name
        ax.plot(
            at[~known], middle[~known], linestyle="", marker=marker, color=colour, markerfacecolor="white", label=bare
        )
    scored = table.groupby("horizon")["weeks"].max()
    ax.set_xticks(range(len(horizons)), [f"{h} week{'s' if h > 1 else ''}\n({scored[h]} scored)" for h in horizons])
    ax.set_xlim(-0.6, len(horizons) - 0.4)
    ax.grid(axis="x", visible=False)
    ax.set(xlabel="Weeks ahead", ylabel=label)
    ax.set_title(title)
    if legend:
        style.legend_once(ax, loc="best")
    return ax
