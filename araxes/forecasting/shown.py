"""What the figures of a hindcast show: plain tables and arrays, ready to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from araxes import dims
from araxes.array_types import Floats
from araxes.forecasting.baselines import TREE, TREE_ALONE
from araxes.forecasting.bayes_average import BayesAverage
from araxes.forecasting.calibration import Reliability, consistent, reliability, transform
from araxes.forecasting.entrants import HABIT_ALONE, READ_BY, UNFITTED
from araxes.forecasting.gates import STACK
from araxes.inputs.basis import Basis
from araxes.inputs.settings import setting

if TYPE_CHECKING:
    from araxes.forecasting.report import Scored


class Diagram(NamedTuple):
    """A reliability diagram: its title, the line, and the band in which calibrated forecasts would lie."""

    title: str
    line: Reliability
    band: tuple[Floats, Floats] | None


class Shown(NamedTuple):
    """What is drawn of a hindcast.

    Attributes
    ----------
    name, bar, span : str
        The judged forecaster, the recency that gains are measured against, record and origins in words.
    table : pandas.DataFrame
        Scores of the forecasters drawn; see `araxes.forecasting.tables.score_table`.
    diagrams : list of Diagram
    transforms : dict of str to list of float
        Histograms of the probability integral transform.
    chances, came : list of xarray.DataArray
        Of the dyads drawn, the chances given a week ahead, shape (week, rung), and what came; empty unless one week ahead was forecast.
    rungs : list of str
        Names of the rungs.
    basis : Basis
        Which model and which estimates it rests on.
    """

    name: str
    bar: str
    span: str
    table: pd.DataFrame
    diagrams: list[Diagram]
    transforms: dict[str, list[float]]
    chances: list[xr.DataArray]
    came: list[xr.DataArray]
    rungs: list[str]
    basis: Basis


def shown(report: Scored) -> Shown:
    """Return what is drawn of a report."""
    found = report.found
    weeks = [weeks_of_dyad(report, *dyad) for dyad in loudest(report)] if 1 in found.horizons else []
    return Shown(
        name=report.name,
        bar=report.bar,
        span=f"{found.record}, origins {found.origins[0]} to {found.origins[-1]}",
        table=report.scores[report.scores["forecaster"].isin(drawn(report))],
        diagrams=diagrams(report),
        transforms=transforms(report),
        chances=[chance for chance, _ in weeks],
        came=[came for _, came in weeks],
        rungs=found.rungs,
        basis=report.basis,
    )


def drawn(report: Scored) -> list[str]:
    """Return the forecasters drawn: the bars to beat, the one that is judged, readings of the record, the pools."""
    read = [name for name in report.found.chance if name.startswith(READ_BY)]
    wanted = [report.name, *read, UNFITTED, HABIT_ALONE, TREE, TREE_ALONE, BayesAverage.name, STACK, report.bar]
    return [name for name in dict.fromkeys(wanted) if name in report.found.chance]


def diagrams(report: Scored) -> list[Diagram]:
    """Return the reliability of each level within the first two horizons."""
    found, made = report.found, []
    for place, horizon in enumerate(found.horizons[:2]):
        for at, level in enumerate(found.levels):
            said, came = found.within[report.name][:, place, ..., at], found.happened[:, place, ..., at]
            known = ~np.isnan(came)
            line = reliability(said[known], came[known])
            band = consistent(said[known], setting("run.band_outer")) if known.any() else None
            weeks = f"within {horizon} week{'s' if horizon > 1 else ''}"
            title = f"Rung {level} or above, {weeks}"
            made.append(Diagram(title, line, band))
    return made


def transforms(report: Scored) -> dict[str, list[float]]:
    """Return histograms of the probability integral transform: of each of the first two horizons, in calm and in crisis."""
    found, made = report.found, {}
    for place, horizon in enumerate(found.horizons[:2]):
        for label, kept in (("calm", found.calm), ("crisis", ~found.calm)):
            part = found.only(kept)
            heights = transform(part.chance[report.name][:, place], part.came[:, place])
            if not np.isnan(heights).any():
                made[f"{horizon} week{'s' if horizon > 1 else ''} ahead, {label}"] = heights.tolist()
    return made


def loudest(report: Scored) -> list[tuple[int, int]]:
    """Return the dyads with most weeks of coercion in the span, most first, no pair twice; one dyad where there was none."""
    found = report.found
    came = found.came[:, found.horizons.index(1)]
    weeks = (came >= int(setting("run.rung_coercion"))).sum(axis=0)
    chosen: list[tuple[int, int]] = []
    for place in np.argsort(-weeks, axis=None, kind="stable"):
        i, j = (int(part) for part in np.unravel_index(place, weeks.shape))
        if (
            i != j
            and (j, i) not in chosen
            and len(chosen) < setting("hindcast.dyads_shown")
            and (weeks[i, j] or not chosen)
        ):
            chosen.append((i, j))
    return chosen


def weeks_of_dyad(report: Scored, i: int, j: int) -> tuple[xr.DataArray, xr.DataArray]:
    """Return the chances that were given to a dyad's rungs one week ahead, and the rungs that came."""
    found = report.found
    place = found.horizons.index(1)
    came = found.came[:, place, i, j]
    chance = np.where(came[:, None] >= 0, found.chance[report.name][:, place, i, j], np.nan)
    weeks = np.array(found.origins, dtype="datetime64[ns]")
    coords = {dims.WEEK: weeks, dims.ACTOR: found.states[i], dims.TARGET: found.states[j]}
    rungs = {dims.RUNG: range(len(found.rungs))}
    return (
        xr.DataArray(chance, coords=coords | rungs, dims=(dims.WEEK, dims.RUNG)),
        xr.DataArray(came, coords=coords, dims=(dims.WEEK,)),
    )
