"""Credible intervals of a mean over replicates: what it would be under the weights and judged values that are held possible.

The replicates of a parameter draw share its weights and judged values. Means of draws differ by these, and by the luck that is left in
them. What luck accounts for is known from how single replicates differ, and is taken off; what remains is the doubt that more replicates
do not lessen. The error of the mean, which they do lessen, comes on top.

Intervals of a mean by resampling whole pieces that are independent of each other: natural experiments, or weeks that are scored.

All that is needed of a piece is how many values it has and their sum. Ranks, for correlations of these.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.display import show_card
from araxes.engines.draws import generator
from araxes.inputs.parameters import setting


@show_card
class Credible(NamedTuple):
    """A mean and how sure it is, arrays of one shape.

    Attributes
    ----------
    mean : ndarray of float
    low, high : ndarray of float
        Ends of the interval, nan where one replicate says nothing about its own error.
    sure : ndarray of float
        Chance that the sign is that of the mean, in [0.5, 1]; 1 where nothing varies.
    error : ndarray of float
        Standard error of the mean: what the number of replicates leaves open.
    """

    mean: Floats
    low: Floats
    high: Floats
    sure: Floats
    error: Floats


def credible(
    count: Whole, total: Floats, variance: Floats, *, known: bool = False, level: float | None = None
) -> Credible:
    """Return the mean over replicates with its credible interval, a normal one.

    Parameters
    ----------
    count : ndarray of int, shape (draws,)
        Replicates of each parameter draw.
    total : ndarray of float, shape (draws, ...)
        Sums over the replicates of each draw.
    variance : ndarray of float, shape (...)
        Of single replicates.
    known : bool
        Whether weights and judged values are held at their means: the interval then holds the error of the mean alone. So it does where
        a draw has one replicate only, since luck cannot be told from the rest.
    level : float, optional
        Coverage of the interval; `compare.level` where not given.
    """
    seen, number = count > 0, int(count.sum())
    means = total[seen] / count[seen].reshape(-1, *[1] * (total.ndim - 1))
    mean = np.asarray(total.sum(axis=0) / number)
    if number == 1:
        unknown = np.full_like(mean, np.nan)
        return Credible(mean, unknown, unknown, unknown, unknown)
    few = float((1 / count[seen]).mean())
    spread = np.asarray(means.var(axis=0, ddof=1)) if len(means) > 1 else variance * few
    told = not known and told_from_luck(count)
    between = variance_between(spread, variance, few, len(means)) if told else 0.0
    error = np.sqrt(spread / len(means))
    deviation = np.sqrt(between + error**2)
    wide = NormalDist().inv_cdf(1 - (1 - (setting("compare.level") if level is None else level)) * 0.5)
    return Credible(mean, mean - wide * deviation, mean + wide * deviation, sureness(mean, deviation), error)


def told_from_luck(count: Whole) -> bool:
    """Return whether what draws differ by can be told from luck: two draws or more, and two replicates or more of each.

    Parameters
    ----------
    count : ndarray of int, shape (draws,)
        Replicates of each draw; those without any are left out.
    """
    seen = count[count > 0]
    return bool(len(seen) > 1 and seen.min() > 1)


def variance_between(spread: Floats, variance: Floats, few: float, draws: int) -> Floats:
    """Return the variance of what the means of draws would be without luck.

    Of one cell it is known badly where luck is most of it. Cells that were simulated together (dyads, or weeks) have much of their doubt in
    common: the share that is not luck is drawn towards that of all cells, the more so the less the cells differ beyond what luck explains
    (empirical Bayes by moments: Morris 1983).

    Parameters
    ----------
    spread, variance : ndarray of float, one shape
        Variance of the means of draws, and of single replicates.
    few : float
        Mean over draws of 1 / replicates, below 1.
    draws : int
    """
    varied = variance > 0
    if not varied.any():
        return np.zeros_like(variance)
    of_means = spread[varied] / variance[varied]
    share = (of_means - few) / (1 - few)
    noise = 2 / (draws - 1) * (of_means / (1 - few)) ** 2
    common = (share * variance[varied]).sum() / variance[varied].sum()
    differ = max(float(((share - common) ** 2 - noise).mean()), 0.0)
    own = np.divide(
        differ, differ + noise, out=np.zeros_like(noise), where=noise > 0
    )  # means that coincide tell nothing of their own
    drawn = common + own * (share - common)
    out = np.zeros_like(variance)
    out[varied] = np.maximum(drawn, 0) * variance[varied]
    return out


def sureness(mean: Floats, deviation: Floats) -> Floats:
    """Return the chance that the sign is that of the mean, arrays of one shape; 1 where the deviation is 0."""
    away = np.divide(np.abs(mean), deviation, out=np.full_like(mean, np.inf), where=deviation > 0)
    return np.asarray(np.vectorize(NormalDist().cdf, otypes=[np.float64])(away))


def credible_chance(count: Whole, hits: Whole, *, known: bool = False) -> Credible:
    """Return a chance with its credible interval, never certain; `hits` are the replicates of each draw in which it came, (draws, ...).

    What was never seen, or always, ends at the exact one-sided bound 1 - (1 - level)^(1 / replicates), about 3 / replicates at 95 %.
    """
    number = int(count.sum())
    share = hits.sum(axis=0) / number
    found = credible(count, hits.astype(np.float64), share * (1 - share), known=known)
    bound = never_seen(number)
    low = np.where(share == 1, 1 - bound, np.clip(np.nan_to_num(found.low, nan=0), 0, 1))
    high = np.where(share == 0, bound, np.clip(np.nan_to_num(found.high, nan=1), 0, 1))
    return found._replace(low=low, high=high)


def never_seen(replicates: int) -> float:
    """Return the highest chance of what came in none of some replicates: the exact one-sided bound at `compare.level`."""
    return float(1 - (1 - setting("compare.level")) ** (1 / replicates))


@show_card
class Interval(NamedTuple):
    """A mean with the interval of the mean, arrays of one shape."""

    mean: Floats
    low: Floats
    high: Floats


def piece_picks(count: Whole, resamples: int, seed: int) -> Floats:
    """Return how often each piece is taken in each resample.

    Parameters
    ----------
    count : ndarray of int, shape (pieces,)
        Values of each piece; pieces without any are never taken.
    resamples : int
    seed : int

    Returns
    -------
    ndarray of float, shape (resamples, pieces)
    """
    seen = count > 0
    taken = np.zeros((resamples, len(count)))
    even = np.full(int(seen.sum()), 1 / seen.sum())
    taken[:, seen] = generator(seed, "resample").multinomial(len(even), even, size=resamples)
    return taken


def percentile_interval(count: Whole, total: Floats, taken: Floats, level: float | None = None) -> Interval:
    """Return the mean over all values and its percentile interval.

    Parameters
    ----------
    count : ndarray of int, shape (pieces,)
        Values of each piece.
    total : ndarray of float, shape (pieces, ...)
        Sums over the values of each piece.
    taken : ndarray of float, shape (resamples, pieces)
        From `piece_picks`.
    level : float, optional
        Coverage of the interval (that of `params/settings.toml`).

    Returns
    -------
    Interval
        Its ends are nan where there is one value only, which says nothing about its own error.
    """
    shape, flat = total.shape[1:], total.reshape(len(total), -1)
    means = (taken @ flat) / (taken @ count)[:, None]
    tail = (1 - (setting("compare.level") if level is None else level)) * 0.5
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    if count.sum() == 1:
        low, high = np.full_like(low, np.nan), np.full_like(high, np.nan)
    mean = flat.sum(axis=0) / count.sum()
    return Interval(mean.reshape(shape), low.reshape(shape), high.reshape(shape))


def ranks(values: Floats) -> Floats:
    """Return the rank of each value, equal ones with the mean of theirs; shape (values,)."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(times) - (times - 1) * 0.5)[place])
