"""Merging parameter files: later ones win, value by value, and every fault on the way is collected.

What can be wrong with parameter files taken together: names that refer to nothing, and values that are missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from araxes.errors import Fault, unknown
from araxes.inputs.faults import gone_fault
from araxes.inputs.ladder import goldstein_scores, rung_of_code
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
    StrictTable,
)


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

    def sections(self, group: str, owner: str, data: StrictTable, file: str) -> None:
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


def references(merge: Merge) -> Iterator[Fault]:
    """Yield every name that refers to an actor, issue or rung that does not exist, and keys of the ladder given twice."""
    yield from _ladder_faults(merge)
    for key, issue in merge.issues.items():
        for code in issue.known_to or []:
            if code not in merge.actors:
                yield unknown("issues.toml", f"{key}.known_to", code, merge.actors, "actor")
    for path, (file, _) in merge.places.items():
        for name, known, what in _names_in(path, merge):
            if name not in known:
                yield unknown(file, path, name, known, what)


def _ladder_faults(merge: Merge) -> Iterator[Fault]:
    """Yield keys of rungs and nodes given twice, and branches that end at no rung."""
    rungs = [rung.key for rung in merge.rungs]
    for what, keys in (("rung", rungs), ("node", [node.key for node in merge.nodes])):
        for key in (key for key, times in Counter(keys).items() if times > 1):
            yield Fault("ladder.toml", f"{what} {key}", "a key given twice", "each key once")
    for node in merge.nodes:
        for end in (end for branch in node.branches for end in branch):
            if end not in rungs:
                yield unknown("ladder.toml", f"node {node.key}.branches", end, rungs, "rung")


def _names_in(path: str, merge: Merge) -> Iterable[tuple[str, Iterable[str], str]]:
    """Return the actors and issues that a path names."""
    _, *keys = path.split(".")
    if not keys:
        return [(path, merge.actors, "actor")]
    known: dict[str, Iterable[str]] = {"actor": merge.actors, "issue": merge.issues}
    named = zip(keys[1:], SECTIONS[section_at(path)].names, strict=False)
    return [(key, known[what], what) for key, what in named]


def missing_values(merge: Merge) -> Iterator[Fault]:
    """Yield what is missing after all files are merged."""
    yield from _missing_keys(merge)
    for key in merge.issues:
        if f"issues.{key}.status" not in merge.book:
            yield Fault("issues.toml", f"{key}.status", "nothing", "a value")
    for code in merge.actors:
        for issue in merge.issues:
            if f"{code}.salience.{issue}" in merge.book and f"{code}.position.{issue}" not in merge.book:
                yield Fault(
                    f"actors/{code}.toml", f"position.{issue}", "nothing", "a position where there is a salience"
                )
    if not merge.rungs or not merge.nodes:
        yield Fault("ladder.toml", "rung, node", "none", "at least one of each")
    yield from _code_faults(merge)


def _code_faults(merge: Merge) -> Iterator[Fault]:
    """Yield the codes of rungs under which a simulated act could not be recorded and read back."""
    for index, rung in enumerate(merge.rungs):
        if rung.code not in goldstein_scores():
            yield Fault("ladder.toml", f"rung {rung.key}.code", repr(rung.code), "a CAMEO code, see cameo.csv")
        elif (found := rung_of_code(rung.code, merge.rungs)) != index:
            got = f"{rung.code!r}, a code of {'no rung' if found is None else merge.rungs[found].key}"
            yield Fault(
                "ladder.toml", f"rung {rung.key}.code", got, "a code whose longest prefix is in this rung's 'cameo'"
            )


def _missing_keys(merge: Merge) -> Iterator[Fault]:
    """Yield the keys that sections with fixed keys lack, but for those that are understood where nobody names them."""
    for place, section in SECTIONS.items():
        if section.kind.implicit is not None:
            continue
        group, name = place.split(".")
        for owner in merge.actors if group == "actor" else [group]:
            file = f"actors/{owner}.toml" if group == "actor" else f"{group}.toml"
            for key in section.keys:
                if f"{owner}.{name}.{key}" not in merge.book:
                    yield Fault(file, f"{name}.{key}", "nothing", "a value")
