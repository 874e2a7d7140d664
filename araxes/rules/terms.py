"""The terms of the push in their fixed order, and their weighted sum.

eta_ij = sum over terms of weight x temper_i x term_ij
"""

from __future__ import annotations

from araxes.rules.numerics import plus

TERMS = (
    "reciprocity_hostile",
    "reciprocity_friendly",
    "momentum",
    "solidarity",
    "alignment",
    "entanglement",
    "grievance",
    "red_line",
    "deterrence",
    "interdependence",
    "mediation",
    "leader",
)
"""Names of the terms; weights and values stand in this order."""

TEMPER_OF = {
    "reciprocity_hostile": "reciprocity",
    "reciprocity_friendly": "reciprocity",
    "attention_activity": "attention",
    "attention_overstretch": "attention",
}
"""The temper that scales a weight, where its name is not the weight's own."""


def push(weights: list[float], terms: list[float]) -> float:
    """Return eta, in logits; positive pushes up the ladder.

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
