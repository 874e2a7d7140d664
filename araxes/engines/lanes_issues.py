"""Issues in lanes: what is dated, seen, held against others and got used to, and how acts move it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Whole
from araxes.engines.calendar import Levers, Signals, Wants
from araxes.engines.lanes import Stakes, Views
from araxes.engines.lanes_stakes import copy_values, open_epoch
from araxes.engines.tables import Scalars
from araxes.rules.deterrence import log_power_ratio
from araxes.rules.grievance import gap, hold_against
from araxes.rules.issues import accord_move, believe, force_move
from araxes.rules.numerics import plus
from araxes.rules.red_line import crossed
from araxes.rules.standing import excess, raise_bar


def open_issues(w: Wants, o: Levers, bar: Floats, deciding: Whole, z: Stakes, y: Views, pairs: bool) -> None:
    """Set stakes, statuses, beliefs, crossed lines and bars to those at the origin."""
    open_epoch(w, o, deciding, z, 0, pairs)
    for m in range(len(y.status)):
        copy_values(w.value[w.status[0, m]], z.draw, y.status[m])
        for i in range(len(deciding)):
            line = w.value[o.line[0, i, m]]
            for r in range(len(z.draw)):
                y.believed[i, m, r] = y.status[m, r]
                y.line_before[i, m, r] = crossed(y.status[m, r], line[z.draw[r]], o.side[i, m])
    for i in range(len(deciding)):
        for j in range(len(deciding)):
            copy_values(bar[i, j], z.draw, y.bar[i, j])


def perceive(
    w: Wants,
    o: Levers,
    signals: Signals,
    knows: Whole,
    deciding: Whole,
    z: Stakes,
    y: Views,
    week: int,
    moving: bool,
    status: NDArray[np.float32],
) -> None:
    """Let what is dated and signalled arrive, see the issues, and hold others responsible.

    Where no act moves an issue, states look again only in weeks in which something arrives.
    """
    now, before = w.epoch[week + 1], w.epoch[week]
    if now != before:
        open_epoch(w, o, deciding, z, now, moving)
        arrive(w, z, y, now, before)
    write_status(y, week, status)
    for k in range(signals.first[week], signals.first[week + 1]):
        hear(w, signals, z, y.believed, k)
    if week == 0 or now != before or signals.first[week] < signals.first[week + 1] or moving:
        for i in range(len(deciding)):
            judge(w, o, knows, deciding, z, y, now, i)
    aggrieve(y)


def arrive(w: Wants, z: Stakes, y: Views, now: int, before: int) -> None:
    """Set the statuses whose dated value differs from that of the week before."""
    for m in range(len(y.status)):
        value, then = w.value[w.status[now, m]], w.value[w.status[before, m]]
        for r in range(len(z.draw)):
            if value[z.draw[r]] != then[z.draw[r]]:
                y.status[m, r] = value[z.draw[r]]


def write_status(y: Views, week: int, status: NDArray[np.float32]) -> None:
    """Write the statuses down, of the replicates that are wanted."""
    for m in range(len(y.status)):
        for r in range(len(status)):
            status[r, week, m] = y.status[m, r]


def hear(w: Wants, signals: Signals, z: Stakes, believed: Floats, k: int) -> None:
    """Let signal k move the beliefs of those who hear it."""
    m = signals.issue[k]
    for i in range(len(believed)):
        if signals.heard_by[k, i] >= 0:
            credulity = w.value[signals.heard_by[k, i]]
            for r in range(len(z.draw)):
                believed[i, m, r] = believe(believed[i, m, r], credulity[z.draw[r]], signals.cost[k], signals.value[k])


def judge(w: Wants, o: Levers, knows: Whole, deciding: Whole, z: Stakes, y: Views, epoch: int, i: int) -> None:
    """Let state i see the issues and hold the others responsible."""
    for m in range(len(y.status)):
        view(w.value[o.line[epoch, i, m]], o.side[i, m], knows[i, m], z, y, i, deciding[i], m)
    for j in range(len(deciding)):
        if i != j:
            hold_responsible(z, y, i, j, deciding[i])


def view(line: Floats, side: int, knows: int, z: Stakes, y: Views, i: int, actor: int, m: int) -> None:
    """Compare an issue, as state i believes it to be, with what it wants and with its red line."""
    for r in range(len(z.draw)):
        if knows:
            y.believed[i, m, r] = y.status[m, r]
        y.gap[i, m, r] = gap(y.believed[i, m, r], z.position[actor, m, r])
        y.line[i, m, r] = crossed(y.believed[i, m, r], line[z.draw[r]], side)
        y.line_over[i, m, r] = excess(y.line[i, m, r], y.line_before[i, m, r])


def hold_responsible(z: Stakes, y: Views, i: int, j: int, actor: int) -> None:
    """Work out how far state i holds state j responsible for issues that lie far away and lines that are crossed."""
    grievance, pressed = y.grievance[i, j], y.pressed[i, j]
    for r in range(len(grievance)):
        grievance[r] = 0.0
        pressed[r] = 0.0
    for m in range(len(y.status)):
        blamed = z.blame[i, j, m]
        for r in range(len(grievance)):
            grievance[r] = hold_against(grievance[r], z.salience[actor, m, r], y.gap[i, m, r], blamed[r])
            pressed[r] = plus(pressed[r], y.line_over[i, m, r], blamed[r])


def aggrieve(y: Views) -> None:
    """Write by how much the grievance of every pair is above its bar."""
    for i in range(y.bar.shape[0]):
        for j in range(y.bar.shape[1]):
            if i != j:
                for r in range(y.bar.shape[2]):
                    y.aggrieved[i, j, r] = excess(y.grievance[i, j, r] + y.grievance[j, i, r], y.bar[i, j, r])


def close_issues(keep: float, y: Views) -> None:
    """Let the bars of grievance follow it."""
    for i in range(y.bar.shape[0]):
        for j in range(y.bar.shape[1]):
            if i != j:
                for r in range(y.bar.shape[2]):
                    y.bar[i, j, r] = raise_bar(y.bar[i, j, r], keep, y.grievance[i, j, r] + y.grievance[j, i, r])


def move_issues(scalars: Scalars, deciding: Whole, z: Stakes, y: Views, rung: Whole) -> None:
    """Move the pairs' issues by the week's accords and violence, all from the statuses at the week's start."""
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.moves[m, r] = 0.0
    for i in range(len(deciding)):
        for j in range(len(deciding)):
            if i != j:
                move_issue(scalars, z, y, rung[i, j], z.pair[i, j], deciding[i], deciding[j], z.power[j])
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.status[m, r] = min(max(y.status[m, r] + y.moves[m, r], 0.0), 1.0)


def move_issue(scalars: Scalars, z: Stakes, y: Views, rung: Whole, pair: Whole, i: int, j: int, power: Floats) -> None:
    """Add to the moves of a pair's issue what the act of actor i towards actor j, whose power is given, does."""
    for r in range(len(rung)):
        m = pair[r]
        if m < 0:
            continue
        wants, theirs = z.position[i, m, r], z.position[j, m, r]
        if rung[r] <= scalars.accord_rung:
            own, other = z.capability[i, r] * z.salience[i, m, r], z.capability[j, r] * z.salience[j, m, r]
            y.moves[m, r] += accord_move(y.status[m, r], scalars.accord_share, wants, theirs, own, other)
        if rung[r] >= scalars.violence_rung:
            ratio = log_power_ratio(z.capability[i, r], power[r])
            y.moves[m, r] += force_move(y.status[m, r], scalars.force_share, wants, ratio)
