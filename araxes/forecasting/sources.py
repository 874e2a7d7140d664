"""Where the record of a forecast or a hindcast comes from: given, read from a file, or known by its name among the histories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from araxes.history.read import History, read_history
from araxes.history.reading import Reading
from araxes.history.record import read_record
from araxes.inputs.chain import SUFFIX
from araxes.inputs.folders import HISTORY, folders, is_file
from araxes.inputs.region import RegionFiles


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
    return read_record(
        Path(given), region, filters=way.filters, exposure=way.exposure, mirrors=way.mirrors, announce=announce, own=own
    ).history


def is_name(given: Path | str, own: Path | None = None) -> bool:
    """Return whether something names a record among the histories, and no file or folder."""
    text = str(given)
    if Path(text).name != text or is_file(Path(text)) or Path(text).is_dir():
        return False
    return any(is_file(folder / f"{text}{SUFFIX}") for folder in folders(HISTORY, own))
