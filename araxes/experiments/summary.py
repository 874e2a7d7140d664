"""Means over cells with intervals from resampling whole shocks: the cells of a shock share their weeks, so they stay together.

The Monte Carlo error beside a mean is that of the simulation alone, and far smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from araxes.array_types import Flags, Floats
from araxes.experiments.cells import MEASURES, Scored
from araxes.inputs.settings import setting
from araxes.results.resample import interval, picks


class Figure(NamedTuple):
    """A mean over cells.

    Attributes
    ----------
    value, low, high : float
        With an interval from resampling shocks; nan where fewer than two shocks count.
    error : float
        Monte Carlo error, a standard deviation.
    """

    value: float
    low: float
    high: float
    error: float


NONE = Figure(*[float("nan")] * len(Figure._fields))


@dataclass(frozen=True)
class Cells:
    """All cells of all variants.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a cell and variant, as `araxes.experiments.cells` gives it.
    total, count : dict of str to ndarray, shape (rows,)
        By measure.
    parts : dict of str to ndarray, shape (rows, draws)
    seed : int
    """

    table: pd.DataFrame
    total: dict[str, Floats]
    count: dict[str, Floats]
    parts: dict[str, Floats]
    seed: int

    @classmethod
    def of(cls, found: Sequence[Scored], seed: int) -> Cells:
        """Return cells that were scored one by one."""
        draws = max(np.size(one.parts) for scored in found for one in scored.sums.values())
        total, count, parts = {}, {}, {}
        for measure in MEASURES:
            sums = [scored.sums[measure] for scored in found]
            total[measure] = np.array([one.total for one in sums])
            count[measure] = np.array([one.number for one in sums], dtype=np.float64)
            parts[measure] = np.stack([np.broadcast_to(one.parts, (draws,)) for one in sums])
        return cls(pd.DataFrame([scored.row for scored in found]), total, count, parts, seed)

    def mean(self, measure: str, rows: Flags, less: tuple[str, Flags] | None = None) -> Figure:
        """Return the mean of a measure over some rows.

        Parameters
        ----------
        measure : str
        rows : ndarray of bool, shape (rows,)
        less : tuple of str and ndarray of bool, optional
            A measure and rows whose mean is taken off, on the same resamples: of the same cells, for the two to be of the same shocks.
        """
        sums = self._by_shock(measure, rows)
        if not len(sums):
            return NONE
        error = self._error(measure, rows)
        if less is None:
            return self._figure(sums[:, 0], sums[:, 1], error)
        other = self._by_shock(*less)
        parts = self._parts(measure, rows) - self._parts(*less)
        return self._figure(sums[:, 0] - other[:, 0], sums[:, 1], _error_of(parts))

    def ratio(self, measure: str, below: str, rows: Flags) -> Figure:
        """Return the mean of a measure over that of another, both over the same rows."""
        above, under = self._by_shock(measure, rows), self._by_shock(below, rows)
        if not len(above):
            return NONE
        value = float(_over(above[:, 0].sum(), under[:, 0].sum()))
        base = self.mean(below, rows).value
        error = _error_of(_over(self._parts(measure, rows) - value * self._parts(below, rows), base))
        if len(above) < 2:
            return Figure(value, np.nan, np.nan, error)
        taken = self._picks(len(above))
        tail = (1 - setting("compare.level")) * 0.5
        low, high = np.quantile(_over(taken @ above[:, 0], taken @ under[:, 0]), [tail, 1 - tail])
        return Figure(value, float(low), float(high), error)

    def cells(self, measure: str, rows: Flags) -> int:
        """Return how many of some rows count for a measure."""
        return int((self.count[measure][rows] > 0).sum())

    def _by_shock(self, measure: str, rows: Flags) -> Floats:
        """Return total and count of each shock that counts, shape (shocks, 2)."""
        some = rows & (self.count[measure] > 0)
        sums = pd.DataFrame({"total": self.total[measure][some], "count": self.count[measure][some]})
        return np.asarray(sums.groupby(self.table["shock"][some].to_numpy(), sort=False).sum(), dtype=np.float64)

    def _figure(self, total: Floats, count: Floats, error: float) -> Figure:
        """Return the mean of sums by shock with its interval."""
        found = interval(count.astype(np.int64), total, self._picks(len(total)))
        low, high = (float(end) if len(total) >= 2 else float("nan") for end in (found.low, found.high))
        return Figure(float(found.mean), low, high, error)

    def _picks(self, shocks: int) -> Floats:
        """Return how often each shock is taken in each resample."""
        return picks(np.ones(shocks, dtype=np.int64), int(setting("compare.resamples")), self.seed)

    def _parts(self, measure: str, rows: Flags) -> Floats:
        """Return what each draw adds to the mean of a measure, shape (draws,)."""
        return np.asarray(self.parts[measure][rows].sum(axis=0) / self.count[measure][rows].sum())

    def _error(self, measure: str, rows: Flags) -> float:
        """Return the Monte Carlo error of the mean of a measure."""
        return _error_of(self._parts(measure, rows))


def _error_of(parts: Floats) -> float:
    """Return the standard error of the mean of independent parts; nan for a single draw."""
    return float(parts.std(ddof=1) / np.sqrt(len(parts))) if len(parts) > 1 else float("nan")


def _over(above: ArrayLike, below: ArrayLike) -> Floats:
    """Return a ratio; nan where it is of nothing."""
    under = np.asarray(below, dtype=np.float64)
    return np.asarray(np.asarray(above) / np.where(under == 0, np.nan, under))
