"""Where a record comes from: given, read from a file, or known by its name among the histories. Alike for every verb."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from araxes.errors import Fault, InputError, nearest
from araxes.history.read import History, read_history
from araxes.history.reading import Reading
from araxes.history.record import read_record
from araxes.inputs.chain import history_names
from araxes.inputs.extensions import SUFFIX
from araxes.inputs.folders import HISTORY, folders, is_taken
from araxes.inputs.region import RegionFiles
from araxes.records.decode import cut


def record_from(
    given: History | Path | str,
    region: RegionFiles,
    own: Path | None = None,
    way: Reading | None = None,
    announce: Callable[[str], None] | None = None,
) -> History:
    """Return a record.

    Parameters
    ----------
    given : History, Path or str
        A record, its name among the histories such as "chronology", or the path of a file, archive or folder of coded events.
    region : RegionFiles
    own : Path, optional
        A user's folder.
    way : Reading, optional
        How a record is read from a path; as usual when not given.
    announce : callable, optional
        Takes the lines of the report of a record that is read from a path.

    Raises
    ------
    InputError
        With every fault of header and events; when what is not read from a path is to be read otherwise than usual.
    """
    way = way or Reading()
    if isinstance(given, History):
        way.refuse("a record in memory")
        return given
    if is_name(given, own):
        way.refuse(f"the record {str(given)!r}")
        return read_history(region, str(given), own)
    _find(Path(given), own)
    return read_record(
        Path(given), region, filters=way.filters, exposure=way.exposure, mirrors=way.mirrors, announce=announce, own=own
    ).history


def _find(path: Path, own: Path | None) -> None:
    """Raise the fault of what is neither a path nor the name of a record."""
    try:
        there = path.exists()
    except (OSError, ValueError):
        there = False
    if not there:
        names = history_names(own)
        allowed = f"a file, a zip archive or a folder of coded events, or a record by its name: {', '.join(names)}"
        raise InputError(
            [Fault(cut(str(path)), "", "no such file, folder or record", allowed, nearest(path.name, names))]
        )


def is_name(given: Path | str, own: Path | None = None) -> bool:
    """Return whether something names a record among the histories, and no file or folder."""
    text = str(given)
    if Path(text).name != text or is_taken(Path(text)):
        return False
    return any(is_taken(folder / f"{text}{SUFFIX}") for folder in folders(HISTORY, own))
