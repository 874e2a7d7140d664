"""Tables of natural experiments: gains, excess of hostile weeks, answers in the week of a shock, bands, terms, what is known to fail.

Means over cells with intervals from resampling whole shocks: the cells of a shock share their weeks, so they stay together.

The Monte Carlo error beside a mean is that of the simulation alone, and far smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from araxes.array_types import Flags, Floats
from araxes.display import show_card
from araxes.experiments.cells import (
    ANSWER,
    ANSWERED,
    FORESEEN,
    GAIN,
    GAIN_HOSTILE,
    HABIT,
    HINDSIGHT,
    INSIDE,
    KNOWN,
    MEASURES,
    OBSERVED,
    ScoredCell,
)
from araxes.experiments.shock import LESS, MORE, PLACEBO, QUIETER, SHOCK_ACT
from araxes.inputs.parameters import setting
from araxes.results.intervals import percentile_interval, piece_picks

VARIANTS = (KNOWN, HABIT, HINDSIGHT)
REACTING, PLACEBOS = "reacting", "placebo"


@show_card
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


@show_card
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
    def of(cls, found: Sequence[ScoredCell], seed: int) -> Cells:
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
        found = percentile_interval(count.astype(np.int64), total, self._picks(len(total)))
        low, high = (float(end) if len(total) >= 2 else float("nan") for end in (found.low, found.high))
        return Figure(float(found.mean), low, high, error)

    def _picks(self, shocks: int) -> Floats:
        """Return how often each shock is taken in each resample."""
        return piece_picks(np.ones(shocks, dtype=np.int64), int(setting("compare.resamples")), self.seed)

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


@show_card
class Groups:
    """Which cells belong to which group.

    Parameters
    ----------
    cells : Cells
    apart : sequence of str
        Ids of shocks that are left out of every group but the last.
    """

    def __init__(self, cells: Cells, apart: Sequence[str]) -> None:
        self.table, self.apart = cells.table, list(apart)
        reacting = (self.table["sign"] != PLACEBO).to_numpy()
        self.kept = (~self.table["shock"].isin(self.apart)).to_numpy()
        acts = (self.table["kind"] == SHOCK_ACT).to_numpy()
        self.reacting = self.kept & reacting
        self.rows: dict[str, Flags] = {
            REACTING: self.reacting,
            "shocks that are acts": self.reacting & acts,
            "shocks that are values": self.reacting & ~acts,
            "expected more hostile": self.of_sign(MORE),
            "expected less hostile": self.of_sign(LESS),
            "expected quieter": self.of_sign(QUIETER),
            PLACEBOS: self.kept & ~reacting,
        }
        if self.apart:
            self.rows[f"{REACTING}, {', '.join(self.apart)} too"] = reacting
        self.rows = {name: rows for name, rows in self.rows.items() if rows.any()}

    def of_sign(self, sign: str) -> Flags:
        """Return the reacting cells of a sign."""
        return np.asarray(self.reacting & (self.table["sign"] == sign).to_numpy())

    def of(self, variant: str) -> Flags:
        """Return the rows of a variant."""
        return np.asarray((self.table["variant"] == variant).to_numpy())

    def terms(self) -> Iterator[tuple[str, Flags]]:
        """Yield every term with its reacting cells, those with most cells first."""
        for term in self.table["term"][self.reacting].value_counts().index:
            yield str(term), np.asarray(self.reacting & (self.table["term"] == term).to_numpy())


def columns(name: str, found: Figure) -> dict[str, float]:
    """Return a figure as columns of a table."""
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high, f"{name}_error": found.error}


def gain_table(cells: Cells, groups: Groups) -> pd.DataFrame:
    """Return the gain in log score by knowing the shock, nats a dyad-week.

    Returns
    -------
    pandas.DataFrame
        One row a group and variant: cells, shocks, gain (all rungs), gain_hostile ("hostile?" alone), over_habit and over_habit_hostile
        (by which the gain exceeds that with all pushes at 0), each with _low, _high and _error.
    """
    rows = []
    for group, some in groups.rows.items():
        for variant in VARIANTS:
            own, habit = some & groups.of(variant), some & groups.of(HABIT)
            row = {"group": group, "variant": variant, **size(cells, GAIN, own)}
            for name in (GAIN, GAIN_HOSTILE):
                row |= columns(name, cells.mean(name, own))
            for name, measure in (("over_habit", GAIN), ("over_habit_hostile", GAIN_HOSTILE)):
                row |= columns(name, cells.mean(measure, own, (measure, habit)))
            rows.append(row)
    return pd.DataFrame(rows)


def excess_table(cells: Cells, groups: Groups) -> pd.DataFrame:
    """Return the excess of hostile weeks over the same model without the shock, signed by the expectation, a cell.

    Returns
    -------
    pandas.DataFrame
        One row a group and variant: cells, shocks, observed, foreseen, ratio (foreseen over observed; nan for placebos), each with _low,
        _high and _error.
    """
    rows = []
    for group, some in groups.rows.items():
        for variant in VARIANTS:
            own = some & groups.of(variant)
            if cells.cells(OBSERVED, own):
                row = {"group": group, "variant": variant, **size(cells, OBSERVED, own)}
                ratio = NONE if group == PLACEBOS else cells.ratio(FORESEEN, OBSERVED, own)
                rows.append(row | excesses(cells, own) | columns("ratio", ratio))
    return pd.DataFrame(rows)


def term_table(cells: Cells, groups: Groups) -> pd.DataFrame:
    """Return excess and gains of the judged variant by the theory behind the expectation, one row a term."""
    rows = []
    for term, some in groups.terms():
        own = some & groups.of(KNOWN)
        row: dict[str, Any] = {"term": term, **size(cells, GAIN, own), **excesses(cells, own)}
        for name in (GAIN, GAIN_HOSTILE):
            row |= columns(name, cells.mean(name, own))
        rows.append(row)
    return pd.DataFrame(rows)


def answer_table(cells: Cells, groups: Groups) -> pd.DataFrame:
    """Return how often cells expected to be more hostile were so in the shock's own week, and the chance that was given.

    Returns
    -------
    pandas.DataFrame
        One row a kind of cell and variant: cells, shocks, came, chance with _low, _high, _error. Cells whose act of that week the shock
        forces do not count.
    """
    reverse = cells.table["reverse"].to_numpy(dtype=bool)
    rows = []
    for name, some in (
        ("the reverse of a forced hostile act", reverse),
        ("the rest", ~reverse),
        ("all", reverse | ~reverse),
    ):
        for variant in VARIANTS:
            own = groups.of_sign(MORE) & some & groups.of(variant)
            if cells.cells(ANSWER, own):
                row = {"dyad": name, "variant": variant, **size(cells, ANSWER, own)}
                rows.append(
                    row | columns("came", cells.mean(ANSWERED, own)) | columns("chance", cells.mean(ANSWER, own))
                )
    return pd.DataFrame(rows)


def band_table(cells: Cells, groups: Groups) -> pd.DataFrame:
    """Return the share of cells whose hostile weeks lie inside the band that was foreseen, one row a group."""
    rows = []
    for group, some in groups.rows.items():
        own = some & groups.of(KNOWN)
        rows.append({"group": group, **size(cells, INSIDE, own), **columns("inside", cells.mean(INSIDE, own))})
    return pd.DataFrame(rows)


def known_shock_failures(excess: pd.DataFrame) -> pd.DataFrame:
    """Return what is known to fail and whether it does: what, required, found, low, high, holds."""
    rows = excess[(excess["variant"] == KNOWN) & (excess["group"] == REACTING)]
    least, most = setting("shocks.ratio_least"), 1 / setting("shocks.ratio_least")
    return pd.DataFrame(
        [
            {
                "what": f"excess foreseen over excess observed, {row['group']}",
                "required": f"{least:g} to {most:g}",
                "found": row["ratio"],
                "low": row["ratio_low"],
                "high": row["ratio_high"],
                "holds": bool(least <= row["ratio"] <= most),
            }
            for row in rows.to_dict("records")
        ],
        columns=["what", "required", "found", "low", "high", "holds"],
    )


def excesses(cells: Cells, rows: Flags) -> dict[str, float]:
    """Return observed and foreseen excess as columns."""
    return columns(OBSERVED, cells.mean(OBSERVED, rows)) | columns(FORESEEN, cells.mean(FORESEEN, rows))


def size(cells: Cells, measure: str, rows: Flags) -> dict[str, int]:
    """Return how many cells and shocks count for a measure."""
    counted = rows & (cells.count[measure] > 0)
    return {"cells": int(counted.sum()), "shocks": int(cells.table["shock"][counted].nunique())}
