"""Issues in lanes: what is dated, seen, held against others and got used to, and how acts move it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.engines.arrays import Floats, Whole
from araxes.engines.lanes import Views
from araxes.engines.tables import Rules
from araxes.engines.tables_issues import Issues
from araxes.rules.bar import excess, raise_bar
from araxes.rules.grievance import gap, grievance
from araxes.rules.issues import accord_move, believe, force_move
from araxes.rules.red_line import crossed, pressed, wronged_by


def open_issues(q: Issues, y: Views) -> None:
    """Set statuses, beliefs and bars to those at the origin."""
    for m in range(len(y.status)):
        for r in range(y.status.shape[1]):
            y.status[m, r] = q.before[m]
            for i in range(len(q.gap)):
                y.believed[i, m, r] = q.before[m]
                y.gap_bar[i, m, r] = q.gap[i, m]
                y.line_bar[i, m, r] = q.crossed[i, m]


def perceive(q: Issues, y: Views, week: int, at: int, status: NDArray[np.float32]) -> None:
    """Let dated statuses and signals arrive, see the issues, and hold others responsible; written at row `at`."""
    for m in range(len(y.status)):
        if q.moved[week, m]:
            for r in range(y.status.shape[1]):
                y.status[m, r] = q.dated[week, m]
        for r in range(len(status)):
            status[r, week, m] = y.status[m, r if y.status.shape[1] > 1 else 0]
    for k in range(q.heard_first[week], q.heard_first[week + 1]):
        hear(q, y.believed, k)
    for i in range(len(q.gap)):
        for m in range(len(y.status)):
            view(q, y, week, i, m)
        for j in range(len(q.gap)):
            if i != j:
                hold_responsible(q, y, week, at, i, j)


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
        y.gap_over[i, m, r] = excess(y.gap[i, m, r], y.gap_bar[i, m, r])
        y.line_over[i, m, r] = excess(y.line[i, m, r], y.line_bar[i, m, r])


def hold_responsible(q: Issues, y: Views, week: int, at: int, i: int, j: int) -> None:
    """Work out how far state i holds state j responsible for issues that moved away and lines that are crossed."""
    blamed = q.blame[week, i, j]
    for r in range(y.status.shape[1]):
        y.wronged[at, i, j, r] = wronged_by(y.line[i, :, r], blamed)  # type: ignore[arg-type]
        y.pressed[at, i, j, r] = pressed(y.line_over[i, :, r], blamed)  # type: ignore[arg-type]
        y.aggrieved[at, i, j, r] = grievance(q.salience[week, i], y.gap_over[i, :, r], blamed)  # type: ignore[arg-type]


def close_issues(keep: float, y: Views) -> None:
    """Get used to how things are."""
    states, issues, wide = y.gap.shape
    for i in range(states):
        for m in range(issues):
            for r in range(wide):
                y.gap_bar[i, m, r] = raise_bar(y.gap_bar[i, m, r], keep, y.gap[i, m, r])
                y.line_bar[i, m, r] = raise_bar(y.line_bar[i, m, r], keep, y.line[i, m, r])


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
