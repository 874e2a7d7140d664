"""A fan: the record up to the start, then the bands in which the simulated tension of a dyad lies."""

from __future__ import annotations

import xarray as xr
from matplotlib.axes import Axes

from araxes.dims import ACTOR, WEEK
from araxes.plots import style

NARROW = 0.38
WIDE = 0.18


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
        By default the dyad and the dates.
    legend : bool
        Draw the legend.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    colour = color or _own_colour(quantiles)
    _draw_record(ax, observed, quantiles[WEEK])
    _draw_bands(ax, _opened(quantiles, observed), colour, label)
    ax.axvline(quantiles[WEEK].values[0], color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)), label="start")
    ax.axhline(0, color=style.GREY, linewidth=0.6)
    ax.set_ylabel(style.TENSION_LABEL)
    ax.set_title(_title(quantiles, observed) if title is None else title)
    style.date_axis(ax)
    if legend:
        style.legend_once(ax, loc="upper left")
    return ax


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
    return xr.concat(
        [last.expand_dims(quantile=quantiles["quantile"]), quantiles],
        WEEK,
        coords="minimal",
        compat="override",
        join="override",
    )


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
