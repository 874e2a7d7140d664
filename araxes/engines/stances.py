"""Stances: what states had against each other in a record, and what they had got used to by its end, in every draw of the judgements.

The bar of a draw is what the record would have got used to, had states wanted in it what the draw says they want. Whole arrays over draws,
in the order and with the roundings of the rules and the replay, which do the same for one draw. All else that the record leaves is that of
the judged values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from araxes.array_types import Floats, as_floats
from araxes.engines.cache import Maker
from araxes.engines.calendar import Layout, Wants, ties_by_week, wants_of
from araxes.engines.dated import Sheet, Weekly
from araxes.inputs.scenario import Scenario
from araxes.records.replay import Stance, apart
from araxes.rules.grievance import gap, hold_against, stake_apart
from araxes.rules.levers import raise_bar

if TYPE_CHECKING:
    from araxes.engines.world import World


def stance_before(scenario: Scenario, weeks: int, deciding: list[int], make: Maker | None = None) -> Stance:
    """Return what the states had against each other in the weeks before a start, before any change of the scenario.

    Parameters
    ----------
    scenario : Scenario
    weeks : int
        How many weeks; where there are none, the stance at the origin is given.
    deciding : list of int
        Indices of the states.
    make : Maker, optional
        Shares its pieces with like scenarios (then `scenario` is the maker's).
    """
    make = make or Maker(scenario)
    wants = record_layout(make, weeks).in_draws(0, None)
    by_epoch = np.array([table[..., 0] for table in grievances(wants, deciding)])
    ties = make.read(("ties before", weeks), lambda: ties_by_week(record_weekly(scenario), _weeks_before(weeks)))
    return Stance(by_epoch[wants.epoch], ties)


def record_layout(make: Maker, weeks: int) -> Layout:
    """Return the layout of the weeks of the record before a run, at least the origin; made once."""
    return make.read(("layout of the record", weeks), lambda: _record_layout(make.scenario, weeks))


def _record_layout(scenario: Scenario, weeks: int) -> Layout:
    """Lay out the weeks of the record."""
    sheet = Sheet(record_weekly(scenario), _weeks_before(weeks))
    wants = wants_of(sheet)
    return Layout(sheet.entries(), wants)


def record_weekly(scenario: Scenario) -> Weekly:
    """Return the values before a start, which no change of the scenario touches."""
    return Weekly(replace(scenario, changes=()))


def _weeks_before(weeks: int) -> range:
    """Return the weeks of a record before a run, at least the origin."""
    return range(min(-weeks, -1), 0)


def bars_of(wants: Wants, states: list[int], keep: float, weeks: int) -> Floats:
    """Return what each pair's grievance is measured from at the origin, shape (states, states, draws).

    Parameters
    ----------
    wants : Wants
        What actors want in the weeks of the record, at least at the origin.
    states : list of int
        Indices of the actors that decide.
    keep : float
        Weekly share kept by the bar.
    weeks : int
        Weeks of the record.
    """
    by_epoch = [table + table.swapaxes(0, 1) for table in grievances(wants, states)]
    bar = by_epoch[0]
    for week in range(weeks):
        bar = raise_bar(bar, keep, by_epoch[wants.epoch[week]])  # type: ignore[arg-type, assignment]
    return as_floats(bar)


def bar_of_draw(world: World, seed: int, draw: int | None) -> Floats:
    """Return the bars at the origin in one draw of the judgements, shape (states, states); as the record has them where this is None."""
    if draw is None:
        return world.warm.bar
    weeks = len(world.warm.rungs)
    wants = record_layout(world.make, weeks).in_draws(seed, [draw])
    return apart(bars_of(wants, world.deciding, world.constants.keep.bar, weeks)[..., 0])


class Stake(NamedTuple):
    """One issue in one epoch: salience and position of the states, shape (states, draws), and blame, shape (states, states, draws)."""

    salience: Floats
    position: Floats
    blame: Floats


def grievances(w: Wants, states: list[int]) -> list[Floats]:
    """Return g_ij by epoch, each of shape (states, states, draws), every status seen as it is."""
    stakes: dict[int, Stake] = {}
    out: list[Floats] = []
    for epoch, new in enumerate(w.new):
        for m in np.flatnonzero(new).tolist():
            stakes[m] = _stake(w, states, epoch, m)
        if epoch and not new.any() and (w.status[epoch] == w.status[epoch - 1]).all():
            out.append(out[-1])
            continue
        total = np.zeros((len(states), len(states), w.value.shape[1]))
        for m, stake in sorted(stakes.items()):
            far = gap(w.value[w.status[epoch, m]], stake.position)  # type: ignore[arg-type]
            total = hold_against(total, stake.salience[:, None], far[:, None], stake.blame)  # type: ignore[arg-type, assignment, index]
        out.append(total)
    return out


def _stake(w: Wants, states: list[int], epoch: int, m: int) -> Stake:
    """Return one issue in one epoch."""
    salience, position = w.value[w.salience[epoch, :, m]], w.value[w.position[epoch, :, m]]
    wanted = position[states]
    parts = stake_apart(salience, position, wanted[:, None])  # type: ignore[arg-type]
    parts[range(len(states)), states] = 0  # type: ignore[index]
    total = np.zeros((len(states), w.value.shape[1]))
    for j in range(len(salience)):
        total = total + parts[:, j]  # type: ignore[index]
    part = parts[:, states]  # type: ignore[index]
    blame = np.divide(part, total[:, None], out=part.copy(), where=total[:, None] > 0)
    for i in np.flatnonzero(w.told[:, m]).tolist():
        blame[i] = w.value[w.blame[epoch, i, states, m]]
    return Stake(salience[states], wanted, blame)
