"""Crossing: the chance that a dyad has reached at least a given rung by each date."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from araxes.dims import RUNG, WEEK
from araxes.plots import style
from araxes.plots.labels import end_labels

RUNGS = (4, 7, 9, 10)


@style.styled
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
        [f"{style.percent(end)}  {short(names[rung])}" for end, rung in zip(ends, rungs, strict=True)],
        colours,
    )
    parts = ("Chance to reach a rung or a higher one", style.dyad_name(chance), style.period(chance[WEEK]))
    ax.set_title(style.title_of(*parts) if title is None else title)
    style.date_axis(ax)
    return ax


def short(name: str) -> str:
    """Return the name of a rung up to its first comma."""
    return name.split(",", maxsplit=1)[0]
