"""Weekly rungs: the acts of each dyad in each week become one rung by the headline rule and the record's flags."""

from __future__ import annotations

import datetime
from collections import defaultdict

import numpy as np

from araxes.array_types import Flags, Rungs, Whole
from araxes.history.read import History
from araxes.inputs.dated import rung_of_code
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.rules.headline import headline
from araxes.rules.remember import UNOBSERVED
from araxes.weeks import monday, week_date, week_number


def quiet_rung(region: RegionFiles) -> int:
    """Return the index of the quiet rung: the one whose Goldstein score is 0."""
    scores = [region.book[f"ladder.{rung.key}.goldstein"].series[0][1] for rung in region.rungs]
    return scores.index(0)


def event_rungs(history: History, region: RegionFiles) -> Whole:
    """Return the rung of every event, shape (events,); the top rung where the war flag is set, -1 where the flag leaves it out."""
    rung_of = {code: rung_of_code(code, region.rungs) for code in set(history.columns["code"])}
    rungs = []
    for code, flag in zip(history.columns["code"], history.columns["flag"], strict=True):
        rung = len(region.rungs) - 1 if flag and flag == history.header.war_flag else rung_of[code]
        rungs.append(UNOBSERVED if flag in history.header.leave_out or rung is None else rung)
    return np.array(rungs, dtype=np.int64)


def weekly_rungs(history: History, region: RegionFiles, until: datetime.date) -> tuple[datetime.date, Rungs]:
    """Return the observed rung of every dyad in every week before `until`.

    Parameters
    ----------
    history : History
    region : RegionFiles
    until : datetime.date
        The first Monday that is not included.

    Returns
    -------
    first : datetime.date
        Monday of the first week.
    rungs : ndarray of int8, shape (weeks, actors, actors)
        Actors in alphabetical order; -1 where nothing is known (the diagonal, silence in a record whose silence is not quiet, and
        the weeks of `gap_weeks`).
    """
    codes = list(region.actors)
    place = {code: index for index, code in enumerate(codes)}
    first = week_number(history.header.first)
    n_weeks = max(week_number(until) - first, 0)
    quiet = quiet_rung(region)
    out = np.full((n_weeks, len(codes), len(codes)), UNOBSERVED, dtype=np.int8)
    if history.header.silence == "quiet":
        out[:] = quiet
    acts: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    columns = [history.columns[name] for name in ("date", "source", "target")]
    for date, source, target, rung in zip(*columns, event_rungs(history, region).tolist(), strict=True):
        week = week_number(date) - first
        if 0 <= week < n_weeks and rung != UNOBSERVED:
            acts[week, place[source], place[target]].append(rung)
    for (week, i, j), rungs in acts.items():
        out[week, i, j] = headline(rungs, quiet)
    out[gap_weeks(history, n_weeks)] = UNOBSERVED
    for index in range(len(codes)):
        out[:, index, index] = UNOBSERVED
    return monday(week_date(first)), out


def gap_weeks(history: History, weeks: int) -> Flags:
    """Return the weeks in which the record observes nothing, shape (weeks,), from that of its first day on.

    They are those which a gap touches, and those which the record covers in part: before the first whole week, after the last.
    """
    header = history.header
    first = week_number(header.first)
    out = np.zeros(weeks, dtype=bool)
    for low, high in header.gaps:
        out[max(week_number(low) - first, 0) : max(week_number(high) + 1 - first, 0)] = True
    out[: int(monday(header.first) < header.first)] = True
    out[max(week_number(history.next_start) - first, 0) :] = True
    return out


def settling(unknown: list[bool]) -> Flags:
    """Return the weeks before which so many were unknown that recent conduct is."""
    limit, silent, out = int(setting("record.silent_weeks")), 0, []
    for gap in unknown:
        silent = silent + 1 if gap else 0
        out.append(silent == limit)
    return np.array(out, dtype=bool)
