"""Checking files without running them: every fault of every file, all at once."""

from __future__ import annotations

from pathlib import Path

from araxes.engines.world import prepare
from araxes.errors import Fault, InputError, unknown
from araxes.history.read import read_history
from araxes.inputs.chain import scenario_names
from araxes.inputs.folders import HISTORY, PARAMS, SCENARIOS
from araxes.inputs.region import read_region
from araxes.inputs.scenario import load
from araxes.inputs.settings import settings
from araxes.records.events import read_events

PARTS = (PARAMS, SCENARIOS, HISTORY)


def check(path: Path | str | None = None) -> list[Fault]:
    """Return every fault of some files; an empty list when there is none.

    Parameters
    ----------
    path : Path or str, optional
        A folder with own `params`, `scenarios` and `history`, one of these folders or a file in one, a scenario file (.toml), or a file of
        coded events (.csv). All shipped files when not given.

    Returns
    -------
    list of Fault
    """
    if path is None:
        return _check_all(None)
    place = Path(path)
    if not place.exists():
        return [
            Fault(
                str(path),
                "",
                "no such file or folder",
                "a folder, a scenario file (.toml) or a file of coded events (.csv)",
            )
        ]
    own = next(
        (folder.parent for folder in (place, *place.resolve().parents) if folder.name in PARTS and folder.is_dir()),
        None,
    )
    if place.is_dir():
        return _check_all(own or place)
    if place.suffix == ".csv":
        return _faults(lambda: _check_events(place))
    if place.suffix != ".toml":
        return [unknown(str(path), "", place.suffix, (".toml", ".csv"), "kind of file")]
    if own is not None and place.resolve().is_relative_to(own / PARAMS):
        return _faults(lambda: read_region(own))
    return _faults(lambda: prepare(load(str(place))))


def _check_all(own: Path | None) -> list[Fault]:
    """Return the faults of parameters, history and every scenario; scenarios are not checked over faulty parameters."""
    faults = _faults(settings) + _faults(lambda: read_region(own))
    if faults:
        return faults
    faults += _faults(lambda: read_history(read_region(own), own=own))
    for name in [] if faults else scenario_names(own):
        faults += _faults(lambda name=name: load(name, own))
    return list(dict.fromkeys(faults))


def _check_events(path: Path) -> None:
    """Read a file of coded events with the shipped actors and issues, under the names of the shipped history's header."""
    region = read_region()
    read_events(path, region.actors, region.issues, read_history(region).header.aliases)


def _faults(action: object) -> list[Fault]:
    """Return the faults that an action raises."""
    try:
        action()  # type: ignore[operator]
    except InputError as error:
        return error.faults
    return []
