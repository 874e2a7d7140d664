"""Plots of swept outcomes: a line, a heatmap, small multiples.

A heatmap: an outcome over the two factors that were swept, as cells of a grid or as coloured points.

A line: an outcome against the one factor that was swept, with the interval of its mean.

Small multiples: an outcome over three swept factors, a heatmap for each value of the third, all on one palette.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize, to_hex
from matplotlib.figure import Figure, SubFigure
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke
from pandas.api.types import is_numeric_dtype

from araxes.plots import style
from araxes.wording import MINUS

SEQUENTIAL, DIVERGING = "YlOrRd", "RdBu_r"
MOST_WRITTEN = 150
MOST_TICKS = 12
_COLOUR = "#332288"
MOST_MARKED = 40
MOST_HEATMAPS = 12
MOST_IN_ROW = 3
PANEL_INCHES = (0, 5.0, 3.4, 2.5, 2.0)
"""Width of a map by the number of maps beside each other."""
NOISE, MIDDLE = "noise", "middle"
HATCH = "////"
SMALL = 8
"""Points of the numbers in cells, and of the cells that hold them."""


class Shades(NamedTuple):
    """The colours of a map: where its ends lie, in units of the outcome, and whether white stands for 0 between them."""

    low: float
    high: float
    signed: bool = False

    @property
    def colours(self) -> Any:
        """Return what gives a value its colour: a `ScalarMappable`."""
        end = max(abs(self.low), abs(self.high))
        norm = Normalize(-end, end) if self.signed else Normalize(self.low, self.high)
        return ScalarMappable(norm, DIVERGING if self.signed else SEQUENTIAL)


@style.in_style
def sweep_heatmap(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    factors: tuple[str, str] = ("", ""),
    outcome: str = "",
    shades: Shades | None = None,
    bar: bool = True,
    numbers: bool = True,
    hatched: str = "",
) -> Axes:
    """Draw the mean of an outcome over two factors.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a point: `x` and `y` (numbers, or names of choices) and `value`, the mean in units of the outcome. Where each combination
        of values occurs, cells are drawn, with their numbers where these fit, else coloured points. Cells without a value are crossed out.
        Where there are columns `noise` and `middle` (bool), cells of noise are hatched and the middle is framed.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str
        What is shown.
    factors : tuple of str
        Labels of the axes, with units.
    outcome : str
        Label of the colour bar, with units.
    shades : Shades, optional
        The colours; by default from the least to the largest value, white for 0 where there are values on both sides of it.
    bar : bool
        Draw the colour bar.
    numbers : bool
        Write the numbers into the cells where these are few enough.
    hatched : str
        What the legend says of hatched cells; no legend without it.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(7.5, 5.8) if ax is None else ax
    shades = shades or shades_of(table["value"])
    cells = table.pivot_table(index="y", columns="x", values="value", aggfunc="mean", sort=True, dropna=False)
    if cells.size == len(table):
        _draw_cells(ax, cells, shades, numbers, _mark_cells(ax, table, cells))
        if hatched and NOISE in table:
            ax.legend(handles=map_legend(table, hatched), loc="upper left", bbox_to_anchor=(0, -0.13))
    else:
        mapped = shades.colours
        ax.scatter(
            table["x"],
            table["y"],
            c=table["value"],
            cmap=mapped.cmap,
            norm=mapped.norm,
            s=30,
            linewidths=0.4,
            edgecolors=style.GREY,
        )
        ax.margins(0.03)
    ax.set(xlabel=factors[0], ylabel=factors[1])
    ax.set_title(title)
    ax.grid(visible=False)
    if bar:
        colour_bar(ax, shades, outcome)
    return ax


def shades_of(values: pd.Series) -> Shades:
    """Return colours from the least to the largest known value, a little apart where they are the same, white for 0 between them."""
    known = values.to_numpy(dtype=float)
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    low, high = (low, high) if high > low else (low - 0.5, high + 0.5)
    return Shades(low, high, signed=bool(known.size) and known.min() < 0 < known.max())


def colour_bar(ax: Axes | list[Axes], shades: Shades, label: str) -> None:
    """Draw the colour bar of one heatmap, or of several that share it."""
    first = ax[0] if isinstance(ax, list) else ax
    bar = style.home(first).colorbar(shades.colours, ax=ax, label=label, shrink=0.85)
    bar.ax.set_ylim(shades.low, shades.high)


def map_legend(table: pd.DataFrame, hatched: str) -> list[Patch]:
    """Return what the legend of a map says: what the frame is, and what hatched cells are where there are any."""
    frame = [
        Patch(
            facecolor="none",
            edgecolor=style.INK,
            linewidth=1.6,
            label="the middle, with which other cells are compared",
        )
    ]
    noise = [Patch(facecolor="none", edgecolor=style.GREY, hatch=HATCH, linewidth=0, label=hatched)]
    return frame + (noise if table[NOISE].any() else [])


def _mark_cells(ax: Axes, table: pd.DataFrame, cells: pd.DataFrame) -> set[tuple[int, int]]:
    """Hatch the cells of noise and frame the middle, where these are told; return columns and rows of what is hatched."""
    rows, columns = cells.index.get_indexer(pd.Index(table["y"])), cells.columns.get_indexer(pd.Index(table["x"]))
    looks: dict[str, dict[str, Any]] = {
        NOISE: {"hatch": HATCH, "edgecolor": style.GREY, "linewidth": 0},
        MIDDLE: {
            "edgecolor": style.INK,
            "linewidth": 1.6,
            "zorder": 3,
            "clip_on": False,
            "path_effects": [withStroke(linewidth=4, foreground="white")],
        },
    }
    marked = {
        name: list(zip(columns[table[name]].tolist(), rows[table[name]].tolist(), strict=True)) if name in table else []
        for name in looks
    }
    for name, look in looks.items():
        for column, row in marked[name]:
            ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, **look))
    return set(marked[NOISE])


def _draw_cells(ax: Axes, cells: pd.DataFrame, shades: Shades, numbers: bool, hatched: set[tuple[int, int]]) -> None:
    """Draw a cell for each combination, each of the same size; axes are named by the values swept."""
    values, mapped = cells.to_numpy(dtype=float), shades.colours
    ax.imshow(values, cmap=mapped.cmap, norm=mapped.norm, origin="lower", aspect="auto")
    for row, column in np.argwhere(~np.isfinite(values)):
        ax.plot(column, row, "x", color=style.GREY, markersize=7)
    _ticks(ax.xaxis, list(cells.columns))
    _ticks(ax.yaxis, list(cells.index))
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if not numbers or values.size > MOST_WRITTEN:
        return
    decimals = int(np.clip(1 - np.floor(np.log10(shades.high - shades.low)), 0, 4))
    for row, column in np.argwhere(np.isfinite(values)):
        colour = to_hex(mapped.to_rgba(values[row, column]))
        text = f"{round(float(values[row, column]), decimals) + 0:.{decimals}f}".replace("-", MINUS)
        said = ax.text(column, row, text, color=style.text_on(colour), ha="center", va="center", size=SMALL)
        if (column, row) in hatched:
            said.set_path_effects([withStroke(linewidth=3, foreground=colour)])


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
    shades: Shades | None = None,
    hatched: str = "",
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
    shades, hatched
        As for `sweep_heatmap`.

    Returns
    -------
    list of matplotlib.axes.Axes
        One for each value of the third factor, from the least.
    """
    values = sorted(table["panel"].unique())
    if len(values) > MOST_HEATMAPS:
        values = [values[k] for k in np.linspace(0, len(values) - 1, MOST_HEATMAPS).round().astype(int)]
    columns = _columns(len(values))
    rows = math.ceil(len(values) / columns)
    figure = (
        style.NotebookFigure(figsize=(PANEL_INCHES[columns] * columns + 1.6, 2.6 * rows + 1.1), layout="constrained")
        if parent is None
        else parent
    )
    axes = list(np.ravel(figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)))
    shades = shades or shades_of(table["value"])
    for place, (ax, value) in enumerate(zip(axes, values, strict=False)):
        shown = f"{value:.3g}" if isinstance(value, (int, float)) else str(value)
        sweep_heatmap(
            table[table["panel"] == value],
            ax,
            title=shown,
            factors=(factors[0] if place + columns >= len(values) else "", factors[1] if place % columns == 0 else ""),
            shades=shades,
            bar=False,
            numbers=False,
        )
        ax.tick_params(labelbottom=place + columns >= len(values))
    for ax in axes[len(values) :]:
        ax.remove()
    colour_bar(axes[: len(values)], shades, outcome)
    if hatched and NOISE in table:
        figure.legend(handles=map_legend(table, hatched), loc="outside lower left")
    by = f"by {factors[2]}, whose value stands above each map" if factors[2] else ""
    figure.suptitle("\n".join(filter(None, (title, by))), x=0.01, ha="left", size=11)
    return axes[: len(values)]


def _columns(maps: int) -> int:
    """Return how many maps stand beside each other: as many as in a column, or one more, and at most four."""
    return min(math.ceil(math.sqrt(maps)) if maps > MOST_IN_ROW else maps, len(PANEL_INCHES) - 1)
