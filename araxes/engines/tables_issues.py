"""Tables of the issues: what the states want by week, who hears which signal, and where everything starts."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from araxes.engines.arrays import Floats, Whole, among, floats, of_states, weekly, whole
from araxes.engines.dated import Stakes
from araxes.engines.world import World
from araxes.rules.issues import pair_issue
from araxes.rules.red_line import crossed


class Issues(NamedTuple):
    """What the states want, and how statuses and beliefs move, by week.

    Attributes
    ----------
    position, salience, line, side : shape (weeks, states, issues)
    blame : shape (weeks, states, states, issues)
    pair : int, shape (weeks, states, states)
        The issue that divides a pair most, -1 for none.
    capability : shape (weeks, states)
    log_ratio : shape (weeks, states, states)
    knows : int, shape (states, issues)
    dated : shape (weeks, issues)
        The dated status.
    moved : int, shape (weeks, issues)
        1 where it differs from that of the week before, and is set.
    before : shape (issues,)
        Status at the origin.
    crossed : shape (states, issues)
        At the origin.
    bar : shape (states, states)
        What each pair's grievance is measured from, at the origin.
    heard_first : int, shape (weeks + 1,)
        First signal of each week.
    heard_issue : int, shape (signals,)
    heard_value, heard_cost : shape (signals,)
    heard_by : shape (signals, states)
        Credulity of those who hear the signal, -1 for the others.
    """

    position: Floats
    salience: Floats
    line: Floats
    side: Whole
    blame: Floats
    pair: Whole
    capability: Floats
    log_ratio: Floats
    knows: Whole
    dated: Floats
    moved: Whole
    before: Floats
    crossed: Floats
    bar: Floats
    heard_first: Whole
    heard_issue: Whole
    heard_value: Floats
    heard_cost: Floats
    heard_by: Floats


def issues(world: World) -> Issues:
    """Return what the states want, and how statuses and beliefs move."""
    calendar, states, work = world.calendar, world.deciding, world.work
    dated = floats([calendar.status_before, *calendar.status])
    believed, before = calendar.status_before, calendar.before
    signals = [signal for week in range(world.scenario.weeks) for signal in calendar.signals.get(week, ())]
    count = [len(calendar.signals.get(week, ())) for week in range(world.scenario.weeks)]
    none = np.empty((0, len(states)))
    wants: dict[str, Any] = work(_wants, calendar.stakes, states)
    return Issues(
        **wants,
        capability=work(of_states, calendar.capability, states),
        log_ratio=work(weekly, calendar.log_ratio, states),
        knows=whole([world.knows[i] for i in states]),
        dated=floats(dated[1:]),
        moved=whole(dated[1:] != dated[:-1]),
        before=floats(dated[0]),
        crossed=floats([_crossed(believed, before, i) for i in states]),
        bar=work(among, world.warm.bar, states),
        heard_first=whole([0, *np.cumsum(count)]),
        heard_issue=whole([signal.issue for signal in signals]),
        heard_value=floats([signal.value for signal in signals]),
        heard_cost=floats([signal.cost for signal in signals]),
        heard_by=floats([_hearers(world, signal) for signal in signals] or none),
    )


def _wants(stakes: list[Stakes], states: list[int]) -> dict[str, Any]:
    """Return what the states want, by week."""
    return {
        "position": of_states([week.position for week in stakes], states),
        "salience": of_states([week.salience for week in stakes], states),
        "line": of_states([week.line for week in stakes], states),
        "side": whole(of_states([week.side for week in stakes], states)),
        "blame": _blame(stakes, states),
        "pair": whole([[[_pair(week, i, j) for j in states] for i in states] for week in stakes]),
    }


def _blame(by_week: list[Stakes], states: list[int]) -> Floats:
    """Return blame by week, worked out once for all weeks between which nothing changes."""
    known: dict[int, Floats] = {}
    for stakes in by_week:
        if id(stakes) not in known:
            known[id(stakes)] = among(stakes.blame, states)
    return np.stack([known[id(stakes)] for stakes in by_week])


def _pair(stakes: Stakes, i: int, j: int) -> int:
    """Return the issue that divides a pair most, -1 for none."""
    return pair_issue(stakes.salience[i], stakes.salience[j], stakes.position[i], stakes.position[j]) if i != j else -1


def _crossed(believed: list[float], stakes: Stakes, i: int) -> list[float]:
    """Return 1 for every issue beyond the red line of actor i."""
    return [crossed(b, line, side) for b, line, side in zip(believed, stakes.line[i], stakes.side[i], strict=True)]


def _hearers(world: World, signal: Any) -> list[float]:
    """Return the credulity of every state that hears a signal, -1 for those that do not."""
    credulity = world.credulity[signal.week]
    return [credulity[i][signal.source] if i in signal.to else -1.0 for i in world.deciding]
