"""Pages of a hindcast: skill by horizon, calibration, observed against forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from araxes.plots import style
from araxes.plots.observed_forecast import observed_forecast
from araxes.plots.reliability import reliability, transform
from araxes.plots.sheet import sheet
from araxes.plots.skill_by_horizon import skill_by_horizon

CALIBRATION = (
    "Reliability by isotonic regression; Brier = miscalibration - discrimination + uncertainty. "
    "Below: where in their forecasts the rungs fell, level if calibrated."
)
INTERVALS = "Bars: 95 % intervals; hollow where too few weeks were scored."
WEEKS = "Shades: chance given a week ahead. Dots: what came. Grey: not observed. The pairs with most weeks of coercion."


@style.styled
def hindcast_figures(shown: Any) -> dict[str, Figure]:
    """Return the pages of a hindcast by name: skill, calibration and, where one week ahead was forecast, weeks.

    Parameters
    ----------
    shown : Shown
        From `araxes.forecasting.report.Scored.shown`.
    """
    pages = {
        "skill": skill_page(shown.table, shown.bar, "Skill by horizon", [shown.span, INTERVALS]),
        "calibration": calibration_page(
            shown.diagrams, shown.transforms, f"Calibration of '{shown.name}'", [shown.span, CALIBRATION]
        ),
    }
    if shown.chances:
        title = f"Observed against forecast by '{shown.name}'"
        pages["weeks"] = weeks_page(shown.chances, shown.came, shown.rungs, title, [shown.span, WEEKS])
    return pages


@style.styled
def skill_page(table: pd.DataFrame, bar: str, title: str, words: Sequence[str]) -> Figure:
    """Return a page with skill over climatology and gain over recency by horizon.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns forecaster, horizon, weeks, skill_climatology and gain_bar with `_low` and `_high`.
    bar : str
        Name of the recency.
    title : str
    words : sequence of str
        Below the title.
    """
    figure, body = sheet((12, 6.2), title, words)
    left, right = _axes(body, 1, 2)
    skill_by_horizon(
        table, "skill_climatology", left,
        label="Ranked probability skill (share)", title="Skill over dyad climatology", legend=False,
    )  # fmt: skip
    skill_by_horizon(
        table[table["forecaster"] != bar], "gain_bar", right, label="Gain in log score (nats a dyad-week)", title=f"Gain over {bar}",
        order=list(dict.fromkeys(table["forecaster"])), legend=False,
    )  # fmt: skip
    handles, labels = left.get_legend_handles_labels()
    body.legend(handles, labels, loc="outside lower center", ncols=4)
    return figure


@style.styled
def calibration_page(
    diagrams: Sequence[Any], heights: Mapping[str, Sequence[float]], title: str, words: Sequence[str]
) -> Figure:
    """Return a page of reliability diagrams, three a row, and below them a transform histogram each."""
    rows = max(-(-len(diagrams) // 3), 1)
    figure, body = sheet((12, 3.9 * rows + 3.6), title, words)
    grid: Any = body.subfigures(2, 1, height_ratios=[3.9 * rows, 2.6])
    axes = _axes(grid[0], rows, 3)
    for ax, diagram in zip(axes, diagrams, strict=False):
        line = diagram.line
        reliability(line.chance, line.happened, line.number, diagram.band, ax, title=diagram.title, note=note(line))
    for ax in axes[len(diagrams) :]:
        ax.set_axis_off()
    for ax, (name, shares) in zip(_axes(grid[1], 1, max(len(heights), 1)), heights.items(), strict=False):
        transform(shares, ax, title=name)
    if diagrams:
        handles, labels = axes[0].get_legend_handles_labels()
        body.legend(handles, labels, loc="outside lower center", ncols=4)
    return figure


@style.styled
def weeks_page(
    chances: Sequence[xr.DataArray],
    observed: Sequence[xr.DataArray],
    names: Sequence[str],
    title: str,
    words: Sequence[str],
) -> Figure:
    """Return a page of dyads, one below the other: the chances that were forecast and what came."""
    figure, body = sheet((12, 1.2 + 2.9 * len(chances)), title, words)
    axes = _axes(body, len(chances), 1)
    for ax, chance, came in zip(axes, chances, observed, strict=True):
        observed_forecast(chance, came, ax, names=names, title=style.dyad_name(chance), legend=ax is axes[0])
    return figure


def note(line: Any) -> str:
    """Return the parts of a Brier score in lines."""
    parts = ("miscalibration", "discrimination", "uncertainty")
    return "\n".join([f"Brier {line.brier:.3f}", *(f"{part} {getattr(line, part):.3f}" for part in parts)])


def _axes(body: Any, rows: int, columns: int) -> list[Any]:
    """Return the panels of a part of a page, row by row."""
    return list(np.ravel(np.asarray(body.subplots(rows, columns, squeeze=False))))
