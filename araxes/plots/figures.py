"""From results to pages: which arrays of a run or a comparison each page shows. Nothing is simulated here.

Pages: several figures put together, to take in a run or a comparison at a glance.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from araxes import dims
from araxes.dims import ACTOR, RUNG, TARGET, WEEK
from araxes.plots import style
from araxes.plots.chances import RUNGS, chance_plot, crossing
from araxes.plots.fans import difference_panels, fan, fan_legend, issue_paths
from araxes.plots.networks import matrix, network
from araxes.plots.style import LINE_INCHES, LINE_LETTERS, cut_lines, parts, sheet

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison
    from araxes.results.result import Result


_Dyad = tuple[str, str]

TELLING_RUNG = 7
MOST_PANELS = 6


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
def crossing_page(
    chance: xr.DataArray,
    names: Sequence[str],
    title: str,
    dyads: Sequence[_Dyad] | None = None,
    rungs: Sequence[int] = RUNGS,
) -> Figure:
    """Return the chances of reaching rungs, a panel for each dyad of interest.

    Parameters
    ----------
    chance : xarray.DataArray, shape (week, actor, target, rung)
        Shares of replicates in 0..1 that have reached at least `rung` in or before `week`.
    names : sequence of str, shape (all rungs,)
        Names of the rungs in the order of the ladder.
    title : str
        What was run.
    dyads : sequence of (actor, target), optional
        By default the six likeliest to have reached rung 7 (or the highest of `rungs`) by the last week.
    rungs : sequence of int
        The rungs to draw, numbered from 0.

    Returns
    -------
    matplotlib.figure.Figure
        14 inches wide, two panels a row.
    """
    telling = TELLING_RUNG if TELLING_RUNG in rungs else max(rungs)
    chosen = list(dyads) if dyads is not None else likeliest(chance, telling)
    rows = -(-len(chosen) // 2)
    which = "" if dyads is not None else f"; the dyads likeliest to reach rung {telling}, {names[telling].lower()}"
    lines = [f"Chance that each dyad has reached at least the rung by the date, {style.period(chance[WEEK])}{which}"]
    figure, body = sheet((14, 0.8 + 3.2 * rows), title, lines)
    grid = body.subplots(rows, 2, sharex=True, sharey=True, squeeze=False)
    for ax, dyad in zip(grid.flat, chosen, strict=False):
        crossing(chance.sel({ACTOR: dyad[0], TARGET: dyad[1]}), names, rungs, ax, title=_arrow(dyad))
        ax.set_ylabel("")
    for ax in grid.flat[len(chosen) :]:
        ax.set_axis_off()
    body.supylabel("Chance", size=10)
    return figure


def likeliest(chance: xr.DataArray, rung: int, count: int = MOST_PANELS) -> list[_Dyad]:
    """Return the `count` dyads likeliest to have reached `rung` by the last week, likeliest first."""
    last = chance.isel({WEEK: -1}).sel({RUNG: rung}).transpose(ACTOR, TARGET)
    dyads = [(str(a), str(b)) for a in last[ACTOR].values for b in last[TARGET].values if a != b]
    return sorted(dyads, key=lambda dyad: -float(last.sel({ACTOR: dyad[0], TARGET: dyad[1]})))[:count]


@style.in_style
def region_page(
    now: xr.DataArray,
    end: xr.DataArray,
    ties: xr.DataArray,
    status: xr.DataArray,
    labels: Mapping[str, str],
    title: str,
) -> Figure:
    """Return the region at a glance: tension before and after the run, ties, and the issues in dispute.

    Parameters
    ----------
    now, end : xarray.DataArray, shape (actor, target)
        Tension at the start and (median) at the end, Goldstein points, hostile positive; a scalar `week` dates them.
    ties : xarray.DataArray, shape (actor, target)
        Ties in -1..1.
    status : xarray.DataArray, shape (quantile, week, issue)
        Statuses of issues in 0..1.
    labels : mapping of str
        The words for each issue.
    title : str
        What was run.

    Returns
    -------
    matplotlib.figure.Figure
        14 by 12 inches, four panels.
    """
    figure, body = sheet(
        (14, 12),
        title,
        ["Tension in Goldstein points, hostile positive; ties in \N{MINUS SIGN}1 to 1; statuses of issues in 0 to 1"],
    )
    upper, lower = parts(body, 2, 1)
    left, right = upper.subplots(1, 2)
    matrix(now, left, title=_dated("Tension at the start", now))
    matrix(end, right, title=_dated("Median tension at the end", end))
    left, right = lower.subplots(1, 2)
    network(end, ties, left, title=_dated("Pairs at the end: ties and tension", end))
    issue_paths(status, labels, right)
    return figure


@style.in_style
def run_pages(
    tension_quantiles: xr.DataArray,
    observed: xr.DataArray,
    chance: xr.DataArray,
    ties: xr.DataArray,
    status: xr.DataArray,
    *,
    names: Sequence[str],
    labels: Mapping[str, str],
    title: str,
) -> dict[str, Figure]:
    """Return the three pages of a run: "region", "fan" and "crossing".

    Parameters
    ----------
    tension_quantiles : xarray.DataArray, shape (quantile, week, actor, target)
        Simulated tension, Goldstein points, hostile positive.
    observed : xarray.DataArray, shape (week, actor, target)
        Tension of the record, same units; its last week before the simulated ones is shown as the start.
    chance : xarray.DataArray, shape (week, actor, target, rung)
        Chances in 0..1 to have reached at least `rung`.
    ties : xarray.DataArray, shape (actor, target)
        Ties in -1..1.
    status : xarray.DataArray, shape (quantile, week, issue)
        Statuses of issues in 0..1.
    names : sequence of str, shape (all rungs,)
        Names of the rungs in the order of the ladder.
    labels : mapping of str
        The words for each issue.
    title : str
        What was run.

    Returns
    -------
    dict of matplotlib.figure.Figure
        The pages by name.
    """
    end = style.median(tension_quantiles).isel({WEEK: -1})
    return {
        "region": region_page(_past(observed, tension_quantiles).isel({WEEK: -1}), end, ties, status, labels, title),
        "fan": fan_page(tension_quantiles, observed, title),
        "crossing": crossing_page(chance, names, title),
    }


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


def _dated(what: str, data: xr.DataArray) -> str:
    """Return what is shown with its week, if the data say it."""
    dated = WEEK in data.coords and not data[WEEK].ndim
    return style.title_of(what, f"week of {style.day_text(data[WEEK].values)}" if dated else "")


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


def run_figures(result: Result) -> dict[str, Figure]:
    """Return the pages of a run by name: region, fan and crossing."""
    scenario = result.scenario
    return run_pages(
        result.tension(),
        result.observed["tension"],
        result.crossing(),
        ties(result),
        result.status(),
        names=[rung.name for rung in scenario.region.rungs],
        labels={key: issue.label or key for key, issue in scenario.region.issues.items()},
        title=f"{scenario.heading} ({result.extent})",
    )


def ties(result: Result) -> xr.DataArray:
    """Return the ties between the states at the start, dims (actor, target), nan on the diagonal."""
    names = result.world.states
    book, start = result.scenario.book, result.scenario.start
    paths = [[f"relations.tie.{'.'.join(sorted((a, b)))}" for b in names] for a in names]
    table = [[book[path].at(start) if path in book else float("nan") for path in row] for row in paths]
    return xr.DataArray(table, dims=(dims.ACTOR, dims.TARGET), coords={dims.ACTOR: names, dims.TARGET: names})


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
