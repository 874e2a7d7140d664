"""Extensions: files in a user's folder `history` that continue a record, and how far it reaches with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.faults import parse
from araxes.inputs.folders import HISTORY, inside, is_taken, short
from araxes.inputs.read import read_toml
from araxes.inputs.schema import ExtensionHeader, HistoryHeader
from araxes.inputs.table import read_rows
from araxes.units import DAYS_PER_WEEK, FIRST_DATA_LINE
from araxes.weeks import monday

TABLE, SUFFIX, DATE = ".csv", ".toml", "date"
DEFAULT_HISTORY = "chronology"
OPEN = datetime.date.max
"""The last day of a header that does not name one."""
DAY = datetime.timedelta(days=1)
EXTENDS = "extends"


class Extension(NamedTuple):
    """A file of acts that continues a record.

    Attributes
    ----------
    path : Path
    header : ExtensionHeader
        As written beside it; all by default where there is none.
    first, last : datetime.date
        Days that it covers, both included.
    """

    path: Path
    header: ExtensionHeader
    first: datetime.date
    last: datetime.date


def extensions(history: str, own: Path | None) -> list[Extension]:
    """Return the files that continue a history, in the order of their names.

    They are the files `history/*.csv` of the user's folder without a header beside them, or with one that says `extends`.

    Parameters
    ----------
    history : str
    own : Path or None
        The user's folder.

    Raises
    ------
    InputError
        With every header at fault, and every file that leads out of its folder or has no column of dates.
    """
    folder = own / HISTORY if own is not None else None
    if folder is None or not folder.is_dir():
        return []
    faults: list[Fault] = []
    found: list[Extension] = []
    for path in sorted(folder.glob(f"*{TABLE}")):
        try:
            if path.stem != history and extended_history(path) == history:
                found.append(_extension(path, folder))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def extended_history(path: Path) -> str:
    """Return the name of the history that a file of acts continues; "" where a header of its own makes it one itself."""
    beside = path.with_suffix(SUFFIX)
    if path.stem == DEFAULT_HISTORY:
        return ""
    if not is_taken(beside):
        return DEFAULT_HISTORY
    raw = read_toml(beside)
    return str(raw[EXTENDS]) if EXTENDS in raw else ""


def extended_header(header: HistoryHeader, found: list[Extension]) -> HistoryHeader:
    """Return the header of a record with what its extensions add: days, sources, faults, and the gaps between them.

    Weeks between the record's last day and the first of an extension are a gap: nobody looked at them.
    """
    covered, gaps = header.last, list(header.gaps)
    for one in sorted(found, key=lambda each: (each.first, each.last)):
        if one.first > covered + DAY:
            gaps.append((covered + DAY, one.first - DAY))
        covered = max(covered, one.last)
    headers = [one.header for one in found]
    return header.model_copy(
        update={
            "last": covered,
            "gaps": [*gaps, *(gap for one in headers for gap in one.gaps)],
            "sources": [*header.sources, *(text for one in found for text in one.header.sources or [short(one.path)])],
            "faults": [*header.faults, *(text for one in headers for text in one.faults)],
            "flags": header.flags | {key: flag for one in headers for key, flag in one.flags.items()},
            "perceived_as": header.perceived_as
            | {key: named for one in headers for key, named in one.perceived_as.items()},
        }
    )


def closed_header(header: HistoryHeader, events: Path) -> HistoryHeader:
    """Return a header with its last day: that of the week of the last row, where it names none."""
    if header.last != OPEN:
        return header
    days = list(_days(events))
    last = end_of_week(max(days)) if days else end_of_week(header.first)
    return header.model_copy(update={"last": last})


def end_of_week(date: datetime.date) -> datetime.date:
    """Return the Sunday of a week."""
    to_sunday = (DAYS_PER_WEEK - 1) * DAY
    return monday(min(date, OPEN - to_sunday)) + to_sunday  # the last week of all days does not end


def _extension(path: Path, folder: Path) -> Extension:
    """Return a file that continues a record."""
    if not inside(path, folder):
        raise InputError([Fault(short(path), "", f"a link to {path.resolve()}", f"a file inside {short(folder)}")])
    beside = path.with_suffix(SUFFIX)
    header = ExtensionHeader()
    if is_taken(beside):
        parsed, faults = parse(ExtensionHeader, read_toml(beside), short(beside))
        if parsed is None:
            raise InputError(faults)
        header = parsed
    days = list(_days(path))
    first = header.first or (monday(min(days)) if days else None)
    last = header.last or (end_of_week(max(days)) if days else None)
    if first is None or last is None:
        step = f"Where nothing happened, 'extends', 'first' and 'last' in {beside.name} say which days you looked at."
        raise InputError([Fault(short(path), "", "no act", "at least one", step=step)])
    if last < first and (header.first or header.last):
        raise InputError([Fault(short(beside), "last", str(last), f"{first} or later")])
    today = datetime.date.today()
    if header.last and header.last > end_of_week(today):
        raise InputError(
            [Fault(short(beside), "last", str(last), f"a date until {end_of_week(today)}, the end of this week")]
        )
    return Extension(path, header, first, last)


def _days(path: Path) -> Iterator[datetime.date]:
    """Yield the days of the rows of a file; those that are none are told here where all are none, else where the whole file is read."""
    names, *rows = read_rows(path)
    if DATE not in names:
        step = f"A file in '{HISTORY}' without a header beside it continues '{DEFAULT_HISTORY}'. Move it if it is something else."
        raise InputError(
            [Fault(short(path), "line 1", f"no column {DATE}", "own columns: date, source, target, code", step=step)]
        )
    place, none = names.index(DATE), []
    for line, row in enumerate(rows, start=FIRST_DATA_LINE):
        try:
            yield datetime.date.fromisoformat(row[place])
        except (ValueError, IndexError):
            none.append(
                Fault(
                    short(path),
                    f"line {line}, date",
                    repr("".join(row[place : place + 1])),
                    "a date such as 2023-04-06",
                )
            )
    if rows and len(none) == len(rows):
        raise InputError(none)
