"""Chances of a forecast: by pair beside base rates, week by week ahead of an origin, and beside what came.

Dots: which pairs are likeliest to see an act within some weeks. Course: the leading dyads, the record and the weeks ahead.

A forecast's fan: the rungs on record week by week, then the chance of every rung in every week ahead.

Observed against forecast: week by week the chance that was given to every rung, and the rung that came.
"""

from __future__ import annotations

import datetime
import itertools
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from araxes.array_types import Floats, Rungs
from araxes.dims import RUNG, WEEK
from araxes.plots import style
from araxes.wording import percent, points, points_interval

if TYPE_CHECKING:
    import xarray as xr

WEEK_DAYS = np.timedelta64(7, "D")
LEVELS = (0.25, 0.5, 0.75)
SHADES = LinearSegmentedColormap.from_list("chance", ["#ffffff", "#c6c3e3", "#6a61b3", "#332288"])
UNKNOWN = "#ececec"
_MOST = 0.6
"""The chance that is drawn darkest."""
ACT_LABELS = ("hostile act", "coercive act", "violent act")
TELLING_ACT = ACT_LABELS[1]
"""The act that orders the pairs and heads the page."""
PAGE_INCHES, FOOT_INCHES, ROW_INCHES = 10.0, 0.85, 0.34
PANEL_SHARE = 0.72
"""Of the room of an event, what its axis takes; the rest is for what came."""
TEXT_SIZE = 10
PAGE_LETTERS = 118
MOST_DYADS = 4
COURSE_INCHES = 1.95
DASH = " \N{EN DASH} "


@style.in_style
def forecast_fan(
    chance: xr.DataArray,
    observed: xr.DataArray | None = None,
    ax: Axes | None = None,
    *,
    names: Sequence[str] = (),
    title: str | None = None,
    legend: bool = True,
) -> Axes:
    """Draw the record of a dyad and, stacked on each other, the chances of the rungs in the weeks ahead.

    Parameters
    ----------
    chance : xarray.DataArray, shape (week, rung)
        Chance of each rung in each week, sums to 1; `week` the Mondays, rungs from 0, the most cooperative.
    observed : xarray.DataArray, shape (week,), optional
        Rung of each week on record, negative where nothing is known. Weeks at or after the first forecast one are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    names : sequence of str, shape (rungs,), optional
        Names of the rungs for the legend, their numbers if not given.
    title : str, optional
        By default the dyad and the dates.
    legend : bool
        Draw the legend.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: from below, cooperative to hostile.
    """
    ax = style.new_axes() if ax is None else ax
    chance = chance.transpose(WEEK, RUNG)
    colours = style.rung_colours(chance.sizes[RUNG])
    start = chance[WEEK].values[0]
    _draw_record(ax, observed, start, colours)
    edges = np.append(chance[WEEK].values, chance[WEEK].values[-1] + WEEK_DAYS)
    upper = np.cumsum(chance.values, axis=1)
    lower = upper - chance.values
    for rung, colour in enumerate(colours):
        low, high = (np.append(column, column[-1]) for column in (lower[:, rung], upper[:, rung]))
        ax.fill_between(edges, low, high, step="post", color=colour, linewidth=0)
    for level in LEVELS:
        ax.axhline(level, color="white", linewidth=0.5, alpha=0.6)
    ax.axvline(start, color=style.INK, linewidth=1.6)
    ax.set_ylim(0, 1)
    ax.set_xlim(edges[0] if observed is None or not observed.size else observed[WEEK].values[0], edges[-1])
    ax.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    ax.set_ylabel("Chance; before the line, the rung on record")
    ax.grid(visible=False)
    ax.set_title(_title(chance, observed) if title is None else title)
    style.date_axis(ax)
    if legend:
        ax.legend(handles=rung_legend(chance, names), loc="center left", bbox_to_anchor=(1.01, 0.5))
    return ax


def rung_legend(chance: xr.DataArray, names: Sequence[str] = ()) -> list[Patch]:
    """Return the handles of a legend of the rungs, the most hostile first, as they lie on each other."""
    colours = style.rung_colours(chance.sizes[RUNG])
    words = [names[rung] if names else f"rung {rung}" for rung in range(len(colours))]
    return [Patch(color=colour, label=word) for colour, word in zip(reversed(colours), reversed(words), strict=True)]


@style.in_style
def dot_page(table: pd.DataFrame, heading: str, words: str) -> Figure:
    """Return the pairs by their chance of acts within some weeks: a panel an event, a row a pair, beside base rates.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of one horizon of `Forecast.chances()`, with its columns.
    heading : str
        What was forecast.
    words : str
        What else to know of it.

    Returns
    -------
    matplotlib.figure.Figure
        10 inches wide; the title says which pair is likeliest to see a coercive act (or what is drawn instead).
    """
    events = sorted(set(table["event"]), key=lambda event: (event != TELLING_ACT, event))
    pairs = list(dict.fromkeys(table["pair"]))
    lines = [*_wrapped(heading), *_wrapped(words)]
    head = style.TITLE_INCHES + style.LINE_INCHES * len(lines) + 0.5
    height = head + FOOT_INCHES + ROW_INCHES * len(pairs)
    figure = style.NotebookFigure(figsize=(PAGE_INCHES, height))
    style.head_lines(figure, dot_title(table, events[0]), lines)
    foot, room = FOOT_INCHES / height, 1 - (head + FOOT_INCHES) / height
    width = (1 - 0.1) / len(events)
    for place, event in enumerate(events):
        ax = figure.add_axes((0.1 + place * width, foot, width * PANEL_SHARE, room))
        rows = table[table["event"] == event].set_index("pair").loc[pairs]
        _draw_dots(ax, rows)
        ax.set_title(f"{event[0].upper()}{event[1:]}", size=TEXT_SIZE + 1, pad=20)
        ax.text(0, 1.02, _skill_note(rows), transform=ax.transAxes, size=TEXT_SIZE, color=style.INK)
        ax.set_yticks(
            range(len(pairs)), [pair.replace("-", DASH) for pair in pairs] if not place else [""] * len(pairs)
        )
    handles = [
        Line2D([], [], marker="o", linestyle="-", color=style.INK, label="chance"),
        Line2D([], [], marker="D", linestyle="", color=style.INK, markerfacecolor="white", label="share of past spans with such an act"),
        Line2D([], [], linestyle="", label="3/9: as much was said on 9 scored Mondays, it came after 3"),
    ]  # fmt: skip
    handles = handles if table["forecasts"].notna().any() else handles[:2]
    figure.legend(
        handles=handles,
        loc="lower center",
        ncols=3,
        fontsize=TEXT_SIZE,
        handletextpad=0.4,
        columnspacing=1.2,
        bbox_to_anchor=(0.5, 0.03),
    )
    return figure


def dot_title(table: pd.DataFrame, event: str) -> str:
    """Return which pair is likeliest to see an event, beside its base rate."""
    first = table[table["event"] == event].sort_values("chance", ascending=False, kind="stable").iloc[0]
    when = f"by {style.day_text(first['until'])}"
    if not first["chance"]:
        return f"No simulated history has a {event} {when}"
    base = "" if np.isnan(first["base"]) else f" (past spans {percent(first['base'])})"
    pair = first["pair"].replace("-", DASH)
    return f"{event[0].upper()}{event[1:]} {when}: likeliest {pair}, {percent(first['chance'])}{base}"


def _skill_note(rows: pd.DataFrame) -> str:
    """Return the measured skill of the chances of an event, in a few words."""
    value, low, high = (float(rows[name].iloc[0]) for name in ("skill", "skill_low", "skill_high"))
    if np.isnan(value):
        return "skill not measured"
    shown = "" if low > 0 else ", none shown"
    return f"skill {points(value, sign=False)} % {points_interval(low, high)}{shown}"


def _draw_dots(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw a row a pair, the first on top: chance with interval, base rate, and at the right what came of like chances."""
    places = np.arange(len(rows))
    chance, base = 100 * rows["chance"].to_numpy(float), 100 * rows["base"].to_numpy(float)
    ax.hlines(places, np.fmin(chance, base), np.fmax(chance, base), color="#bbbbbb", linewidth=1.2, zorder=1)
    ax.hlines(places, 100 * rows["low"], 100 * rows["high"], color=style.INK, linewidth=2.2, zorder=2)
    ax.plot(base, places, "D", color=style.INK, markerfacecolor="white", markersize=5.5, clip_on=False, zorder=3)
    for place, pair in enumerate(rows.index):
        one, other = (style.actor_colour(code) for code in pair.split("-"))
        ax.plot(
            chance[place], place, "o", markersize=9, fillstyle="left", markerfacecolor=one, markerfacecoloralt=other,
            markeredgecolor="white", markeredgewidth=0.6, clip_on=False, zorder=4,
        )  # fmt: skip
    edge = ax.get_yaxis_transform()
    for place, (forecasts, came) in enumerate(zip(rows["forecasts"], rows["came"], strict=True)):
        known = not pd.isna(forecasts)
        ax.text(
            1.04, place, f"{came:.0f}/{forecasts:.0f}" if known else "", transform=edge, va="center", size=TEXT_SIZE
        )
    if rows["forecasts"].notna().any():
        corner: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points"}
        ax.annotate("came/said", (1.04, 1), (0, 20), size=TEXT_SIZE, color=style.GREY, **corner)
    most = np.nanmax([*chance, *base, *(100 * rows["high"])])
    ax.set_xlim(0, np.clip(10 * np.ceil(most * 1.02 / 10), 10, 100))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.xaxis.set_major_formatter("{x:.0f} %")
    ax.tick_params(labelsize=TEXT_SIZE)
    ax.grid(axis="y", visible=False)


@style.in_style
def course_page(
    chance: Floats, past: Rungs, start: datetime.date, states: Sequence[str], levels: Sequence[int], heading: str, words: str,
    basis: str = "",
) -> Figure:  # fmt: skip
    """Return the course of the leading dyads: weeks on record with a hostile, coercive or violent act, then their chances week by week.

    Parameters
    ----------
    chance : ndarray of float, shape (weeks, states, states, rungs)
        Chance of each rung in each week from the start on.
    past : ndarray of int, shape (weeks, states, states)
        Rung of each week on record before the start, negative where nothing is known.
    start : datetime.date
        The Monday of the first week that is forecast.
    states : sequence of str
        Their codes.
    levels : sequence of int
        The lowest rungs of the three kinds of acts.
    heading, words, basis : str
        What was forecast, what else to know of it, and on which model and estimates it rests.

    Returns
    -------
    matplotlib.figure.Figure
        10 inches wide, two panels a row; the title says how the chance of the leading dyad goes.
    """
    above = np.stack([chance[..., level:].sum(axis=-1) for level in levels])
    dyads = _likeliest_dyads(above[0])
    rows = -(-len(dyads) // 2)
    lines = [*_wrapped(heading), *_wrapped(words)]
    head = style.TITLE_INCHES + style.LINE_INCHES * (len(lines) - 1)
    height = head + FOOT_INCHES + COURSE_INCHES * rows
    figure = style.NotebookFigure(figsize=(PAGE_INCHES, height))
    names = [f"{states[i]} {style.ARROW} {states[j]}" for i, j in dyads]
    style.head_lines(figure, _course_title(above[0][:, *dyads[0]], names[0]), lines)
    most = min(1, 1.25 * max(float(above[0][:, i, j].max()) for i, j in dyads))
    colours = [style.rung_colours(chance.shape[-1])[level] for level in levels]
    tall = COURSE_INCHES / height
    for place, ((i, j), name) in enumerate(zip(dyads, names, strict=True)):
        left, bottom = 0.07 + 0.48 * (place % 2), FOOT_INCHES / height + tall * (rows - 1 - place // 2)
        ax = figure.add_axes((left, bottom, 0.42, tall - 0.6 / height))
        _draw_course(ax, above[..., i, j], past[:, i, j], np.datetime64(start, "D"), levels, colours)
        ax.set_ylim(0, 100 * most)
        ax.set_title(name, size=TEXT_SIZE + 1)
    labels = [f"{act} (left: it came; right: chance in the week)" if not k else act for k, act in enumerate(ACT_LABELS)]
    handles = [Patch(color=colour, label=label) for colour, label in zip(colours, labels, strict=True)]
    figure.legend(handles=handles, loc="lower center", ncols=3, fontsize=TEXT_SIZE, bbox_to_anchor=(0.5, 0.01))
    if basis:
        style.sign(figure, basis)
    return figure


def _likeliest_dyads(chance: Floats) -> list[tuple[int, int]]:
    """Return the places of the dyads with the highest mean chance, shape (weeks, states, states), at most four, the highest first."""
    mean = chance.mean(axis=0)
    found = itertools.permutations(range(len(mean)), 2)
    return sorted(found, key=lambda dyad: -float(mean[dyad]))[:MOST_DYADS]


def _course_title(chance: Floats, name: str) -> str:
    """Return how the chance of a hostile act of a dyad goes from the first week to the last."""
    first, last = float(chance[0]), float(chance[-1])
    if len(chance) == 1 or percent(first) == percent(last):
        return f"{name}: chance of a hostile act {percent(first)} a week"
    way = "falls" if last < first else "climbs"
    return f"{name}: chance of a hostile act {way} from {percent(first)} a week to {percent(last)}"


def _draw_course(
    ax: Axes, above: Floats, past: Rungs, start: np.datetime64, levels: Sequence[int], colours: Sequence[str]
) -> None:
    """Draw the weeks on record in the colour of their act, and the chances ahead, each kind of act before the next."""
    edges = start + WEEK_DAYS * np.arange(above.shape[1] + 1)
    before = start - WEEK_DAYS * np.arange(len(past), 0, -1)
    for rung, colour in zip(levels, colours, strict=True):
        weeks = before[past >= rung]
        ax.bar(weeks, np.full(len(weeks), 100.0), WEEK_DAYS, align="edge", color=colour, linewidth=0)
    for line, colour in zip(above, colours, strict=True):
        ax.fill_between(edges, 100 * np.append(line, line[-1]), step="post", color=colour, linewidth=0)
    unknown = before[past < 0]
    ax.bar(unknown, np.full(len(unknown), 100.0), WEEK_DAYS, align="edge", color=UNKNOWN, linewidth=0)
    ax.axvline(edges[0], color=style.INK, linewidth=1.4)
    ax.set_xlim(before[0] if len(past) else edges[0], edges[-1])
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.yaxis.set_major_formatter("{x:.0f} %")
    ax.tick_params(labelsize=TEXT_SIZE)
    ax.grid(visible=False)
    style.date_axis(ax, 6)


def _wrapped(text: str) -> list[str]:
    """Return a text in lines as wide as a page of dots."""
    return textwrap.wrap(text, PAGE_LETTERS)


def _draw_record(ax: Axes, observed: xr.DataArray | None, start: np.datetime64, colours: Sequence[str]) -> None:
    """Draw every week on record before the start as a bar in the colour of its rung; unknown weeks stay white."""
    if observed is None:
        return
    past = observed.isel({WEEK: observed[WEEK].values < start})
    for rung, colour in enumerate(colours):
        weeks = past[WEEK].values[past.values == rung]
        ax.bar(weeks, np.ones(len(weeks)), WEEK_DAYS, align="edge", color=colour, linewidth=0)


def _title(chance: xr.DataArray, observed: xr.DataArray | None) -> str:
    """Return who, and the dates of the record and of the forecast."""
    record = "" if observed is None or not observed.size else f"record from {style.day_text(observed[WEEK].values[0])}"
    return style.title_of(f"Acts {style.dyad_name(chance)}".strip(), record, f"forecast {style.period(chance[WEEK])}")


@style.in_style
def observed_forecast(
    chance: xr.DataArray,
    observed: xr.DataArray,
    ax: Axes | None = None,
    *,
    names: Sequence[str],
    title: str | None = None,
    legend: bool = True,
) -> Axes:
    """Draw the forecast chance of every rung in shades, and what came as dots; grey where nothing is known.

    Parameters
    ----------
    chance : xarray.DataArray, shape (week, rung)
        Chance that was given to each rung of that week, shares; nan where nothing was forecast. `week` the Mondays, every week.
    observed : xarray.DataArray, shape (week,)
        The rung that came, -1 where it is not known.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    names : sequence of str
        Of the rungs.
    title : str, optional
        By default the dyad and the dates.
    legend : bool
        Draw the scale of the chances.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(10, 3.6) if ax is None else ax
    chance = chance.transpose(WEEK, RUNG)
    weeks = chance[WEEK].values
    edges = np.concatenate([weeks, weeks[-1:] + WEEK_DAYS])
    steps = np.arange(chance.sizes[RUNG] + 1) - 0.5
    values = np.ma.masked_invalid(chance.values.T)
    mesh = ax.pcolormesh(edges, steps, values, cmap=SHADES, vmin=0, vmax=_MOST, rasterized=True)
    known = observed.values >= 0
    middle = weeks + WEEK_DAYS // 2
    colours = np.array(style.rung_colours(chance.sizes[RUNG]))
    ax.scatter(
        middle[known],
        observed.values[known],
        c=colours[observed.values[known].astype(int)],
        s=26,
        edgecolors="white",
        linewidths=0.9,
        zorder=3,
        label="what came",
    )
    ax.set_yticks(range(len(names)), [f"{name} {k}" for k, name in enumerate(names)])
    ax.set_ylim(-0.5, len(names) - 0.5)
    ax.grid(visible=False)
    ax.set_facecolor(UNKNOWN)
    style.date_axis(ax)
    ax.set_title(style.title_of(style.dyad_name(chance), style.period(chance[WEEK])) if title is None else title)
    if legend:
        style.home(ax).colorbar(mesh, ax=ax, label="Forecast chance (share)", pad=0.01, extend="max")
    return ax
