"""Figures of a hindcast: skill by horizon and reliability, and the pages that hold them.

Reliability: what was said to happen beside how often it did; and the histogram of the probability integral transform.

Skill by horizon: how much better than a reference forecasters are, with intervals, the further they look ahead.

Pages of a hindcast: skill by horizon, calibration, observed against forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from araxes.plots import style
from araxes.plots.forecast_pages import observed_forecast
from araxes.plots.style import sheet
from araxes.wording import percent

_COLOUR = "#332288"
BAND = "#cccccc"
STRIP = 0.16
"""Height of the strip in which forecasts are counted, as a share of the panel."""
COLOURS = (*style.SCENARIO_COLOURS, "#44AA99", "#CC6677")
MARKERS = (*style.SCENARIO_MARKERS, "*", "<")
WIDTH = 0.55
"""Room that the forecasters of one horizon take, of the distance between horizons."""
CALIBRATION = (
    "Reliability by isotonic regression; Brier = miscalibration - discrimination + uncertainty.",
    "Foot: where in their forecasts the rungs fell, level if calibrated.",
)
LARGE = 0.3
"""From here on a chance counts as large."""
INTERVALS = "Bars: 95 % intervals; hollow where too few weeks were scored."
_WEEKS = (
    "Shades: chance given a week ahead. Dots: what came. Grey: not observed. The pairs with most weeks of coercion."
)


@style.in_style
def reliability_plot(
    chance: Sequence[float],
    happened: Sequence[float],
    number: Sequence[float],
    band: tuple[Sequence[float], Sequence[float]] | None = None,
    ax: Axes | None = None,
    *,
    title: str = "Reliability",
    note: str = "",
) -> Axes:
    """Draw the recalibrated chance over the forecast one, and along the foot how often each chance was forecast.

    Parameters
    ----------
    chance, happened : sequence of float, shape (values,)
        Forecast chance, ascending, and its recalibrated chance (isotonic regression), shares.
    number : sequence of float, shape (values,)
        How often each was forecast.
    band : two sequences of float, shape (values,), optional
        Where the line of calibrated forecasts would lie.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title, note : str
        Title of the panel, and lines in its corner.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(4.5, 4.5) if ax is None else ax
    said, came, weight = (np.asarray(part, dtype=float) for part in (chance, happened, number))
    ax.plot([0, 1], [0, 1], color=style.GREY, linewidth=0.8, linestyle=(0, (4, 3)), label="calibrated")
    if band is not None and len(said):
        ax.fill_between(said, *band, color=BAND, alpha=0.7, linewidth=0, label="band if calibrated")
    if len(said):
        ax.plot(said, came, color=_COLOUR, marker="." if len(said) < 25 else "", label="happened")
        height, edges = np.histogram(said, bins=np.linspace(0, 1, 41), weights=weight)
        ax.bar(
            edges[:-1],
            STRIP * height / max(height.max(), 1),
            width=np.diff(edges),
            align="edge",
            color=style.GREY,
            alpha=0.6,
            linewidth=0,
            zorder=0,
            label="how often forecast",
        )
    else:
        ax.text(0.5, 0.5, "nothing was scored", ha="center", va="center", color=style.GREY)
    ax.text(0.03, 0.97, note, transform=ax.transAxes, va="top", size=8, color=style.INK, parse_math=False)
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="Chance said", ylabel="Came true")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    ax.set_aspect("equal")
    ax.set_title(title)
    return ax


@style.in_style
def transform_plot(
    heights: Sequence[float], ax: Axes | None = None, *, title: str = "Probability integral transform"
) -> Axes:
    """Draw the histogram of the probability integral transform; calibrated forecasts are level at 1.

    Parameters
    ----------
    heights : sequence of float, shape (bins,)
        Shares that sum to 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(4.5, 3) if ax is None else ax
    density = np.asarray(heights, dtype=float) * len(heights)
    places = np.arange(len(density)) / len(density)
    ax.bar(places, density, width=1 / len(density), align="edge", color=_COLOUR, alpha=0.6, edgecolor="white")
    ax.axhline(1, color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)))
    ax.set(xlim=(0, 1), xlabel="Place in the forecast", ylabel="Density")
    ax.set_ylim(0, max(1.6, 1.1 * float(np.nanmax(density, initial=1))))
    ax.set_title(title)
    return ax


@style.in_style
def skill_by_horizon(
    table: pd.DataFrame,
    value: str,
    ax: Axes | None = None,
    *,
    label: str,
    title: str,
    order: Sequence[str] | None = None,
    legend: bool = True,
) -> Axes:
    """Draw a figure of several forecasters at every horizon, with its interval.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns forecaster, horizon (weeks), weeks (scored), and `value` with `_low` and `_high`, nan where no interval can be given.
    value : str
        The column drawn; positive is better than the reference.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    label, title : str
        Of the vertical axis, and of the panel.
    order : sequence of str, optional
        All forecasters of the page, those that are not in the table too, so that each keeps its colour; those of the table if not given.
    legend : bool
        Draw the legend.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    horizons = sorted(table["horizon"].unique())
    names = list(dict.fromkeys(table["forecaster"]) if order is None else order)
    ax.axhline(0, color=style.INK, linewidth=1.0)
    for place, name in enumerate(names):
        if name not in set(table["forecaster"]):
            continue
        rows = table[table["forecaster"] == name].set_index("horizon").reindex(horizons)
        at = np.arange(len(horizons)) + WIDTH * ((place + 0.5) / len(names) - 0.5)
        middle = rows[value].to_numpy(dtype=float)
        low, high = (rows[f"{value}_{end}"].to_numpy(dtype=float) for end in ("low", "high"))
        colour = style.take(COLOURS, place)
        known = ~np.isnan(low)
        ax.vlines(at[known], low[known], high[known], color=colour, linewidth=1.6)
        marker = style.take(MARKERS, place)
        ax.plot(at[known], middle[known], linestyle="", marker=marker, color=colour, label=name, markersize=5)
        bare = "" if known.any() else name
        ax.plot(
            at[~known], middle[~known], linestyle="", marker=marker, color=colour, markerfacecolor="white", label=bare
        )
    scored = table.groupby("horizon")["weeks"].max()
    ax.set_xticks(range(len(horizons)), [f"{h} week{'s' if h > 1 else ''}\n({scored[h]} scored)" for h in horizons])
    ax.set_xlim(-0.6, len(horizons) - 0.4)
    ax.grid(axis="x", visible=False)
    ax.set(xlabel="Weeks ahead", ylabel=label)
    ax.set_title(title)
    if legend:
        style.legend_once(ax, loc="best")
    return ax


@style.in_style
def hindcast_figures(shown: Any) -> dict[str, Figure]:
    """Return the pages of a hindcast by name: skill, calibration and, where one week ahead was forecast, weeks.

    Parameters
    ----------
    shown : Shown
        From `araxes.forecasting.report.HindcastReport.figure_data`.
    """
    pages = {
        "skill": skill_page(
            shown.table, shown.bar, skill_title(shown.table, shown.name, shown.bar), [shown.span, INTERVALS]
        ),
        "calibration": calibration_page(
            shown.diagrams, shown.transforms, calibration_title(shown.diagrams), [shown.span, *CALIBRATION]
        ),
    }
    if shown.chances:
        title = weeks_title(shown.chances, shown.came, shown.coercion)
        pages["weeks"] = weeks_page(shown.chances, shown.came, shown.rungs, title, [shown.span, _WEEKS])
    return pages


def skill_title(table: pd.DataFrame, name: str, bar: str) -> str:
    """Return at how many horizons the judged forecaster is ahead of both references, its whole interval above 0."""
    rows = table[table["forecaster"] == name]
    over = [int((rows[f"{column}_low"] > 0).sum()) for column in ("skill_climatology", "gain_bar")]
    return f"'{name}' is ahead of climatology at {over[0]} of {len(rows)} horizons, of {bar.partition(' to ')[0]} at {over[1]}"


def calibration_title(diagrams: Sequence[Any]) -> str:
    """Return what came of the large chances of the first level at the longest horizon drawn."""
    words = [diagram.title for diagram in diagrams]
    kind = words[0].split(" within ")[0] if words else ""
    last = next((one for one in reversed(diagrams) if one.title.startswith(kind)), None)
    large = None if last is None else np.asarray(last.line.chance) >= LARGE
    if last is None or large is None or not large.any():
        return f"No chance of {percent(LARGE)} or more was said"
    number = np.asarray(last.line.number)[large]
    said, came = (
        percent(float(np.average(np.asarray(part)[large], weights=number)))
        for part in (last.line.chance, last.line.happened)
    )
    return f"{last.title}: {percent(LARGE)} or more said ({said} on average), came in {came}"


def weeks_title(chances: Sequence[xr.DataArray], came: Sequence[xr.DataArray], coercion: int) -> str:
    """Return the mean chance of coercion that was said of weeks in which it came, and of the others."""
    given = np.concatenate([chance.values[:, coercion:].sum(axis=1) for chance in chances])
    rung = np.concatenate([one.values for one in came])
    groups = (rung >= coercion, (rung >= 0) & (rung < coercion))
    said = [percent(float(given[kept].mean())) if kept.any() else "" for kept in groups]
    if not said[0] or not said[1]:
        return f"Coercive acts: {said[0] or said[1]} said of a week on average"
    return f"Coercive acts: {said[0]} said of weeks in which one came, {said[1]} of the others"


@style.in_style
def skill_page(table: pd.DataFrame, bar: str, title: str, words: Sequence[str]) -> Figure:
    """Return a page with skill over climatology and gain over recency by horizon.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns forecaster, horizon, weeks, skill_climatology and gain_bar with `_low` and `_high`.
    bar : str
        Name of the recency.
    title : str
    words : sequence of str
        Below the title.
    """
    figure, body = sheet((10, 6), title, words)
    left, right = _axes(body, 1, 2)
    skill_by_horizon(
        table, "skill_climatology", left,
        label="Ranked probability skill (share)", title="Skill over dyad climatology", legend=False,
    )  # fmt: skip
    skill_by_horizon(
        table[table["forecaster"] != bar], "gain_bar", right, label="Gain in log score (nats a dyad-week)", title=f"Gain over {bar}",
        order=list(dict.fromkeys(table["forecaster"])), legend=False,
    )  # fmt: skip
    handles, labels = left.get_legend_handles_labels()
    body.legend(handles, labels, loc="outside lower center", ncols=4)
    return figure


@style.in_style
def calibration_page(
    diagrams: Sequence[Any], heights: Mapping[str, Sequence[float]], title: str, words: Sequence[str]
) -> Figure:
    """Return a page of reliability diagrams, three a row, and below them a transform histogram each."""
    rows = max(-(-len(diagrams) // 3), 1)
    figure, body = sheet((10, 3.5 * rows + 3.6), title, words)
    grid: Any = body.subfigures(2, 1, height_ratios=[3.5 * rows, 2.6])
    axes = _axes(grid[0], rows, 3)
    for ax, diagram in zip(axes, diagrams, strict=False):
        line = diagram.line
        reliability_plot(
            line.chance, line.happened, line.number, diagram.band, ax, title=diagram.title, note=_note(line)
        )
    for ax in axes[len(diagrams) :]:
        ax.set_axis_off()
    for ax, (name, shares) in zip(_axes(grid[1], 1, max(len(heights), 1)), heights.items(), strict=False):
        transform_plot(shares, ax, title=name)
    if diagrams:
        handles, labels = axes[0].get_legend_handles_labels()
        body.legend(handles, labels, loc="outside lower center", ncols=4)
    return figure


@style.in_style
def weeks_page(
    chances: Sequence[xr.DataArray],
    observed: Sequence[xr.DataArray],
    names: Sequence[str],
    title: str,
    words: Sequence[str],
) -> Figure:
    """Return a page of dyads, one below the other: the chances that were forecast and what came."""
    figure, body = sheet((10, 1.2 + 2.9 * len(chances)), title, words)
    axes = _axes(body, len(chances), 1)
    for ax, chance, came in zip(axes, chances, observed, strict=True):
        observed_forecast(chance, came, ax, names=names, title=style.dyad_name(chance), legend=ax is axes[0])
    return figure


def _note(line: Any) -> str:
    """Return the parts of a Brier score in lines."""
    parts = ("miscalibration", "discrimination", "uncertainty")
    return "\n".join([f"Brier {line.brier:.3f}", *(f"{part} {getattr(line, part):.3f}" for part in parts)])


def _axes(body: Any, rows: int, columns: int) -> list[Any]:
    """Return the panels of a part of a page, row by row."""
    return list(np.ravel(np.asarray(body.subplots(rows, columns, squeeze=False))))
