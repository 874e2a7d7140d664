"""Bundles: which tables of a folder or an archive are tables of events, and which files only lie beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.folders import short
from araxes.records.decode import Line, Table, cut
from araxes.records.detection import detect, is_damaged, placed, refuse_other, told
from araxes.records.forms import AUTO, OWN, Form, form_named
from araxes.records.stream import is_bundle, tables


class Events(NamedTuple):
    """A table of events.

    Attributes
    ----------
    form : Form
        As the table has it.
    places : dict of str to int
        The place of each column.
    width : int
        Fields of a row.
    lines : iterator of Line
        Without the header.
    """

    form: Form
    places: dict[str, int]
    width: int
    lines: Iterator[Line]


class Stranger(NamedTuple):
    """A table that is none of events: its name, its first line, and why."""

    name: str
    text: str
    fault: Fault


def first_line(path: Path) -> Line:
    """Return the first line of a file.

    Raises
    ------
    InputError
        As `araxes.records.stream.tables`; an empty file, and a first line that is not UTF-8.
    """
    for table in tables(path):
        line = None if table.lines is None else next(table.lines, None)
        if line is None:
            raise InputError([Fault(table.name, "", "an empty file", "a table of events")])
        if line.text is None:
            raise InputError([Fault(line.file, "", "bytes that are not text", "a table in UTF-8")])
        return line
    raise InputError([Fault(short(path), "", "no file of events", "a table of events")])


def form_of(path: Path, form: str = AUTO) -> Form | None:
    """Return the form of a record: as named, or told by the first line of a file; None for a bundle, whose tables tell.

    Raises
    ------
    InputError
        As `first_line` and `araxes.records.detection.detect`; no such form.
    """
    if form != AUTO:
        return form_named(form, short(path))
    if is_bundle(path):
        return None
    first = first_line(path)
    return detect(first.text or "", first.file)


def event_tables(path: Path, form: str, left: list[str]) -> Iterator[Events]:
    """Yield the tables of events of a file, an archive or a folder, all of one form.

    Parameters
    ----------
    path : Path
    form : str
        Name of a form, or "auto".
    left : list of str
        Takes the names of what is no table of events.

    Raises
    ------
    InputError
        As `araxes.records.stream.tables`; no table of events, tables of several forms or in own columns, a record of other codes,
        and a table that looks like one of events but for its first line.
    """
    named = None if form == AUTO else form_named(form, short(path))
    strangers: list[Stranger] = []
    before: Events | None = None
    for table in tables(path):
        first = None if table.lines is None else next(table.lines, None)
        if first is None or table.lines is None:
            left.append(table.name)
            continue
        found = _form_of(first, table, named, is_bundle(path))
        if isinstance(found, Stranger):
            strangers.append(found)
            continue
        here, places, width = placed(found, first.text or "", first.file)
        if before is not None and before.form.name != here.name:
            step = "Put the tables of each form into a folder of their own."
            raise InputError([Fault(first.file, "line 1", here.title, f"{before.form.title}, as before", step=step)])
        before = Events(here, places, width, table.lines if here.headed else chain([first], table.lines))
        yield before
    _judge_strangers(path, before, strangers, left)


def _form_of(first: Line, table: Table, named: Form | None, bundle: bool) -> Form | Stranger:
    """Return the form of a table, or why it has none where it lies beside others."""
    text = first.text
    if text is None:
        raise InputError([Fault(first.file, "", "bytes that are not text", "a table in UTF-8")])
    refuse_other(text, first.file)
    found = told(text)
    if bundle and found is None:
        try:
            detect(text, first.file)
            got = "a table without all columns that it needs"
            return Stranger(table.name, text, Fault(first.file, "line 1", got, "a table of events"))
        except InputError as error:
            return Stranger(table.name, text, error.faults[0])
    chosen = named or found or detect(text, first.file)
    if chosen is OWN:
        got = "own columns, packed or in a folder" if bundle else "own columns"
        allowed = "one plain CSV file of own columns" if bundle else "a machine-coded record"
        raise InputError([Fault(first.file, "", got, allowed)])
    return chosen


def _judge_strangers(path: Path, before: Events | None, strangers: list[Stranger], left: list[str]) -> None:
    """Leave out the tables that are none of events; raise the fault of those that are, but for their first line."""
    if before is None:
        if strangers:
            raise InputError([stranger.fault for stranger in strangers])
        got = f"no file of events: {cut(', '.join(left))}" if left else "no file of events"
        raise InputError([Fault(short(path), "", got, "a table of events")])
    step = "Mend its first line, or take the file away."
    faults = [
        Fault(
            stranger.name,
            "line 1",
            cut(repr(stranger.text)),
            f"the first line of a table of {before.form.title}",
            step=step,
        )
        for stranger in strangers
        if is_damaged(stranger.text, before.form, before.width)
    ]
    if faults:
        raise InputError(faults)
    left += [stranger.name for stranger in strangers]
