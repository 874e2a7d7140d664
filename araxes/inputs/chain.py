"""Finding scenario files: by name in the user's and the shipped folders, and along the chain of files that a scenario extends.

Extensions: files in a user's folder `history` that continue a record, and how far it reaches with them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from araxes.errors import Fault, InputError, unknown
from araxes.inputs.faults import as_meant, parse
from araxes.inputs.read import (
    HISTORY,
    SCENARIOS,
    folders,
    is_taken,
    lies_inside,
    read_rows,
    read_toml,
    real,
    short_path,
    what_stands,
)
from araxes.inputs.schema import ExtensionHeader, HistoryHeader, ScenarioFile
from araxes.units import DAYS_PER_WEEK, FIRST_DATA_LINE, monday

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
            "sources": [
                *header.sources,
                *(text for one in found for text in one.header.sources or [short_path(one.path)]),
            ],
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
    if not lies_inside(path, folder):
        raise InputError(
            [Fault(short_path(path), "", f"a link to {path.resolve()}", f"a file inside {short_path(folder)}")]
        )
    beside = path.with_suffix(SUFFIX)
    header = ExtensionHeader()
    if is_taken(beside):
        parsed, faults = parse(ExtensionHeader, read_toml(beside), short_path(beside))
        if parsed is None:
            raise InputError(faults)
        header = parsed
    days = list(_days(path))
    first = header.first or (monday(min(days)) if days else None)
    last = header.last or (end_of_week(max(days)) if days else None)
    if first is None or last is None:
        step = f"Where nothing happened, 'extends', 'first' and 'last' in {beside.name} say which days you looked at."
        raise InputError([Fault(short_path(path), "", "no act", "at least one", step=step)])
    if last < first and (header.first or header.last):
        raise InputError([Fault(short_path(beside), "last", str(last), f"{first} or later")])
    today = datetime.date.today()
    if header.last and header.last > end_of_week(today):
        raise InputError(
            [Fault(short_path(beside), "last", str(last), f"a date until {end_of_week(today)}, the end of this week")]
        )
    return Extension(path, header, first, last)


def _days(path: Path) -> Iterator[datetime.date]:
    """Yield the days of the rows of a file; those that are none are told here where all are none, else where the whole file is read."""
    names, *rows = read_rows(path)
    if DATE not in names:
        step = f"A file in '{HISTORY}' without a header beside it continues '{DEFAULT_HISTORY}'. Move it if it is something else."
        raise InputError(
            [
                Fault(
                    short_path(path),
                    "line 1",
                    f"no column {DATE}",
                    "own columns: date, source, target, code",
                    step=step,
                )
            ]
        )
    place, none = names.index(DATE), []
    for line, row in enumerate(rows, start=FIRST_DATA_LINE):
        try:
            yield datetime.date.fromisoformat(row[place])
        except (ValueError, IndexError):
            none.append(
                Fault(
                    short_path(path),
                    f"line {line}, date",
                    repr("".join(row[place : place + 1])),
                    "a date such as 2023-04-06",
                )
            )
    if rows and len(none) == len(rows):
        raise InputError(none)


def scenario_names(own: Path | None = None) -> list[str]:
    """Return the names of all scenarios, shipped and the user's, sorted."""
    return sorted({path.stem for folder in folders(SCENARIOS, own) for path in folder.glob(f"*{SUFFIX}")})


def locate(name: str, own: Path | None = None, near: Path | None = None) -> Path:
    """Return the file of a scenario given by name, or by the path of a TOML file.

    Parameters
    ----------
    name : str
        A name such as "baseline", or a path ending in ".toml".
    own : Path, optional
        The user's folder.
    near : Path, optional
        A folder that is searched first: that of the file which extends this one.

    Raises
    ------
    InputError
        Unknown name, or a name that would leave the folders.
    """
    if near is None and name.endswith(SUFFIX):
        if got := what_stands(Path(name)):
            raise InputError([Fault(name, "", got, "a scenario file")])
        return Path(name)
    if not name.replace("_", "").isalnum():
        raise InputError(
            [
                Fault(
                    name,
                    "",
                    repr(name),
                    "a scenario name: letters, digits and underscores; files elsewhere are not read",
                )
            ]
        )
    for folder in ([near] if near else []) + folders(SCENARIOS, own)[::-1]:
        path = folder / f"{name}{SUFFIX}"
        if is_taken(path):
            return path_inside(path, folder)
    step = "See 'araxes list scenarios'."
    raise InputError([unknown("scenarios", "", name, scenario_names(own), "scenario", "a known scenario", step)])


def path_inside(path: Path, folder: Path) -> Path:
    """Return the path of a file, or raise the fault of a link that leads out of its folder."""
    if not lies_inside(path, folder):
        raise InputError(
            [Fault(short_path(path), "", f"a link to {real(path)}", f"a file inside {short_path(folder)}")]
        )
    return path


def find_events(history: str, own: Path | None = None) -> Path:
    """Return the file of a history's events: the user's where there is one, else the shipped; a user's header may stand alone."""
    found = [folder for folder in folders(HISTORY, own)[::-1] if is_taken(folder / f"{history}.csv")]
    folder = found[0] if found else folders(HISTORY, own)[-1]
    return path_inside(folder / f"{history}.csv", folder)


def read_own_header(history: str = DEFAULT_HISTORY, own: Path | None = None) -> tuple[HistoryHeader, Path]:
    """Return the header of a history alone, its last day filled in, and the folder it lies in.

    Raises
    ------
    InputError
        No such history, or a header at fault.
    """
    for folder in folders(HISTORY, own)[::-1]:
        path = folder / f"{history}{SUFFIX}"
        if is_taken(path):
            header, faults = parse(HistoryHeader, read_toml(path_inside(path, folder)), short_path(path))
            if header is None:
                raise InputError(faults)
            return closed_header(header, find_events(history, own)), folder
    raise InputError([unknown("history", "", history, history_names(own), "history")])


def read_header(history: str = DEFAULT_HISTORY, own: Path | None = None) -> tuple[HistoryHeader, Path]:
    """Return the header of a history, with what the files that continue it add, and the folder it lies in.

    Raises
    ------
    InputError
        As `read_own_header` and `araxes.inputs.chain.extensions`.
    """
    header, folder = read_own_header(history, own)
    return extended_header(header, extensions(history, own)), folder


def history_names(own: Path | None = None) -> list[str]:
    """Return the names of all histories, shipped and the user's, sorted."""
    return sorted({path.stem for folder in folders(HISTORY, own) for path in folder.glob(f"*{SUFFIX}")})


def read_chain(name: str, own: Path | None, near: Path | None = None) -> list[tuple[Path, dict[str, Any]]]:
    """Return the files a scenario extends and the scenario itself, oldest first; `near` as for `locate`."""
    chain: list[tuple[Path, dict[str, Any]]] = []
    path = locate(name, own, near)
    while True:
        if path in [seen for seen, _ in chain]:
            loop = " -> ".join(seen.stem for seen, _ in chain) + f" -> {path.stem}"
            raise InputError([Fault(short_path(path), "scenario.extends", f"a cycle: {loop}", "a chain that ends")])
        raw = read_toml(path)
        chain.append((path, raw))
        head = as_meant(ScenarioFile, raw)[-1].get("scenario")
        parent = head.get("extends") if isinstance(head, dict) else None
        if not isinstance(parent, str) or not parent:
            return chain[::-1]
        try:
            path = locate(parent, own, near=path.parent)
        except InputError as error:
            raise InputError([replace(error.faults[0], file=short_path(path), key="scenario.extends")]) from None
