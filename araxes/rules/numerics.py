"""Total versions of the logistic function, its inverse and pushed chances: they never raise and never return an infinity.

sigmoid(x) = 1 / (1 + exp(-x)),    logit(p) = log(p / (1 - p))
"""

from __future__ import annotations

import math
import sys

SMALLEST = sys.float_info.epsilon
"""As near to 0 and 1 as probabilities are taken, so that an epsilon of 0 does no harm."""

FURTHEST = math.log(sys.float_info.max) - 1
"""Logits beyond which no push goes: exp of little more has no finite value, and no chance differs any more."""


def sigmoid(x: float) -> float:
    """Return the logistic function of `x`, in [0, 1]; split by sign so that exp never overflows."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    tail = math.exp(x)
    return tail / (1 + tail)


def logit(p: float, epsilon: float) -> float:
    """Return the log odds of `p`, kept inside [epsilon, 1 - epsilon] and off 0 and 1 whatever epsilon is."""
    edge = max(epsilon, SMALLEST)
    inside = min(max(p, edge), 1 - edge)
    return math.log(inside / (1 - inside))


def odds_against(push: float) -> float:
    """Return exp(-push), by what a push in logits multiplies the odds against what it favours; 1 where it is 0."""
    return math.exp(-min(max(push, -FURTHEST), FURTHEST))


def favoured_factor(against: float, odds: float) -> float:
    """Return by what factor a push multiplies the chance it favours, sigmoid(logit(1 - against) + push) / (1 - against).

    Exactly 1 where odds are 1.

    Parameters
    ----------
    against : float
        The chance that the push goes against, in [0, 1]; however small it is, a push the other way may make it large.
    odds : float
        From `odds_against`.
    """
    return 1 / (against * odds + (1 - against))


def disfavoured_factor(against: float, odds: float) -> float:
    """Return by what factor the same push multiplies the chance it goes against; arguments as for `favoured_factor`."""
    return odds / (against * odds + (1 - against))


def plus(total: float, weight: float, value: float) -> float:
    """Return total + weight x value: one step of a weighted sum, taken in a fixed order by everyone."""
    return total + weight * value
