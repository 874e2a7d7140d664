"""Merging parameter files: later ones win, value by value, and every fault on the way is collected."""

from __future__ import annotations

from araxes.errors import Fault, unknown
from araxes.inputs.parameters import Parameter, canonical, from_leaf, kind_of
from araxes.inputs.schema import (
    ActorFile,
    ActorHead,
    BehaviourFile,
    Issue,
    LadderFile,
    Leaf,
    Node,
    RedLine,
    RelationsFile,
    Rung,
)
from araxes.inputs.successors import gone_fault
from araxes.rules.luck import Luck
from araxes.rules.remember import Keep
from araxes.rules.terms import WEIGHTS

KEYS = {
    "behaviour.weight": WEIGHTS,
    "behaviour.memory": Keep._fields,
    "behaviour.habit": (
        "borrowing",
        "anchor",
        "anchor_shrinkage",
        "pool_floor",
        "class_floor_words",
        "class_floor_violence",
        "class_floor_war",
        "credit_cap",
    ),
    "behaviour.luck": Luck._fields,
    "behaviour.threshold": ("coercion_rung", "accord_rung", "violence_rung"),
    "behaviour.issue_moves": ("accord", "force"),
    "actor.capability": ("spending", "personnel"),
    "actor.attention": ("overstretch",),
    "actor.temper": WEIGHTS,
}
"""The keys that must all be there, by section."""


class Merge:
    """Collects what files say, later ones winning, and every fault on the way."""

    def __init__(self) -> None:
        self.rungs: list[Rung] = []
        self.nodes: list[Node] = []
        self.issues: dict[str, Issue] = {}
        self.actors: dict[str, ActorHead] = {}
        self.labels: dict[str, dict[str, str]] = {}
        self.book: dict[str, Parameter] = {}
        self.places: dict[str, tuple[str, str]] = {}
        self.faults: list[Fault] = []
        self.files: list[str] = []

    def add(self, path: str, leaf: Leaf, section: str, file: str, where: str) -> None:
        """Add one leaf under its path."""
        side = (1 if leaf.side == "above" else -1) if isinstance(leaf, RedLine) else 0
        made, faults = from_leaf(path, leaf, kind_of(section, path.rsplit(".", 1)[1]), file, side)
        self.faults += faults
        self.places[canonical(path)] = (file, where)
        if made:
            self.book[canonical(path)] = made

    def ladder(self, data: LadderFile, file: str) -> None:
        """Take over rungs and nodes; a user's list replaces the shipped one as a whole."""
        self.rungs = list(data.rung) or self.rungs
        self.nodes = list(data.node) or self.nodes
        for rung in data.rung:
            self.add(f"ladder.{rung.key}.goldstein", rung.goldstein, "ladder.goldstein", file, "rung")
            self.add(f"ladder.{rung.key}.prior_share", rung.prior_share, "ladder.prior_share", file, "rung")
        for node in data.node:
            self.add(f"ladder.{node.key}.shrinkage", node.shrinkage, "ladder.shrinkage", file, "node")

    def issue(self, key: str, data: Issue, file: str) -> None:
        """Take over one issue; keys a later file leaves out stay as they were."""
        if data.status:
            self.add(f"issues.{key}.status", data.status, "issues.status", file, key)
        known = self.issues.get(key, Issue())
        given = {name: getattr(data, name) for name in data.model_fields_set if name != "status"}
        self.issues[key] = known.model_copy(update=given)

    def relations(self, data: RelationsFile, file: str) -> None:
        """Take over ties, formats, guarantees and borders."""
        for section in RelationsFile.model_fields:
            seen: set[str] = set()
            for first, row in getattr(data, section).items():
                for second, leaf in row.items():
                    path = f"relations.{section}.{first}.{second}"
                    if canonical(path) in seen or first == second:
                        self.faults.append(
                            Fault(file, path, "a pair given twice or an actor paired with itself", "each pair once")
                        )
                    seen.add(canonical(path))
                    self.add(path, leaf, f"relations.{section}", file, section)

    def behaviour(self, data: BehaviourFile, file: str) -> None:
        """Take over weights, half-lives and thresholds."""
        for section in BehaviourFile.model_fields:
            for key, leaf in getattr(data, section).items():
                path = f"behaviour.{section}.{key}"
                if self.known_key(f"behaviour.{section}", key, path, file, section):
                    self.add(path, leaf, f"behaviour.{section}", file, section)

    def actor(self, code: str, data: ActorFile, file: str) -> None:
        """Take over one actor; sections a later file leaves out stay as they were."""
        if data.actor:
            if data.actor.code != code:
                self.faults.append(
                    Fault(file, "actor.code", repr(data.actor.code), repr(code), step="File name and code must agree.")
                )
            self.actors[code] = data.actor
        self.labels.setdefault(code, {}).update(data.label)
        self.places[code] = (file, "actor")
        for section in (
            "capability",
            "attention",
            "will",
            "position",
            "salience",
            "red_line",
            "hawkishness",
            "credulity",
            "temper",
        ):
            for key, leaf in getattr(data, section).items():
                path = f"{code}.{section}.{key}"
                if self.known_key(f"actor.{section}", key, path, file, section):
                    self.add(path, leaf, f"actor.{section}", file, section)
        for issue, row in data.blame.items():
            for other, leaf in row.items():
                self.add(f"{code}.blame.{issue}.{other}", leaf, "actor.blame", file, "blame")

    def known_key(self, section: str, key: str, path: str, file: str, where: str) -> bool:
        """Refuse a key that a section with fixed keys does not have; return whether to judge what stands under it."""
        if section not in KEYS or key in KEYS[section]:
            return True
        fault = unknown(file, f"{where}.{key}", key, KEYS[section], "name")
        gone = gone_fault(file, fault.key, key, path, fault.allowed)
        self.faults.append(gone or fault)
        return gone is None
