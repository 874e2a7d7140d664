"""Reliability: what was said to happen beside how often it did; and the histogram of the probability integral transform."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from araxes.plots import style

COLOUR = "#332288"
BAND = "#cccccc"
STRIP = 0.16
"""Height of the strip in which forecasts are counted, as a share of the panel."""


@style.styled
def reliability(
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
        ax.plot(said, came, color=COLOUR, marker="." if len(said) < 25 else "", label="happened")
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
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="Forecast chance (share)", ylabel="Share that happened")
    ax.set_aspect("equal")
    ax.set_title(title)
    return ax


@style.styled
def transform(
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
    ax.bar(places, density, width=1 / len(density), align="edge", color=COLOUR, alpha=0.6, edgecolor="white")
    ax.axhline(1, color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)))
    ax.set(xlim=(0, 1), xlabel="Place in the forecast", ylabel="Density")
    ax.set_ylim(0, max(1.6, 1.1 * float(np.nanmax(density, initial=1))))
    ax.set_title(title)
    return ax
