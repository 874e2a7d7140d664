"""Small multiples: an outcome over three swept factors, a heatmap for each value of the third, all on one palette."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure, SubFigure

from araxes.plots import style
from araxes.plots.sweep_heatmap import colour_bar, ends, sweep_heatmap

MOST_PANELS = 12
WIDE = 4


@style.styled
def sweep_multiples(
    table: pd.DataFrame,
    parent: Figure | SubFigure | None = None,
    *,
    title: str = "",
    factors: tuple[str, str, str] = ("", "", ""),
    outcome: str = "",
) -> list[Axes]:
    """Draw the mean of an outcome over three factors.

    Parameters
    ----------
    table : pandas.DataFrame
        As for `sweep_heatmap`, with `panel`, the third factor; of more than 12 values, 12 spread evenly are drawn.
    parent : Figure or SubFigure, optional
        An empty figure or part of a page; a new figure if not given.
    title : str
        What is shown.
    factors : tuple of str
        Labels of the three factors, with units.
    outcome : str
        Label of the colour bar, with units.

    Returns
    -------
    list of matplotlib.axes.Axes
        One for each value of the third factor, from the least.
    """
    values = sorted(table["panel"].unique())
    if len(values) > MOST_PANELS:
        values = [values[k] for k in np.linspace(0, len(values) - 1, MOST_PANELS).round().astype(int)]
    columns = min(len(values), WIDE if len(values) > 2 * (WIDE - 1) else WIDE - 1)
    rows = math.ceil(len(values) / columns)
    figure = (
        style.Sheet(figsize=(3.4 * columns + 1.6, 3.1 * rows + 0.7), layout="constrained") if parent is None else parent
    )
    axes = list(np.ravel(figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)))
    limits = ends(table["value"])
    for place, (ax, value) in enumerate(zip(axes, values, strict=False)):
        shown = f"{value:.3g}" if isinstance(value, (int, float)) else str(value)
        sweep_heatmap(
            table[table["panel"] == value],
            ax,
            title=f"{factors[2]} = {shown}" if place == 0 else shown,
            factors=(factors[0] if place + columns >= len(values) else "", factors[1] if place % columns == 0 else ""),
            limits=limits,
            bar=False,
            numbers=False,
        )
        ax.tick_params(labelbottom=place + columns >= len(values))
    for ax in axes[len(values) :]:
        ax.remove()
    colour_bar(axes[: len(values)], Normalize(*limits), outcome)
    figure.suptitle(title, x=0.01, ha="left")
    return axes[: len(values)]
