"""Merging parameter files: later ones win, value by value, and every fault on the way is collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from araxes.errors import Fault, unknown
from araxes.inputs.parameters import SECTIONS, Parameter, canonical, from_leaf, kind_at, section_at
from araxes.inputs.schema import (
    ActorFile,
    ActorHead,
    BehaviourFile,
    Issue,
    LadderFile,
    Leaf,
    Node,
    RelationsFile,
    Rung,
    Table,
)
from araxes.inputs.successors import gone_fault


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

    def add(self, path: str, leaf: Leaf, file: str, where: str) -> None:
        """Add one leaf under its path."""
        made, faults = from_leaf(path, leaf, kind_at(path), file)
        self.faults += faults
        self.places[canonical(path)] = (file, where)
        if made:
            self.book[canonical(path)] = made

    def ladder(self, data: LadderFile, file: str) -> None:
        """Take over rungs and nodes; a user's list replaces the shipped one as a whole."""
        self.rungs = list(data.rung) or self.rungs
        self.nodes = list(data.node) or self.nodes
        for rung in data.rung:
            self.add(f"ladder.{rung.key}.goldstein", rung.goldstein, file, "rung")
            self.add(f"ladder.{rung.key}.prior_share", rung.prior_share, file, "rung")
        for node in data.node:
            self.add(f"ladder.{node.key}.shrinkage", node.shrinkage, file, "node")

    def issue(self, key: str, data: Issue, file: str) -> None:
        """Take over one issue; keys a later file leaves out stay as they were."""
        if data.status:
            self.add(f"issues.{key}.status", data.status, file, key)
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
                    self.add(path, leaf, file, section)

    def behaviour(self, data: BehaviourFile, file: str) -> None:
        """Take over weights, half-lives and thresholds."""
        self.sections("behaviour", "behaviour", data, file)

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
        self.sections("actor", code, data, file)

    def sections(self, group: str, owner: str, data: Table, file: str) -> None:
        """Take over every section of a file; `group` and `owner` stand first in the names of its sections and in its paths."""
        for section in (name.split(".")[1] for name in SECTIONS if name.startswith(f"{group}.")):
            for keys, leaf in _leaves(getattr(data, section)):
                path = f"{owner}.{section}.{keys}"
                if self.known_key(keys, path, file, section):
                    self.add(path, leaf, file, section)

    def known_key(self, key: str, path: str, file: str, where: str) -> bool:
        """Refuse a key that a section with fixed keys does not have; return whether to judge what stands under it."""
        keys = SECTIONS[section_at(path)].keys
        if not keys or key in keys:
            return True
        fault = unknown(file, f"{where}.{key}", key, keys, "name")
        gone = gone_fault(file, fault.key, key, path, fault.allowed)
        self.faults.append(gone or fault)
        return gone is None


def _leaves(table: Mapping[str, Any]) -> Iterator[tuple[str, Leaf]]:
    """Yield the leaves of a table and of the tables in it, by their keys with dots between them."""
    for key, value in table.items():
        if isinstance(value, Leaf):
            yield key, value
        else:
            yield from ((f"{key}.{below}", leaf) for below, leaf in _leaves(value))
