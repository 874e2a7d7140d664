"""Calibration: whether what is said to have a chance of one in three happens one time in three.

Reliability by isotonic regression (CORP: Dimitriadis, Gneiting and Jordan 2021): the recalibrated chance is the best rising function of the
forecast, found without bins. The mean Brier score is then miscalibration - discrimination + uncertainty, exactly.

The probability integral transform of a rung is spread over (F(y-1), F(y)] and not drawn at random (Czado, Gneiting and Held 2009): the
histogram of calibrated forecasts is flat.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats
from araxes.engines.draws import generator
from araxes.inputs.settings import setting
from araxes.rules.remember import UNOBSERVED


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


def rising(value: Floats, weight: Floats) -> Floats:
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
    better = rising(share, count.astype(np.float64))
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
        drawn.append(rising(np.bincount(place.ravel(), weights=event, minlength=len(values)) / weight, weight))
    tail = (1 - level) * 0.5
    low, high = np.quantile(np.stack(drawn), [tail, 1 - tail], axis=0)
    return np.asarray(low), np.asarray(high)


def transform(chance: Floats, rung: NDArray[np.integer], bins: int | None = None) -> Floats:
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
