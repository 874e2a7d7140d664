"""Lists: what is dated, as one draw has it, in nested lists by week, which the scalar rules read.

The tables are those of `araxes.engines.calendar`; this is the one place where they become lists.
"""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple, TypeVar

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.display import show_card
from araxes.engines.calendar import Levers, Signals, Wants, run_layout
from araxes.engines.world import World
from araxes.rules.grievance import blame
from araxes.rules.levers import capability, log_power_ratio, power

_Row = list[float]
_Square = list[list[float]]
_Cube = list[list[list[float]]]
Part = TypeVar("Part")


@show_card
class WeekStakes(NamedTuple):
    """What states want on the issues, in one week.

    Attributes
    ----------
    position, salience, line : shape (states, issues)
        `line` is where the red line lies.
    side : shape (states, issues)
        1 where the line is passed from below, -1 from above, 0 without a line.
    blame : shape (states, states, issues)
        blame_ijm.
    blame_on_actors : shape (states, actors, issues)
        The same on all actors, who may be named in a forced act.
    """

    position: _Square
    salience: _Square
    line: _Square
    side: list[list[int]]
    blame: _Cube
    blame_on_actors: _Cube


@show_card
class Arms(NamedTuple):
    """How strong states are, in one week.

    Attributes
    ----------
    capability : shape (states,)
    ratio : shape (states, states)
        log(power_j / capability_i).
    log_ratio : shape (states, states)
        log(capability_i / power_j).
    """

    capability: _Row
    ratio: _Square
    log_ratio: _Square


@show_card
class DatedLists(NamedTuple):
    """Weekly values, index 0 being the first week of the run.

    Attributes
    ----------
    tie : list over weeks, shape (states, states)
    hawkishness_excess, ratio_excess, format_excess : list over weeks, shape (states, states)
        Hawkishness, log(power_j / capability_i) and format, minus those of the origin.
    overstretch_excess : list over weeks, shape (states,)
    arms : list over weeks of Arms
    stakes : list over weeks of Stakes
    before : Stakes
        At the origin.
    status : list over weeks, shape (issues,)
        The dated status; it is set only in weeks in which it differs from the week before.
    status_before : shape (issues,)
        At the origin.
    forced, revealing, standing, received, joined : list over weeks, shape (states, states)
        As in `araxes.engines.calendar.Outside`.
    signals : list over weeks of list of Heard
    """

    tie: list[_Square]
    hawkishness_excess: list[_Square]
    ratio_excess: list[_Square]
    format_excess: list[_Square]
    overstretch_excess: list[_Row]
    arms: list[Arms]
    stakes: list[WeekStakes]
    before: WeekStakes
    status: list[_Row]
    status_before: _Row
    forced: list[list[list[int]]]
    revealing: list[list[list[int]]]
    standing: list[list[list[int]]]
    received: list[_Square]
    joined: list[_Square]
    signals: list[list[Heard]]


@show_card
class Heard(NamedTuple):
    """A signal as it arrives; `credulity` is that of every state that hears it, by index."""

    issue: int
    value: float
    cost: float
    credulity: dict[int, float]


def dated_lists(world: World, seed: int = 0, draw: int | None = None) -> DatedLists:
    """Return what is dated as one draw of the judgements has it; as the files have it where this is None."""
    layout, levers, signals = run_layout(world.make)
    wants = layout.in_draws(seed, None if draw is None else [draw])
    value, epochs = wants.value[:, 0], wants.epoch.tolist()
    arms = _arms(levers, value, world.deciding)
    stakes = _stakes(wants, levers, world.deciding)
    status = value[wants.status].tolist()

    def by_week(by_epoch: list[Part]) -> list[Part]:
        return [by_epoch[epoch] for epoch in epochs[1:]]

    def since_origin(entries: Whole) -> list[Any]:
        return by_week((value[entries] - value[entries[0]]).tolist())

    ratios = np.array([epoch.ratio for epoch in arms])
    return DatedLists(
        tie=by_week(value[levers.tie].tolist()),
        hawkishness_excess=since_origin(levers.hawkishness),
        ratio_excess=by_week((ratios - ratios[0]).tolist()),
        format_excess=since_origin(levers.format),
        overstretch_excess=since_origin(levers.overstretch),
        arms=by_week(arms),
        stakes=by_week(stakes),
        before=stakes[0],
        status=by_week(status),
        status_before=status[0],
        **{name: table.tolist() for name, table in world.outside._asdict().items()},
        signals=_signals(signals, value),
    )


def _stakes(w: Wants, levers: Levers, deciding: list[int]) -> list[WeekStakes]:
    """Return what states want, by epoch."""
    value, side, states, issues = w.value[:, 0], levers.side.tolist(), range(len(deciding)), range(w.status.shape[1])
    actors = range(w.position.shape[1])
    position, salience, line = (value[table].tolist() for table in (w.position, w.salience, levers.line))
    told = value[w.blame].tolist()

    def blamed(epoch: int, i: int, m: int) -> _Row:
        """Return whom state i blames for issue m: its explicit table where there is one, else by salience and distance."""
        if w.told[i, m]:
            return [told[epoch][i][b][m] for b in actors]
        return blame([row[m] for row in salience[epoch]], [row[m] for row in position[epoch]], deciding[i])

    out = []
    for epoch in range(len(position)):
        shares = [[blamed(epoch, i, m) for m in issues] for i in states]
        wanted, weighed = ([table[epoch][a] for a in deciding] for table in (position, salience))
        on_actors = [[[share[b] for share in shares[i]] for b in actors] for i in states]
        on_states = [[row[a] for a in deciding] for row in on_actors]
        out.append(WeekStakes(wanted, weighed, line[epoch], side, on_states, on_actors))
    return out


def _arms(levers: Levers, value: Floats, deciding: list[int]) -> list[Arms]:
    """Return how strong states are, by epoch."""
    tables = [value[table].tolist() for table in (levers.spending, levers.personnel, levers.guarantee, levers.will)]
    out = []
    for spending, personnel, guarantee, will in zip(*tables, strict=True):
        richest, largest = max(spending), max(personnel)
        every = [
            capability(money / richest, people / largest) for money, people in zip(spending, personnel, strict=True)
        ]
        own = [every[a] for a in deciding]
        behind = [power(every[a], guarantee[j], will[j], every, a) for j, a in enumerate(deciding)]
        ratio = [[log_power_ratio(theirs, ours) for theirs in behind] for ours in own]
        out.append(Arms(own, ratio, [[log_power_ratio(ours, theirs) for theirs in behind] for ours in own]))
    return out


def _signals(signals: Signals, value: Floats) -> list[list[Heard]]:
    """Return the signals by week."""
    issue, cost, said = signals.issue.tolist(), signals.cost.tolist(), signals.value.tolist()
    credulity = [{i: float(value[entry]) for i, entry in enumerate(row) if entry >= 0} for row in signals.heard_by]
    heard = [Heard(*parts) for parts in zip(issue, said, cost, credulity, strict=True)]
    first = signals.first.tolist()
    return [heard[begin:end] for begin, end in itertools.pairwise(first)]
