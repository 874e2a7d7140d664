"""Choice: luck, pushed and spread, picks a rung of the habit.

    v = sigmoid((logit u + eta) / s),    Y = the smallest k with F(k) >= v
    P(Y <= k) = G(k) = sigmoid(s logit F(k) - eta)

With eta = 0 and s = 1 an actor repeats its habit; eta pushes it up (positive) or down the ladder; s below 1 makes it act more at both ends.
An ordered logit (McKelvey and Zavoina 1975) whose cutpoints are the actor's own habit.
"""

from __future__ import annotations

from araxes.rules.numerics import logit, sigmoid


def pushed_luck(u: float, eta: float, s: float, epsilon: float) -> float:
    """Return v, the luck after push and spread, inside (0, 1).

    Parameters
    ----------
    u : float
        Luck, uniform in (0, 1).
    eta : float
        Push, in logits; positive is more hostile.
    s : float
        Spread, above 0.
    epsilon : float
        u and v are kept inside [epsilon, 1 - epsilon].
    """
    v = sigmoid((logit(u, epsilon) + eta) / s)
    return min(max(v, epsilon), 1 - epsilon)


def pushed_cumulative(cumulative: float, eta: float, s: float, epsilon: float) -> float:
    """Return G(k) = P(Y <= k) from F(k); arguments as for `pushed_luck`."""
    return sigmoid(s * logit(cumulative, epsilon) - eta)


def chosen(v: float, cumulative: list[float], rungs: int) -> int:
    """Return the rung: how many of the cumulative habits of the rungs below the highest lie under v.

    Parameters
    ----------
    v : float
        Pushed luck, in (0, 1).
    cumulative : sequence of float, shape (rungs - 1,) or longer
        F(k).
    rungs : int
        Number of rungs.
    """
    rung = 0
    for k in range(rungs - 1):
        rung += under(cumulative[k], v)
    return rung


def under(cumulative: float, v: float) -> int:
    """Return 1 where a rung is passed because luck lies above its cumulative habit, else 0."""
    return 1 if cumulative < v else 0
