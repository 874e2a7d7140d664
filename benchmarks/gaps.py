"""What is left of a surprise after a gap in a record.

    python benchmarks/gaps.py icews_core.csv

A surprise is 1 for a hostile act and 0 for any other, minus the chance that the habit of its dyad gave it. Printed are slopes of later
surprises on what surprised in a pair lately (both halves, faded as alarm is): over every gap of the record, where the first observed weeks
count, and some weeks later in the embedded record, which has no gaps. A slope of 0 over gaps means that what surprised before one says
nothing after it. Standard errors are over blocks: pairs and gaps, or spans of weeks.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.estimation.likelihood import past_given, record_weeks
from araxes.inputs.constants import constants
from araxes.inputs.parameters import setting
from araxes.inputs.region import RegionFiles, read_region
from araxes.records.history import History, read_history
from araxes.records.record import read_record
from araxes.records.replay import luck_of_record
from araxes.rules.arrays import TermWeights, exchange_halves
from araxes.rules.memory import UNOBSERVED

FIRST_WEEKS = 4
LAGS = (1, 2, 3, 4, 8, 13, 26)
BLOCK = 8
Table = NDArray[np.float64]


class Surprises(NamedTuple):
    """Surprises of a record; its shapes are (weeks, dyads).

    Attributes
    ----------
    each : ndarray
        nan where nothing is known.
    lately : ndarray
        Of both halves, faded, at the end of every week.
    pair : ndarray of int, shape (dyads,)
        The pair to which a dyad belongs.
    """

    each: Table
    lately: Table
    pair: NDArray[np.int64]


def surprises(history: History, region: RegionFiles) -> Surprises:
    """Return the surprises of a record, no push."""
    past, rules = past_given(record_weeks(history, region, history.next_start), region), constants(region)
    n = past.acts.shape[-1]
    friendly = luck_of_record(past, rules, TermWeights(*[np.zeros(n)] * len(TermWeights._fields))).friendly
    each = np.where(past.acts == UNOBSERVED, np.nan, (past.acts > rules.quiet) - (1 - friendly))
    lately = [np.zeros((n, n))]
    for week in np.nan_to_num(each):
        lately.append(rules.keep.alarm * lately[-1] + week + exchange_halves(week))
    i, j = np.nonzero(~np.eye(n, dtype=bool))
    return Surprises(each[:, i, j], np.array(lately[1:])[:, i, j], np.minimum(i, j) * n + np.maximum(i, j))


def across(found: Surprises) -> None:
    """Print how far surprises before a gap forecast those of the first weeks after it."""
    known = ~np.isnan(found.each).all(axis=1)
    befores, afters = [], []
    for week in np.flatnonzero(~known[1:] & known[:-1]) + 1:
        seen = np.flatnonzero(known[week:])
        if not len(seen) or seen[0] < setting("record.silent_weeks"):
            continue
        befores.append(found.lately[week - 1])
        afters.append(np.nanmean(found.each[week + seen[:FIRST_WEEKS]], axis=0))
        print(f"gap of {seen[0]} weeks, after {week} weeks of the record")
    if befores:
        blocks = np.concatenate([found.pair + place * (found.pair.max() + 1) for place in range(len(befores))])
        slope = slope_of(np.concatenate(befores), np.concatenate(afters), blocks)
        print(f"{len(blocks)} dyads over gaps: slope {slope[0]:.2f} ({slope[1]:.2f})")
    else:
        print("No gap that is long enough.")


def within(found: Surprises) -> None:
    """Print the slope of later surprises on those of a week in a record without gaps."""
    for lag in LAGS:
        x, y = found.lately[:-lag], found.each[lag:]
        blocks = np.repeat(np.arange(len(x)) // BLOCK, x.shape[1])
        slope = slope_of(x.ravel(), y.ravel(), blocks)
        print(f"{lag} weeks later: slope {slope[0]:.2f} ({slope[1]:.2f})")


def slope_of(x: Table, y: Table, blocks: NDArray[np.int64]) -> tuple[float, float]:
    """Return the slope of y on x through the origin, and its standard error over blocks; nan in y is left out. Shapes (cases,)."""
    kept = ~np.isnan(y)
    x, y, blocks = x[kept], y[kept], blocks[kept]
    slope = float((x * y).sum() / (x * x).sum())
    score = np.bincount(blocks, weights=x * (y - slope * x))
    return slope, float(np.sqrt((score**2).sum()) / (x * x).sum())


def main() -> int:
    """Print both reports; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path, help="a record with gaps")
    region = read_region()
    across(surprises(read_record(parser.parse_args().record, region).history, region))
    within(surprises(read_history(region), region))
    return 0


if __name__ == "__main__":
    sys.exit(main())
