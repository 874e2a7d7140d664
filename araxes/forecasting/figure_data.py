"""What the figures of a hindcast show: plain tables and arrays, ready to be drawn; and the calibration among them.

Calibration: whether what is said to have a chance of one in three happens one time in three.

Reliability by isotonic regression (CORP: Dimitriadis, Gneiting and Jordan 2021): the recalibrated chance is the best rising function of the
forecast, found without bins. The mean Brier score is then miscalibration - discrimination + uncertainty, exactly.

The probability integral transform of a rung is spread over (F(y-1), F(y)] and not drawn at random (Czado, Gneiting and Held 2009): the
histogram of calibrated forecasts is flat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from araxes import dims
from araxes.array_types import Floats
from araxes.engines.draws import generator
from araxes.forecasting.baselines import TREE, TREE_ALONE
from araxes.forecasting.gates import STACK, event_names
from araxes.forecasting.model import HABIT_ALONE, UNFITTED, VOICED
from araxes.forecasting.simple import BayesAverage
from araxes.inputs.parameters import setting
from araxes.inputs.region import Basis
from araxes.rules.memory import UNOBSERVED

if TYPE_CHECKING:
    from araxes.forecasting.report import HindcastReport


class Reliability(NamedTuple):
    """Forecast chances beside what happened.

    Attributes
    ----------
    chance, happened : ndarray of float, shape (values,)
        Each forecast value, ascending, and its recalibrated chance.
    number : ndarray of float, shape (values,)
        How often it was given.
    brier, miscalibration, discrimination, uncertainty : float
        Brier = miscalibration - discrimination + uncertainty.
    """

    chance: Floats
    happened: Floats
    number: Floats
    brier: float
    miscalibration: float
    discrimination: float
    uncertainty: float


def isotonic_means(value: Floats, weight: Floats) -> Floats:
    """Return the non-falling sequence nearest to `value` in weighted squares, by pooling neighbours that fall (Ayer and others 1955)."""
    blocks: list[tuple[float, float, int]] = []
    for one, heavy in zip(value.tolist(), weight.tolist(), strict=True):
        mean, total, size = one, heavy, 1
        while blocks and blocks[-1][0] >= mean:
            before, many, length = blocks.pop()
            mean = (before * many + mean * total) / (many + total)
            total, size = total + many, size + length
        blocks.append((mean, total, size))
    return np.repeat([mean for mean, _, _ in blocks], [size for _, _, size in blocks])


def reliability(chance: Floats, event: Floats) -> Reliability:
    """Return the reliability of chances of an event.

    Parameters
    ----------
    chance : ndarray of float
        Any shape.
    event : ndarray of float, same shape
        0 or 1; nan where not known, which is left out.
    """
    known = ~np.isnan(event)
    said, came = chance[known], event[known]
    if not len(said):
        none = np.empty(0)
        return Reliability(none, none, none, np.nan, np.nan, np.nan, np.nan)
    values, place, count = np.unique(said, return_inverse=True, return_counts=True)
    share = np.bincount(place.ravel(), weights=came, minlength=len(values)) / count
    better = isotonic_means(share, count.astype(np.float64))
    brier = float(((said - came) ** 2).mean())
    recalibrated = float(((better[place.ravel()] - came) ** 2).mean())
    base = float(((came.mean() - came) ** 2).mean())
    return Reliability(values, better, count.astype(np.float64), brier, brier - recalibrated, base - recalibrated, base)


def consistent(chance: Floats, level: float, seed: int = 1) -> tuple[Floats, Floats]:
    """Return the band in which the recalibrated chances of calibrated forecasts would lie.

    Parameters
    ----------
    chance : ndarray of float, shape (forecasts,)
        As `reliability` scored them.
    level : float
        Share of resamples inside the band, at each forecast value.
    seed : int

    Returns
    -------
    two ndarray of float, shape (values,)
        At each forecast value, ascending. Events are drawn apart from each other: with events that come together the band is wider.
    """
    values, place, number = np.unique(chance, return_inverse=True, return_counts=True)
    draw = generator(seed, "hindcast", "consistency")
    weight = number.astype(np.float64)
    drawn = []
    for _ in range(int(setting("hindcast.band_resamples"))):
        event = (draw.random(len(chance)) < chance).astype(np.float64)
        drawn.append(isotonic_means(np.bincount(place.ravel(), weights=event, minlength=len(values)) / weight, weight))
    tail = (1 - level) * 0.5
    low, high = np.quantile(np.stack(drawn), [tail, 1 - tail], axis=0)
    return np.asarray(low), np.asarray(high)


def transform_histogram(chance: Floats, rung: NDArray[np.integer], bins: int | None = None) -> Floats:
    """Return the histogram of the probability integral transform, shares that sum to 1.

    Parameters
    ----------
    chance : ndarray of float, shape (..., rungs)
    rung : ndarray of int, shape (...)
        -1 where nothing is known, which is left out.
    bins : int, optional
        That of the settings.

    Returns
    -------
    ndarray of float, shape (bins,)
    """
    known = rung != UNOBSERVED
    below = np.minimum(chance.cumsum(axis=-1)[known], 1)
    y = rung[known].astype(np.int64)[:, None]
    high = np.take_along_axis(below, y, axis=-1)
    low = np.where(y > 0, np.take_along_axis(below, np.maximum(y - 1, 0), axis=-1), 0)
    edges = np.linspace(0, 1, 1 + (bins or int(setting("hindcast.bins"))))
    width = np.where(high > low, high - low, 1)
    passed = np.where(high > low, np.clip((edges - low) / width, 0, 1), edges >= high)
    return np.asarray(np.diff(passed.mean(axis=0))) if len(y) else np.full(len(edges) - 1, np.nan)


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
    coercion : int
        The lowest rung of coercive acts.
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
    coercion: int


def figure_data(report: HindcastReport) -> Shown:
    """Return what is drawn of a report."""
    found = report.found
    weeks = [weeks_of_dyad(report, *dyad) for dyad in loudest(report)] if 1 in found.horizons else []
    return Shown(
        name=report.name,
        bar=report.bar,
        span=f"{found.record}, origins {found.origins[0]} to {found.origins[-1]}",
        table=report.scores[report.scores["forecaster"].isin(_drawn(report))],
        diagrams=diagrams(report),
        transforms=transforms(report),
        chances=[chance for chance, _ in weeks],
        came=[came for _, came in weeks],
        rungs=found.rungs,
        basis=report.basis,
        coercion=int(setting("run.rung_coercion")),
    )


def _drawn(report: HindcastReport) -> list[str]:
    """Return the forecasters drawn: the bars to beat, the one that is judged, readings of the record, the pools."""
    read = [name for name in report.found.chance if name.startswith(VOICED)]
    wanted = [report.name, *read, UNFITTED, HABIT_ALONE, TREE, TREE_ALONE, BayesAverage.name, STACK, report.bar]
    return [name for name in dict.fromkeys(wanted) if name in report.found.chance]


def diagrams(report: HindcastReport) -> list[Diagram]:
    """Return the reliability of each level within the first two horizons."""
    found, made = report.found, []
    targets = event_names([f"rung {level} or above" for level in found.levels])
    names = dict(zip(found.levels, targets.values(), strict=True))
    for place, horizon in enumerate(found.horizons[:2]):
        for at, level in enumerate(found.levels):
            said, came = found.within[report.name][:, place, ..., at], found.happened[:, place, ..., at]
            known = ~np.isnan(came)
            line = reliability(said[known], came[known])
            band = consistent(said[known], setting("run.band_outer")) if known.any() else None
            weeks = f"within {horizon} week{'s' if horizon > 1 else ''}"
            made.append(Diagram(f"{names[level].capitalize()} {weeks}", line, band))
    return made


def transforms(report: HindcastReport) -> dict[str, list[float]]:
    """Return histograms of the probability integral transform: of each of the first two horizons, in calm and in crisis."""
    found, made = report.found, {}
    for place, horizon in enumerate(found.horizons[:2]):
        for label, kept in (("calm", found.calm), ("crisis", ~found.calm)):
            part = found.only(kept)
            heights = transform_histogram(part.chance[report.name][:, place], part.came[:, place])
            if not np.isnan(heights).any():
                made[f"{horizon} week{'s' if horizon > 1 else ''} ahead, {label}"] = heights.tolist()
    return made


def loudest(report: HindcastReport) -> list[tuple[int, int]]:
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


def weeks_of_dyad(report: HindcastReport, i: int, j: int) -> tuple[xr.DataArray, xr.DataArray]:
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
