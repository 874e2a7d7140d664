"""From sweeps to figures: which columns of a sweep each figure shows. Nothing is simulated here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.special import ndtri

from araxes.options import checked, either, path
from araxes.plots import style
from araxes.plots.discovery import tradeoff
from araxes.plots.sweep_heatmap import sweep_heatmap
from araxes.plots.sweep_line import sweep_line
from araxes.plots.sweep_multiples import sweep_multiples
from araxes.plots.tornado import tornado
from araxes.sweeps.table import GRID, SweepTable

if TYPE_CHECKING:
    from araxes.sweeps.boxes import Discovery
    from araxes.sweeps.indices import Sensitivity

INTERVAL = 0.95
FEW = 3
CHANCE = "probability"


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
    from araxes.sweeps.rounding import check_differs
    from araxes.sweeps.sensitivity import sensitivity

    check_differs(table, outcome, "plot")
    count = len(table.factors)
    if count < FEW:
        return {"line" if count == 1 else "heatmap": response_figure(table, outcome)}
    if count == FEW and table.design == GRID:
        return {"multiples": response_figure(table, outcome)}
    return {"tornado": tornado_figure(sensitivity(table, outcome), outcome)}


@checked(sweep=either(SweepTable, path))
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
    from araxes.sweeps.asked import checked_outcomes, leading
    from araxes.sweeps.sensitivity import opened

    table = opened(sweep)
    name = leading(table)[0] if outcome is None else checked_outcomes(table, outcome)[0]
    return next(iter(sweep_figures(table, name).values()))


@style.styled
def response_figure(table: SweepTable, outcome: str, ax: Axes | None = None) -> Axes | list[Axes]:
    """Return the figure of an outcome over one, two or three factors: a line with its band, a heatmap, small multiples.

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
    of = str(table.outcomes.loc[outcome, "unit"]).capitalize()
    title = _title(table, outcome)
    columns = pd.DataFrame({part: table.values[name] for part, name in zip(("x", "y", "panel"), names, strict=False)})
    if len(names) == 1:
        half = float(ndtri((1 + INTERVAL) / 2)) * table.error[outcome]
        mean = table.mean[outcome]
        data = columns.assign(mean=mean, low=mean - half, high=mean + half)
        if table.outcomes.loc[outcome, "unit"] == CHANCE:
            data[["low", "high"]] = data[["low", "high"]].clip(0, 1)
        return sweep_line(data, ax, title=title, factor=labels[0], outcome=of)
    data = columns.assign(value=table.mean[outcome])
    if len(names) < FEW:
        return sweep_heatmap(data, ax, title=title, factors=(labels[0], labels[1]), outcome=of)
    return sweep_multiples(data, title=title, factors=(labels[0], labels[1], labels[2]), outcome=of)


@style.styled
def tornado_figure(found: Sensitivity, outcome: str | None = None, ax: Axes | None = None) -> Axes:
    """Return the tornado of an outcome, the first of the leading ones when not given."""
    name = found.leading[0] if outcome is None else outcome
    ranked, table = found.ranked(name), found.table
    title = f"What moves: {_label(table, name)}\n{_where(table)}"
    return tornado(ranked, found.chance(name), ax, title=title, unit=str(table.outcomes.loc[name, "unit"]))


@style.styled
def tradeoff_figure(found: Discovery, ax: Axes | None = None) -> Axes:
    """Return the trade-off of a discovery."""
    title = (
        f"{_label(found.table, found.outcome)}\n"
        f"Boxes of points where it is {found.side} {found.level:.3g}\n{_where(found.table)}"
    )
    return tradeoff(found.tradeoff(), ax, title=title)


def figure(drawn: Axes | list[Axes]) -> Figure:
    """Return the whole figure that was drawn."""
    return style.figure_of(drawn[0] if isinstance(drawn, list) else drawn)


def _label(table: SweepTable, outcome: str) -> str:
    """Return an outcome in words."""
    label = str(table.outcomes.loc[outcome, "label"])
    return label[:1].upper() + label[1:]


def _axis_label(table: SweepTable, name: str) -> str:
    """Return a factor with its unit."""
    factor = next(factor for factor in table.factors if factor.name == name)
    return f"{name} ({factor.unit})" if factor.unit not in ("", name) else name


def _where(table: SweepTable) -> str:
    """Return of which sweep a figure is."""
    return f"{table.scenario}, {table.weeks} weeks, {len(table.values):,} points of {table.replicates:,} replicates"


def _title(table: SweepTable, outcome: str) -> str:
    """Return what is shown, and of which sweep."""
    return f"{_label(table, outcome)}\n{_where(table)}"
