"""Estimates: values fitted to a record, laid over the parameter files for scenarios of that record that begin later.

A file in `params/estimates/` names its record and the dates it was fitted on. A scenario that starts on or before the last of them does
not see it: what was learned later is not known yet. Of those before its start the latest counts. Records differ in what a quiet week is
and in how acts are coded, so what was fitted on one never serves another. An estimate lies over the files of its own folder and of those
below, so a value in a user's folder is not replaced by a shipped estimate.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from araxes.errors import Fault, unknown
from araxes.inputs.basis import MODEL, PRIORS, Basis, basis_on
from araxes.inputs.faults import parse
from araxes.inputs.folders import short
from araxes.inputs.parameters import Book, Parameter, canonical, from_leaf, is_fixed
from araxes.inputs.read import read_toml
from araxes.inputs.schema import EstimateFile
from araxes.inputs.sections import Kind
from araxes.inputs.successors import gone_fault

if TYPE_CHECKING:
    from araxes.inputs.region import RegionFiles

ESTIMATES = "estimates"
CONFIDENCE = "estimated"


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
    name = short(path)
    parsed, faults = parse(EstimateFile, read_toml(path), name)
    if parsed is None:
        return None, faults
    head = parsed.estimate
    if head.last < head.first:
        faults.append(Fault(name, "estimate.last", str(head.last), f"{head.first} or later"))
    if head.model not in (None, MODEL):
        step = f"It was fitted with another model; made anew by: {head.command}"
        faults.append(Fault(name, "estimate.model", repr(head.model), repr(MODEL), step=step))
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


def within(overlay: Overlay, replaceable: set[str]) -> Overlay:
    """Return an overlay without the values that it may not replace; `replaceable` are origins of those that it may."""
    kept = {path for path, under in overlay.under.items() if under.origin in replaceable}
    values, under = ({path: table[path] for path in sorted(kept)} for table in (overlay.values, overlay.under))
    return replace(overlay, values=values, under=under)


def estimated(region: RegionFiles, start: datetime.date, record: str = "") -> RegionFiles:
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
