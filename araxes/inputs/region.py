"""The region as files describe it, with estimates laid over it, and on what a result rests.

Ladder, issues, actors and all parameters are merged from the shipped and the user's folder.

Estimates: values fitted to a record, laid over the parameter files for scenarios of that record that begin later.

A file in `params/estimates/` names its record and the dates it was fitted on. A scenario that starts on or before the last of them does
not see it: what was learned later is not known yet. Of those before its start the latest counts. Records differ in what a quiet week is
and in how acts are coded, so what was fitted on one never serves another. An estimate lies over the files of its own folder and of those
below, so a value in a user's folder is not replaced by a shipped estimate.

The basis of a result: which version of the model and which estimates it rests on, said wherever it is shown or kept.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from araxes.display import show_card
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.faults import gone_fault, parse
from araxes.inputs.merge import Merge, missing_values, references
from araxes.inputs.parameters import SECTIONS, Book, Parameter, canonical, from_leaf, implicit, is_fixed
from araxes.inputs.read import (
    NOT_VALUES,
    PARAMS,
    folders,
    is_folder,
    lies_inside,
    read_toml,
    real,
    short_path,
)
from araxes.inputs.schema import (
    ActorFile,
    ActorHead,
    BehaviourFile,
    EstimateFile,
    Issue,
    LadderFile,
    Node,
    RelationsFile,
    Rung,
    StrictTable,
)
from araxes.units import Kind

MODEL_VERSION = "2 (crisis rule)"
"""Version and name of the model at hand. CONTRIBUTING.md says when the version rises."""

PRIORS = "priors"
"""Said where no estimates apply."""

NEUTRAL = "neutral"
"""The reading of a record as it is, and the perspective of the parameter files: no capital's."""
ESTIMATES, CONFIDENCE, VOICES = "estimates", "estimated", ("reading", "perspective")


@show_card
class Basis(NamedTuple):
    """What a result rests on.

    Attributes
    ----------
    model : str
        Version and name of the model.
    estimates : str
        Names of the files of estimates that values were taken from, between commas, or "priors".
    reading : str
        The capital that says whose acts the contested ones of the record are, or "neutral"; of several scenarios between commas.
    perspective : str
        The capital that sets judged values, or "neutral"; of several scenarios between commas.
    """

    model: str
    estimates: str
    reading: str = NEUTRAL
    perspective: str = NEUTRAL

    def __str__(self) -> str:
        """Return the line that stands under tables and at the foot of figures."""
        said = f"Model {self.model}; {'' if self.estimates == PRIORS else 'estimates '}{self.estimates}"
        return "; ".join([said, *(f"{key} {text}" for key, text in self.attrs().items() if key in VOICES)])

    def attrs(self) -> dict[str, str]:
        """Return it as attributes and keys of what is written; what is neutral is not said."""
        return {key: text for key, text in self._asdict().items() if key not in VOICES or text != NEUTRAL}


def basis_on(estimates: Iterable[str]) -> Basis:
    """Return the basis of what is made with the model at hand from some files of estimates, by their names."""
    return Basis(MODEL_VERSION, ", ".join(dict.fromkeys(estimates)) or PRIORS)


def dyad_of(states: Sequence[str], text: str, where: str | Option) -> tuple[str, str]:
    """Return actor and target of a directed dyad of states, such as "IRN>AZE".

    Raises
    ------
    InputError
        When there is no such dyad; the nearest is named. `where` is what the text was given for.
    """
    known = {f"{actor}>{target}": (actor, target) for actor, target in itertools.permutations(states, 2)}
    if text not in known:
        raise InputError([unknown(where, "dyad", text, list(known), "dyad")])
    return known[text]


@show_card
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
            if path.name not in NOT_VALUES and path.parent.name != ESTIMATES:
                _read_file(path, folder, merge)
    if not merge.faults:
        merge.faults += references(merge)
    if not merge.faults:
        merge.faults += missing_values(merge)
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
        below |= {short_path(path) for path in folder.rglob("*.toml")}
        found = []
        for path in sorted((folder / ESTIMATES).glob("*.toml")):
            overlay, wrong = read_overlay(path, merge.book)
            faults += wrong
            found += [overlay_within(overlay, below)] if overlay else []
        out += sorted(found, key=lambda overlay: overlay.last)
    if faults:
        raise InputError(faults)
    return tuple(out)


def _read_file(path: Path, folder: Path, merge: Merge) -> None:
    """Read one parameter file into the merge."""
    name = short_path(path)
    merge.files.append(name)
    if not lies_inside(path, folder):
        merge.faults.append(Fault(name, "", f"a link to {real(path)}", f"a file inside {short_path(folder)}"))
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


FILES: dict[str, tuple[type[StrictTable], Callable[[Merge, Any, str], None]]] = {
    "ladder": (LadderFile, Merge.ladder),
    "relations": (RelationsFile, Merge.relations),
    "behaviour": (BehaviourFile, Merge.behaviour),
}


def _take(
    model: type[StrictTable], data: object, name: str, merge: Merge, taker: Callable[[Any], None], prefix: str = ""
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


@show_card
@dataclass(frozen=True)
class Overlay:
    """One file of estimates.

    Attributes
    ----------
    file : str
    record : str
        Name of the record it was fitted on.
    first, last : datetime.date
        The dates it was fitted on.
    values : dict of str to Parameter
        By path.
    under : dict of str to Parameter
        What the parameter files say at the same paths.
    method : str
        How values and errors were found.
    """

    file: str
    record: str
    first: datetime.date
    last: datetime.date
    values: Mapping[str, Parameter]
    under: Mapping[str, Parameter]
    method: str

    @property
    def name(self) -> str:
        """Return the name of the file, without folder and ending."""
        return Path(self.file).stem


def read_overlay(path: Path, book: Book) -> tuple[Overlay | None, list[Fault]]:
    """Return a file of estimates over a book of parameters, or its faults."""
    name = short_path(path)
    parsed, faults = parse(EstimateFile, read_toml(path), name)
    if parsed is None:
        return None, faults
    head = parsed.estimate
    if head.last < head.first:
        faults.append(Fault(name, "estimate.last", str(head.last), f"{head.first} or later"))
    if head.model not in (None, MODEL_VERSION):
        step = f"It was fitted with another model; made anew by: {head.command}"
        faults.append(Fault(name, "estimate.model", repr(head.model), repr(MODEL_VERSION), step=step))
    values: dict[str, Parameter] = {}
    for key, leaf in parsed.value.items():
        place = canonical(key)
        found = list(_misplaced(key, leaf.confidence, book, name))
        made, wrong = (None, []) if found else from_leaf(place, leaf, Kind(book[place].unit), name)
        faults += [*found, *wrong]
        if made:
            values[place] = replace(made, low=book[place].low, high=book[place].high)
    under = {place: book[place] for place in values}
    made_of = Overlay(name, head.record, head.first, head.last, values, under, head.method)
    return (None, faults) if faults else (made_of, [])


def _misplaced(key: str, confidence: str, book: Book, name: str) -> Iterator[Fault]:
    """Yield what keeps a leaf from being an estimate: no such parameter, one that may be dated, another confidence."""
    if canonical(key) not in book:
        where, allowed = f"value.{key}", "a parameter path"
        yield gone_fault(name, where, key, key, allowed) or unknown(name, where, key, book, "parameter", allowed)
    elif not is_fixed(canonical(key)):
        yield Fault(name, f"value.{key}", "a value that may be dated", "one of ladder, behaviour or a temper")
    elif confidence != CONFIDENCE:
        yield Fault(name, f"value.{key}.confidence", repr(confidence), repr(CONFIDENCE))


def overlay_within(overlay: Overlay, replaceable: set[str]) -> Overlay:
    """Return an overlay without the values that it may not replace; `replaceable` are origins of those that it may."""
    kept = {path for path, under in overlay.under.items() if under.origin in replaceable}
    values, under = ({path: table[path] for path in sorted(kept)} for table in (overlay.values, overlay.under))
    return replace(overlay, values=values, under=under)


def with_estimate(region: RegionFiles, start: datetime.date, record: str = "") -> RegionFiles:
    """Return a region with the latest estimate of a record that was known before a date, and without all others.

    Parameters
    ----------
    region : RegionFiles
        As read, or with estimates of another date laid over it. What a scenario or an option set stays as it is.
    start : datetime.date
        First day of a run.
    record : str
        Name of the record that warms the run's memories; in which way it was read (the words in brackets) does not matter.
    """
    book = dict(region.book)
    files = {overlay.file for overlay in region.estimates}
    free = {
        path
        for overlay in region.estimates
        for path, under in overlay.under.items()
        if book[path] == under or book[path].origin in files
    }
    for overlay in region.estimates:
        book |= {path: under for path, under in overlay.under.items() if path in free}
    for overlay in region.estimates:
        if overlay.last < start and plain_name(overlay.record) == plain_name(record):
            book |= {path: value for path, value in overlay.values.items() if path in free}
    return replace(region, book=book)


def in_use(region: RegionFiles) -> list[Overlay]:
    """Return the estimates that a region, as laid over for a run, takes any value from, earliest first."""
    origins = {parameter.origin for parameter in region.book.values()}
    return [overlay for overlay in region.estimates if overlay.file in origins]


def basis_of(*regions: RegionFiles) -> Basis:
    """Return the basis of what is simulated with some regions, as laid over for each run."""
    return basis_on(name for region in regions for name in [one.name for one in in_use(region)] or [PRIORS])


def plain_name(record: str) -> str:
    """Return the name of a record without the way in which it was read."""
    return record.partition(" (")[0]
