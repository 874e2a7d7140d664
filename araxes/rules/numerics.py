"""Total versions of the logistic function and its inverse: they never raise and never return an infinity.

sigmoid(x) = 1 / (1 + exp(-x)),    logit(p) = log(p / (1 - p))
"""

from __future__ import annotations

import math
import sys

SMALLEST = sys.float_info.epsilon
"""As near to 0 and 1 as probabilities are taken, so that an epsilon of 0 does no harm."""


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


def plus(total: float, weight: float, value: float) -> float:
    """Return total + weight x value: one step of a weighted sum, taken in a fixed order by everyone."""
    return total + weight * value
