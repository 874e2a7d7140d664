"""Extending: the acts of files that continue a record are put behind its own, each with its source."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from araxes.dims import EVENT_COLUMNS
from araxes.errors import Fault, InputError
from araxes.inputs.extensions import DAY, Extension
from araxes.inputs.folders import short
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import HistoryHeader
from araxes.records.events import Columns, Spellings, read_columns
from araxes.units import FIRST_DATA_LINE
from araxes.weeks import monday

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
        place = short(one.path), f"line {line}, date", str(date)
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
            yield Fault(short(one.path), f"line {line}", f"the act of {before[act]} again", "each act once")
        before.setdefault(act, row)


def joined_columns(events: Columns, rows: Columns, source: str) -> Columns:
    """Return two tables as one; a row without a reference has the file as its reference."""
    rows = {REFERENCE: [source] * len(rows["id"])} | rows
    columns = [name for name in EVENT_COLUMNS if name in events or name in rows]
    return {
        name: [*events.get(name, [""] * len(events["id"])), *rows.get(name, [""] * len(rows["id"]))] for name in columns
    }
