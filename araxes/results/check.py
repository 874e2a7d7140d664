"""Checking files without running them: every fault of every file, all at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from araxes.display import FaultList
from araxes.errors import Fault, InputError, nearest, unknown
from araxes.inputs.chain import SUFFIX, TABLE, extended_history, history_names, read_header, scenario_names
from araxes.inputs.constants import constants
from araxes.inputs.parameters import settings
from araxes.inputs.perspectives import read_perspective
from araxes.inputs.read import HISTORY, PARAMS, PERSPECTIVES, READINGS, SCENARIOS, is_file, shipped_folder
from araxes.inputs.readings import read_reading, voice_files
from araxes.inputs.region import ESTIMATES, RegionFiles, plain_name, read_region
from araxes.inputs.scenario import Scenario, load, load_over
from araxes.options import CHECKS, check_arguments, either
from araxes.records.bundles import first_line
from araxes.records.coding import actor_names, read_coding
from araxes.records.events import read_events
from araxes.records.forms import OWN_FORM, detect
from araxes.records.history import read_as, read_history
from araxes.records.record import is_name, read_record
from araxes.records.stream import ENDINGS, is_table


def _places(value: Any) -> Any:
    """Return names, paths or scenarios: one, or a list of them."""
    one = either(Scenario, CHECKS["path"])
    alone = isinstance(value, str | os.PathLike | Scenario) or not isinstance(value, Iterable)
    return one(value) if alone else [one(each) for each in value]


_PARTS = (PARAMS, SCENARIOS, HISTORY, READINGS, PERSPECTIVES)
ACTORS = "actors"


@check_arguments(path=_places)
def check(
    path: Path | str | Scenario | Sequence[Path | str] | None = None, announce: Callable[[str], None] | None = None
) -> FaultList:
    """Return every fault of some files; an empty list when there is none.

    Parameters
    ----------
    path : Path, str or Scenario, or a list of these, optional
        A folder with own `params`, `scenarios`, `history`, `readings` and `perspectives`, one of these folders or a file in one, a scenario
        file (.toml), a file of coded events (.csv, .tab, .tsv, .txt, .zip), ours or another record's, a folder of such, or the name of a
        record ("chronology") or of a scenario ("baseline"); a loaded scenario has none. All shipped files when not given.
    announce : callable, optional
        Takes the lines of the report on another record.

    Returns
    -------
    FaultList
        A list of `araxes.Fault`.
    """
    places = [path] if path is None or isinstance(path, str | os.PathLike | Scenario) else path
    found = [fault for one in places if not isinstance(one, Scenario) for fault in _found(one, announce)]
    return FaultList(dict.fromkeys(found))


def _found(path: Path | str | None, announce: Callable[[str], None] | None) -> list[Fault]:
    """Return every fault of some files."""
    if path is None:
        return _check_all(None)
    place = Path(path)
    kinds = "a folder, a scenario file (.toml), a file of coded events (.csv, .tab, .zip), or a record by its name"
    if is_name(path):
        return _faults(lambda: read_history(read_region(), str(path)))
    if str(path) in scenario_names() and not _exists(place):
        return _faults(lambda: _check_scenario(str(path), None))
    if not _exists(place):
        return [
            Fault(str(path), "", "no such file or folder", kinds, nearest(path, [*history_names(), *scenario_names()]))
        ]
    home, part = _home(place)
    own = None if home is None or home.samefile(shipped_folder()) else home
    if place.is_dir():
        return _check_all(own) if home else _check_records(place, announce)
    if place.suffix.casefold() not in (SUFFIX, *ENDINGS):
        return [unknown(str(path), "", place.suffix, (SUFFIX, *ENDINGS), "kind of file")]
    return _faults(lambda: _check_file(place, part, own, announce))


def _exists(place: Path) -> bool:
    """Return whether there is such a file or folder; False where the system cannot look it up."""
    try:
        return place.exists()
    except OSError:
        return False


def _home(place: Path) -> tuple[Path | None, str]:
    """Return the user's folder that a place is or lies in, if any, and in which of its parts."""
    if any((place / part).is_dir() for part in _PARTS):
        return place, ""
    full = place.resolve()
    above = full.parent.parent if full.parent.name in (ACTORS, ESTIMATES) else full.parent
    for folder in (full, above):
        if folder.name in _PARTS and folder.is_dir():
            return folder.parent, folder.name
    return None, ""


def _check_records(place: Path, announce: Callable[[str], None] | None) -> list[Fault]:
    """Return the faults of a folder of records; of one without any, that it is neither this nor one of ours."""
    try:
        records = any(is_table(file.name) and is_file(file) for file in place.iterdir())
    except OSError as error:
        return [Fault(str(place), "", str(error.strerror), "a folder that can be read")]
    if records:
        return _faults(lambda: read_record(place, read_region(), announce=announce))
    allowed = (
        f"a folder with {', '.join(_PARTS[:-1])} or {_PARTS[-1]} inside, or a folder of records ({', '.join(ENDINGS)})"
    )
    return [Fault(str(place), "", "none of our folders inside, and no records", allowed)]


def _check_file(place: Path, part: str, own: Path | None, announce: Callable[[str], None] | None) -> None:
    """Read one file as what its folder and its ending say it is."""
    if part == PARAMS and place.suffix == SUFFIX:
        settings()
        read_coding(read_region(own), own)
    elif part == HISTORY and own is not None and place.suffix == TABLE and extended_history(place):
        read_history(read_region(own), extended_history(place), own)
    elif part == HISTORY and place.with_suffix(SUFFIX).is_file():
        read_history(read_region(own), place.stem, own)
    elif part == READINGS and place.suffix == SUFFIX:
        _check_reading(place.stem, read_region(own), own)
    elif part == PERSPECTIVES and place.suffix == SUFFIX:
        read_perspective(place.stem, read_region(own), own)
    elif place.suffix == SUFFIX:
        _check_scenario(str(place), own)
    elif _is_ours(place):
        region = read_region(own)
        aliases = read_header(own=own)[0].aliases
        read_events(place, region.actors, region.issues, aliases, lambda: actor_names(region, own))
    else:
        read_record(place, read_region(own), own=own, announce=announce)


def _check_scenario(name: str, own: Path | None) -> None:
    """Read a scenario, and make it ready to run."""
    loaded = load(name, own)
    from araxes.engines.world import prepare  # heavy: after the scenario has been read

    prepare(loaded)


def _check_reading(name: str, region: RegionFiles, own: Path | None) -> None:
    """Read a reading, and find its rows where it is of the record at hand."""
    reading, record = read_reading(name, region, own), read_history(region, own=own)
    if plain_name(reading.record) == plain_name(record.header.name):
        read_as(record, reading, region)


def _is_ours(place: Path) -> bool:
    """Return whether a file of events has our own columns, or cannot be read; errors as `detect`."""
    if place.suffix != ".csv":
        return False
    try:
        first = first_line(place)
    except InputError:
        return True
    return detect(first.text or "", first.file) is OWN_FORM


def _check_all(own: Path | None) -> list[Fault]:
    """Return the faults of parameters, history, every scenario, reading and perspective; nothing is checked over faulty parameters."""
    try:
        settings()
        region = read_region(own)
        constants(region)
        read_coding(region, own)
    except InputError as error:
        return error.faults
    faults = _faults(lambda: read_history(region, own=own))
    for name in [] if faults else scenario_names(own):
        faults += _faults(lambda name=name: load_over(region, name, own))  # type: ignore[misc]
    for name in [] if faults else voice_files(READINGS, own):
        faults += _faults(lambda name=name: _check_reading(name, region, own))  # type: ignore[misc]
    for name in [] if faults else voice_files(PERSPECTIVES, own):
        faults += _faults(lambda name=name: read_perspective(name, region, own))  # type: ignore[misc]
    return list(dict.fromkeys(faults))


def _faults(action: Callable[[], object]) -> list[Fault]:
    """Return the faults that an action raises."""
    try:
        action()
    except InputError as error:
        return error.faults
    return []
