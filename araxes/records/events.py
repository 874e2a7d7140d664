"""Events: who did what to whom and when, in the same columns whether observed or simulated.

Simulated acts as events, in the same columns as the history: reading them back gives the same rungs.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from araxes.dims import EVENT_COLUMNS
from araxes.errors import Fault, InputError, unknown
from araxes.inputs.ladder import goldstein_scores
from araxes.inputs.read import read_rows, short_path
from araxes.inputs.region import RegionFiles
from araxes.units import FIRST_DATA_LINE

if TYPE_CHECKING:
    import pandas as pd


Columns = dict[str, list[Any]]
"""A table as lists, by the name of the column."""

REQUIRED = ("date", "source", "target", "code")
GENERAL = "general"
DOT_ABOVE = "\u0307"
Spellings = Callable[[], Mapping[str, str]]
"""What gives the code of an actor by its names in lower case; asked only where a name is no code."""
CONTESTED = "contested"
FLAGS = ("", "war", "unintended", CONTESTED)
QUADS = {"01": "verbal_cooperation", "06": "material_cooperation", "09": "verbal_conflict", "14": "material_conflict"}
"""The quad class that begins at each CAMEO root."""


def read_events(
    path: Path,
    actors: Mapping[str, object],
    issues: Mapping[str, object],
    aliases: Mapping[str, str],
    spellings: Spellings = dict,
) -> pd.DataFrame:
    """Return a file of coded events as a table; arguments and errors as for `read_columns`."""
    import pandas as pd  # heavy; a run does without

    return pd.DataFrame(read_columns(path, actors, issues, aliases, spellings))


def read_columns(
    path: Path,
    actors: Mapping[str, object],
    issues: Mapping[str, object],
    aliases: Mapping[str, str],
    spellings: Spellings = dict,
    taken: Collection[str] = (),
) -> Columns:
    """Return a file of coded events, read strictly.

    Parameters
    ----------
    path : Path
        A CSV file, as `araxes.inputs.read.read_rows` reads it, with at least the columns date, source, target and code. Without a
        column id a row is called DATE-SOURCE-TARGET-n, without issue it is of issue "general", without flag it has none.
    actors, issues : mapping
        Known actor codes and issues; the issue "general" is always known.
    aliases : mapping
        Codes that stand for another actor ("EUU" for "EU").
    spellings : callable, optional
        Gives the codes of actors by other names, in lower case ("iran").
    taken : collection of str, optional
        Ids of other files, which may not be used again.

    Returns
    -------
    dict of str to list
        The columns of `araxes.dims.EVENT_COLUMNS` that the file has; `date` as datetime.date, everything else as text.

    Raises
    ------
    InputError
        With every fault of every line: a bad date, an unknown CAMEO code, actor, issue or flag, an id used twice, an
        actor acting on itself; a code such as 20 in a file without any zero at the beginning of a code, where it may be 020.
    """
    name = short_path(path)
    lines = read_rows(path)
    header = lines[0]
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise InputError(
            [Fault(name, "line 1", f"no column {', '.join(missing)}", f"own columns: {', '.join(REQUIRED)}")]
        )
    twice = [column for column, times in Counter(header).items() if times > 1]
    if twice:
        raise InputError([Fault(name, "line 1", f"column {column} twice", "each column once") for column in twice])
    extra = [column for column in header if column not in EVENT_COLUMNS]
    if extra:
        raise InputError([unknown(name, "line 1", column, EVENT_COLUMNS, "column") for column in extra])
    ragged = [
        Fault(name, f"line {number}", f"{len(line)} fields", f"{len(header)} fields")
        for number, line in enumerate(lines[1:], start=FIRST_DATA_LINE)
        if len(line) != len(header)
    ]
    if ragged:
        raise InputError(ragged)
    table = {column: [line[place] for line in lines[1:]] for place, column in enumerate(header)}
    for column in ("source", "target"):
        table[column] = _coded(table[column], actors, aliases, spellings)
    table = _filled(table, taken)
    faults = [*_line_faults(name, table, actors, issues), *_taken(name, table, taken), *_lost_zeros(name, table)]
    if faults:
        raise InputError(faults)
    return table | {"date": [datetime.date.fromisoformat(date) for date in table["date"]]}


def _coded(
    names: list[str], actors: Mapping[str, object], aliases: Mapping[str, str], spellings: Spellings
) -> list[str]:
    """Return the codes of actors; a name that is none of theirs stays as it is."""
    coded = [aliases.get(name, name) for name in names]
    if all(code in actors for code in coded):
        return coded
    known = spellings()
    return [code if code in actors else known.get(_plain(code)) or code for code in coded]


def _plain(name: str) -> str:
    """Return a name in lower case; the dot of a Turkish capital I is no letter of its own."""
    return name.strip().casefold().replace(DOT_ABOVE, "")


def _filled(table: Columns, taken: Collection[str]) -> Columns:
    """Return a table with the columns that may be left out: ids that count the acts of a day and dyad, no issue of its own, no flag."""
    rows = len(table["date"])
    filled = {"issue": [GENERAL] * rows, "flag": [""] * rows}
    if "id" not in table:
        used = set(taken)
        filled["id"] = []
        for date, source, target in zip(table["date"], table["source"], table["target"], strict=True):
            names = (f"{date}-{source}-{target}-{number}" for number in itertools.count(1))
            name = next(name for name in names if name not in used)
            used.add(name)
            filled["id"].append(name)
    whole = filled | table
    return {column: whole[column] for column in EVENT_COLUMNS if column in whole}


def _taken(name: str, table: Columns, taken: Collection[str]) -> Iterator[Fault]:
    """Yield the ids that another file has."""
    for number, row in enumerate(table["id"], start=FIRST_DATA_LINE):
        if row in taken:
            yield Fault(name, f"line {number}, id", f"{row!r}, as in the record", "an id used once")


def _lost_zeros(name: str, table: Columns) -> Iterator[Fault]:
    """Yield the codes that may have lost a zero: where no code of a file begins with one, all may have been saved as numbers."""
    codes = goldstein_scores()
    if any(code.startswith("0") for code in table["code"]):
        return
    for number, code in enumerate(table["code"], start=FIRST_DATA_LINE):
        if code in codes and f"0{code}" in codes:
            step = f"Write 0{code} or {code}0: no code of this file begins with a zero, so it may have lost its own."
            yield Fault(
                name, f"line {number}, code", repr(code), f"0{code}, or {code}0 for any act of root {code}", step=step
            )


def _line_faults(
    name: str, table: Columns, actors: Mapping[str, object], issues: Mapping[str, object]
) -> Iterator[Fault]:
    """Yield what is wrong with the values of each line."""
    codes = goldstein_scores()
    lines: dict[str, int] = {}
    rows = (dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True))
    for number, row in enumerate(rows, start=FIRST_DATA_LINE):
        key = f"line {number}"
        if not _is_date(row["date"]):
            yield Fault(name, f"{key}, date", repr(row["date"]), "a date such as 2023-04-06")
        if row["code"] not in codes:
            step = "Codes are text: 057, not 57."
            yield Fault(
                name,
                f"{key}, code",
                repr(row["code"]),
                f"one of {len(codes)} CAMEO codes",
                f"0{row['code']}" if f"0{row['code']}" in codes else "",
                step,
            )
        for column in ("source", "target"):
            if row[column] not in actors:
                step = "params/records.toml lists their other names; one of your own adds to it."
                yield unknown(name, f"{key}, {column}", row[column], actors, "actor", step=step)
        if row["source"] == row["target"]:
            yield Fault(name, f"{key}, target", repr(row["target"]), "another actor than the source")
        if row["issue"] not in issues and row["issue"] != GENERAL:
            yield unknown(name, f"{key}, issue", row["issue"], [*issues, GENERAL], "issue")
        if row["flag"] not in FLAGS:
            yield unknown(name, f"{key}, flag", row["flag"], FLAGS, "flag")
        before = lines.setdefault(row["id"], number)
        if not row["id"].strip() or before != number:
            got = repr(row["id"]) if before == number else f"{row['id']!r}, as in line {before}"
            yield Fault(name, f"{key}, id", got, "an id used once")


def _is_date(text: str) -> bool:
    """Return whether text is a plain ISO date."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def quad_of(code: str) -> str:
    """Return the quad class of a CAMEO code by its root."""
    return next(quad for root, quad in reversed(QUADS.items()) if code >= root)


def simulated_event(
    region: RegionFiles, date: datetime.date, source: str, target: str, rung: int, issue: str = ""
) -> dict[str, Any]:
    """Return one simulated act as a row of the events table.

    Parameters
    ----------
    region : RegionFiles
        Its ladder gives the rung's representative CAMEO code.
    date : datetime.date
        Monday of the week.
    source, target : str
        Codes.
    rung : int
        Not the quiet one.
    issue : str
        Issue of the largest grievance; "general" when empty.
    """
    code = region.rungs[rung].code
    values = (
        f"{date}-{source}-{target}-1",
        date,
        source,
        target,
        code,
        quad_of(code),
        goldstein_scores()[code],
        issue or GENERAL,
        "",
        f"simulated: {region.rungs[rung].name.lower()}",
        "simulated",
        "simulated",
    )
    return dict(zip(EVENT_COLUMNS, values, strict=True))
