"""Perspectives: files that say, as one capital does, how issues stand, who wants what, and who is close to whom, to blame or believed.

Without a perspective a run is neutral: what is judged is as the parameter files have it. What a scenario or `sets` gives wins over both.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field

from araxes.display import show_card
from araxes.errors import Fault, InputError, unknown
from araxes.inputs.faults import parse
from araxes.inputs.parameters import SECTIONS, Parameter, canonical, from_leaf, is_fixed, kind_at, section_at
from araxes.inputs.read import PERSPECTIVES, read_toml, short_path
from araxes.inputs.readings import voice_file
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import JudgedLeaf, RedLine, StrictTable, VoiceHead

_MEASURED = ("actor.capability", "relations.contiguity")
"""Sections of values that are measured, of which no capital has a view of its own."""
_UNNAMED = ("actor.red_line", "actor.blame")
"""Sections of which a parameter that nobody names is none."""
_RED_LINE = "actor.red_line"


class PerspectiveFile(StrictTable):
    """`perspectives/<capital>.toml`: what is judged, as one capital judges it, by path."""

    perspective: VoiceHead
    value: dict[str, JudgedLeaf] = Field(default={})


@show_card
@dataclass(frozen=True)
class Perspective:
    """What is judged, as one capital judges it.

    Attributes
    ----------
    name, title : str
    file : str
        As it stands in messages.
    values : dict of str to Parameter
        By path.
    faults : tuple of str
        What to know before using it.
    under : dict of str to Parameter
        What the parameter files say at the same paths, where they say anything.
    """

    name: str
    title: str
    file: str
    values: Mapping[str, Parameter]
    faults: tuple[str, ...]
    under: Mapping[str, Parameter]


def read_perspective(name: str, region: RegionFiles, own: Path | None = None) -> Perspective:
    """Return a perspective by name, over a region without one; capitals or not is one.

    Raises
    ------
    InputError
        No such perspective, or every fault of its file.
    """
    meant, path = voice_file(PERSPECTIVES, "perspective", name, own)
    file = short_path(path)
    parsed, faults = parse(PerspectiveFile, read_toml(path), file)
    if parsed is None:
        raise InputError(faults)
    known = set(_judged_paths(region))
    values: dict[str, Parameter] = {}
    for key, leaf in parsed.value.items():
        found = list(_leaf_faults(key, leaf, region, known, file))
        place = canonical(key)
        if place in values:
            found.append(Fault(file, f"value.{key}", "a pair given twice", "each pair once"))
        made, wrong = (None, []) if found else from_leaf(place, _as_line(leaf), kind_at(place), file)
        faults += [*found, *(replace(fault, key=f"value.{fault.key}") for fault in wrong)]
        if made:
            values[place] = made
    faults += [] if faults else _aimless_faults(values, region, file)
    if faults:
        raise InputError(faults)
    under = {place: region.book[place] for place in values if place in region.book}
    head = parsed.perspective
    return Perspective(meant, head.title, file, values, tuple(head.faults), under)


def with_perspective(region: RegionFiles, perspective: Perspective | None) -> RegionFiles:
    """Return a region as a capital judges it, but for what a scenario or option set; as it is where there is no perspective."""
    return region if perspective is None else replace(region, book=_laid(region.book, perspective.values, ()))


def without_perspective(region: RegionFiles, perspective: Perspective | None) -> RegionFiles:
    """Return a region as it was before `with_perspective`; what a scenario or option set stays."""
    if perspective is None:
        return region
    gone = perspective.values.keys() - perspective.under.keys()
    return replace(region, book=_laid(region.book, perspective.under, gone))


def _laid(book: Mapping[str, Parameter], values: Mapping[str, Parameter], gone: Iterable[str]) -> dict[str, Parameter]:
    """Return a book with other values, and without some, but where a value was set."""
    free = {path: value for path, value in values.items() if path not in book or not book[path].exact}
    dropped = {path for path in gone if path in book and not book[path].exact}
    return {path: value for path, value in {**book, **free}.items() if path not in dropped}


def _judged_paths(region: RegionFiles) -> Iterator[str]:
    """Yield the paths of all that a capital may judge: those of the book, and red lines and blame that nobody named."""
    yield from (path for path in region.book if not is_fixed(path) and section_at(path) not in _MEASURED)
    known = {"actor": list(region.actors), "issue": list(region.issues)}
    for place, code in itertools.product(_UNNAMED, region.actors):
        for keys in itertools.product(*(known[what] for what in SECTIONS[place].names)):
            if code not in keys:
                yield ".".join([code, place.split(".")[1], *keys])


def _leaf_faults(key: str, leaf: JudgedLeaf, region: RegionFiles, known: set[str], file: str) -> Iterator[Fault]:
    """Yield what keeps a leaf from being a judgement: no such parameter, one that no capital judges, a side out of place."""
    place, where = canonical(key), f"value.{key}"
    if place not in known:
        if place in region.book:
            judged = sorted({section_at(path) for path in known})
            yield Fault(file, where, "a value that no capital judges", f"a value of one of {', '.join(judged)}")
        else:
            yield unknown(file, where, key, sorted(known), "parameter", "the path of a parameter that is judged")
        return
    is_line = section_at(place) == _RED_LINE
    if is_line != (leaf.side is not None):
        got, allowed = ("nothing", "'above' or 'below'") if is_line else (repr(leaf.side), "only at a red line")
        yield Fault(file, f"{where}.side", got, allowed)


def _as_line(leaf: JudgedLeaf) -> JudgedLeaf | RedLine:
    """Return a leaf, as a red line where it has a side."""
    return leaf if leaf.side is None else RedLine.model_validate(leaf.model_dump())


def _aimless_faults(values: Mapping[str, Parameter], region: RegionFiles, file: str) -> Iterator[Fault]:
    """Yield a salience of an issue on which the actor has no position."""
    for path in values:
        wanted = path.replace(".salience.", ".position.")
        if wanted not in values and wanted not in region.book:
            yield Fault(file, f"value.{wanted}", "nothing", "a position where there is a salience")
