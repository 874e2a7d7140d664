"""Moments: mean, its error and the variance of one replicate, from sums that are added up block by block.

Replicates of one parameter draw share its weights: the error of a mean takes whole draws as its independent pieces (as
`araxes.results.resample` does by resampling), the variance of one replicate holds luck and weights together.
"""

from __future__ import annotations

import numpy as np

from araxes.array_types import Floats


class Moments:
    """Sums over the replicates of a point, added in the order of their numbers.

    Parameters
    ----------
    outcomes : int
    draws : int
        Parameter draws; replicate n uses draw n modulo this.
    alone : bool
        Whether every replicate is independent of every other: weights are not drawn.
    """

    def __init__(self, outcomes: int, draws: int, alone: bool) -> None:
        self.alone = alone
        self.count = np.zeros(draws, dtype=np.int64)
        self.total = np.zeros((draws, outcomes))
        self.square = np.zeros(outcomes)
        self.base: Floats = np.zeros(outcomes)

    def add(self, values: Floats) -> None:
        """Add a block of replicates, at most one a draw, that begins with draw 0; shape (replicates, outcomes)."""
        if not self.count[0]:
            self.base = values[0].copy()  # sums of squares around it lose no digits
        around = values - self.base
        self.count[: len(values)] += 1
        self.total[: len(values)] += around
        self.square += added(around * around)

    def result(self) -> tuple[Floats, Floats, Floats]:
        """Return mean, its standard error, and the variance of one replicate, each of shape (outcomes,); nan where one says nothing."""
        n = int(self.count.sum())
        mean = added(self.total) / n
        unknown = np.full(mean.shape, np.nan)
        if n == 1:
            return self.base + mean, unknown, unknown
        variance = np.maximum(self.square - n * mean * mean, 0) / (n - 1)
        if self.alone:
            return self.base + mean, np.sqrt(variance / n), variance
        draws = int((self.count > 0).sum())
        if draws == 1:
            return self.base + mean, unknown, variance
        off = self.total - self.count[:, None] * mean
        error = np.sqrt(added(off * off) * draws / (draws - 1)) / n
        return self.base + mean, error, variance


def added(rows: Floats) -> Floats:
    """Return rows added up one after the other.

    `sum` adds a single column in another order than several, so that a lone outcome would differ in its last bit.
    """
    return np.asarray(np.cumsum(rows, axis=0)[-1])
