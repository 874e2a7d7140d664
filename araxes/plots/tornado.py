"""A tornado: how much each factor moves an outcome, with intervals, and below it how much of one replicate is chance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from araxes.plots import style

COLOURS = ("#5588bb", "#bbddee")
CHANCE_COLOUR = "#8c8c8c"
REST_COLOUR = "#ddcc77"
MOST = 12
NAMES = {
    "S1": "by itself (S1)",
    "ST": "with interactions (ST)",
    "mu_star": "mean size of the effect (\N{GREEK SMALL LETTER MU}*)",
    "sigma": "spread of the effect (\N{GREEK SMALL LETTER SIGMA})",
    "noise": "what luck alone would show",
}


@style.styled
def tornado(
    table: pd.DataFrame,
    chance: tuple[float, float, float] | None = None,
    ax: Axes | None = None,
    *,
    title: str = "",
    unit: str = "",
    most: int = MOST,
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
        ax.barh(places, values, height * 0.92, color=COLOURS[k], label=NAMES[name])
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
    ax.text(0.01, place, style.percent(share), transform=across, va="center", color="white", size=9, weight="bold")
    ax.set_yticks([*range(rows), place], [*(label.get_text() for label in ax.get_yticklabels()), "chance"])
    ends: Any = ax.get_xlim()
    below = ax.secondary_xaxis(
        "bottom", functions=(partial(np.interp, xp=ends, fp=(0, 1)), partial(np.interp, xp=(0, 1), fp=ends))
    )
    below.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    below.set_xlabel("Share of the variance of one replicate")
    return rows + 0.75
