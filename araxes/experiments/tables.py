"""Tables of natural experiments: gains, excess of hostile weeks, answers in the week of a shock, bands, terms, what is known to fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from araxes.array_types import Flags
from araxes.experiments.cells import ANSWER, ANSWERED, FORESEEN, GAIN, GAIN_HOSTILE, INSIDE, OBSERVED
from araxes.experiments.shock import ACT, LESS, MORE, PLACEBO, QUIETER
from araxes.experiments.summary import NONE, Cells, Figure
from araxes.experiments.variants import HABIT, HINDSIGHT, KNOWN
from araxes.inputs.settings import setting

VARIANTS = (KNOWN, HABIT, HINDSIGHT)
REACTING, PLACEBOS = "reacting", "placebo"


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
        acts = (self.table["kind"] == ACT).to_numpy()
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


def known_failures(excess: pd.DataFrame) -> pd.DataFrame:
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
