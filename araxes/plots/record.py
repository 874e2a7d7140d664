"""What a record shows: acts, evidence of habits, estimates, and hostile weeks after shocks.

A record at a glance: its acts week by week, and how many there are of each dyad in each period.

Excess of hostile weeks after shocks: what the record shows beside what the model foresaw, a line for each kind of cell.

Estimates beside their priors: where each parameter stood before the record was read, and where it stands after.

Evidence of a habit: how many remembered weeks speak for each rung, and where they come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.colors
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from araxes.plots import style
from araxes.units import DAYS_PER_WEEK
from araxes.wording import percent

CLASS_COLOURS = ("#4a90c2", "#e2a11d", "#a51c1c")
UNKNOWN_COLOUR = "#dddddd"
_WEEK = pd.Timedelta(weeks=1)
DENSITY = matplotlib.colors.LinearSegmentedColormap.from_list("density", ["#f7f7f7", "#8fb8d8", "#08306b"])
KINDS = (("observed", style.INK, "o", -0.14), ("foreseen", "#D55E00", "D", 0.14))
"""Column, colour, marker and place of what is drawn on each line."""
ESTIMATES_WIDTH = 1.645
"""Standard deviations to either side that hold 90 % of a normal."""
SPEAKS = "the data speak"
"""What a table of estimates says where they do."""
PRIOR_COLOUR = "#dcdcdc"
ESTIMATE_COLOURS = ("#0072B2", "#D55E00", "#009E73")
NUMBER = "{:.2g}"
EVIDENCE_COLOURS = ("#0072B2", "#56B4E9", "#b0b0b0", "#e0d7b0")


@style.in_style
def acts_by_week(
    counts: pd.DataFrame,
    ax: Axes | None = None,
    *,
    unknown: pd.Series | None = None,
    title: str = "",
) -> Axes:
    """Draw how many acts a record has in every week, by class, one upon the other.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index Mondays, every week of the record; a column a class, from friendly to hostile, at most three.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    unknown : pandas.Series of bool, optional
        Index as `counts`: weeks of which the record knows nothing. They are shaded.
    title : str

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(11, 4.2) if ax is None else ax
    for monday in [] if unknown is None else unknown.index[unknown]:
        ax.axvspan(monday, monday + _WEEK, color=UNKNOWN_COLOUR, linewidth=0, label="nothing known")
    below = np.zeros(len(counts))
    for place, name in enumerate(counts.columns):
        height = counts[name].to_numpy(dtype=float)
        colour = style.take(CLASS_COLOURS, place)
        ax.bar(
            counts.index,
            height,
            width=DAYS_PER_WEEK,
            bottom=below,
            align="edge",
            color=colour,
            linewidth=0,
            label=str(name),
        )
        below += height
    ax.set_xlim(counts.index[0], counts.index[-1] + _WEEK)
    ax.set_ylim(0, 1.05 * max(below.max(), 1))
    ax.set_ylabel("Acts in the week")
    ax.grid(visible=False, axis="x")
    style.date_axis(ax, 10)
    ax.set_title(title)
    style.legend_once(ax, loc="upper left", bbox_to_anchor=(1.01, 1))
    return ax


@style.in_style
def acts_by_dyad(counts: pd.DataFrame, ax: Axes | None = None, *, title: str = "", label: str = "Acts") -> Axes:
    """Draw a number of acts for every dyad (row) and period (column), the darker the more; the number stands in its cell.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index dyads, from top to bottom; columns periods.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title, label : str
        Of the figure, and of the colours.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(9, 1.4 + 0.27 * len(counts)) if ax is None else ax
    values = counts.to_numpy(dtype=float)
    shades = np.sqrt(values / max(values.max(), 1))  # roots: thin dyads stay apart
    ax.imshow(shades, cmap=DENSITY, aspect="auto", vmin=0, vmax=1)
    for (row, column), value in np.ndenumerate(values):
        ink = style.text_on(DENSITY(float(shades[row, column])))
        ax.text(column, row, f"{value:g}", ha="center", va="center", color=ink, size=9)
    ax.set_xticks(range(len(counts.columns)), [str(name) for name in counts.columns])
    ax.set_yticks(range(len(counts)), [str(name) for name in counts.index])
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.set_xlabel(label)
    ax.set_title(title)
    return ax


@style.in_style
def excess_plot(table: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
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


@style.in_style
def estimates(tables: Mapping[str, pd.DataFrame], ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw the interval of every parameter before and after records were read, in standard deviations of its prior.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        By the name of a record: index parameter; columns prior, estimate, se (on the parameter's own scale), moved, left (in standard
        deviations of the prior), says. All have the same parameters; at most three records.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. The prior is a grey band, the same for all; a full mark stands where the data speak, a hollow one where
        they do not. With one record the values themselves stand at the right.
    """
    first = next(iter(tables.values()))
    rows = len(first)
    ax = style.new_axes(11, 1.6 + 0.34 * rows) if ax is None else ax
    ax.axvspan(-ESTIMATES_WIDTH, ESTIMATES_WIDTH, color=PRIOR_COLOUR, linewidth=0, label="prior, 90 %", zorder=0)
    ax.axvline(0, color=style.GREY, linewidth=0.9, zorder=1)
    for place, (name, table) in enumerate(tables.items()):
        _draw(ax, name, table.loc[first.index], place, len(tables))
    ax.set_yticks(range(rows), [str(name) for name in first.index])
    ax.set_xlim(*_limits(tables))
    ax.set_ylim(rows - 0.4, -0.6)
    ax.grid(visible=False, axis="y")
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("Standard deviations of the prior, from its mean")
    if len(tables) == 1:
        _write(ax, first)
    ax.set_title(title)
    style.legend_once(ax, loc="upper center", bbox_to_anchor=(0.4, -0.55 / (0.34 * rows + 0.4)), ncols=3)
    return ax


def _limits(tables: Mapping[str, pd.DataFrame]) -> tuple[float, float]:
    """Return the ends of the x axis: all intervals, the prior's too, with a little room."""
    ends = [table["moved"] + side * ESTIMATES_WIDTH * table["left"] for table in tables.values() for side in (-1, 1)]
    values = np.append(np.concatenate(ends), (-ESTIMATES_WIDTH, ESTIMATES_WIDTH))
    return float(values.min()) - 0.2, float(values.max()) + 0.2


def _draw(ax: Axes, name: str, table: pd.DataFrame, place: int, among: int) -> None:
    """Draw mean and interval of every parameter of one record."""
    at = np.arange(len(table)) + 0.56 * ((place + 0.5) / among - 0.5)
    mean, sd = (table[column].to_numpy(dtype=float) for column in ("moved", "left"))
    speaks = (table["says"] == SPEAKS).to_numpy()
    colour = style.take(ESTIMATE_COLOURS, place)
    ax.hlines(at, mean - ESTIMATES_WIDTH * sd, mean + ESTIMATES_WIDTH * sd, color=colour, linewidth=2.0)
    marks: dict[str, Any] = {"linestyle": "", "marker": "o", "color": colour, "markersize": 6.5, "zorder": 3}
    ax.plot(mean[speaks], at[speaks], label=f"{name}, 90 %: the data speak", **marks)
    ax.plot(mean[~speaks], at[~speaks], markerfacecolor="white", label=f"{name}, 90 %: little said", **marks)


def _write(ax: Axes, table: pd.DataFrame) -> None:
    """Write prior, estimate and error at the right of each row."""
    across = ax.get_yaxis_transform()
    ax.text(1.01, -0.75, "before", transform=across, size=9, va="bottom", weight="bold")
    ax.text(1.09, -0.75, "after (error)", transform=across, size=9, va="bottom", weight="bold")
    for row, (before, after, error) in enumerate(table[["prior", "estimate", "se"]].to_numpy(dtype=float)):
        ax.text(1.01, row, _number(before), transform=across, size=9, va="center")
        ax.text(1.09, row, f"{_number(after)} ({NUMBER.format(error)})", transform=across, size=9, va="center")


def _number(value: float) -> str:
    """Return a value to two decimals, with a proper minus; more of one that is small."""
    text = f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.3f}"
    return text.replace("-", "\N{MINUS SIGN}")


@style.in_style
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
    for colour, name in zip(EVIDENCE_COLOURS, parts.columns, strict=False):
        width = parts[name].to_numpy(dtype=float)
        ax.barh(places, width, 0.72, left=left, color=colour, label=str(name))
        left += width
    ends: list[float] = left.tolist()
    for place, end, chance in zip(places.tolist(), ends, chances.to_numpy(dtype=float), strict=True):
        ax.annotate(percent(chance), (end, place), (6, 0), textcoords="offset points", va="center", size=9)
    ax.set_yticks(places, [str(name) for name in parts.index])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.set_xlim(0, 1.12 * max(left.max(), 1))
    ax.set_xlabel("Remembered weeks that speak for the rung; beside the bar its chance by habit")
    ax.set_title(title)
    style.legend_once(ax, loc="center right")
    return ax
