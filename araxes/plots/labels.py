"""Direct labels at the right ends of lines, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from araxes.array_types import Floats
from araxes.plots import style

LINE_HEIGHT = 1.35


def spread(places: Sequence[float], gap: float, low: float, high: float) -> Floats:
    """Return `places` moved apart to at least `gap`, in the same order, within low..high while there is room.

    Parameters
    ----------
    places : sequence of float, shape (labels,)
        Where the labels would best stand.
    gap : float
        The least distance between neighbours, same units.
    low, high : float
        The range to stay in; with more labels than fit, they go below `low`.
    """
    order = np.argsort(places, kind="stable")
    moved = np.clip(np.asarray(places, dtype=float)[order], low, high)
    for k in range(1, len(moved)):
        moved[k] = max(moved[k], moved[k - 1] + gap)
    ceiling = high
    for k in reversed(range(len(moved))):
        moved[k] = min(moved[k], ceiling)
        ceiling = moved[k] - gap
    result: Floats = np.empty_like(moved)
    result[order] = moved
    return result


def line_height(ax: Axes, size: float) -> float:
    """Return the height of a line of text of `size` points, in data units of the y axis of `ax`."""
    low, high = ax.get_ylim()
    inches = ax.bbox.height / style.home(ax).dpi
    return LINE_HEIGHT * size / 72 * (high - low) / inches


def end_labels(
    ax: Axes, ends: Sequence[float], texts: Sequence[str], colours: Sequence[str], size: float = 8.5
) -> None:
    """Write `texts` to the right of `ax`, each beside the end of its line. Call it when the y limits stand.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes whose lines end at the right edge.
    ends : sequence of float, shape (lines,)
        The last value of each line, units of the y axis; a line that ends in NaN gets no label.
    texts, colours : sequence of str, shape (lines,)
        What to write, and in which colour.
    size : float
        Points.
    """
    shown = [k for k, end in enumerate(ends) if np.isfinite(end)]
    places = spread([ends[k] for k in shown], line_height(ax, size), *ax.get_ylim())
    beside = ax.get_yaxis_transform()
    for k, place in zip(shown, places, strict=True):
        ax.annotate(
            texts[k],
            xy=(1, ends[k]),
            xycoords=beside,
            xytext=(1.03, place),
            textcoords=beside,
            color=colours[k],
            size=size,
            va="center",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colours[k],
                "linewidth": 0.6,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )
