"""What is left of a surprise after a gap in a record.

    python benchmarks/gaps.py icews_core.csv

For every gap of the record the surprise at its beginning, S - L of each dyad, is set beside what followed: the mean hostility of the
first observed weeks minus L. Keeping the surprise over the gap forecasts the one by the other; dropping it forecasts 0. For the
embedded record, which has no gaps, the slope of hostility some weeks later on the surprise is printed, weeks in blocks.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from araxes.history.read import History, read_history
from araxes.history.record import read_record
from araxes.history.replay import Warm, replay
from araxes.history.weekly import gap_weeks, weekly_rungs
from araxes.inputs.region import RegionFiles, read_region
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import Constants, constants

FIRST_WEEKS = 4
LAGS = (1, 2, 3, 4, 8, 13, 26)
BLOCK = 8
Table = NDArray[np.float64]


def main() -> int:
    """Print both reports; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path, help="a record with gaps")
    region = read_region()
    rules = constants(region)
    across(read_record(parser.parse_args().record, region).history, region, rules)
    within(read_history(region), region, rules)
    return 0


def warmed(history: History, region: RegionFiles, rules: Constants, start: datetime.date) -> Warm:
    """Return what a record leaves at a start, where nobody blames anybody."""
    return replay(history, region, rules, start, lambda _date, _actor, _target: 0.0)


def among(region: RegionFiles) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return actor and target of every directed dyad among the states, as indices."""
    states = np.array([list(region.actors).index(code) for code in region.states])
    pairs = np.array([(i, j) for i in states for j in states if i != j])
    return pairs[:, 0], pairs[:, 1]


def across(history: History, region: RegionFiles, rules: Constants) -> None:
    """Print how well kept and dropped surprises forecast the first weeks after each gap."""
    first, rungs = weekly_rungs(history, region, history.next_start)
    unknown = gap_weeks(history, len(rungs))
    dyads, heard = among(region), np.array(rules.hostility)
    befores, afters = [], []
    for week in np.flatnonzero(unknown[1:] & ~unknown[:-1]) + 1:
        seen = np.flatnonzero(~unknown[week:])
        if not len(seen) or seen[0] < setting("record.silent_weeks"):
            continue
        memory = warmed(history, region, rules, first + datetime.timedelta(weeks=int(week))).memory
        norm = np.array(memory.slow)[dyads]
        befores.append(np.array(memory.fast)[dyads] - norm)
        later = rungs[week + seen[:FIRST_WEEKS]][:, dyads[0], dyads[1]]
        afters.append(heard[later].mean(axis=0) - norm)
        print(f"gap of {seen[0]} weeks from {first + datetime.timedelta(weeks=int(week))}")
    before, after = np.concatenate(befores), np.concatenate(afters)
    print(f"{len(before)} dyads over gaps: error of kept surprises {rms(after - before):.3f}, of none {rms(after):.3f}")


def rms(errors: Table) -> float:
    """Return the root of the mean square."""
    return float(np.sqrt((errors**2).mean()))


def within(history: History, region: RegionFiles, rules: Constants) -> None:
    """Print the slope of later hostility on surprise in a record without gaps, with standard errors over blocks of weeks."""
    found = warmed(history, region, rules, history.next_start)
    dyads = among(region)
    heard = np.array(rules.hostility)[found.rungs][:, dyads[0], dyads[1]]
    fast = found.fast[:, dyads[0], dyads[1]]
    slow = np.empty_like(fast)
    norm = (fast[0] - (1 - rules.keep.fast) * heard[0]) / rules.keep.fast  # the norm before the first week
    for week, row in enumerate(heard):
        norm = rules.keep.slow * norm + (1 - rules.keep.slow) * row
        slow[week] = norm
    surprise = fast - slow
    for lag in LAGS:
        x, y = surprise[:-lag], heard[lag:] - slow[:-lag]
        slope = float((x * y).sum() / (x * x).sum())
        blocks = np.arange(len(x)) // BLOCK
        score = (x * (y - slope * x)).sum(axis=1)
        spread = np.sqrt((np.bincount(blocks, weights=score) ** 2).sum()) / (x * x).sum()
        print(f"{lag} weeks later: slope {slope:.2f} ({spread:.2f})")


if __name__ == "__main__":
    sys.exit(main())
