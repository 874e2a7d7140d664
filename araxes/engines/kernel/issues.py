"""Issues in lanes: what is dated and judged comes into force, is seen, held against others and got used to, and how acts move it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Whole
from araxes.engines.calendar import Levers, Signals, Wants
from araxes.engines.kernel.lanes import Stakes, Views
from araxes.engines.kernel.tables import Scalars
from araxes.rules.grievance import beyond_line, gap, hold_against, share_of_blame, stake_apart
from araxes.rules.issues import accord_move, believe, force_move, pair_issue
from araxes.rules.levers import capability, excess, log_power_ratio, raise_bar, stand_behind
from araxes.rules.numerics import plus


def open_issues(w: Wants, o: Levers, bar: Floats, deciding: Whole, z: Stakes, y: Views, pairs: bool) -> None:
    """Set stakes, statuses, beliefs, crossed lines and bars to those at the origin."""
    open_epoch(w, o, deciding, z, 0, pairs)
    for m in range(len(y.status)):
        copy_values(w.value[w.status[0, m]], z.draw, y.status[m])
        for i in range(len(deciding)):
            line = w.value[o.line[0, i, m]]
            for r in range(len(z.draw)):
                y.believed[i, m, r] = y.status[m, r]
                y.line_before[i, m, r] = beyond_line(y.status[m, r], line[z.draw[r]], o.side[i, m])
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
        y.line[i, m, r] = beyond_line(y.believed[i, m, r], line[z.draw[r]], side)
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


def open_epoch(w: Wants, o: Levers, deciding: Whole, z: Stakes, epoch: int, pairs: bool) -> None:
    """Let the values of an epoch come into force; `pairs` says whether the issue of every pair is wanted."""
    for m in range(w.new.shape[1]):
        if w.new[epoch, m]:
            want(w, deciding, z, epoch, m)
    _copy_square(w.value, o.tie[epoch], z.draw, z.tie)
    if o.rearmed[epoch]:
        arm(w, o, deciding, z, epoch)
    if pairs:
        divide(deciding, z)


def copy_values(values: Floats, draw: Whole, out: Floats) -> None:
    """Write an entry as the draw of every lane has it."""
    for r in range(len(out)):
        out[r] = values[draw[r]]


def _copy_square(value: Floats, entries: Whole, draw: Whole, out: Floats) -> None:
    """Write a table of entries as the draw of every lane has it."""
    for i in range(entries.shape[0]):
        for j in range(entries.shape[1]):
            copy_values(value[entries[i, j]], draw, out[i, j])


def want(w: Wants, deciding: Whole, z: Stakes, epoch: int, m: int) -> None:
    """Write positions, salience and blame on one issue."""
    for a in range(z.position.shape[0]):
        copy_values(w.value[w.position[epoch, a, m]], z.draw, z.position[a, m])
        copy_values(w.value[w.salience[epoch, a, m]], z.draw, z.salience[a, m])
    for i in range(len(deciding)):
        if w.told[i, m]:
            for j in range(len(deciding)):
                copy_values(w.value[w.blame[epoch, i, deciding[j], m]], z.draw, z.blame[i, j, m])
        else:
            share_out(deciding, z, i, m)


def share_out(deciding: Whole, z: Stakes, i: int, m: int) -> None:
    """Share out the responsibility for one issue, as state i sees it; see `araxes.rules.grievance.blame`."""
    wanted = z.position[deciding[i], m]
    for r in range(len(z.total)):
        z.total[r] = 0.0
    for a in range(z.position.shape[0]):
        if a != deciding[i]:
            for r in range(len(z.total)):
                z.total[r] += stake_apart(z.salience[a, m, r], z.position[a, m, r], wanted[r])
    for j in range(len(deciding)):
        a = deciding[j]
        if j != i:
            for r in range(len(z.total)):
                part = stake_apart(z.salience[a, m, r], z.position[a, m, r], wanted[r])
                z.blame[i, j, m, r] = share_of_blame(part, z.total[r])


def arm(w: Wants, o: Levers, deciding: Whole, z: Stakes, epoch: int) -> None:
    """Write capabilities, what stands behind every state, and log power ratios."""
    for r in range(len(z.draw)):
        richest, largest = 0.0, 0.0
        for a in range(z.capability.shape[0]):
            richest = max(richest, w.value[o.spending[epoch, a], z.draw[r]])
            largest = max(largest, w.value[o.personnel[epoch, a], z.draw[r]])
        for a in range(z.capability.shape[0]):
            money, people = w.value[o.spending[epoch, a], z.draw[r]], w.value[o.personnel[epoch, a], z.draw[r]]
            z.capability[a, r] = capability(money / richest, people / largest)
        for j in range(len(deciding)):
            z.power[j, r] = _backed(w.value, o, z, epoch, j, deciding[j], r)
    for i in range(len(deciding)):
        for j in range(len(deciding)):
            for r in range(len(z.draw)):
                z.ratio[i, j, r] = log_power_ratio(z.power[j, r], z.capability[deciding[i], r])
                if epoch == 0:
                    z.ratio_before[i, j, r] = z.ratio[i, j, r]
                z.ratio[i, j, r] = excess(z.ratio[i, j, r], z.ratio_before[i, j, r])


def _backed(value: Floats, o: Levers, z: Stakes, epoch: int, j: int, actor: int, r: int) -> float:
    """Return what stands behind state j in one lane; see `araxes.rules.levers.power`."""
    draw, total = z.draw[r], float(z.capability[actor, r])
    for k in range(z.capability.shape[0]):
        if k != actor:
            guarantee, will = value[o.guarantee[epoch, j, k], draw], value[o.will[epoch, j, k], draw]
            total = stand_behind(total, guarantee, will, z.capability[k, r])
    return total


def divide(deciding: Whole, z: Stakes) -> None:
    """Write which issue divides every pair most."""
    for i in range(len(deciding)):
        for j in range(len(deciding)):
            one, other = deciding[i], deciding[j]
            for r in range(len(z.draw)):
                z.pair[i, j, r] = (
                    pair_issue(
                        z.salience[one, :, r],  # type: ignore[arg-type]
                        z.salience[other, :, r],  # type: ignore[arg-type]
                        z.position[one, :, r],  # type: ignore[arg-type]
                        z.position[other, :, r],  # type: ignore[arg-type]
                    )
                    if i != j
                    else -1
                )
