"""Issues in lanes: what is dated, seen, held against others and got used to, and how acts move it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.engines.arrays import Floats, Whole
from araxes.engines.lanes import Views
from araxes.engines.tables import Rules
from araxes.engines.tables_issues import Issues
from araxes.rules.grievance import gap, grievance
from araxes.rules.issues import accord_move, believe, force_move
from araxes.rules.red_line import crossed, red_line
from araxes.rules.standing import excess, raise_bar


def open_issues(q: Issues, y: Views) -> None:
    """Set statuses, beliefs and bars to those at the origin."""
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.status[m, r] = q.before[m]
            for i in range(len(q.crossed)):
                y.believed[i, m, r] = q.before[m]
    copy_bars(q.bar, y.bar)


def copy_bars(source: Floats, out: Floats) -> None:
    """Write the bars at the origin into every lane."""
    for i in range(len(source)):
        for j in range(len(source)):
            for r in range(out.shape[2]):
                out[i, j, r] = source[i, j]


def perceive(q: Issues, y: Views, week: int, at: int, status: NDArray[np.float32]) -> None:
    """Let dated statuses and signals arrive, see the issues, and hold others responsible; written at row `at`."""
    arrive(q, y, week, status)
    for i in range(len(q.crossed)):
        judge(q, y, week, at, i)
    aggrieve(y, at)


def judge(q: Issues, y: Views, week: int, at: int, i: int) -> None:
    """Let state i see the issues and hold the others responsible."""
    for m in range(len(y.status)):
        view(q, y, week, i, m)
    for j in range(len(q.crossed)):
        if i != j:
            hold_responsible(q, y, week, at, i, j)


def aggrieve(y: Views, at: int) -> None:
    """Write by how much the grievance of every pair is above its bar."""
    for i in range(y.bar.shape[0]):
        for j in range(y.bar.shape[1]):
            if i != j:
                for r in range(y.bar.shape[2]):
                    y.aggrieved[at, i, j, r] = excess(y.grievance[i, j, r] + y.grievance[j, i, r], y.bar[i, j, r])


def arrive(q: Issues, y: Views, week: int, status: NDArray[np.float32]) -> None:
    """Let dated statuses and signals arrive, and write the statuses down."""
    for m in range(len(y.status)):
        if q.moved[week, m]:
            for r in range(y.status.shape[1]):
                y.status[m, r] = q.dated[week, m]
        for r in range(len(status)):
            status[r, week, m] = y.status[m, r if y.status.shape[1] > 1 else 0]
    for k in range(q.heard_first[week], q.heard_first[week + 1]):
        hear(q, y.believed, k)


def hear(q: Issues, believed: Floats, k: int) -> None:
    """Let signal k move the beliefs of those who hear it."""
    m = q.heard_issue[k]
    for i in range(len(believed)):
        if q.heard_by[k, i] >= 0:
            for r in range(len(believed[i, m])):
                believed[i, m, r] = believe(believed[i, m, r], q.heard_by[k, i], q.heard_cost[k], q.heard_value[k])


def view(q: Issues, y: Views, week: int, i: int, m: int) -> None:
    """Compare an issue, as state i believes it to be, with what it wants and with its red line."""
    for r in range(y.status.shape[1]):
        if q.knows[i, m]:
            y.believed[i, m, r] = y.status[m, r]
        y.gap[i, m, r] = gap(y.believed[i, m, r], q.position[week, i, m])
        y.line[i, m, r] = crossed(y.believed[i, m, r], q.line[week, i, m], q.side[week, i, m])
        y.line_over[i, m, r] = excess(y.line[i, m, r], q.crossed[i, m])


def hold_responsible(q: Issues, y: Views, week: int, at: int, i: int, j: int) -> None:
    """Work out how far state i holds state j responsible for issues that lie far away and lines that are crossed."""
    blamed = q.blame[week, i, j]
    for r in range(y.status.shape[1]):
        y.pressed[at, i, j, r] = red_line(y.line_over[i, :, r], blamed)  # type: ignore[arg-type]
        y.grievance[i, j, r] = grievance(q.salience[week, i], y.gap[i, :, r], blamed)  # type: ignore[arg-type]


def close_issues(keep: float, y: Views) -> None:
    """Let the bars of grievance follow it."""
    for i in range(y.bar.shape[0]):
        for j in range(y.bar.shape[1]):
            if i != j:
                for r in range(y.bar.shape[2]):
                    y.bar[i, j, r] = raise_bar(y.bar[i, j, r], keep, y.grievance[i, j, r] + y.grievance[j, i, r])


def move_issues(q: Issues, rules: Rules, y: Views, rung: Whole, week: int) -> None:
    """Move the pairs' issues by the week's accords and violence, all from the statuses at the week's start."""
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.moves[m, r] = 0.0
    for i in range(rung.shape[0]):
        for j in range(rung.shape[1]):
            if q.pair[week, i, j] >= 0:
                move_issue(q, rules, y, rung[i, j], week, i, j)
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.status[m, r] = min(max(y.status[m, r] + y.moves[m, r], 0.0), 1.0)


def move_issue(q: Issues, rules: Rules, y: Views, rung: Whole, week: int, i: int, j: int) -> None:
    """Add to the moves of a pair's issue what i's act towards j does."""
    m = q.pair[week, i, j]
    own, other = q.capability[week, i] * q.salience[week, i, m], q.capability[week, j] * q.salience[week, j, m]
    wants, theirs, ratio = q.position[week, i, m], q.position[week, j, m], q.log_ratio[week, i, j]
    for r in range(len(rung)):
        if rung[r] <= rules.accord_rung:
            y.moves[m, r] += accord_move(y.status[m, r], rules.accord_share, wants, theirs, own, other)
        if rung[r] >= rules.violence_rung:
            y.moves[m, r] += force_move(y.status[m, r], rules.force_share, wants, ratio)
