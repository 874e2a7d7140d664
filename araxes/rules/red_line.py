"""Red lines and lock-in: an issue passes a declared limit, and a public threat binds the one who made it.

    crossed_im    = 1 while the believed status lies beyond i's red line on the wrong side
    commitment_ij = 1 once i threatens j while a line is crossed, then decays
    term          = sum over m of (crossed_im - bar) blame_ijm + commitment_ij

A public threat raises the cost of backing down: Fearon (1994), Schelling (1960); contested for autocracies (Weeks 2008; Snyder and
Borghard 2011), hence a wide prior.
"""

from __future__ import annotations

from araxes.rules.numerics import plus


def crossed(believed: float, line: float, side: int) -> float:
    """Return 1 while the believed status is beyond the red line, else 0.

    Parameters
    ----------
    believed, line : float
        In [0, 1].
    side : int
        1 when the line is passed from below (status above it), -1 from above, 0 when the actor has no line.
    """
    return 1.0 if side * (believed - line) > 0 else 0.0


def pressed(crossed_excess: list[float], blame_on_target: list[float]) -> float:
    """Return how far newly crossed lines press an actor towards those held responsible.

    Parameters
    ----------
    crossed_excess, blame_on_target : sequence of float, shape (issues,)
        crossed_im minus its bar, and blame_ijm.
    """
    total = 0.0
    for m in range(len(crossed_excess)):
        total = plus(total, crossed_excess[m], blame_on_target[m])
    return total


def red_line(pressure: float, commitment: float) -> float:
    """Press those held responsible for a line newly crossed, and stand by one's own threat.

    Parameters
    ----------
    pressure : float
        From `pressed`.
    commitment : float
        commitment_ij, in [0, 1].
    """
    return pressure + commitment


def committed(commitment: float, keep: float, rung: int, threat_rung: int, wronged: float) -> float:
    """Return the commitment after this week's act.

    Parameters
    ----------
    commitment : float
        Before the week, in [0, 1].
    keep : float
        Weekly share kept.
    rung, threat_rung : int
        The act, and the lowest rung that counts as a public threat.
    wronged : float
        sum over m of crossed_im blame_ijm; a threat binds only while it is above 0.
    """
    if rung >= threat_rung and wronged > 0:
        return 1.0
    return keep * commitment


def wronged_by(crossed_lines: list[float], blame_on_target: list[float]) -> float:
    """Return how far the target is blamed for lines now crossed: sum over m of crossed_im blame_ijm, in [0, issues]."""
    total = 0.0
    for m in range(len(crossed_lines)):
        total = plus(total, crossed_lines[m], blame_on_target[m])
    return total
