"""Chances of rungs: by scenario and by date, with labels that do not cover each other.

Chances: how likely each rung is to be reached, scenarios side by side, with intervals.

Crossing: the chance that a dyad has reached at least a given rung by each date.

Direct labels at the right ends of lines, moved apart so that none covers another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator, PercentFormatter

from araxes.array_types import Floats
from araxes.dims import RUNG, WEEK
from araxes.plots import style
from araxes.wording import percent

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

LINE_HEIGHT = 1.35
RUNGS = (4, 7, 9, 10)
MARKS = (0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1)
LINEAR_BELOW = 0.001
SHARE_OF_ROW = 0.7
RIGHT = 1.25


def spread_labels(places: Sequence[float], gap: float, low: float, high: float) -> Floats:
    """Return `places` moved apart to at least `gap`, in the same order, within low..high while there is room.

    Parameters
    ----------
    places : sequence of float, shape (labels,)
        Where the labels would best stand.
    gap : float
        The least distance between neighbours, same units.
    low, high : float
        The range to stay in; with more labels than fit, they go below `low`.
    """
    order = np.argsort(places, kind="stable")
    moved = np.clip(np.asarray(places, dtype=float)[order], low, high)
    for k in range(1, len(moved)):
        moved[k] = max(moved[k], moved[k - 1] + gap)
    ceiling = high
    for k in reversed(range(len(moved))):
        moved[k] = min(moved[k], ceiling)
        ceiling = moved[k] - gap
    result: Floats = np.empty_like(moved)
    result[order] = moved
    return result


def line_height(ax: Axes, size: float) -> float:
    """Return the height of a line of text of `size` points, in data units of the y axis of `ax`."""
    low, high = ax.get_ylim()
    inches = ax.bbox.height / style.home(ax).dpi
    return LINE_HEIGHT * size / 72 * (high - low) / inches


def end_labels(
    ax: Axes, ends: Sequence[float], texts: Sequence[str], colours: Sequence[str], size: float = 8.5
) -> None:
    """Write `texts` to the right of `ax`, each beside the end of its line. Call it when the y limits stand.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes whose lines end at the right edge.
    ends : sequence of float, shape (lines,)
        The last value of each line, units of the y axis; a line that ends in NaN gets no label.
    texts, colours : sequence of str, shape (lines,)
        What to write, and in which colour.
    size : float
        Points.
    """
    shown = [k for k, end in enumerate(ends) if np.isfinite(end)]
    places = spread_labels([ends[k] for k in shown], line_height(ax, size), *ax.get_ylim())
    beside = ax.get_yaxis_transform()
    for k, place in zip(shown, places, strict=True):
        ax.annotate(
            texts[k],
            xy=(1, ends[k]),
            xycoords=beside,
            xytext=(1.03, place),
            textcoords=beside,
            color=colours[k],
            size=size,
            va="center",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colours[k],
                "linewidth": 0.6,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )


@style.in_style
def crossing(
    chance: xr.DataArray,
    names: Sequence[str],
    rungs: Sequence[int] = RUNGS,
    ax: Axes | None = None,
    *,
    title: str | None = None,
) -> Axes:
    """Draw the chance, by date, that a dyad has been on at least each of some rungs since the start.

    Parameters
    ----------
    chance : xarray.DataArray, shape (week, rung)
        Shares of replicates in 0..1 that have reached at least `rung` in or before `week`.
    names : sequence of str, shape (all rungs,)
        Names of the rungs in the order of the ladder.
    rungs : sequence of int
        The rungs to draw, numbered from 0; those that the ladder lacks are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given. Labels stand to its right: leave room, or use layout="constrained".
    title : str, optional
        By default the dyad and the dates.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; y in percent.
    """
    ax = style.new_axes() if ax is None else ax
    rungs = [rung for rung in rungs if rung in chance[RUNG].values]
    palette = style.rung_colours(len(names))
    colours = [palette[rung] for rung in rungs]
    lines = [chance.sel({RUNG: rung}) for rung in rungs]
    for line, colour, rung in zip(lines, colours, rungs, strict=True):
        ax.plot(line[WEEK].values, line.values, color=colour, label=names[rung], clip_on=False)
    ax.set_ylim(0, 1)
    ax.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    ax.set_ylabel("Chance to have reached at least the rung")
    ends = [float(line.values[-1]) for line in lines]
    end_labels(
        ax,
        ends,
        [f"{percent(end)}  {short_rung(names[rung])}" for end, rung in zip(ends, rungs, strict=True)],
        colours,
    )
    parts = ("Chance to reach a rung or a higher one", style.dyad_name(chance), style.period(chance[WEEK]))
    ax.set_title(style.title_of(*parts) if title is None else title)
    style.date_axis(ax)
    return ax


def short_rung(name: str) -> str:
    """Return the name of a rung up to its first comma."""
    return name.split(",", maxsplit=1)[0]


@style.in_style
def chance_plot(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "Chance to reach a rung or a higher one, with 95 % intervals",
) -> Axes:
    """Draw the chance of each rung under each scenario as a dot with its interval.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a scenario and rung: `scenario` (str), `rung` (int, from 0), `name` (of the rung), and `chance`, `low`,
        `high` (shares in 0..1).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str
        What is shown.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: x in percent, logarithmic above 0.1 % so that rare rungs can be compared too; rungs upwards.
    """
    ax = style.new_axes(8, 5) if ax is None else ax
    rungs = sorted(table["rung"].unique())
    scenarios = list(dict.fromkeys(table["scenario"]))
    for k, scenario in enumerate(scenarios):
        rows = table[table["scenario"] == scenario]
        places = np.array([rungs.index(rung) for rung in rows["rung"]]) + _offset(k, len(scenarios))
        _draw_scenario(ax, rows, places, k)
    names = table.drop_duplicates("rung").set_index("rung")["name"]
    ax.set_yticks(range(len(rungs)), [short_rung(names[rung]) for rung in rungs])
    _percent_axis(ax)
    _separate(ax, len(rungs))
    ax.set_title(title)
    style.legend_once(ax, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=min(len(scenarios), 3))
    return ax


def _offset(place: int, count: int) -> float:
    """Return how far off its row the scenario at `place` of `count` stands, the first on top."""
    return SHARE_OF_ROW * ((count - 1) / 2 - place) / count


def _draw_scenario(
    ax: Axes, rows: pd.DataFrame, places: np.ndarray[tuple[int, ...], np.dtype[np.float64]], scenario: int
) -> None:
    """Draw the dots and intervals of one scenario, each dot with its number."""
    colour = style.take(style.SCENARIO_COLOURS, scenario)
    low, chance, high = (rows[column].to_numpy(dtype=float) for column in ("low", "chance", "high"))
    ax.hlines(places, low, high, color=colour, linewidth=1.6)
    marker = style.take(style.SCENARIO_MARKERS, scenario)
    ax.plot(chance, places, marker, color=colour, markersize=5.5, label=rows["scenario"].iloc[0], clip_on=False)
    for value, place in zip(chance, places, strict=True):
        if np.isfinite(value):
            ax.annotate(
                percent(value),
                (1.02, place),
                xycoords=ax.get_yaxis_transform(),
                color=colour,
                va="center",
                size=8.5,
            )


def _percent_axis(ax: Axes) -> None:
    """Give `ax` an x axis in percent, logarithmic above 0.1 % and linear down to 0."""
    ax.set_xscale("symlog", linthresh=LINEAR_BELOW, linscale=0.5)
    ax.set_xlim(0, RIGHT)
    ax.xaxis.set_major_locator(FixedLocator(MARKS))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %"))
    ax.set_xlabel("Chance (logarithmic above 0.1 %)")


def _separate(ax: Axes, rows: int) -> None:
    """Draw thin lines between the rungs instead of the grid along them."""
    ax.set_ylim(-0.5, rows - 0.5)
    ax.grid(visible=False, axis="y")
    ax.tick_params(axis="y", length=0)
    for edge in range(1, rows):
        ax.axhline(edge - 0.5, color="#dddddd", linewidth=0.6)
