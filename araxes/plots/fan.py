"""A fan: the record up to the start, then the bands in which the simulated tension of a dyad lies."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from araxes.dims import ACTOR, QUANTILE, WEEK
from araxes.plots import style

NARROW = 0.38
WIDE = 0.18
DASHES = (0, (4, 3))


@style.styled
def fan(
    quantiles: xr.DataArray,
    observed: xr.DataArray | None = None,
    ax: Axes | None = None,
    *,
    color: str | None = None,
    label: str = "median",
    title: str | None = None,
    legend: bool = True,
) -> Axes:
    """Draw the recorded tension and the fan of the simulated one.

    Parameters
    ----------
    quantiles : xarray.DataArray, shape (quantile, week)
        Simulated tension, Goldstein points, hostile positive; `quantile` in 0..1, `week` the Mondays. Symmetric
        quantiles (0.05 and 0.95) become bands, the outermost the lightest.
    observed : xarray.DataArray, shape (week,), optional
        Tension of the record, same units. Weeks after the start, if any, are dotted: what came, unknown to the run.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    color : str, optional
        Colour of bands and median; by default that of the actor, if `quantiles` says who acts, else dark grey.
    label : str
        Name of the median in the legend, for instance the scenario.
    title : str, optional
        By default the dyad and the dates, or what `ax` already says, so that one fan can be drawn over another.
    legend : bool
        Draw the legend.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    quantiles = quantiles.transpose(QUANTILE, WEEK)
    colour = color or _own_colour(quantiles)
    _draw_record(ax, observed, quantiles[WEEK])
    _draw_bands(ax, _opened(quantiles, observed), colour, label)
    ax.axvline(quantiles[WEEK].values[0], color=style.INK, linewidth=0.8, linestyle=DASHES, label="start")
    ax.axhline(0, color=style.GREY, linewidth=0.6)
    ax.set_ylabel(style.TENSION_LABEL)
    ax.set_title(ax.get_title(loc="left") or _title(quantiles, observed) if title is None else title)
    style.date_axis(ax)
    if legend:
        style.legend_once(ax, loc="best")
    return ax


def key(quantiles: xr.DataArray) -> list[Line2D | Patch]:
    """Return the handles of one legend for many fans, whose medians have the colours of those who act."""
    pairs = style.bands(quantiles)
    shades = [WIDE + NARROW * bool(depth) for depth in range(len(pairs))]
    return [
        Line2D([], [], color=style.INK, label="record"),
        Line2D([], [], color=style.INK, linewidth=0.8, linestyle=DASHES, label="start"),
        Line2D([], [], color=style.GREY, label="median (in the colour of who acts)"),
        *(
            Patch(color=style.INK, alpha=a, linewidth=0, label=style.band_name(quantiles, pair))
            for a, pair in zip(shades, pairs, strict=True)
        ),
    ]


def _own_colour(quantiles: xr.DataArray) -> str:
    """Return the colour of the one actor that `quantiles` is of, or dark grey."""
    known = ACTOR in quantiles.coords and quantiles.coords[ACTOR].ndim == 0
    return style.actor_colour(quantiles.coords[ACTOR].item()) if known else style.INK


def _before(observed: xr.DataArray, weeks: xr.DataArray) -> xr.DataArray:
    """Return the record before the first of the simulated `weeks`."""
    return observed.isel({WEEK: observed[WEEK].values < weeks.values[0]})


def _opened(quantiles: xr.DataArray, observed: xr.DataArray | None) -> xr.DataArray:
    """Return the fan opened from the last point of the record, where one is known."""
    if observed is None:
        return quantiles
    last = _before(observed, quantiles[WEEK]).isel({WEEK: slice(-1, None)})
    levels = quantiles[QUANTILE].values
    values = np.concatenate([np.tile(last.values, (len(levels), 1)), quantiles.values], axis=1)
    weeks = np.concatenate([last[WEEK].values, quantiles[WEEK].values])
    return xr.DataArray(values, {QUANTILE: levels, WEEK: weeks}, (QUANTILE, WEEK))


def _draw_record(ax: Axes, observed: xr.DataArray | None, weeks: xr.DataArray) -> None:
    """Draw the record: solid before the start, dotted after it."""
    if observed is None:
        return
    past = _before(observed, weeks)
    ax.plot(past[WEEK].values, past.values, color=style.INK, label="record")
    if past.sizes[WEEK] < observed.sizes[WEEK]:
        later = observed.isel({WEEK: slice(max(past.sizes[WEEK] - 1, 0), None)})
        ax.plot(
            later[WEEK].values, later.values, color=style.INK, linestyle=":", label="record after the start", zorder=3
        )


def _draw_bands(ax: Axes, quantiles: xr.DataArray, colour: str, label: str) -> None:
    """Draw the bands, outermost first, and the median over them."""
    weeks = quantiles[WEEK].values
    pairs = style.bands(quantiles)
    for depth, pair in enumerate(pairs):
        low, high = (quantiles.values[place] for place in pair)
        alpha = NARROW if depth and depth == len(pairs) - 1 else WIDE
        ax.fill_between(
            weeks, low, high, color=colour, alpha=alpha, linewidth=0, label=style.band_name(quantiles, pair)
        )
    ax.plot(weeks, style.median(quantiles).values, color=colour, label=label)


def _title(quantiles: xr.DataArray, observed: xr.DataArray | None) -> str:
    """Return who, and the dates of the record and of the run."""
    weeks = quantiles[WEEK]
    record = "" if observed is None or not observed.size else f"record from {style.day(observed[WEEK].values[0])}"
    return style.title_of(f"Tension {style.dyad_name(quantiles)}".strip(), record, f"simulated {style.period(weeks)}")
