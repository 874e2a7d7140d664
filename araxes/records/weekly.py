"""Weekly rungs: the acts of each dyad in each week become one rung by the headline rule and the record's flags.

Accusations: who takes whom for the author of an act without an agreed author, and what that adds to pushes week by week.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats, Rungs, Whole
from araxes.display import show_card
from araxes.inputs.ladder import rung_of_code
from araxes.inputs.parameters import setting
from araxes.inputs.region import RegionFiles
from araxes.records.history import History
from araxes.rules.alarm import perceived_alarm
from araxes.rules.memory import UNOBSERVED, headline
from araxes.units import monday, week_date, week_number


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


def settling_weeks(unknown: list[bool]) -> Flags:
    """Return the weeks before which so many were unknown that recent conduct is."""
    limit, silent, out = int(setting("record.silent_weeks")), 0, []
    for gap in unknown:
        silent = silent + 1 if gap else 0
        out.append(silent == limit)
    return np.array(out, dtype=bool)


@show_card
class Accusation(NamedTuple):
    """That one state takes another for the author of an act.

    Attributes
    ----------
    week : int
        Absolute number of the week of the act.
    believer, accused, target : str
        Codes.
    rung : int
    """

    week: int
    believer: str
    accused: str
    target: str
    rung: int


@show_card
class Perceived(NamedTuple):
    """What accusations add to pushes.

    Attributes
    ----------
    received : ndarray, shape (weeks, actors, actors)
        To the alarm that i receives from j, whom it believes to have acted against it.
    joined : ndarray, shape (weeks, actors, actors)
        To the pile-on of i on j, against whom it believes a third state to have acted.
    """

    received: Floats
    joined: Floats


def accusations_of(history: History, region: RegionFiles) -> tuple[Accusation, ...]:
    """Return the accusations about rows of a record: those that `perceived_as` names and that count in no memory."""
    header, columns = history.header, history.columns
    found: list[Accusation] = []
    for row, date, target, code, flag in zip(
        *(columns[name] for name in ("id", "date", "target", "code", "flag")), strict=True
    ):
        if row in header.perceived_as and flag in header.leave_out:
            rung = int(rung_of_code(code, region.rungs) or 0)
            found += accusations(week_number(date), target, rung, header.perceived_as[row])
    return tuple(found)


def accusations(week: int, target: str, rung: int, perceived_as: Mapping[str, str]) -> list[Accusation]:
    """Return the accusations about one act in one week."""
    return [Accusation(week, believer, accused, target, rung) for believer, accused in perceived_as.items()]


def perceived_pushes(
    found: Iterable[Accusation],
    first: int,
    ties: Sequence[Any] | Floats,
    codes: Sequence[str],
    states: Collection[str],
    hostility: Sequence[float],
    keep: float,
) -> Perceived:
    """Return what accusations add to pushes.

    Parameters
    ----------
    found : iterable of Accusation
        Several of one state about one author, target and week count as one: the most hostile, as acts of a week do.
    first : int
        Absolute number of the first week.
    ties : shape (weeks, actors, actors)
    codes : sequence of str
        Of the actors.
    states : collection of str
        Those that decide; outside actors neither answer nor are turned on.
    hostility : sequence of float, shape (rungs,)
    keep : float
        Weekly share that alarm keeps.
    """
    out = Perceived(*np.zeros((len(Perceived._fields), len(ties), len(codes), len(codes))))
    worst: dict[tuple[int, str, str, str], float] = {}
    for one in found:
        if {one.believer, one.accused, one.target} <= set(states):
            key = one[:-1]
            worst[key] = max(worst.get(key, 0.0), hostility[one.rung])
    for (week, believer, accused, target), h in worst.items():
        i, k, j = (codes.index(code) for code in (believer, accused, target))
        felt = week + 1 - first
        for at in range(max(felt, 0), len(ties)):
            alarm = perceived_alarm(h, keep, at - felt)
            if i == j:
                out.received[at, i, k] += alarm
            else:
                out.joined[at, i, j] += (1 + ties[at][i][k]) * alarm
    return out
