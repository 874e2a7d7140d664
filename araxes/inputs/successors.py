"""What went out of the model with its version 2, why, and what took its place: told to those whose files still name it."""

from __future__ import annotations

from typing import NamedTuple

from araxes.errors import Fault


class Gone(NamedTuple):
    """What became of a name.

    Attributes
    ----------
    why : str
        A clause without a full stop.
    successors : tuple of str
        Names in the same section; whole paths where they are in another. Empty where nothing took its place.
    """

    why: str
    successors: tuple[str, ...] = ()


ALARM = Gone("surprising hostility, received or one's own, is one alarm", ("alarm",))
FRIENDS = Gone("what others do to a target is one pile-on, the stronger the closer one's tie to them", ("pile_on",))
TIES = Gone("a tie weighs pile-on, and what rivals stand for is a matter of issues", ("pile_on", "grievance"))
TRADE = Gone("no record spoke of it, and no scenario moved it")
ACTIVITY = Gone("a dyad is busy by its alarm and contact alone")
THREATS = Gone("a red line pushes while it is crossed, whoever threatened over it")
STRETCHED = Gone("of attention only overstretch is left", ("overstretch",))

WEIGHTS = {
    "reciprocity_hostile": ALARM,
    "reciprocity_friendly": Gone("cooperation beyond habit, by either side, is one thaw", ("thaw",)),
    "momentum": ALARM,
    "solidarity": FRIENDS,
    "alignment": FRIENDS,
    "entanglement": TIES,
    "interdependence": TRADE,
    "attention_activity": ACTIVITY,
    "attention_overstretch": STRETCHED,
}
TEMPERS = {
    "reciprocity": Gone("hostile surprise is alarm, friendly surprise thaw", ("alarm", "thaw")),
    **{name: WEIGHTS[name] for name in ("momentum", "solidarity", "alignment", "entanglement", "interdependence")},
    "attention": STRETCHED,
}
MEMORIES = {
    "slow": Gone("surprise is measured from habit", ("habit",)),
    "repertoire": Gone("one memory of acts answers every question", ("habit",)),
    "commitment": THREATS,
    "activity_short": ACTIVITY,
    "activity_long": ACTIVITY,
}
GONE = {
    **{f"behaviour.weight.{name}": gone for name, gone in WEIGHTS.items()},
    **{f"actor.temper.{name}": gone for name, gone in TEMPERS.items()},
    **{f"behaviour.memory.{name}": gone for name, gone in MEMORIES.items()},
    "behaviour.habit.epsilon": Gone("pushes multiply chances, which need not be kept off 0 and 1"),
    "behaviour.luck.shared": Gone(
        "both sides share the luck of each question apart", ("hostile", "friendly_kind", "hostile_kind")
    ),
    "behaviour.threshold.crisis_level": Gone("deterrence works inside a crisis, too"),
    "behaviour.threshold.commitment_rung": THREATS,
    "relations.trade": TRADE,
    "ladder.node.memory": Gone("one memory of acts answers every question", ("behaviour.memory.habit",)),
}
"""By section and name; tempers of every actor as `actor.temper`, trade of every pair as `relations.trade`."""


def went_out(path: str) -> Gone | None:
    """Return what became of a name at a path, from the name of its file or the code of its actor on; None where there never was one."""
    section, _, last = path.rpartition(".")
    tempers, pairs = f"actor.{section.partition('.')[2]}.{last}", ".".join(path.split(".")[:2])
    return next((GONE[one] for one in (path, tempers, pairs) if one in GONE), None)


def gone_fault(file: str, key: str, name: str, path: str, allowed: str) -> Fault | None:
    """Return the fault of a name that went out: it tells why, and the successors; None where the model never had the name.

    Parameters
    ----------
    file, key : str
        Where the name stands.
    name : str
        What was written: a path, or a key of its section.
    path : str
        As for `went_out`.
    allowed : str
        What would do.
    """
    gone, section = went_out(path), path.rpartition(".")[0]
    if gone is None:
        return None
    paths = [one if "." in one else f"{section}.{one}" for one in gone.successors]
    near = [one for one in (paths if name == path else gone.successors) if name == path or "." not in one]
    follows = f"its place is taken by {' and '.join(paths)}" if paths else "nothing takes its place"
    step = f"It went out with version 2 of the model, because {gone.why}; {follows}."
    return Fault(file, key, repr(name), allowed, next(iter(near), ""), step)
