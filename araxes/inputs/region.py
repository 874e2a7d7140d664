"""The region as files describe it: ladder, issues, actors and all parameters, merged from the shipped and the user's folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from araxes.errors import Fault, InputError, unknown
from araxes.inputs.estimates import ESTIMATES, Overlay, read_overlay, within
from araxes.inputs.faults import parse
from araxes.inputs.folders import PARAMS, folders, inside, is_folder, real, short
from araxes.inputs.merge import Merge
from araxes.inputs.parameters import SECTIONS, Parameter, canonical, implicit
from araxes.inputs.read import PROBES, RECORDS, SETTINGS, read_toml
from araxes.inputs.region_checks import complete, references
from araxes.inputs.schema import (
    ActorFile,
    ActorHead,
    BehaviourFile,
    Issue,
    LadderFile,
    Node,
    RelationsFile,
    Rung,
    Table,
)


@dataclass(frozen=True)
class RegionFiles:
    """What the parameter files say, merged.

    Attributes
    ----------
    rungs : tuple of Rung
        The ladder, most cooperative first.
    nodes : tuple of Node
        The questions of the habit tree.
    issues : dict of str to Issue
        In the order of the file.
    actors : dict of str to ActorHead
        By code, in alphabetical order: the order of files never matters.
    labels : dict of str to dict of str to str
        Names of the actors by code and language.
    book : dict of str to Parameter
        All parameters by path.
    files : tuple of str
        The files read.
    estimates : tuple of Overlay
        Estimates, earliest first, not yet laid over the book: that depends on the start of a run.
    """

    rungs: tuple[Rung, ...]
    nodes: tuple[Node, ...]
    issues: dict[str, Issue]
    actors: dict[str, ActorHead]
    labels: dict[str, dict[str, str]]
    book: dict[str, Parameter]
    files: tuple[str, ...]
    estimates: tuple[Overlay, ...] = ()

    @property
    def states(self) -> list[str]:
        """Return the codes of the actors that decide, alphabetically."""
        return [code for code, head in self.actors.items() if head.role == "state"]


def read_region(own: Path | None = None) -> RegionFiles:
    """Return the region described by the shipped parameter files and, over them, the user's.

    Parameters
    ----------
    own : Path, optional
        A user's folder; its `params` override or extend the shipped ones.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    merge = Merge()
    for folder in folders(PARAMS, own):
        linked = [path for path in folder.rglob("*") if path.is_symlink() and is_folder(path)]
        for path in sorted([*folder.rglob("*.toml"), *linked]):
            if path.name not in (SETTINGS, RECORDS, PROBES) and path.parent.name not in ("perspectives", ESTIMATES):
                _read_file(path, folder, merge)
    if not merge.faults:
        merge.faults += references(merge)
    if not merge.faults:
        merge.faults += complete(merge)
    if merge.faults:
        raise InputError(merge.faults)
    _fill(merge)
    actors = {code: merge.actors[code] for code in sorted(merge.actors)}
    estimates = _read_estimates(merge, own)
    return RegionFiles(
        tuple(merge.rungs),
        tuple(merge.nodes),
        merge.issues,
        actors,
        merge.labels,
        merge.book,
        tuple(merge.files),
        estimates,
    )


def _read_estimates(merge: Merge, own: Path | None) -> tuple[Overlay, ...]:
    """Return the estimates of all folders, earliest first; each over the values of its own folder and those below.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    out: list[Overlay] = []
    faults: list[Fault] = []
    below: set[str] = set()
    for folder in folders(PARAMS, own):
        below |= {short(path) for path in folder.rglob("*.toml")}
        found = []
        for path in sorted((folder / ESTIMATES).glob("*.toml")):
            overlay, wrong = read_overlay(path, merge.book)
            faults += wrong
            found += [within(overlay, below)] if overlay else []
        out += sorted(found, key=lambda overlay: overlay.last)
    if faults:
        raise InputError(faults)
    return tuple(out)


def _read_file(path: Path, folder: Path, merge: Merge) -> None:
    """Read one parameter file into the merge."""
    name = short(path)
    merge.files.append(name)
    if not inside(path, folder):
        merge.faults.append(Fault(name, "", f"a link to {real(path)}", f"a file inside {short(folder)}"))
        return
    try:
        data = read_toml(path)
    except InputError as error:
        merge.faults += error.faults
        return
    if path.parent.name == "actors":
        _take(ActorFile, data, name, merge, lambda parsed: merge.actor(path.stem, parsed, name))
    elif path.stem == "issues":
        for key, table in data.items():
            _take(Issue, table, name, merge, partial(merge.issue, key, file=name), key)
    elif path.stem in FILES:
        model, taker = FILES[path.stem]
        _take(model, data, name, merge, lambda parsed: taker(merge, parsed, name))
    else:
        merge.faults.append(unknown(name, "", path.stem, [*FILES, "issues"], "parameter file"))


FILES: dict[str, tuple[type[Table], Callable[[Merge, Any, str], None]]] = {
    "ladder": (LadderFile, Merge.ladder),
    "relations": (RelationsFile, Merge.relations),
    "behaviour": (BehaviourFile, Merge.behaviour),
}


def _take(
    model: type[Table], data: object, name: str, merge: Merge, taker: Callable[[Any], None], prefix: str = ""
) -> None:
    """Parse one table and hand it on, or note its faults."""
    parsed, faults = parse(model, data, name)
    if prefix:
        faults = [
            Fault(f.file, f"{prefix}.{f.key}" if f.key else prefix, f.got, f.allowed, f.nearest, f.step) for f in faults
        ]
    merge.faults += faults
    if parsed is not None:
        taker(parsed)


def _fill(merge: Merge) -> None:
    """Add the values nobody named: no tie, no stake, no guarantee; and tempers, as with all."""
    codes = sorted(merge.actors)
    for place, section in SECTIONS.items():
        if section.kind.implicit is None:
            continue
        group, name = place.split(".")
        for first in codes:
            others = (
                merge.issues if "issue" in section.names else section.keys or [code for code in codes if code != first]
            )
            for second in others:
                path = f"relations.{name}.{first}.{second}" if group == "relations" else f"{first}.{name}.{second}"
                merge.book.setdefault(canonical(path), implicit(canonical(path), section.kind))
