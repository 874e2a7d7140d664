"""From sweeps to figures: which columns of a sweep each figure shows. Nothing is simulated here.

The trade-off of PRIM: how dense a box can be in points of interest, and how many of them it then still covers.

A tornado: how much each factor moves an outcome, with intervals, and below it how much of what differs between single histories is luck.
"""

from __future__ import annotations

import textwrap
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
from araxes.sweeps.findings import GOLDSTEIN, PROBABILITY, amount_text, beyond_error, factor_words, found_title
from araxes.sweeps.table import GRID, NUMBER, SweepTable
from araxes.wording import HUNDRED, percent

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
LINE_LETTERS, MAP_LETTERS, WIDE_LETTERS = 85, 72, 85
"""Letters of a line of a title over a line, a map and several maps."""


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
        axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
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
        Share of luck in the variance of one replicate, and the ends of its interval.
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
    ax = style.new_axes(8.4, 2.4 + 0.38 * max(len(shown), 3)) if ax is None else ax
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
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        ax.set_xlabel("Share of what differs between the points")
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
    """Draw the whole variance of one replicate as a bar across the axes, the part of luck in grey; return where the axes end."""
    share, low, high = chance
    place, across = rows + 0.35, ax.get_yaxis_transform()
    ax.xaxis.set_ticks_position("top")
    ax.xaxis.set_label_position("top")
    ax.axhspan(rows - 0.4, rows + 1, color="white", zorder=1.5)  # the grid is that of the upper scale
    ax.barh(place, 1, 0.62, color=REST_COLOUR, transform=across, zorder=1.8, label="all factors together")
    ax.barh(place, share, 0.62, color=CHANCE_COLOUR, transform=across, zorder=1.9, label="luck")
    if np.isfinite(low):
        ax.hlines(place, low, min(high, 1), color=style.INK, linewidth=1.2, transform=across)
    ax.text(0.01, place, percent(share), transform=across, va="center", color="white", size=9, weight="bold")
    ax.set_yticks([*range(rows), place], [*(label.get_text() for label in ax.get_yticklabels()), "luck"])
    ends: Any = ax.get_xlim()
    below = ax.secondary_xaxis(
        "bottom", functions=(partial(np.interp, xp=ends, fp=(0, 1)), partial(np.interp, xp=(0, 1), fp=ends))
    )
    below.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    below.set_xlabel("Share of what differs between single histories")
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

    Chances are drawn in per cent. Tension that is on one side of 0 everywhere is drawn as what it lies above that in the middle of the map.
    Cells of a grid are hatched that do not differ from the middle by more than the errors of both.

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
    unit = str(table.outcomes.loc[outcome, "unit"])
    scale = HUNDRED if unit == PROBABILITY else 1
    of = _unit_label(unit)
    columns = pd.DataFrame({part: table.values[name] for part, name in zip(("x", "y", "panel"), names, strict=False)})
    if len(names) == 1:
        half = float(ndtri((1 + INTERVAL) / 2)) * table.error[outcome] * scale
        mean = table.mean[outcome] * scale
        data = columns.assign(mean=mean, low=mean - half, high=mean + half)
        if unit == PROBABILITY:
            data[["low", "high"]] = data[["low", "high"]].clip(0, HUNDRED)
        return sweep_line(data, ax, title=_title(table, outcome, LINE_LETTERS), factor=labels[0], outcome=of)
    data, hatched = columns.assign(value=table.mean[outcome] * scale), ""
    middle = middle_point(table)
    if middle is not None:
        noise = ~beyond_error(
            table.mean[outcome].to_numpy(dtype=float), table.error[outcome].to_numpy(dtype=float), middle
        )
        noise[middle] = False
        data = data.assign(noise=noise, middle=np.arange(len(data)) == middle)
        hatched = f"no difference from it that {table.replicates:,} replicates a point can tell"
        if unit == GOLDSTEIN and not data["value"].min() < 0 < data["value"].max():
            at = float(data["value"].iloc[middle])
            data["value"] -= at
            of = f"{of}, above that in the middle ({amount_text(at, unit).removesuffix(f' {unit}')})"
    if len(names) < FEW:
        title = _title(table, outcome, MAP_LETTERS)
        return sweep_heatmap(data, ax, title=title, factors=(labels[0], labels[1]), outcome=of, hatched=hatched)
    title = _title(table, outcome, WIDE_LETTERS)
    return sweep_multiples(data, title=title, factors=(labels[0], labels[1], labels[2]), outcome=of, hatched=hatched)


def middle_point(table: SweepTable) -> int | None:
    """Return the row of the point in the middle of a grid, of choices the first; None where there is no grid or no such point."""
    if table.design != GRID or not len(table.values):
        return None
    near = np.ones(len(table.values), dtype=bool)
    for factor in table.factors:
        values = table.values[factor.name]
        levels = list(factor.levels) if factor.kind != NUMBER else sorted(values.unique())
        near &= (values == levels[0 if factor.kind != NUMBER else (len(levels) - 1) // 2]).to_numpy()
    return int(np.flatnonzero(near)[0]) if near.any() else None


@style.in_style
def tornado_figure(found: Sensitivity, outcome: str | None = None, ax: Axes | None = None) -> Axes:
    """Return the tornado of an outcome, the first of the leading ones when not given; effects on chances are drawn in points."""
    name = found.leading[0] if outcome is None else outcome
    ranked, table = found.ranking(name), found.table
    unit = str(table.outcomes.loc[name, "unit"])
    if unit == PROBABILITY and "mu_star" in ranked:
        ranked, unit = ranked * HUNDRED, "points"
    title = f"{found.leader_title(name, style.ARROW)}\n{_where(table)}"
    return tornado(ranked.rename(index=factor_words), found.chance(name), ax, title=title, unit=unit)


@style.in_style
def tradeoff_figure(found: Discovery, ax: Axes | None = None) -> Axes:
    """Return the trade-off of a discovery."""
    title = f"{_folded(found.title(style.ARROW), MAP_LETTERS)}\n{_where(found.table)}"
    return tradeoff(found.tradeoff(), ax, title=title)


def whole_figure(drawn: Axes | list[Axes]) -> Figure:
    """Return the whole figure that was drawn."""
    return style.figure_of(drawn[0] if isinstance(drawn, list) else drawn)


def _unit_label(unit: str) -> str:
    """Return what an axis says of an outcome."""
    return "Chance, per cent" if unit == PROBABILITY else unit[:1].upper() + unit[1:]


def _axis_label(table: SweepTable, name: str) -> str:
    """Return a factor in words with its unit."""
    factor = next(factor for factor in table.factors if factor.name == name)
    words = factor_words(name)
    return f"{words} ({factor.unit})" if factor.unit not in ("", name) else words


def _where(table: SweepTable) -> str:
    """Return of which sweep a figure is."""
    return f"{table.scenario}, {table.weeks} weeks, {len(table.values):,} points of {table.replicates:,} replicates"


def _title(table: SweepTable, outcome: str, letters: int) -> str:
    """Return what was found, and of which sweep."""
    return f"{_folded(found_title(table, outcome, style.ARROW), letters)}\n{_where(table)}"


def _folded(text: str, letters: int) -> str:
    """Return a title with lines of so many letters at most; where one is longer, the whole is folded anew between words."""
    lines = text.splitlines()
    return text if max(map(len, lines)) <= letters else "\n".join(textwrap.wrap(" ".join(lines), letters))
