"""Chances: how likely each rung is to be reached, scenarios side by side, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from araxes.plots import style
from araxes.plots.crossing import short

MARKS = (0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1)
LINEAR_BELOW = 0.001
SHARE_OF_ROW = 0.7
RIGHT = 1.25


@style.styled
def chances(
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
    ax.set_yticks(range(len(rungs)), [short(names[rung]) for rung in rungs])
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
                style.percent(value),
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
