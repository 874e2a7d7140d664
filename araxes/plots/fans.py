"""The tension of a dyad over time, the status of issues, and what a scenario changes in them.

A fan: the record up to the start, then the bands in which the simulated tension of a dyad lies.

Issues: how the status of each thing in dispute moves over a run.

A difference: what a scenario changes in the tension of a dyad, replicate by replicate under the same luck.

Two spreads are kept apart. The interval of the mean says how sure the *average* effect is, given what is not known about weights and
judged values. The spread of single replicates says how far one history may differ from its twin by luck.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from araxes.dims import ACTOR, ISSUE, QUANTILE, WEEK
from araxes.plots import style
from araxes.plots.chances import end_labels

NARROW = 0.38
_WIDE = 0.18
DASHES = (0, (4, 3))
MARGIN = 0.03
_COLOUR = "#332288"
APART = 5.0
DIFFERENCE_LABEL = "Difference (Goldstein points)\nabove 0 = more hostile"


@style.in_style
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


def fan_legend(quantiles: xr.DataArray) -> list[Line2D | Patch]:
    """Return the handles of one legend for many fans, whose medians have the colours of those who act."""
    pairs = style.symmetric_bands(quantiles)
    shades = [_WIDE + NARROW * bool(depth) for depth in range(len(pairs))]
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
    pairs = style.symmetric_bands(quantiles)
    for depth, pair in enumerate(pairs):
        low, high = (quantiles.values[place] for place in pair)
        alpha = NARROW if depth and depth == len(pairs) - 1 else _WIDE
        ax.fill_between(
            weeks, low, high, color=colour, alpha=alpha, linewidth=0, label=style.band_name(quantiles, pair)
        )
    ax.plot(weeks, style.median(quantiles).values, color=colour, label=label)


def _title(quantiles: xr.DataArray, observed: xr.DataArray | None) -> str:
    """Return who, and the dates of the record and of the run."""
    weeks = quantiles[WEEK]
    record = "" if observed is None or not observed.size else f"record from {style.day_text(observed[WEEK].values[0])}"
    return style.title_of(f"Tension {style.dyad_name(quantiles)}".strip(), record, f"simulated {style.period(weeks)}")


@style.in_style
def issue_paths(
    status: xr.DataArray, labels: Mapping[str, str], ax: Axes | None = None, *, title: str | None = None
) -> Axes:
    """Draw the median status of every issue, with its widest band; issues that never move are grey.

    Parameters
    ----------
    status : xarray.DataArray, shape (quantile, week, issue)
        Statuses in 0..1; what 0 and 1 mean is said for each issue in `params/issues.toml`.
    labels : mapping of str
        The words for each issue; an issue not named keeps its key.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given. Labels stand to its right: leave room, or use layout="constrained".
    title : str, optional
        By default what is shown, with the dates.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    status = status.transpose(QUANTILE, WEEK, ISSUE)
    keys = [str(key) for key in status[ISSUE].values]
    paths = [status.sel({ISSUE: key}) for key in keys]
    colours = [style.take(style.FURTHER_COLOURS, k) if moves(path) else style.GREY for k, path in enumerate(paths)]
    for path, colour in zip(paths, colours, strict=True):
        _draw_path(ax, path, colour)
    ax.set_ylim(-MARGIN, 1 + MARGIN)
    ax.set_ylabel("Status (what 0 and 1 mean: issues.toml)")
    ends = [float(style.median(path).values[-1]) for path in paths]
    end_labels(ax, ends, [f"{labels.get(key, key)} {end:.2f}" for key, end in zip(keys, ends, strict=True)], colours)
    ax.set_title(style.title_of(_what(status), style.period(status[WEEK])) if title is None else title)
    style.date_axis(ax)
    return ax


def moves(path: xr.DataArray) -> bool:
    """Return whether an issue is ever anywhere but where it began."""
    return bool(np.nanmax(path.values) > np.nanmin(path.values)) if np.isfinite(path.values).any() else False


def _what(status: xr.DataArray) -> str:
    """Return what is shown, with the width of the band."""
    pairs = style.symmetric_bands(status)
    return f"Status of issues, median and {style.band_name(status, pairs[0])}" if pairs else "Status of issues, median"


def _draw_path(ax: Axes, path: xr.DataArray, colour: str) -> None:
    """Draw one issue: its widest band if it moves, and its median."""
    weeks = path[WEEK].values
    moving = moves(path)
    for pair in style.symmetric_bands(path)[: int(moving)]:
        low, high = (path.values[place] for place in pair)
        ax.fill_between(weeks, low, high, color=colour, alpha=0.15, linewidth=0)
    ax.plot(weeks, style.median(path).values, color=colour, linewidth=2.0 if moving else 1.0, clip_on=False)


@style.in_style
def difference_plot(
    mean: xr.DataArray,
    low: xr.DataArray,
    high: xr.DataArray,
    singles: xr.DataArray | None = None,
    ax: Axes | None = None,
    *,
    title: str | None = None,
) -> Axes:
    """Draw the mean paired difference of two scenarios with its interval, and apart from it that of single replicates.

    Parameters
    ----------
    mean, low, high : xarray.DataArray, shape (week,)
        Mean difference in tension over replicates, and the ends of its 95 % interval; Goldstein points, positive = more
        hostile under the scenario.
    singles : xarray.DataArray, shape (quantile, week), optional
        Quantiles of the difference over single replicates, same units.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        By default the dyad and the dates.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes() if ax is None else ax
    weeks = mean[WEEK].values
    ax.axhline(0, color=style.INK, linewidth=1.0)
    ax.fill_between(
        weeks,
        low.values,
        high.values,
        color=_COLOUR,
        alpha=0.25,
        linewidth=0,
        label="95 % interval of the mean",
    )
    ax.plot(weeks, mean.values, color=_COLOUR, label="mean difference")
    if singles is not None:
        _draw_singles(ax, singles)
    _finish(ax, _difference_title("Mean difference in tension", mean) if title is None else title)
    return ax


def _draw_singles(ax: Axes, singles: xr.DataArray) -> None:
    """Draw each band of single replicates as two light dashed lines, their median dotted."""
    singles = singles.transpose(QUANTILE, WEEK)
    weeks = singles[WEEK].values
    ax.plot(weeks, style.median(singles).values, color=style.GREY, linestyle=":", label="median replicate")
    for depth, pair in enumerate(style.symmetric_bands(singles)):
        label = f"{style.band_name(singles, pair)} of single replicates"
        width = 0.9 + 0.5 * depth
        for place in pair:
            ax.plot(weeks, singles.values[place], "--", color=style.GREY, linewidth=width, label=label)


def _difference_title(what: str, data: xr.DataArray) -> str:
    """Return what is shown, of which dyad and when."""
    return style.title_of(what, style.dyad_name(data), style.period(data[WEEK]))


def _finish(ax: Axes, title: str) -> None:
    """Write labels, title and legend."""
    ax.set_ylabel(DIFFERENCE_LABEL)
    ax.set_title(title)
    ax.margins(y=0.08)
    style.date_axis(ax)
    style.legend_once(ax, loc="upper left", bbox_to_anchor=(0, -0.09), ncols=2)
