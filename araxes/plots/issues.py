"""Issues: how the status of each thing in dispute moves over a run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from araxes.dims import ISSUE, QUANTILE, WEEK
from araxes.plots import style
from araxes.plots.labels import end_labels

MARGIN = 0.03


@style.styled
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
    pairs = style.bands(status)
    return f"Status of issues, median and {style.band_name(status, pairs[0])}" if pairs else "Status of issues, median"


def _draw_path(ax: Axes, path: xr.DataArray, colour: str) -> None:
    """Draw one issue: its widest band if it moves, and its median."""
    weeks = path[WEEK].values
    moving = moves(path)
    for pair in style.bands(path)[: int(moving)]:
        low, high = (path.values[place] for place in pair)
        ax.fill_between(weeks, low, high, color=colour, alpha=0.15, linewidth=0)
    ax.plot(weeks, style.median(path).values, color=colour, linewidth=2.0 if moving else 1.0, clip_on=False)
