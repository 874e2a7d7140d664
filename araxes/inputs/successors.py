"""What went out of the model with version 2 of its rule, and what took its place: told to those whose files still name it."""

from __future__ import annotations

NOTHING = ""

SUCCESSORS = {
    "reciprocity_hostile": "alarm",
    "reciprocity_friendly": "thaw",
    "reciprocity": "alarm",
    "momentum": "alarm",
    "solidarity": "pile_on",
    "alignment": "pile_on",
    "entanglement": "pile_on, which ties weigh, or the issue itself",
    "interdependence": NOTHING,
    "attention_activity": NOTHING,
    "attention_overstretch": "overstretch",
    "attention": "overstretch",
    "slow": NOTHING,
    "repertoire": "habit, the one memory of acts",
    "commitment": NOTHING,
    "activity_short": NOTHING,
    "activity_long": NOTHING,
    "epsilon": NOTHING,
    "shared": "hostile, friendly_kind and hostile_kind",
    "crisis_level": NOTHING,
    "commitment_rung": NOTHING,
    "trade": NOTHING,
    "memory": NOTHING,
}
"""Last part of a path or key, and its successor."""


def successor_note(path: str) -> str:
    """Return what to say of a name that went out, "" where it never was one.

    Parameters
    ----------
    path : str
        A key or a dotted path; names of pairs behind `relations.trade` count too.
    """
    parts = path.split(".")
    name = "trade" if "trade" in parts else parts[-1]
    if name not in SUCCESSORS:
        return ""
    successor = SUCCESSORS[name]
    return f"'{name}' went out with version 2 of the rule" + (
        f"; its successor is {successor}." if successor else "; nothing took its place."
    )
