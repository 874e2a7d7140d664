"""A history: coded events with the header that says what they cover and how silence is to be read.

Extending: the acts of files that continue a record are put behind its own, each with its source.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from araxes.dims import EVENT_COLUMNS
from araxes.display import Card, show_card
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.chain import (
    DAY,
    DEFAULT_HISTORY,
    SUFFIX,
    Extension,
    extended_header,
    extensions,
    find_events,
    read_own_header,
)
from araxes.inputs.ladder import rung_of_code
from araxes.inputs.read import short_path
from araxes.inputs.readings import Reading, perceived_faults
from araxes.inputs.region import RegionFiles, plain_name
from araxes.inputs.schema import HistoryHeader
from araxes.records.coding import actor_names
from araxes.records.events import CONTESTED, FLAGS, GENERAL, Columns, Spellings, read_columns
from araxes.units import DAYS_PER_WEEK, FIRST_DATA_LINE, monday

if TYPE_CHECKING:
    import pandas as pd


REFERENCE = "reference"
ACT = ("date", "source", "target", "code", "issue")


def extension_rows(
    one: Extension, events: Columns, header: HistoryHeader, region: RegionFiles, spellings: Spellings
) -> Columns:
    """Return the acts of a file that continues a record.

    Parameters
    ----------
    one : Extension
    events : dict of str to list
        Acts of the record, and of the files before this one.
    header : HistoryHeader
        Of the record itself.
    region : RegionFiles
    spellings : callable
        Gives the codes of actors by other names.

    Raises
    ------
    InputError
        With every fault as in `read_columns`, every act in a week that the record covers whole, or on a day to come, and every act that is
        there already.
    """
    rows = read_columns(one.path, region.actors, region.issues, header.aliases, spellings, set(events["id"]))
    faults = [*_day_faults(rows, one, header.last), *_repeats(rows, events, one)]
    if faults:
        raise InputError(faults)
    return rows


def _day_faults(rows: Columns, one: Extension, last: datetime.date) -> Iterator[Fault]:
    """Yield the acts on days that the file cannot speak of."""
    since, today = monday(last + DAY), datetime.date.today()
    for line, date in enumerate(rows["date"], start=FIRST_DATA_LINE):
        place = short_path(one.path), f"line {line}, date", str(date)
        if date < since:
            step = "To change earlier weeks, copy the record's own file of acts into the folder and edit it there."
            yield Fault(*place, f"{since} or later, for the record covers the weeks before", step=step)
        elif date > today:
            yield Fault(*place, f"a date until {today}")


def _repeats(rows: Columns, events: Columns, one: Extension) -> Iterator[Fault]:
    """Yield the acts that are there already, in the record or further up."""
    before = dict(zip(zip(*(events[name] for name in ACT), strict=True), events["id"], strict=True))
    acts = zip(*(rows[name] for name in ACT), strict=True)
    for line, (act, row) in enumerate(zip(acts, rows["id"], strict=True), start=FIRST_DATA_LINE):
        if act in before:
            yield Fault(short_path(one.path), f"line {line}", f"the act of {before[act]} again", "each act once")
        before.setdefault(act, row)


def joined_columns(events: Columns, rows: Columns, source: str) -> Columns:
    """Return two tables as one; a row without a reference has the file as its reference."""
    rows = {REFERENCE: [source] * len(rows["id"])} | rows
    columns = [name for name in EVENT_COLUMNS if name in events or name in rows]
    return {
        name: [*events.get(name, [""] * len(events["id"])), *rows.get(name, [""] * len(rows["id"]))] for name in columns
    }


@show_card
@dataclass(frozen=True)
class History:
    """Coded events and their header.

    Attributes
    ----------
    header : HistoryHeader
        Name, covered dates, gaps, how a silent week is read, flags left out, known faults.
    columns : dict of str to list
        One entry a directed act, by the names in `araxes.dims.EVENT_COLUMNS`.
    """

    header: HistoryHeader
    columns: Columns

    def _card(self) -> Card:
        """Return which record it is, and how many acts it holds."""
        head = self.header
        return Card(
            f"Record {head.name}",
            f"{len(self.columns['id']):,} acts, {head.first} to {head.last}",
            ("events", "header"),
        )

    @classmethod
    def of(cls, header: HistoryHeader, events: pd.DataFrame) -> History:
        """Return a history from a table."""
        return cls(header, {str(name): events[name].tolist() for name in events})

    @cached_property
    def events(self) -> pd.DataFrame:
        """Return the events as a table."""
        import pandas as pd  # heavy; a run does without

        return pd.DataFrame(self.columns)

    @property
    def next_start(self) -> datetime.date:
        """Return the Monday after the last complete week of the record."""
        return monday(self.header.last + datetime.timedelta(days=1))


def read_history(region: RegionFiles, name: str = DEFAULT_HISTORY, own: Path | None = None) -> History:
    """Return a history by name.

    Parameters
    ----------
    region : RegionFiles
        Known actors and issues.
    name : str
        `history/<name>.toml` is the header, `history/<name>.csv` the events.
    own : Path, optional
        A user's folder. Its files `history/*.csv` without a header of their own continue the record.

    Raises
    ------
    InputError
        With every fault of the header and the events, and of the files that continue them.
    """
    header, folder = read_own_header(name, own)
    path, place = find_events(name, own), short_path(folder / f"{name}{SUFFIX}")
    faults = list(header_faults(header, region, place))
    if faults:
        raise InputError(faults)
    spellings = partial(actor_names, region, own)
    events = read_columns(path, region.actors, region.issues, header.aliases, spellings)
    return _extended(
        under_header(events, header, region, short_path(path), place), extensions(name, own), region, spellings
    )


def _extended(history: History, found: list[Extension], region: RegionFiles, spellings: Spellings) -> History:
    """Return a history with the acts of the files that continue it, or raise all their faults."""
    header, columns = history.header, history.columns
    faults: list[Fault] = []
    for one in found:
        covers = {
            "first": one.first,
            "last": one.last,
            "flags": one.header.flags,
            "perceived_as": one.header.perceived_as,
        }
        file = short_path(one.path)
        try:
            rows = extension_rows(one, columns, header, region, spellings)
            rows = under_header(rows, header.model_copy(update=covers), region, file, f"header of {file}").columns
            columns = joined_columns(columns, rows, file)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return History(extended_header(header, found), columns)


def under_header(
    events: Columns, header: HistoryHeader, region: RegionFiles, file: str, name_of_header: str
) -> History:
    """Return events in our own columns under their header.

    Parameters
    ----------
    events : dict of str to list
    header : HistoryHeader
    region : RegionFiles
    file, name_of_header : str
        As they stand in messages.

    Raises
    ------
    InputError
        With every event that would be lost and every flag of an event that is not there.
    """
    known = set(events["id"])
    faults = list(_event_faults(events, header, region, file))
    faults += [
        unknown(name_of_header, "flags", row, known, "id of an event") for row in header.flags if row not in known
    ]
    faults += [
        unknown(name_of_header, "perceived_as", row, known, "id of an event")
        for row in header.perceived_as
        if row not in known
    ]
    if faults:
        raise InputError(faults)
    flags = [header.flags.get(row, flag) for row, flag in zip(events["id"], events["flag"], strict=True)]
    for row, target, flag in zip(events["id"], events["target"], flags, strict=True):
        if row in header.perceived_as and flag not in header.leave_out:
            step = "Flag it as contested, and leave that flag out."
            faults.append(
                Fault(name_of_header, f"perceived_as.{row}", "an act that counts", "one that is left out", step=step)
            )
        if target in header.perceived_as.get(row, {}).values():
            faults.append(Fault(name_of_header, f"perceived_as.{row}", repr(target), "another actor than its target"))
    if faults:
        raise InputError(faults)
    return History(header, events | {"flag": flags})


def read_as(history: History, reading: Reading | None, region: RegionFiles) -> History:
    """Return the history as a capital reads it: what it says of rows and acts pushes those who believe, and is nobody's act.

    Parameters
    ----------
    history : History
    reading : Reading or None
        None leaves the history as it is.
    region : RegionFiles

    Raises
    ------
    InputError
        When the reading is of another record, or a row is not there.
    """
    if reading is None:
        return history
    header, columns = history.header, history.columns
    if plain_name(reading.record) != plain_name(header.name):
        allowed = f"none, or a reading of '{header.name}'"
        step = (
            "A reading names rows of one record; a file in readings/ of a folder of your own can name those of another."
        )
        raise InputError([Fault(Option("reading"), "", f"'{reading.name}', of '{reading.record}'", allowed, step=step)])
    flag_of = dict(zip(columns["id"], columns["flag"], strict=True))
    faults = list(_reading_faults(reading, dict(zip(columns["id"], columns["target"], strict=True)), header.name))
    if faults:
        raise InputError(faults)
    named = {one.id: one.perceived_as for one in (*reading.rows, *reading.acts)}
    flag_of |= {one.id: CONTESTED for one in reading.rows if flag_of[one.id] not in header.leave_out}
    acts = [
        {"id": one.id, "date": one.date, "source": one.source, "target": one.target, "code": one.code, "issue": GENERAL}
        for one in reading.acts
    ]
    added = {name: [act.get(name, "") for act in acts] for name in columns}
    flags = [*map(flag_of.__getitem__, columns["id"]), *(CONTESTED for _ in acts)]
    joined = {name: [*columns[name], *added[name]] for name in columns} | {"flag": flags}
    kept = list(dict.fromkeys([*header.leave_out, CONTESTED]))
    return History(header.model_copy(update={"perceived_as": header.perceived_as | named, "leave_out": kept}), joined)


def _reading_faults(reading: Reading, targets: Mapping[str, str], record: str) -> Iterator[Fault]:
    """Yield rows of a reading that a record does not hold or whose target is accused, and acts that it does hold."""
    for index, one in enumerate(reading.rows, start=1):
        if one.id not in targets:
            yield unknown(
                reading.file, f"row[{index}].id", one.id, targets, "event", f"the id of an event of '{record}'"
            )
        elif targets[one.id] in one.perceived_as.values():
            place = f"row[{index}].perceived_as"
            yield Fault(reading.file, place, repr(targets[one.id]), "another actor than its target")
    for index, act in enumerate(reading.acts, start=1):
        if act.id in targets:
            yield Fault(reading.file, f"act[{index}].id", repr(act.id), f"an id that '{record}' does not use")


def with_flags_counted(history: History, flags: Iterable[str]) -> History:
    """Return the history with acts of some flags counted that its header leaves out."""
    kept = [flag for flag in history.header.leave_out if flag not in flags]
    return History(history.header.model_copy(update={"leave_out": kept}), history.columns)


def without_contested(history: History) -> History:
    """Return the history without acts of contested authorship: they may count for their dyad, but speak for no other."""
    flags = [*history.header.leave_out, *history.header.class_excludes]
    return History(history.header.model_copy(update={"leave_out": flags}), history.columns)


def header_faults(header: HistoryHeader, region: RegionFiles, file: str) -> Iterator[Fault]:
    """Yield dates of a header that run backwards, and flags and actors that do not exist."""
    for key, low, high in [("last", header.first, header.last), *(("gaps", low, high) for low, high in header.gaps)]:
        if high < low:
            yield Fault(file, key, str(high), f"{low} or later")
    flags = [flag for flag in FLAGS if flag]
    for key in ("war_flag", "leave_out", "class_excludes", "flags"):
        given = header.flags.values() if key == "flags" else getattr(header, key) or []
        for flag in [given] if isinstance(given, str) else given:
            if flag not in flags:
                yield unknown(file, key, flag, flags, "flag")
    for row, named in header.perceived_as.items():
        yield from perceived_faults(file, f"perceived_as.{row}", named, None, region)
    for alias, code in header.aliases.items():
        if code not in region.actors:
            yield unknown(file, f"aliases.{alias}", code, region.actors, "actor")


def _event_faults(events: Columns, header: HistoryHeader, region: RegionFiles, file: str) -> Iterator[Fault]:
    """Yield the events that would be lost: outside the dates the header covers, or of a code without a rung."""
    lost = {code for code in set(events["code"]) if rung_of_code(code, region.rungs) is None}
    for line, (date, code) in enumerate(zip(events["date"], events["code"], strict=True), start=FIRST_DATA_LINE):
        if not header.first <= date <= header.last:
            step = "'first' and 'last' in the header say which dates the record covers."
            yield Fault(file, f"line {line}, date", str(date), f"{header.first} to {header.last}", step=step)
        if code in lost:
            yield Fault(file, f"line {line}, code", repr(code), "a CAMEO code that a rung of ladder.toml covers")


def before(history: History, start: datetime.date) -> History:
    """Return the history as it was known before `start`: every later row removed."""
    kept = [date < start for date in history.columns["date"]]
    columns = {name: list(itertools.compress(values, kept)) for name, values in history.columns.items()}
    last = min(history.header.last, start - datetime.timedelta(days=1))
    return History(history.header.model_copy(update={"last": last}), columns)


def days(weeks: int) -> datetime.timedelta:
    """Return a number of weeks as a time difference."""
    return datetime.timedelta(days=weeks * DAYS_PER_WEEK)
