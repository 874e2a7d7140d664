"""Accusations: who takes whom for the author of an act without an agreed author, and what that adds to pushes week by week."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.history.read import History
from araxes.inputs.dated import rung_of_code
from araxes.inputs.region import RegionFiles
from araxes.rules.perceived import perceived_alarm
from araxes.weeks import week_number


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


def perceived(
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
