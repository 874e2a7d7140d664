"""Tests of equal skill: Diebold and Mariano's with the correction of Harvey, Leybourne and Newbold, and the model confidence set.

    DM = sqrt((n + 1 - 2h + h (h - 1) / n) / n)  mean(d) / sqrt(V / n),      V = c_0 + 2 sum over l < h of c_l

d is the weekly difference of two scores, c_l its autocovariance between weeks l apart. The first test is of two forecasters chosen
beforehand; the set (Hansen, Lunde and Nason 2011) says which of many cannot be told from the best.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.forecasting.skill import block_length
from araxes.inputs.settings import setting


class EqualSkill(NamedTuple):
    """A test of equal skill: the statistic (positive where the second score is larger, so the first forecaster better) and its p-value."""

    statistic: float
    p_value: float


def diebold_mariano(score: Floats, reference: Floats, weeks: Whole, horizon: int) -> EqualSkill:
    """Return the test that two forecasters are equally good.

    Parameters
    ----------
    score, reference : ndarray of float, shape (weeks,)
        Of each scored week.
    weeks : ndarray of int, shape (weeks,)
        Absolute numbers of those weeks, ascending: no autocovariance is taken across a gap.
    horizon : int

    Returns
    -------
    EqualSkill
        Two-sided, Student's t with n - 1 degrees of freedom; nan where fewer than two blocks of weeks or no difference.
    """
    from scipy.stats import t

    d, n = reference - score, len(score)
    correction = n + 1 - 2 * horizon + horizon * (horizon - 1) / n if n else 0
    if n < 2 * block_length(horizon) or correction <= 0:
        return EqualSkill(np.nan, np.nan)
    variance = long_run_variance(d, weeks, horizon)
    if variance <= 0:
        return EqualSkill(np.nan, np.nan)
    statistic = float(d.mean() / np.sqrt(variance / n) * np.sqrt(correction / n))
    return EqualSkill(statistic, float(2 * t.sf(abs(statistic), n - 1)))


def long_run_variance(d: Floats, weeks: Whole, horizon: int) -> float:
    """Return V; where the plain sum is not positive, that with weights falling over the lags (Bartlett's), which never is negative."""
    span = np.full(int(weeks[-1] - weeks[0]) + 1, np.nan)
    span[weeks - weeks[0]] = d - d.mean()
    lags = [np.nansum(span[lag:] * span[: len(span) - lag]) / len(d) for lag in range(min(horizon, len(span)))]
    plain = lags[0] + 2 * sum(lags[1:])
    if plain > 0:
        return float(plain)
    return float(lags[0] + 2 * sum((1 - lag / horizon) * lags[lag] for lag in range(1, len(lags))))


def confidence_set(scores: dict[str, Floats], horizon: int, seed: int = 1) -> dict[str, float] | None:
    """Return the p-value of every forecaster in the model confidence set; those above the set's size cannot be told from the best.

    Parameters
    ----------
    scores : dict of str to ndarray of float, shape (weeks,)
    horizon : int
    seed : int

    Returns
    -------
    dict of str to float, or None
        None where arch is not installed (`pip install araxes[hindcast]`) or fewer than two blocks of weeks were scored.
    """
    import pandas as pd

    twin = {name: next(other for other in scores if np.array_equal(scores[other], scores[name])) for name in scores}
    length, table = block_length(horizon), pd.DataFrame({name: scores[name] for name in dict.fromkeys(twin.values())})
    if len(table) < 2 * length:
        return None
    if len(table.columns) == 1:
        return dict.fromkeys(scores, 1.0)
    try:
        from arch.bootstrap import MCS
    except ImportError:
        return None
    found = MCS(
        table, setting("hindcast.set_size"), reps=int(setting("hindcast.resamples")), block_size=length,
        method="R", bootstrap="moving block", seed=seed,
    )  # fmt: skip
    found.compute()
    values = found.pvalues["Pvalue"]
    return {name: float(values[twin[name]]) for name in scores}
