"""Red lines: an issue passes a declared limit, and those held responsible feel it for as long as it stays beyond.

    crossed_im = 1 while the believed status lies beyond i's red line on the wrong side
    term       = sum over m of (crossed_im - crossed_im at the origin) blame_ijm

A public threat raises the cost of backing down: Fearon (1994), Schelling (1960); contested for autocracies (Weeks 2008; Snyder and
Borghard 2011). In the chronology the term has no size that can be told from nothing (0.35, standard error 0.91): its weight is judged.
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
