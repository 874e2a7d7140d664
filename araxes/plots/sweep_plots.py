"""Plots of swept outcomes: a line, a heatmap, small multiples.

A heatmap: an outcome over the two factors that were swept, as cells of a grid or as coloured points.

A line: an outcome against the one factor that was swept, with the interval of its mean.

Small multiples: an outcome over three swept factors, a heatmap for each value of the third, all on one palette.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize, to_hex
from matplotlib.figure import Figure, SubFigure
from pandas.api.types import is_numeric_dtype

from araxes.plots import style

PALETTE = "YlOrRd"
MOST_WRITTEN = 150
MOST_TICKS = 12
_COLOUR = "#332288"
MOST_MARKED = 40
MOST_HEATMAPS = 12
_WIDE = 4


@style.in_style
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


@style.in_style
def sweep_line(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    factor: str = "",
    outcome: str = "",
    colour: str = _COLOUR,
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


@style.in_style
def sweep_multiples(
    table: pd.DataFrame,
    parent: Figure | SubFigure | None = None,
    *,
    title: str = "",
    factors: tuple[str, str, str] = ("", "", ""),
    outcome: str = "",
) -> list[Axes]:
    """Draw the mean of an outcome over three factors.

    Parameters
    ----------
    table : pandas.DataFrame
        As for `sweep_heatmap`, with `panel`, the third factor; of more than 12 values, 12 spread evenly are drawn.
    parent : Figure or SubFigure, optional
        An empty figure or part of a page; a new figure if not given.
    title : str
        What is shown.
    factors : tuple of str
        Labels of the three factors, with units.
    outcome : str
        Label of the colour bar, with units.

    Returns
    -------
    list of matplotlib.axes.Axes
        One for each value of the third factor, from the least.
    """
    values = sorted(table["panel"].unique())
    if len(values) > MOST_HEATMAPS:
        values = [values[k] for k in np.linspace(0, len(values) - 1, MOST_HEATMAPS).round().astype(int)]
    columns = min(len(values), _WIDE if len(values) > 2 * (_WIDE - 1) else _WIDE - 1)
    rows = math.ceil(len(values) / columns)
    figure = (
        style.NotebookFigure(figsize=(3.4 * columns + 1.6, 3.1 * rows + 0.7), layout="constrained")
        if parent is None
        else parent
    )
    axes = list(np.ravel(figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)))
    limits = ends(table["value"])
    for place, (ax, value) in enumerate(zip(axes, values, strict=False)):
        shown = f"{value:.3g}" if isinstance(value, (int, float)) else str(value)
        sweep_heatmap(
            table[table["panel"] == value],
            ax,
            title=f"{factors[2]} = {shown}" if place == 0 else shown,
            factors=(factors[0] if place + columns >= len(values) else "", factors[1] if place % columns == 0 else ""),
            limits=limits,
            bar=False,
            numbers=False,
        )
        ax.tick_params(labelbottom=place + columns >= len(values))
    for ax in axes[len(values) :]:
        ax.remove()
    colour_bar(axes[: len(values)], Normalize(*limits), outcome)
    figure.suptitle(title, x=0.01, ha="left")
    return axes[: len(values)]
