"""Scores, skill with intervals, and tests of equal skill.

Skill: the score of a forecaster against that of another, with an interval from resampling whole weeks.

    skill = 1 - sum of scores / sum of the reference's scores          a ratio of totals, never a mean of ratios
    gain  = mean of (reference's score - score)                        in the score's own unit

All dyads of a week stay together, and weeks are taken in blocks of at least four, or of the horizon where that is longer, because weeks
near each other are alike and forecasts of overlapping spans err together (moving blocks, Kuensch 1989).

Scores: how good a forecast was, once what came is known. Smaller is better everywhere.

    RPS   = sum over k < K-1 of (F_k - 1{y <= k})^2          chances of ordered rungs, F their cumulative sum
    log   = -log p_y                                          nats
    Brier = (p - 1{event})^2
    CRPS  = E|X - y| - E|X - X'| / 2                          samples X of a number
    energy = E||X - y|| - E||X - X'|| / 2                     samples X of many numbers at once (Gneiting and Raftery 2007)

All take arrays and score along the last axis or axes; nan where nothing was observed.

Tests of equal skill: Diebold and Mariano's with the correction of Harvey, Leybourne and Newbold, and the model confidence set.

    DM = sqrt((n + 1 - 2h + h (h - 1) / n) / n)  mean(d) / sqrt(V / n),      V = c_0 + 2 sum over l < h of c_l

d is the weekly difference of two scores, c_l its autocovariance between weeks l apart. The first test is of two forecasters chosen
beforehand; the set (Hansen, Lunde and Nason 2011) says which of many cannot be told from the best.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from araxes.array_types import Floats, Whole
from araxes.display import show_card
from araxes.engines.draws import generator
from araxes.inputs.parameters import setting
from araxes.rules.memory import UNOBSERVED


@show_card
class SkillMeasure(NamedTuple):
    """A figure and its interval; the ends are nan where too few weeks were scored."""

    value: float
    low: float
    high: float

    @property
    def above_zero(self) -> bool:
        """Return whether the whole interval lies above zero."""
        return self.low > 0


def block_length(horizon: int) -> int:
    """Return the length of the blocks for a horizon, in weeks."""
    return max(int(setting("hindcast.block")), horizon)


def week_picks(n_weeks: int, horizon: int, seed: int = 1) -> Floats | None:
    """Return how often each week is taken in each resample.

    Parameters
    ----------
    n_weeks : int
        Weeks scored, in order.
    horizon : int
        Decides the length of the blocks.
    seed : int

    Returns
    -------
    ndarray of float, shape (resamples, weeks), or None
        None where fewer than two blocks fit: nothing can be said about the error.
    """
    length = block_length(horizon)
    if n_weeks < 2 * length:
        return None
    draw = generator(seed, "hindcast", "blocks", str(n_weeks), str(length))
    blocks = -(-n_weeks // length)
    starts = draw.integers(0, n_weeks - length + 1, size=(int(setting("hindcast.resamples")), blocks))
    weeks = (starts[..., None] + np.arange(length)).reshape(len(starts), -1)[:, :n_weeks]
    taken = np.zeros((len(starts), n_weeks))
    np.add.at(taken, (np.arange(len(starts))[:, None], weeks), 1)
    return taken


def _between(value: float, resampled: Floats | None) -> SkillMeasure:
    """Return a figure with the percentiles of its resamples."""
    if resampled is None:
        return SkillMeasure(value, np.nan, np.nan)
    tail = (1 - setting("compare.level")) * 0.5
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return SkillMeasure(value, float(low), float(high))


def skill(score: Floats, reference: Floats, horizon: int, seed: int = 1) -> SkillMeasure:
    """Return the skill against a reference.

    Parameters
    ----------
    score, reference : ndarray of float, shape (weeks,)
        Sums of scores over whatever was scored that week, in the order of the weeks.
    horizon : int
    seed : int
    """
    if not len(score) or reference.sum() == 0:
        return SkillMeasure(np.nan, np.nan, np.nan)
    taken = week_picks(len(score), horizon, seed)
    found = None if taken is None else ratio(taken @ score, taken @ reference)
    return _between(float(1 - score.sum() / reference.sum()), found)


def ratio(score: Floats, reference: Floats) -> Floats:
    """Return 1 - score / reference, 0 where the reference is 0."""
    return np.asarray(np.where(reference > 0, 1 - score / np.where(reference > 0, reference, 1), 0))


def gain(score: Floats, reference: Floats, horizon: int, count: Floats | None = None, seed: int = 1) -> SkillMeasure:
    """Return the mean by which a score is smaller than the reference's.

    Parameters
    ----------
    score, reference : ndarray of float, shape (weeks,)
        Sums of scores over whatever was scored that week.
    horizon : int
    count : ndarray of float, shape (weeks,), optional
        How much was scored each week; 1 if not given, so that the gain is that of a week.
    seed : int
    """
    if not len(score):
        return SkillMeasure(np.nan, np.nan, np.nan)
    number = np.ones(len(score)) if count is None else count
    taken = week_picks(len(score), horizon, seed)
    better = reference - score
    found = None if taken is None else (taken @ better) / np.maximum(taken @ number, 1)
    return _between(float(better.sum() / number.sum()), found)


def skill_difference(score: Floats, other: Floats, reference: Floats, horizon: int, seed: int = 1) -> SkillMeasure:
    """Return by how much the skill against a reference exceeds that of another forecaster; arguments as for `skill`."""
    if not len(score) or reference.sum() == 0:
        return SkillMeasure(np.nan, np.nan, np.nan)
    taken, better = week_picks(len(score), horizon, seed), other - score
    found = None
    if taken is not None:
        total = taken @ reference
        found = np.where(total > 0, taken @ better / np.where(total > 0, total, 1), 0)
    return _between(float(better.sum() / reference.sum()), found)


def rps(chance: Floats, rung: NDArray[np.integer]) -> Floats:
    """Return the ranked probability score.

    Parameters
    ----------
    chance : ndarray of float, shape (..., rungs)
    rung : ndarray of int, shape (...)
        What came; -1 where nothing is known.

    Returns
    -------
    ndarray of float, shape (...)
    """
    steps = np.arange(chance.shape[-1] - 1)
    below = chance.cumsum(axis=-1)[..., :-1]
    score = ((below - (np.asarray(rung)[..., None] <= steps)) ** 2).sum(axis=-1)
    return np.asarray(np.where(rung == UNOBSERVED, np.nan, score))


def log_score(chance: Floats, rung: NDArray[np.integer]) -> Floats:
    """Return the logarithmic score in nats; arguments and result as for `rps`. Infinite where what came had no chance."""
    at = np.maximum(rung, 0)[..., None]
    given = np.take_along_axis(chance, at, axis=-1)[..., 0]
    score = np.where(given > 0, -np.log(np.where(given > 0, given, 1)), np.inf)
    return np.asarray(np.where(rung == UNOBSERVED, np.nan, score))


def brier(chance: ArrayLike, event: ArrayLike) -> Floats:
    """Return the Brier score of the chance of an event; `event` is 0, 1, or nan where not known."""
    return np.asarray((np.asarray(chance) - np.asarray(event, dtype=np.float64)) ** 2)


def sample_crps(samples: Floats, came: ArrayLike) -> Floats:
    """Return the continuous ranked probability score of samples.

    Parameters
    ----------
    samples : ndarray of float, shape (..., samples)
    came : array_like of float, shape (...)

    Returns
    -------
    ndarray of float, shape (...)
    """
    ordered, n = np.sort(samples, axis=-1), samples.shape[-1]
    error = np.abs(samples - np.asarray(came)[..., None]).mean(axis=-1)
    rank = (np.arange(n) + np.arange(n) + 1 - n) / (n * n)  # the mean of |X - X'| over all pairs, from ranks
    return np.asarray(error - (ordered * rank).sum(axis=-1))


def crps_of_chances(chance: Floats, rung: NDArray[np.integer], values: Floats) -> Floats:
    """Return the continuous ranked probability score of a number that takes one of a few values.

    Parameters
    ----------
    chance : ndarray of float, shape (..., rungs)
    rung : ndarray of int, shape (...)
        What came; -1 where nothing is known.
    values : ndarray of float, shape (rungs,)
        The number at each rung, not falling.

    Returns
    -------
    ndarray of float, shape (...)
        In the unit of `values`; nan where nothing is known.
    """
    steps = np.arange(chance.shape[-1] - 1)
    error = (chance.cumsum(axis=-1)[..., :-1] - (np.asarray(rung)[..., None] <= steps)) ** 2
    return np.asarray(np.where(rung == UNOBSERVED, np.nan, (error * np.diff(values)).sum(axis=-1)))


def energy(samples: Floats, came: Floats) -> Floats:
    """Return the energy score of samples of many numbers at once.

    Parameters
    ----------
    samples : ndarray of float, shape (..., samples, numbers)
    came : ndarray of float, shape (..., numbers)

    Returns
    -------
    ndarray of float, shape (...)
    """
    from scipy.spatial.distance import pdist

    error = np.linalg.norm(samples - came[..., None, :], axis=-1).mean(axis=-1)
    n, flat = samples.shape[-2], samples.reshape(-1, *samples.shape[-2:])
    spread = np.array([pdist(one).sum() for one in flat]).reshape(error.shape) / (n * n)  # each pair stands for two
    return np.asarray(error - spread)


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
