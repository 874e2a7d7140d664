"""The terms of the push in their fixed order, and their weighted sum.

eta_ij = sum over terms of weight x temper_i x term_ij
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from araxes.rules.numerics import plus


class Terms(NamedTuple):
    """The terms that push "hostile?", in the order in which they are added up; each has its rule in the file that is named beside it."""

    lift: float  # `LIFT` below
    alarm_received: float  # alarm
    alarm_own: float  # alarm
    pile_on: float  # alarm
    thaw: float  # alarm
    grievance: float  # grievance, levers
    red_line: float  # grievance
    deterrence: float  # levers
    mediation: float  # levers
    leader: float  # levers
    overstretch: float  # levers


TERMS = Terms._fields
"""Names of the terms; weights and values stand in this order."""

TERM = {name: place for place, name in enumerate(TERMS)}
"""The place of a term by its name."""

WEIGHT_OF = {"alarm_received": "alarm", "alarm_own": "alarm"}
"""The weight of a term, where its name is not the term's own."""

CONTACT = "contact"
"""The term that pushes "quiet?"."""

WEIGHTS = (*dict.fromkeys(WEIGHT_OF.get(term, term) for term in TERMS), CONTACT)
"""Names of the weights."""

ESTIMATED = ("lift", "alarm", "pile_on", "thaw", "grievance", CONTACT)
"""The weights of which a record of weekly acts speaks; the others are judged."""

LIFT = 1.0
"""The lift: the same push for all. Habit, which credits acts in part, would run too low without it."""


def push(weights: Sequence[float], terms: Sequence[float]) -> float:
    """Return eta, in logits; positive pushes towards hostility.

    Parameters
    ----------
    weights : sequence of float, shape (terms,)
        weight x temper of the actor, logits per unit of the term.
    terms : sequence of float, shape (terms,)
        Values in the order of `TERMS`.
    """
    total = 0.0
    for index in range(len(weights)):
        total = plus(total, weights[index], terms[index])
    return total
