"""Half-lives on a grid: how much better or worse a record is explained with shorter and longer memories."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from araxes.plots import style

CHANCE = 2.0
"""Nats within which a difference may well be chance."""


@style.styled
def half_lives(table: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw a line a half-life: the best log posterior over the factors on its shipped value.

    Parameters
    ----------
    table : pandas.DataFrame
        As `araxes.estimation.profile.profiled` returns it: index parameter, columns factors such as "x0.5" in order, values nats
        from the shipped value.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Differences that may well be chance are shaded.
    """
    ax = style.new_axes(9, 4.4) if ax is None else ax
    factors = np.array([float(str(name).removeprefix("x")) for name in table.columns])
    ax.axhspan(-CHANCE, CHANCE, color="#eeeeee", linewidth=0, label="within 2 nats: may be chance", zorder=0)
    ax.axhline(0, color=style.GREY, linewidth=0.8)
    for place, (name, row) in enumerate(table.iterrows()):
        colour, marker = style.take(style.SCENARIO_COLOURS, place), style.take(style.SCENARIO_MARKERS, place)
        ax.plot(factors, row.to_numpy(dtype=float), color=colour, marker=marker, label=str(name).rpartition(".")[2])
    ax.set_xscale("log")
    ax.set_xticks(factors, [f"{factor:.2g}" for factor in factors])
    ax.minorticks_off()
    ax.set_xlim(0.94 * factors.min(), 1.06 * factors.max())
    ax.set(xlabel="Half-life, as a factor on the shipped one", ylabel="Nats gained or lost")
    ax.set_title(title)
    style.legend_once(ax, loc="upper left", bbox_to_anchor=(1.01, 1))
    return ax
