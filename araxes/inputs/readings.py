"""Readings: files that say, as one capital does, whose acts the contested ones are; and what may stand in `perceived_as`.

Without a reading a run is neutral: the record as it is, its flags as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from araxes.display import show_card
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.chain import SUFFIX, path_inside
from araxes.inputs.faults import parse
from araxes.inputs.ladder import rung_of_code
from araxes.inputs.read import READINGS, folders, read_toml, short_path
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import ReadAct, ReadingFile, ReadRow


@show_card
@dataclass(frozen=True)
class Reading:
    """Whose acts the contested ones are, as one capital says.

    Attributes
    ----------
    name, title, record : str
        Its own, and the name of the record whose rows it names.
    file : str
        As it stands in messages.
    rows : tuple of ReadRow
        Rows of the record.
    acts : tuple of ReadAct
        Acts that the record does not hold.
    faults : tuple of str
        What to know before using it.
    """

    name: str
    title: str
    record: str
    file: str
    rows: tuple[ReadRow, ...]
    acts: tuple[ReadAct, ...]
    faults: tuple[str, ...] = ()


def voice_files(part: str, own: Path | None = None) -> dict[str, tuple[Path, Path]]:
    """Return the files of all readings, or of all perspectives, each with its folder, by name; the user's win."""
    found = {path.stem: (path, folder) for folder in folders(part, own) for path in folder.glob(f"*{SUFFIX}")}
    return dict(sorted(found.items()))


def voice_file(part: str, what: str, name: str, own: Path | None = None) -> tuple[str, Path]:
    """Return name and file of a reading or perspective (`what`); capitals or not is one.

    Raises
    ------
    InputError
        No such file, or a link that leads out of its folder.
    """
    files = voice_files(part, own)
    meant = next((known for known in files if known.casefold() == name.casefold()), None)
    if meant is None:
        step = f"None at all is the neutral {what}."
        raise InputError([unknown(Option(what), "", name, files, what, step=step)])
    return meant, path_inside(*files[meant])


def read_reading(name: str, region: RegionFiles, own: Path | None = None) -> Reading:
    """Return a reading by name; capitals or not is one.

    Raises
    ------
    InputError
        No such reading, or every fault of its file.
    """
    meant, path = voice_file(READINGS, "reading", name, own)
    file = short_path(path)
    parsed, faults = parse(ReadingFile, read_toml(path), file)
    if parsed is not None:
        faults = [*faults, *_faults(parsed, region, file)]
    if parsed is None or faults:
        raise InputError(faults)
    head = parsed.reading
    return Reading(meant, head.title, head.record, file, tuple(parsed.row), tuple(parsed.act), tuple(head.faults))


def _faults(parsed: ReadingFile, region: RegionFiles, file: str) -> Iterator[Fault]:
    """Yield names that are not known, and rows and acts named twice."""
    seen: set[str] = set()
    tables: dict[str, Sequence[ReadRow]] = {"row": parsed.row, "act": parsed.act}
    for kind, table in tables.items():
        for index, one in enumerate(table, start=1):
            key = f"{kind}[{index}]"
            if one.id in seen:
                yield Fault(file, f"{key}.id", repr(one.id), "each row and act once")
            seen.add(one.id)
            target = one.target if isinstance(one, ReadAct) else None
            yield from perceived_faults(file, f"{key}.perceived_as", one.perceived_as, target, region)
            if isinstance(one, ReadAct):
                for part in ("source", "target"):
                    if getattr(one, part) not in region.actors:
                        yield unknown(file, f"{key}.{part}", getattr(one, part), region.actors, "actor")
                if rung_of_code(one.code, region.rungs) is None:
                    yield Fault(file, f"{key}.code", repr(one.code), "a CAMEO code that a rung of ladder.toml covers")


def perceived_faults(file: str, key: str, named: Any, target: Any, region: RegionFiles) -> Iterator[Fault]:
    """Yield what is wrong with a `perceived_as`: nobody named, a believer that is no state, an author that is no other actor.

    Parameters
    ----------
    file, key : str
        Where it stands.
    named : object
        A table of believers and accused; what is no such table the schema says.
    target : object
        Whom the act struck, where it is known.
    region : RegionFiles
    """
    if not isinstance(named, dict):
        return
    if not named:
        yield Fault(file, key, "nobody", 'who believes whom to have acted, such as {AZE = "IRN"}')
    for believer, accused in named.items():
        if believer not in region.states:
            yield unknown(file, key, believer, region.states, "state")
        if not isinstance(accused, str):
            continue
        if accused not in region.actors:
            yield unknown(file, f"{key}.{believer}", accused, region.actors, "actor")
        elif accused in (believer, target):
            yield Fault(file, f"{key}.{believer}", repr(accused), "another actor than the believer and the target")
