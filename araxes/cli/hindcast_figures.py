"""Which figures `araxes hindcast` draws, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from araxes import dims
from araxes.inputs.settings import setting
from araxes.units import PAIR

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from araxes.forecast.report import Scored
    from araxes.plots.hindcast_pages import Diagram

DYADS_SHOWN = PAIR + PAIR
CALIBRATION = (
    "Reliability by isotonic regression; Brier = miscalibration - discrimination + uncertainty. "
    "Below: where in their forecasts the rungs fell, level if calibrated."
)


def figures(report: Scored) -> dict[str, Figure]:
    """Return the pages of a hindcast by name."""
    from araxes.plots.hindcast_pages import calibration_page, skill_page, weeks_page

    found, name = report.found, report.name
    span = f"{found.record}, origins {found.origins[0]} to {found.origins[-1]}"
    table = report.scores[report.scores["forecaster"].isin(shown(report))]
    pages = {
        "skill": skill_page(
            table, report.bar, "Skill by horizon", [span, "Bars: 95 % intervals; hollow where too few weeks were scored."]
        ),
        "calibration": calibration_page(
            diagrams(report), transforms(report), f"Calibration of '{name}'",
            [span, CALIBRATION],
        ),
    }  # fmt: skip
    if 1 in found.horizons:
        dyads = loudest(report)
        chances, came = zip(*[weeks_of_dyad(report, *dyad) for dyad in dyads], strict=True)
        words = [
            span,
            "Shades: chance given a week ahead. Dots: what came. Grey: not observed. The pairs with most weeks of coercion.",
        ]
        pages["weeks"] = weeks_page(chances, came, found.rungs, f"Observed against forecast by '{name}'", words)
    return pages


def shown(report: Scored) -> list[str]:
    """Return the forecasters drawn: the bars to beat, the one that is judged, the pools."""
    from araxes.forecast.baselines import TREE, TREE_ALONE
    from araxes.forecast.bayes_average import BayesAverage
    from araxes.forecast.entrants import HABIT_ALONE
    from araxes.forecast.gates import STACK

    wanted = [report.name, HABIT_ALONE, TREE, TREE_ALONE, BayesAverage.name, STACK, report.bar]
    return [name for name in dict.fromkeys(wanted) if name in report.found.chance]


def diagrams(report: Scored) -> list[Diagram]:
    """Return the reliability of each level within the first two horizons."""
    from araxes.forecast.calibration import consistent, reliability
    from araxes.plots.hindcast_pages import Diagram

    found, made = report.found, []
    for place, horizon in enumerate(found.horizons[:PAIR]):
        for at, level in enumerate(found.levels):
            said, came = found.within[report.name][:, place, ..., at], found.happened[:, place, ..., at]
            known = ~np.isnan(came)
            line = reliability(said[known], came[known])
            band = consistent(said[known], setting("run.band_outer")) if known.any() else None
            weeks = f"within {horizon} week{'s' if horizon > 1 else ''}"
            note = (
                f"Brier {line.brier:.3f}\nmiscalibration {line.miscalibration:.3f}\n"
                f"discrimination {line.discrimination:.3f}\nuncertainty {line.uncertainty:.3f}"
            )
            title = f"Rung {level} or above, {weeks}"
            made.append(Diagram(title, note, line.chance, line.happened, line.number, band))  # type: ignore[arg-type]
    return made


def transforms(report: Scored) -> dict[str, list[float]]:
    """Return histograms of the probability integral transform: of each of the first two horizons, in calm and in crisis."""
    from araxes.forecast.calibration import transform

    found, made = report.found, {}
    for place, horizon in enumerate(found.horizons[:PAIR]):
        for label, kept in (("calm", found.calm), ("crisis", ~found.calm)):
            part = found.only(kept)
            heights = transform(part.chance[report.name][:, place], part.came[:, place])
            if not np.isnan(heights).any():
                made[f"{horizon} week{'s' if horizon > 1 else ''} ahead, {label}"] = heights.tolist()
    return made


def loudest(report: Scored) -> list[tuple[int, int]]:
    """Return the dyads with most weeks of coercion in the span, most first, no pair twice."""
    found = report.found
    came = found.came[:, found.horizons.index(1)]
    weeks = (came >= int(setting("run.rung_coercion"))).sum(axis=0)
    chosen: list[tuple[int, int]] = []
    for place in np.argsort(-weeks, axis=None, kind="stable"):
        i, j = (int(part) for part in np.unravel_index(place, weeks.shape))
        if i != j and (j, i) not in chosen and len(chosen) < DYADS_SHOWN:
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
