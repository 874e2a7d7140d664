"""The trade-off of PRIM: how dense a box can be in points of interest, and how many of them it then still covers."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from araxes.plots import style

COLOURS = ("#bbbbbb", "#56B4E9", "#0072B2", "#009E73", "#E69F00", "#D55E00", "#882255")


@style.styled
def tradeoff(table: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw the boxes of a discovery, coverage against density, coloured by how many factors they limit.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a box, from the whole range inwards: `coverage`, `density` (shares), `restrictions` (int), `chosen` (bool).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str
        What is shown.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(7.5, 5) if ax is None else ax
    ax.plot(table["coverage"], table["density"], color="#dddddd", linewidth=1, zorder=1)
    for count in sorted(table["restrictions"].unique()):
        rows = table[table["restrictions"] == count]
        label = f"{count} factor{'' if count == 1 else 's'} limited" if count else "no limit: all points"
        ax.plot(
            rows["coverage"], rows["density"], "o", color=style.take(COLOURS, int(count)), label=label, markersize=6
        )
    chosen = table[table["chosen"]]
    ax.plot(
        chosen["coverage"],
        chosen["density"],
        "o",
        mfc="none",
        mec=style.INK,
        markersize=14,
        mew=1.6,
        label="chosen box",
    )
    ax.set(xlim=(-0.03, 1.04), ylim=(-0.03, 1.04))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("Coverage: share of the points of interest inside the box")
    ax.set_ylabel("Density: share of the box's points\nthat are of interest")
    ax.set_title(title)
    style.legend_once(ax, loc="upper left", bbox_to_anchor=(1.01, 1))
    return ax
