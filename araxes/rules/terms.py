"""The terms of the push in their fixed order, and their weighted sum.

eta_ij = sum over terms of weight x temper_i x term_ij
"""

from __future__ import annotations

from araxes.rules.numerics import plus

TERMS = (
    "lift",
    "alarm_received",
    "alarm_own",
    "pile_on",
    "thaw",
    "grievance",
    "red_line",
    "deterrence",
    "mediation",
    "leader",
    "overstretch",
)
"""Names of the terms that push "hostile?"; weights and values stand in this order."""

WEIGHT_OF = {"alarm_received": "alarm", "alarm_own": "alarm"}
"""The weight of a term, where its name is not the term's own."""

CONTACT = "contact"
"""The term that pushes "quiet?"."""

WEIGHTS = (*dict.fromkeys(WEIGHT_OF.get(term, term) for term in TERMS), CONTACT)
"""Names of the weights."""

ESTIMATED = ("lift", "alarm", "pile_on", "thaw", "grievance", CONTACT)
"""The weights of which a record of weekly acts speaks; the others are judged."""

LIFT = 1.0
"""The first term: the same push for all. Habit, which credits acts in part, would run too low without it."""


def push(weights: list[float], terms: list[float]) -> float:
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
