"""Skill: the score of a forecaster against that of another, with an interval from resampling whole weeks.

    skill = 1 - sum of scores / sum of the reference's scores          a ratio of totals, never a mean of ratios
    gain  = mean of (reference's score - score)                        in the score's own unit

All dyads of a week stay together, and weeks are taken in blocks of at least four, or of the horizon where that is longer, because weeks
near each other are alike and forecasts of overlapping spans err together (moving blocks, Kuensch 1989).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.engines.draws import generator
from araxes.inputs.settings import setting


class Measure(NamedTuple):
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


def picks(n_weeks: int, horizon: int, seed: int = 1) -> Floats | None:
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


def _between(value: float, resampled: Floats | None) -> Measure:
    """Return a figure with the percentiles of its resamples."""
    if resampled is None:
        return Measure(value, np.nan, np.nan)
    tail = (1 - setting("compare.level")) * 0.5
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return Measure(value, float(low), float(high))


def skill(score: Floats, reference: Floats, horizon: int, seed: int = 1) -> Measure:
    """Return the skill against a reference.

    Parameters
    ----------
    score, reference : ndarray of float, shape (weeks,)
        Sums of scores over whatever was scored that week, in the order of the weeks.
    horizon : int
    seed : int
    """
    if not len(score) or reference.sum() == 0:
        return Measure(np.nan, np.nan, np.nan)
    taken = picks(len(score), horizon, seed)
    found = None if taken is None else ratio(taken @ score, taken @ reference)
    return _between(float(1 - score.sum() / reference.sum()), found)


def ratio(score: Floats, reference: Floats) -> Floats:
    """Return 1 - score / reference, 0 where the reference is 0."""
    return np.asarray(np.where(reference > 0, 1 - score / np.where(reference > 0, reference, 1), 0))


def gain(score: Floats, reference: Floats, horizon: int, count: Floats | None = None, seed: int = 1) -> Measure:
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
        return Measure(np.nan, np.nan, np.nan)
    number = np.ones(len(score)) if count is None else count
    taken = picks(len(score), horizon, seed)
    better = reference - score
    found = None if taken is None else (taken @ better) / np.maximum(taken @ number, 1)
    return _between(float(better.sum() / number.sum()), found)


def skill_difference(score: Floats, other: Floats, reference: Floats, horizon: int, seed: int = 1) -> Measure:
    """Return by how much the skill against a reference exceeds that of another forecaster; arguments as for `skill`."""
    if not len(score) or reference.sum() == 0:
        return Measure(np.nan, np.nan, np.nan)
    taken, better = picks(len(score), horizon, seed), other - score
    found = None
    if taken is not None:
        total = taken @ reference
        found = np.where(total > 0, taken @ better / np.where(total > 0, total, 1), 0)
    return _between(float(better.sum() / reference.sum()), found)
