"""What is given to the likelihood: observed weeks, what the states had against each other in them, and which of them count.

After a gap in the record recent conduct is unknown. The weeks in which memories are warmed up again are not scored.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Flags
from araxes.engines.stances import stance_before
from araxes.history.read import History, before, uncontested
from araxes.history.replay import Observed, Past, past_of
from araxes.history.weekly import weekly_rungs
from araxes.inputs.parameters import ALWAYS
from araxes.inputs.region import RegionFiles
from araxes.inputs.scenario import Scenario
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import constants, first
from araxes.rules.remember import UNOBSERVED

Acts = NDArray[np.int8]


class Given(NamedTuple):
    """Observed weeks.

    Attributes
    ----------
    first : datetime.date
        Monday of the first week.
    rungs : ndarray of int8, shape (weeks, actors, actors)
        All actors, alphabetical; `UNOBSERVED` where nothing is known.
    pooled : ndarray of int8, shape (weeks, actors, actors)
        The same as far as it may speak for other dyads: without acts of contested authorship.
    opens : ndarray of bool, shape (weeks,)
        Weeks before which recent conduct is unknown.
    scored : ndarray of bool, shape (weeks,)
        Weeks that count for the likelihood.
    norm : int
        How many first observed weeks are not scored at least.
    """

    first: datetime.date
    rungs: Acts
    pooled: Acts
    opens: Flags
    scored: Flags
    norm: int = 0

    @property
    def weeks(self) -> int:
        """Return the number of weeks."""
        return len(self.rungs)


def given(history: History, region: RegionFiles, until: datetime.date) -> Given:
    """Return the weeks of a record before `until`; later rows are not read."""
    past = before(history, until)
    first, rungs = weekly_rungs(past, region, until)
    _, pooled = weekly_rungs(uncontested(past), region, until)
    return of_rungs(first, rungs, pooled, deciding(region), past.header.warmup)


def of_rungs(first: datetime.date, rungs: Acts, pooled: Acts, states: list[int], norm: int = 0) -> Given:
    """Return given weeks with what counts of them worked out; `states` are the indices of the actors that decide."""
    known = (rungs[:, states][:, :, states] != UNOBSERVED).any(axis=(1, -1))
    return Given(first, rungs, pooled, *_windows(known.tolist(), norm), norm)


def deciding(region: RegionFiles) -> list[int]:
    """Return the indices of the actors that decide."""
    return [list(region.actors).index(code) for code in region.states]


def _windows(known: list[bool], norm: int) -> tuple[Flags, Flags]:
    """Return which weeks open a window of the record, and which are scored, from which are observed."""
    gap, long_gap = int(setting("record.silent_weeks")), int(setting("estimation.long_gap"))
    warmup = int(setting("estimation.warmup"))
    opens, scored = np.zeros(len(known), dtype=bool), np.zeros(len(known), dtype=bool)
    silent, waiting = 0, max(warmup, norm)
    for week, seen in enumerate(known):
        if not seen:
            silent += 1
            continue
        opens[week] = silent >= gap
        if silent >= long_gap:
            waiting = warmup
        scored[week] = waiting == 0
        waiting, silent = max(waiting - 1, 0), 0
    return opens, scored


def past_given(weeks: Given, region: RegionFiles) -> Past:
    """Return given weeks as the rule reads them, with the dated stance of the states in each."""
    rules, states = constants(region), deciding(region)
    after = weeks.first + datetime.timedelta(weeks=weeks.weeks)
    stance = stance_before(record_scenario(region, after, 1), weeks.weeks, states)
    unknown = ~(weeks.rungs[:, states][:, :, states] != UNOBSERVED).any(axis=(1, -1))
    seen = Observed(weeks.first, weeks.rungs, weeks.pooled, unknown.tolist(), weeks.norm)
    return past_of(seen, stance, rules, states, first(region.book, "behaviour.habit.anchor_shrinkage"))


def record_scenario(region: RegionFiles, first: datetime.date, weeks: int) -> Scenario:
    """Return the scenario of the record itself: dated values as the files give them, nothing forced, nothing changed."""
    return Scenario(
        name="record",
        title="The record",
        question="What does the record say?",
        expect="What was observed.",
        sources=("the record",),
        start=first,
        weeks=weeks,
        region=region,
        acts=(),
        signals=(),
        changes=(),
        expectations=(),
        files=(),
    )


def with_values(region: RegionFiles, values: dict[str, float]) -> RegionFiles:
    """Return the region with some parameters set; they are no longer drawn."""
    book = dict(region.book)
    for path, value in values.items():
        book[path] = book[path].set(((ALWAYS, float(value)),), "estimation", "set by the estimation")
    return replace(region, book=book)
