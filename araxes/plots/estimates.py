"""Estimates beside their priors: where each parameter stood before the record was read, and where it stands after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from araxes.plots import style

WIDTH = 1.645
"""Standard deviations to either side that hold 90 % of a normal."""
SPEAKS = "the data speak"
"""What a table of estimates says where they do."""
PRIOR_COLOUR = "#dcdcdc"
COLOURS = ("#0072B2", "#D55E00", "#009E73")
NUMBER = "{:.2g}"


@style.styled
def estimates(tables: Mapping[str, pd.DataFrame], ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw the interval of every parameter before and after records were read, in standard deviations of its prior.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        By the name of a record: index parameter; columns prior, estimate, se (on the parameter's own scale), moved, left (in standard
        deviations of the prior), says. All have the same parameters; at most three records.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. The prior is a grey band, the same for all; a full mark stands where the data speak, a hollow one where
        they do not. With one record the values themselves stand at the right.
    """
    first = next(iter(tables.values()))
    rows = len(first)
    ax = style.new_axes(11, 1.6 + 0.34 * rows) if ax is None else ax
    ax.axvspan(-WIDTH, WIDTH, color=PRIOR_COLOUR, linewidth=0, label="prior, 90 %", zorder=0)
    ax.axvline(0, color=style.GREY, linewidth=0.9, zorder=1)
    for place, (name, table) in enumerate(tables.items()):
        _draw(ax, name, table.loc[first.index], place, len(tables))
    ax.set_yticks(range(rows), [str(name) for name in first.index])
    ax.set_xlim(*_limits(tables))
    ax.set_ylim(rows - 0.4, -0.6)
    ax.grid(visible=False, axis="y")
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("Standard deviations of the prior, from its mean")
    if len(tables) == 1:
        _write(ax, first)
    ax.set_title(title)
    style.legend_once(ax, loc="upper center", bbox_to_anchor=(0.4, -0.55 / (0.34 * rows + 0.4)), ncols=3)
    return ax


def _limits(tables: Mapping[str, pd.DataFrame]) -> tuple[float, float]:
    """Return the ends of the x axis: all intervals, the prior's too, with a little room."""
    ends = [table["moved"] + side * WIDTH * table["left"] for table in tables.values() for side in (-1, 1)]
    values = np.append(np.concatenate(ends), (-WIDTH, WIDTH))
    return float(values.min()) - 0.2, float(values.max()) + 0.2


def _draw(ax: Axes, name: str, table: pd.DataFrame, place: int, among: int) -> None:
    """Draw mean and interval of every parameter of one record."""
    at = np.arange(len(table)) + 0.56 * ((place + 0.5) / among - 0.5)
    mean, sd = (table[column].to_numpy(dtype=float) for column in ("moved", "left"))
    speaks = (table["says"] == SPEAKS).to_numpy()
    colour = style.take(COLOURS, place)
    ax.hlines(at, mean - WIDTH * sd, mean + WIDTH * sd, color=colour, linewidth=2.0)
    marks: dict[str, Any] = {"linestyle": "", "marker": "o", "color": colour, "markersize": 6.5, "zorder": 3}
    ax.plot(mean[speaks], at[speaks], label=f"{name}, 90 %: the data speak", **marks)
    ax.plot(mean[~speaks], at[~speaks], markerfacecolor="white", label=f"{name}, 90 %: little said", **marks)


def _write(ax: Axes, table: pd.DataFrame) -> None:
    """Write prior, estimate and error at the right of each row."""
    across = ax.get_yaxis_transform()
    ax.text(1.01, -0.75, "before", transform=across, size=9, va="bottom", weight="bold")
    ax.text(1.09, -0.75, "after (error)", transform=across, size=9, va="bottom", weight="bold")
    for row, (before, after, error) in enumerate(table[["prior", "estimate", "se"]].to_numpy(dtype=float)):
        ax.text(1.01, row, _number(before), transform=across, size=9, va="center")
        ax.text(1.09, row, f"{_number(after)} ({NUMBER.format(error)})", transform=across, size=9, va="center")


def _number(value: float) -> str:
    """Return a value to two decimals, with a proper minus; more of one that is small."""
    text = f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.3f}"
    return text.replace("-", "\N{MINUS SIGN}")
