"""From sweeps to figures: which columns of a sweep each figure shows. Nothing is simulated here.

The trade-off of PRIM: how dense a box can be in points of interest, and how many of them it then still covers.

A tornado: how much each factor moves an outcome, with intervals, and below it how much of one replicate is chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from scipy.special import ndtri

from araxes.options import check_arguments, either, path
from araxes.plots import style
from araxes.plots.sweep_plots import sweep_heatmap, sweep_line, sweep_multiples
from araxes.sweeps.table import GRID, SweepTable
from araxes.wording import percent

if TYPE_CHECKING:
    from araxes.sweeps.boxes import Discovery
    from araxes.sweeps.sensitivity import Sensitivity


BOX_COLOURS = ("#bbbbbb", "#56B4E9", "#0072B2", "#009E73", "#E69F00", "#D55E00", "#882255")
TORNADO_COLOURS = ("#5588bb", "#bbddee")
CHANCE_COLOUR = "#8c8c8c"
REST_COLOUR = "#ddcc77"
_MOST = 12
NAMES = {
    "S1": "by itself (S1)",
    "ST": "with interactions (ST)",
    "mu_star": "mean size of the effect (\N{GREEK SMALL LETTER MU}*)",
    "sigma": "spread of the effect (\N{GREEK SMALL LETTER SIGMA})",
    "noise": "what luck alone would show",
}
INTERVAL = 0.95
FEW = 3
CHANCE = "probability"


@style.in_style
def tradeoff(table: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw the boxes of a discovery, coverage against density, coloured by how many factors they limit.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a box, from the whole range inwards: `coverage`, `density` (shares), `restrictions` (int), `chosen` (bool).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str
        What is shown.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(7.5, 5) if ax is None else ax
    ax.plot(table["coverage"], table["density"], color="#dddddd", linewidth=1, zorder=1)
    for count in sorted(table["restrictions"].unique()):
        rows = table[table["restrictions"] == count]
        label = f"{count} factor{'' if count == 1 else 's'} limited" if count else "no limit: all points"
        ax.plot(
            rows["coverage"], rows["density"], "o", color=style.take(BOX_COLOURS, int(count)), label=label, markersize=6
        )
    chosen = table[table["chosen"]]
    ax.plot(
        chosen["coverage"],
        chosen["density"],
        "o",
        mfc="none",
        mec=style.INK,
        markersize=14,
        mew=1.6,
        label="chosen box",
    )
    ax.set(xlim=(-0.03, 1.04), ylim=(-0.03, 1.04))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("Coverage: share of the points of interest inside the box")
    ax.set_ylabel("Density: share of the box's points\nthat are of interest")
    ax.set_title(title)
    style.legend_once(ax, loc="upper left", bbox_to_anchor=(1.01, 1))
    return ax


@style.in_style
def tornado(
    table: pd.DataFrame,
    chance: tuple[float, float, float] | None = None,
    ax: Axes | None = None,
    *,
    title: str = "",
    unit: str = "",
    most: int = _MOST,
) -> Axes:
    """Draw the sensitivity of one outcome to each factor as bars, the longest on top, and chance as a bar of its own below.

    Parameters
    ----------
    table : pandas.DataFrame
        Index factor. Either shares `S1` and, where known, `ST`, or Morris's `mu_star`, `sigma` and, where known, `noise`, in units of the
        outcome. With `_low` and `_high`, their intervals. Sorted, the most important first.
    chance : tuple of float, optional
        Share of chance in the variance of one replicate, and the ends of its interval.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str
        What is shown.
    unit : str
        Unit of the outcome, for effects.
    most : int
        Draw this many factors; the title says how many are left out.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    shown = table.head(most)
    ax = style.new_axes(9.5, 2.4 + 0.38 * max(len(shown), 3)) if ax is None else ax
    shares = "mu_star" not in table
    bars = [name for name in (("S1", "ST") if shares else ("mu_star",)) if name in table]
    _draw_bars(ax, shown, bars)
    if not shares:
        _draw_marks(ax, shown)
    ax.set_yticks(range(len(shown)), [str(name) for name in shown.index])
    ax.grid(visible=False, axis="y")
    ax.tick_params(axis="y", length=0)
    ax.vlines(0, -0.6, len(shown) - 0.4, color=style.INK, linewidth=0.8)
    ax.set_xlim(*_limits(shown))
    if shares:
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.set_xlabel("Share of the variance of the expected outcome")
    else:
        ax.set_xlabel(f"Effect over the factor's whole range ({unit})")
    bottom = _draw_chance(ax, chance, len(shown)) if chance is not None and np.isfinite(chance[0]) else len(shown) - 0.4
    ax.set_ylim(bottom, -0.6)
    ax.set_title(
        f"{title}\n({len(table) - most} factors that matter less are left out)" if len(table) > most else title
    )
    style.legend_once(ax, loc="upper left", bbox_to_anchor=(1.01, 1))
    return ax


def _limits(shown: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the x axis: all bars and intervals, and 0, with a little room."""
    drawn = shown[[name for name in shown if str(name).removesuffix("_low").removesuffix("_high") in NAMES]]
    values = np.append(drawn.to_numpy(dtype=float).ravel(), 0)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.03 * (high - low or 1)
    return (low - room if low < 0 else 0.0), high + room


def _draw_bars(ax: Axes, shown: pd.DataFrame, bars: Sequence[str]) -> None:
    """Draw the bars of each index, side by side, with their intervals."""
    height = 0.74 / len(bars)
    for k, name in enumerate(bars):
        places = np.arange(len(shown)) + (k - (len(bars) - 1) / 2) * height
        values = shown[name].to_numpy(dtype=float)
        ax.barh(places, values, height * 0.92, color=TORNADO_COLOURS[k], label=NAMES[name])
        if f"{name}_low" in shown:
            low, high = (shown[f"{name}_{end}"].to_numpy(dtype=float) for end in ("low", "high"))
            ax.hlines(places, low, high, color=style.INK, linewidth=1.2, label="95 % interval")


def _draw_marks(ax: Axes, shown: pd.DataFrame) -> None:
    """Mark the spread of the effects, and what luck alone would show."""
    places = np.arange(len(shown))
    if "sigma" in shown:
        ax.plot(shown["sigma"], places, "D", color="#D55E00", markersize=4.5, label=NAMES["sigma"])
    if "noise" in shown and shown["noise"].to_numpy(dtype=float).any():
        ax.plot(shown["noise"], places, "|", color=style.GREY, markersize=12, markeredgewidth=2, label=NAMES["noise"])


def _draw_chance(ax: Axes, chance: tuple[float, float, float], rows: int) -> float:
    """Draw the whole variance of one replicate as a bar across the axes, the part of chance in grey; return where the axes end."""
    share, low, high = chance
    place, across = rows + 0.35, ax.get_yaxis_transform()
    ax.xaxis.set_ticks_position("top")
    ax.xaxis.set_label_position("top")
    ax.axhspan(rows - 0.4, rows + 1, color="white", zorder=1.5)  # the grid is that of the upper scale
    ax.barh(place, 1, 0.62, color=REST_COLOUR, transform=across, zorder=1.8, label="all factors together")
    ax.barh(place, share, 0.62, color=CHANCE_COLOUR, transform=across, zorder=1.9, label="chance")
    if np.isfinite(low):
        ax.hlines(place, low, min(high, 1), color=style.INK, linewidth=1.2, transform=across)
    ax.text(0.01, place, percent(share), transform=across, va="center", color="white", size=9, weight="bold")
    ax.set_yticks([*range(rows), place], [*(label.get_text() for label in ax.get_yticklabels()), "chance"])
    ends: Any = ax.get_xlim()
    below = ax.secondary_xaxis(
        "bottom", functions=(partial(np.interp, xp=ends, fp=(0, 1)), partial(np.interp, xp=(0, 1), fp=ends))
    )
    below.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    below.set_xlabel("Share of the variance of one replicate")
    return rows + 0.75


def sweep_figures(table: SweepTable, outcome: str) -> dict[str, Axes | list[Axes]]:
    """Return the figures that fit a sweep: its response over one to three factors, else the tornado of what matters.

    Returns
    -------
    dict
        By kind: "line", "heatmap", "multiples" (three factors on a grid) or "tornado".

    Raises
    ------
    InputError
        When the outcome is the same at all points, but for rounding: there is nothing to draw.
    """
    from araxes.sweeps.leading import check_differs
    from araxes.sweeps.sensitivity import sensitivity

    check_differs(table, outcome, "plot")
    count = len(table.factors)
    if count < FEW:
        return {"line" if count == 1 else "heatmap": response_figure(table, outcome)}
    if count == FEW and table.design == GRID:
        return {"multiples": response_figure(table, outcome)}
    return {"tornado": tornado_figure(sensitivity(table, outcome), outcome)}


@check_arguments(sweep=either(SweepTable, path))
def plot(sweep: SweepTable | Path | str, outcome: str | None = None) -> Axes | list[Axes]:
    """Draw an outcome of a sweep: a line for one factor, a heatmap for two, small multiples for three on a grid, else what matters most.

    Parameters
    ----------
    sweep : SweepTable, Path or str
        What `araxes.sweep` returns, or the folder of a sweep.
    outcome : str, optional
        That which the factors move most when not given.

    Returns
    -------
    matplotlib.axes.Axes or list of them
        A notebook shows the figure by itself.

    Raises
    ------
    InputError
        When the folder holds no sweep, the outcome is unknown or the same at all points, or there are too few points.
    """
    from araxes.sweeps.leading import checked_outcomes, leading_outcomes
    from araxes.sweeps.sensitivity import sweep_table_of

    table = sweep_table_of(sweep)
    name = leading_outcomes(table)[0] if outcome is None else checked_outcomes(table, outcome)[0]
    return next(iter(sweep_figures(table, name).values()))


@style.in_style
def response_figure(table: SweepTable, outcome: str, ax: Axes | None = None) -> Axes | list[Axes]:
    """Return the figure of an outcome over one, two or three factors: a line with its band, a heatmap, small multiples.

    Parameters
    ----------
    table : SweepTable
        Of one to three factors.
    outcome : str
    ax : matplotlib.axes.Axes, optional
        Where to draw one or two factors; a new figure if not given.
    """
    names = [factor.name for factor in table.factors]
    labels = [_axis_label(table, name) for name in names]
    of = str(table.outcomes.loc[outcome, "unit"]).capitalize()
    title = _title(table, outcome)
    columns = pd.DataFrame({part: table.values[name] for part, name in zip(("x", "y", "panel"), names, strict=False)})
    if len(names) == 1:
        half = float(ndtri((1 + INTERVAL) / 2)) * table.error[outcome]
        mean = table.mean[outcome]
        data = columns.assign(mean=mean, low=mean - half, high=mean + half)
        if table.outcomes.loc[outcome, "unit"] == CHANCE:
            data[["low", "high"]] = data[["low", "high"]].clip(0, 1)
        return sweep_line(data, ax, title=title, factor=labels[0], outcome=of)
    data = columns.assign(value=table.mean[outcome])
    if len(names) < FEW:
        return sweep_heatmap(data, ax, title=title, factors=(labels[0], labels[1]), outcome=of)
    return sweep_multiples(data, title=title, factors=(labels[0], labels[1], labels[2]), outcome=of)


@style.in_style
def tornado_figure(found: Sensitivity, outcome: str | None = None, ax: Axes | None = None) -> Axes:
    """Return the tornado of an outcome, the first of the leading ones when not given."""
    name = found.leading[0] if outcome is None else outcome
    ranked, table = found.ranking(name), found.table
    title = f"What moves: {_label(table, name)}\n{_where(table)}"
    return tornado(ranked, found.chance(name), ax, title=title, unit=str(table.outcomes.loc[name, "unit"]))


@style.in_style
def tradeoff_figure(found: Discovery, ax: Axes | None = None) -> Axes:
    """Return the trade-off of a discovery."""
    title = (
        f"{_label(found.table, found.outcome)}\n"
        f"Boxes of points where it is {found.side} {found.level:.3g}\n{_where(found.table)}"
    )
    return tradeoff(found.tradeoff(), ax, title=title)


def whole_figure(drawn: Axes | list[Axes]) -> Figure:
    """Return the whole figure that was drawn."""
    return style.figure_of(drawn[0] if isinstance(drawn, list) else drawn)


def _label(table: SweepTable, outcome: str) -> str:
    """Return an outcome in words."""
    label = str(table.outcomes.loc[outcome, "label"])
    return label[:1].upper() + label[1:]


def _axis_label(table: SweepTable, name: str) -> str:
    """Return a factor with its unit."""
    factor = next(factor for factor in table.factors if factor.name == name)
    return f"{name} ({factor.unit})" if factor.unit not in ("", name) else name


def _where(table: SweepTable) -> str:
    """Return of which sweep a figure is."""
    return f"{table.scenario}, {table.weeks} weeks, {len(table.values):,} points of {table.replicates:,} replicates"


def _title(table: SweepTable, outcome: str) -> str:
    """Return what is shown, and of which sweep."""
    return f"{_label(table, outcome)}\n{_where(table)}"
