"""A heatmap: an outcome over the two factors that were swept, as cells of a grid or as coloured points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize, to_hex

from araxes.plots import style

PALETTE = "YlOrRd"
MOST_WRITTEN = 150
MOST_TICKS = 12


@style.styled
def sweep_heatmap(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    factors: tuple[str, str] = ("", ""),
    outcome: str = "",
    limits: tuple[float, float] | None = None,
    bar: bool = True,
    numbers: bool = True,
) -> Axes:
    """Draw the mean of an outcome over two factors.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a point: `x` and `y` (numbers, or names of choices) and `value`, the mean in units of the outcome. Where each combination
        of values occurs, cells are drawn, with their numbers where these fit, else coloured points. Cells without a value are crossed out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str
        What is shown.
    factors : tuple of str
        Labels of the axes, with units.
    outcome : str
        Label of the colour bar, with units.
    limits : tuple of float, optional
        Least and largest value of the palette; those of the data when not given.
    bar : bool
        Draw the colour bar.
    numbers : bool
        Write the numbers into the cells where these are few enough.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(7.5, 5.5) if ax is None else ax
    norm = Normalize(*(limits or ends(table["value"])))
    cells = table.pivot_table(index="y", columns="x", values="value", aggfunc="mean", sort=True, dropna=False)
    if cells.size == len(table):
        _draw_cells(ax, cells, norm, numbers)
    else:
        ax.scatter(
            table["x"],
            table["y"],
            c=table["value"],
            cmap=PALETTE,
            norm=norm,
            s=30,
            linewidths=0.4,
            edgecolors=style.GREY,
        )
        ax.margins(0.03)
    ax.set(xlabel=factors[0], ylabel=factors[1])
    ax.set_title(title)
    ax.grid(visible=False)
    if bar:
        colour_bar(ax, norm, outcome)
    return ax


def ends(values: pd.Series) -> tuple[float, float]:
    """Return the least and the largest known value, a little apart where they are the same."""
    known = values.to_numpy(dtype=float)
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def colour_bar(ax: Axes | list[Axes], norm: Normalize, label: str) -> None:
    """Draw the colour bar of one heatmap, or of several that share it."""
    first = ax[0] if isinstance(ax, list) else ax
    style.home(first).colorbar(ScalarMappable(norm, PALETTE), ax=ax, label=label, shrink=0.85)


def _draw_cells(ax: Axes, cells: pd.DataFrame, norm: Normalize, numbers: bool) -> None:
    """Draw a cell for each combination, each of the same size; axes are named by the values swept."""
    values = cells.to_numpy(dtype=float)
    image = ax.imshow(values, cmap=PALETTE, norm=norm, origin="lower", aspect="auto")
    for row, column in np.argwhere(~np.isfinite(values)):
        ax.plot(column, row, "x", color=style.GREY, markersize=7)
    _ticks(ax.xaxis, list(cells.columns))
    _ticks(ax.yaxis, list(cells.index))
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if not numbers or values.size > MOST_WRITTEN:
        return
    decimals = int(np.clip(2 - np.floor(np.log10(float(norm.vmax or 1) - float(norm.vmin or 0))), 0, 4))
    for row, column in np.argwhere(np.isfinite(values)):
        colour = style.text_on(to_hex(image.cmap(norm(values[row, column]))))
        ax.text(column, row, f"{values[row, column]:.{decimals}f}", color=colour, ha="center", va="center", size=8)


def _ticks(axis: Any, values: list[Any]) -> None:
    """Name rows or columns by their values, every so many where there are many."""
    step = -(-len(values) // MOST_TICKS)
    names = [f"{value:.3g}" if isinstance(value, (int, float)) else str(value) for value in values]
    axis.set_ticks(range(0, len(values), step), names[::step])
