"""Days of one actor's acts and of the stimuli of its motives, found in a record."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.claims.acts import ActQuery, find_acts, rows_asked
from araxes.claims.parents import DayArray, daily_pull
from araxes.claims.stimuli import MotiveSet, MotiveTable
from araxes.display import show_card
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting
from araxes.inputs.region import RegionFiles
from araxes.records.history import History


@show_card
class ActorDays(NamedTuple):
    """Days of one actor's acts and of the stimuli of its motives, counted from the first of a span.

    Attributes
    ----------
    first : datetime.date
        The first day of the span.
    span : int
        Days of the span.
    acts : ndarray of int, shape (acts,)
        Days with at least one act.
    spoken : ndarray, shape (acts, motives)
        Which motive the words of a day speak of; of several, in equal parts; zeros where they speak of none.
    motives : tuple of MotiveTable
    stimuli : tuple of ndarray of int
        Days of stimuli of each motive.
    left_out : tuple of str
        A sentence on the motives that are not asked about, for want of stimuli; none where all are.
    """

    first: datetime.date
    span: int
    acts: DayArray
    spoken: Floats
    motives: tuple[MotiveTable, ...]
    stimuli: tuple[DayArray, ...]
    left_out: tuple[str, ...] = ()

    def daily(self) -> list[Floats]:
        """Return the daily pull of each motive."""
        return [daily_pull(days, self.span, setting("wants.decay")) for days in self.stimuli]


def actor_days(asked: MotiveSet, record: History, region: RegionFiles) -> ActorDays:
    """Return the days of the acts and stimuli of a set of motives on a record, from `wants.since` on.

    Raises
    ------
    InputError
        Too few days of acts, or a motive of a file without any day of stimuli.
    """
    since, until = max(int(setting("wants.since")), record.header.first.toordinal()), record.header.last.toordinal()
    start = datetime.date.fromordinal(since)

    rows = rows_asked(record, region)

    def days_of(queries: Sequence[ActQuery]) -> DayArray:
        found = find_acts(rows, queries).each_day() - since
        return found[(found >= 0) & (found <= until - since)]

    acts = days_of(asked.acts)
    if len(acts) < setting("wants.least_acts"):
        allowed = f"at least {setting('wants.least_acts'):.0f}, for from fewer nothing is inferred"
        raise InputError(
            [Fault(Option("actor"), "", f"{asked.actor} with {len(acts)} days of acts since {start}", allowed)]
        )
    found = {one.name: days_of(one.stimuli) for one in asked.motives}
    least = 1 if asked.file else int(setting("wants.least_stimuli"))
    few = [(place, one) for place, one in enumerate(asked.motives, start=1) if len(found[one.name]) < least]
    if asked.file and few:
        got = f"queries that find no act from {start} to {record.header.last}"
        raise InputError(
            [Fault(asked.file, f"motive[{place}].stimuli", got, "at least one day of stimuli") for place, _ in few]
        )
    kept = tuple(one for one in asked.motives if len(found[one.name]) >= least)
    if not kept:
        got = f"no motive with {least} days of stimuli for {asked.actor} towards {asked.target}"
        step = "Write a file of motives of your own; see motives/IRN.toml."
        raise InputError([Fault(Option("target"), "", got, "a pair of which the record says more", step=step)])
    spoken = np.zeros((len(acts), len(kept)))
    for place, one in enumerate(kept):
        said = [query.model_copy(update={"issue": list(one.words)}) for query in asked.acts] if one.words else []
        spoken[:, place] = np.isin(acts, days_of(said)) if said else 0
    spoken /= np.maximum(spoken.sum(axis=1, keepdims=True), 1)
    rare = ", ".join(f"{one.title} ({len(found[one.name])})" for _, one in few)
    left_out = (f"What has too few days on record to ask about, in brackets how many: {rare}.",) if few else ()
    return ActorDays(start, until - since + 1, acts, spoken, kept, tuple(found[one.name] for one in kept), left_out)
