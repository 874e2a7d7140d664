"""What can be wrong with parameter files taken together: names that refer to nothing, and values that are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from araxes.errors import Fault, unknown
from araxes.inputs.cameo import goldstein_scores
from araxes.inputs.dated import rung_of_code
from araxes.inputs.merge import Merge
from araxes.inputs.parameters import SECTIONS, section_at


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


def complete(merge: Merge) -> Iterator[Fault]:
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
