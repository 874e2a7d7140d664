"""Pages of a comparison, from its arrays, and the tension of all dyads on one page. Nothing is simulated here."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from araxes.dims import ACTOR, TARGET, WEEK
from araxes.plots import style
from araxes.plots.chances import chance_plot
from araxes.plots.fan import difference_panels, fan, fan_legend
from araxes.plots.style import LINE_INCHES, LINE_LETTERS, cut_lines, parts, sheet

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison


_Dyad = tuple[str, str]


@style.in_style
def fan_page(tension_quantiles: xr.DataArray, observed: xr.DataArray, title: str, record_weeks: int = 52) -> Figure:
    """Return a fan for every directed dyad: rows act, columns are acted upon, all on one scale.

    Parameters
    ----------
    tension_quantiles : xarray.DataArray, shape (quantile, week, actor, target)
        Simulated tension, Goldstein points, hostile positive.
    observed : xarray.DataArray, shape (week, actor, target)
        Tension of the record, same units.
    title : str
        What was run.
    record_weeks : int
        Weeks of the record drawn before the start, at most, so that the fans have room.

    Returns
    -------
    matplotlib.figure.Figure
        14 by 12 inches; the diagonal names the actors.
    """
    codes = [str(code) for code in tension_quantiles[ACTOR].values]
    past = _past(observed, tension_quantiles)
    observed = observed.isel({WEEK: slice(max(past.sizes[WEEK] - record_weeks, 0), None)})
    dates = f"record {style.period(observed[WEEK])}; simulated {style.period(tension_quantiles[WEEK])}"
    figure, body = sheet((14, 12), title, [f"Tension of every dyad: the row acts, the column is acted upon; {dates}"])
    grid = body.subplots(len(codes), len(codes), sharex=True, sharey=True, squeeze=False)
    for row, actor in enumerate(codes):
        for column, target in enumerate(codes):
            if actor == target:
                _name_cell(grid[row, column], actor)
                continue
            pick = {ACTOR: actor, TARGET: target}
            fan(
                tension_quantiles.sel(pick),
                observed.sel(pick),
                grid[row, column],
                title=_arrow((actor, target)),
                legend=False,
            )
            grid[row, column].set_ylabel("")
    style.date_axis(grid[0, 0], 5)
    body.supylabel(style.TENSION_LABEL, size=10)
    body.legend(handles=fan_legend(tension_quantiles), loc="outside lower center", ncols=6)
    return figure


@style.in_style
def comparison_page(
    title: str,
    sentence: str,
    diff_lines: Sequence[str],
    mean: xr.DataArray,
    low: xr.DataArray,
    high: xr.DataArray,
    singles: xr.DataArray,
    table: pd.DataFrame,
) -> Figure:
    """Return a comparison of scenarios: what differs in the files, the difference it makes, the chances of rungs.

    Parameters
    ----------
    title : str
        Which scenarios are compared.
    sentence : str
        The result in words.
    diff_lines : sequence of str
        How the files differ, a line each; the first 14 are printed.
    mean, low, high : xarray.DataArray, shape (week,)
        Mean paired difference in tension of the dyad in focus and its 95 % interval, Goldstein points; scalar
        coordinates `actor` and `target` name the dyad.
    singles : xarray.DataArray, shape (quantile, week)
        Quantiles of the difference over single replicates, same units.
    table : pandas.DataFrame
        Chances, as in `araxes.plots.chances.chance_plot`.

    Returns
    -------
    matplotlib.figure.Figure
        14 inches wide, and as high as the lines of text need.
    """
    words = textwrap.wrap(sentence, LINE_LETTERS)
    files = ["What differs in the files:", *cut_lines(diff_lines)] if diff_lines else ["The files do not differ."]
    figure, body = sheet((14, 7.2 + LINE_INCHES * len(words + files)), title, words, files)
    left, right = parts(body, 1, 2)
    difference_panels(left, mean, low, high, singles)
    title = f"Chance of a rung or above within {mean.sizes[WEEK]} weeks (95 %)"
    chance_plot(table, right.add_subplot(), title=title)
    return figure


def _past(observed: xr.DataArray, simulated: xr.DataArray) -> xr.DataArray:
    """Return the record before the first simulated week."""
    return observed.isel({WEEK: observed[WEEK].values < simulated[WEEK].values[0]})


def _arrow(dyad: _Dyad) -> str:
    """Return a dyad in words."""
    return f"{dyad[0]} {style.ARROW} {dyad[1]}"


def _name_cell(ax: Axes, code: str) -> None:
    """Write the name of an actor into a cell of the diagonal, and leave the cell blank otherwise."""
    ax.text(
        0.5,
        0.5,
        code,
        transform=ax.transAxes,
        size=26,
        weight="bold",
        ha="center",
        va="center",
        color=style.actor_colour(code),
    )
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)


def comparison_figures(found: Comparison) -> dict[str, Figure]:
    """Return one page for every scenario compared with the base, by name."""
    pages = {}
    table = found.chances()
    for other in found.others:
        dyad = found.focus(other)
        actor, target = dyad.split(">")
        path = found.path(other, actor, target)
        names = (found.base.scenario.name, other.scenario.name)
        rows = table[(table["dyad"] == dyad) & table["scenario"].isin(names)]
        title = f"{other.scenario.heading} against {found.base.scenario.heading}: {actor} towards {target}"
        title += f" ({found.extent})" if found.interrupted else ""
        page = comparison_page(
            title,
            found.sentence(other, dyad),
            found.differences(other),
            path["mean"],
            path["low"],
            path["high"],
            path["singles"],
            rows,
        )
        pages[f"difference_{other.scenario.name}"] = page
    return pages
