"""What states hold against each other over issues: grievance, and red lines.

Grievance: an issue moves away from what an actor wants, and it holds the target responsible.

    gap_im      = |believed status_im - position_im|
    blame_ijm   = salience_jm |position_jm - position_im| / the same summed over all actors but i
    g_ij        = sum over m of salience_im gap_im blame_ijm
    grievance   = g_ij + g_ji - bar         both sides' grievances push both (see `araxes.rules.levers` for the bar)

Issue salience raises both conflict and bargaining (Hensel, Mitchell, Sowers and Thyne 2008; Diehl 1992). Blame by distance and
salience is this model's own proposal; an explicit blame table overrides it.

Red lines: an issue passes a declared limit, and those held responsible feel it for as long as it stays beyond.

    crossed_im = 1 while the believed status lies beyond i's red line on the wrong side
    term       = sum over m of (crossed_im - crossed_im at the origin) blame_ijm

A public threat raises the cost of backing down: Fearon (1994), Schelling (1960); contested for autocracies (Weeks 2008; Snyder and
Borghard 2011). In the chronology the term has no size that can be told from nothing (0.35, standard error 0.91): its weight is judged.
"""

from __future__ import annotations

from araxes.rules.numerics import plus


def gap(believed: float, position: float) -> float:
    """Return how far the believed status lies from the actor's position, both in [0, 1]."""
    return abs(believed - position)


def blame(salience: list[float], position: list[float], i: int) -> list[float]:
    """Share out the responsibility for one issue, as actor i sees it.

    Parameters
    ----------
    salience, position : sequence of float, shape (actors,)
        Of every actor on this issue, in [0, 1].
    i : int
        The actor who blames.

    Returns
    -------
    list of float, shape (actors,)
        Shares that sum to 1, or all 0 when nobody stands elsewhere.
    """
    parts = [stake_apart(salience[j], position[j], position[i]) if j != i else 0.0 for j in range(len(salience))]
    total = 0.0
    for part in parts:
        total += part
    return [share_of_blame(part, total) for part in parts]


def stake_apart(salience: float, position: float, wanted: float) -> float:
    """Return how much another actor has at stake, times how far its position lies from the one that is `wanted`."""
    return salience * abs(position - wanted)


def share_of_blame(part: float, total: float) -> float:
    """Return the share of one actor's `stake_apart` in that of all others; 0 when nobody stands elsewhere."""
    return part / total if total > 0 else part


def grievance(salience: list[float], gaps: list[float], blame_on_target: list[float]) -> float:
    """Return g_ij, how much an actor has against a target: salient issues far from what it wants, for which it blames that target.

    Parameters
    ----------
    salience, gaps, blame_on_target : sequence of float, shape (issues,)
        salience_im, gap_im and blame_ijm.
    """
    total = 0.0
    for m in range(len(salience)):
        total = hold_against(total, salience[m], gaps[m], blame_on_target[m])
    return total


def hold_against(total: float, salience: float, gap: float, blame_on_target: float) -> float:
    """Return a grievance with what one more issue adds to it."""
    return total + salience * gap * blame_on_target


def loudest_issue(salience: list[float], gaps: list[float], blame_on_target: list[float]) -> int:
    """Return the issue of the largest standing grievance towards the target, or -1 when there is none."""
    found = -1
    largest = 0.0
    for m in range(len(salience)):
        size = salience[m] * gaps[m] * blame_on_target[m]
        if size > largest:
            largest = size
            found = m
    return found


def beyond_line(believed: float, line: float, side: int) -> float:
    """Return 1 while the believed status is beyond the red line, else 0.

    Parameters
    ----------
    believed, line : float
        In [0, 1].
    side : int
        1 when the line is passed from below (status above it), -1 from above, 0 when the actor has no line.
    """
    return 1.0 if side * (believed - line) > 0 else 0.0


def red_line(crossed_excess: list[float], blame_on_target: list[float]) -> float:
    """Press those held responsible for lines that were not crossed at the origin.

    Parameters
    ----------
    crossed_excess, blame_on_target : sequence of float, shape (issues,)
        crossed_im minus what held at the origin, and blame_ijm.
    """
    total = 0.0
    for m in range(len(crossed_excess)):
        total = plus(total, crossed_excess[m], blame_on_target[m])
    return total
