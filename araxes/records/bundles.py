"""Bundles: which tables of a folder or an archive are tables of events, and which files only lie beside them.

Rows: the lines of a table become rows of fields; a field in quotes may go over several lines.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.parameters import setting
from araxes.inputs.read import short_path
from araxes.records.forms import (
    AUTO,
    OWN_FORM,
    QUOTE,
    TAB,
    Form,
    detect,
    form_by_first_line,
    form_named,
    is_damaged,
    place_columns,
    refuse_other,
)
from araxes.records.stream import TableFile, TableLine, cut_text, is_bundle, read_tables


class EventTable(NamedTuple):
    """A table of events.

    Attributes
    ----------
    form : Form
        As the table has it.
    places : dict of str to int
        The place of each column.
    width : int
        Fields of a row.
    lines : iterator of TableLine
        Without the header.
    """

    form: Form
    places: dict[str, int]
    width: int
    lines: Iterator[TableLine]


class Stranger(NamedTuple):
    """A table that is none of events: its name, its first line, and why."""

    name: str
    text: str
    fault: Fault


def first_line(path: Path) -> TableLine:
    """Return the first line of a file.

    Raises
    ------
    InputError
        As `araxes.records.stream.read_tables`; an empty file, and a first line that is not UTF-8.
    """
    for table in read_tables(path):
        line = None if table.lines is None else next(table.lines, None)
        if line is None:
            raise InputError([Fault(table.name, "", "an empty file", "a table of events")])
        if line.text is None:
            raise InputError([Fault(line.file, "", "bytes that are not text", "a table in UTF-8")])
        return line
    raise InputError([Fault(short_path(path), "", "no file of events", "a table of events")])


def form_of(path: Path, form: str = AUTO) -> Form | None:
    """Return the form of a record: as named, or told by the first line of a file; None for a bundle, whose tables tell.

    Raises
    ------
    InputError
        As `first_line` and `araxes.records.forms.detect`; no such form.
    """
    if form != AUTO:
        return form_named(form, short_path(path))
    if is_bundle(path):
        return None
    first = first_line(path)
    return detect(first.text or "", first.file)


def event_tables(path: Path, form: str, left: list[str]) -> Iterator[EventTable]:
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
        As `araxes.records.stream.read_tables`; no table of events, tables of several forms or in own columns, a record of other codes,
        and a table that looks like one of events but for its first line.
    """
    named = None if form == AUTO else form_named(form, short_path(path))
    strangers: list[Stranger] = []
    before: EventTable | None = None
    for table in read_tables(path):
        first = None if table.lines is None else next(table.lines, None)
        if first is None or table.lines is None:
            left.append(table.name)
            continue
        found = _form_of(first, table, named, is_bundle(path))
        if isinstance(found, Stranger):
            strangers.append(found)
            continue
        here, places, width = place_columns(found, first.text or "", first.file)
        if before is not None and before.form.name != here.name:
            step = "Put the tables of each form into a folder of their own."
            raise InputError([Fault(first.file, "line 1", here.title, f"{before.form.title}, as before", step=step)])
        before = EventTable(here, places, width, table.lines if here.headed else chain([first], table.lines))
        yield before
    _judge_strangers(path, before, strangers, left)


def _form_of(first: TableLine, table: TableFile, named: Form | None, bundle: bool) -> Form | Stranger:
    """Return the form of a table, or why it has none where it lies beside others."""
    text = first.text
    if text is None:
        raise InputError([Fault(first.file, "", "bytes that are not text", "a table in UTF-8")])
    refuse_other(text, first.file)
    found = form_by_first_line(text)
    if bundle and found is None:
        try:
            detect(text, first.file)
            got = "a table without all columns that it needs"
            return Stranger(table.name, text, Fault(first.file, "line 1", got, "a table of events"))
        except InputError as error:
            return Stranger(table.name, text, error.faults[0])
    chosen = named or found or detect(text, first.file)
    if chosen is OWN_FORM:
        got = "own columns, packed or in a folder" if bundle else "own columns"
        allowed = "one plain CSV file of own columns" if bundle else "a machine-coded record"
        raise InputError([Fault(first.file, "", got, allowed)])
    return chosen


def _judge_strangers(path: Path, before: EventTable | None, strangers: list[Stranger], left: list[str]) -> None:
    """Leave out the tables that are none of events; raise the fault of those that are, but for their first line."""
    if before is None:
        if strangers:
            raise InputError([stranger.fault for stranger in strangers])
        got = f"no file of events: {cut_text(', '.join(left))}" if left else "no file of events"
        raise InputError([Fault(short_path(path), "", got, "a table of events")])
    step = "Mend its first line, or take the file away."
    faults = [
        Fault(
            stranger.name,
            "line 1",
            cut_text(repr(stranger.text)),
            f"the first line of a table of {before.form.title}",
            step=step,
        )
        for stranger in strangers
        if is_damaged(stranger.text, before.form, before.width)
    ]
    if faults:
        raise InputError(faults)
    left += [stranger.name for stranger in strangers]


class BadRowError(ValueError):
    """A row at fault: field, what was found, what is allowed."""

    def __init__(self, key: str, got: str, allowed: str) -> None:
        self.key, self.got, self.allowed = key, got, allowed
        super().__init__(key)


class FieldRow(NamedTuple):
    """One row.

    Attributes
    ----------
    line : Line
        Its first line.
    fields : list of str
        Empty where they could not be told.
    fault : BadRowError or None
        Why not.
    """

    line: TableLine
    fields: list[str]
    fault: BadRowError | None = None


def split_rows(lines: Iterator[TableLine], form: Form, width: int) -> Iterator[FieldRow]:
    """Yield the rows of a table.

    Parameters
    ----------
    lines : iterator of TableLine
    form : Form
    width : int
        Fields of each row.
    """
    waiting: deque[TableLine] = deque()
    while (line := waiting.popleft() if waiting else next(lines, None)) is not None:
        if line.text is not None and not line.text.strip():
            continue
        row = _row(line, line.text, form, width)
        if line.text is not None and QUOTE in line.text and _is_open(line.text) and (row.fault or _ends_open(row)):
            more, row = _over_lines(row, waiting, lines, form, width)
            waiting.extendleft(reversed(more))
        yield row


def _over_lines(
    row: FieldRow, waiting: deque[TableLine], lines: Iterator[TableLine], form: Form, width: int
) -> tuple[list[TableLine], FieldRow]:
    """Return the lines that are not part of a row whose first line leaves a quote open, and the row: whole, or as that line has it."""
    taken: list[TableLine] = []
    text, size = row.line.text or "", int(setting("record.line_size"))
    for _ in range(int(setting("record.quoted_lines")) - 1):
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            break
        taken.append(line)
        if line.text is None or len(text) + len(line.text) > size:
            break
        text = f"{text}\n{line.text}"
        if not _is_open(text):
            whole = _row(row.line, text, form, width)
            if whole.fault is None:
                return [], whole
            break
    return taken, row


def _row(line: TableLine, text: str | None, form: Form, width: int) -> FieldRow:
    """Return a row, with its fault where its fields cannot be told."""
    if text is None:
        return FieldRow(line, [], BadRowError("text", "bytes that are not UTF-8", "UTF-8"))
    try:
        fields = form.split_line(text)
        if len(fields) != width and form.delimiter == TAB and QUOTE in text:
            fields = next(csv.reader([text], delimiter=TAB, strict=True))  # a tab inside quotes
    except csv.Error as error:
        return FieldRow(line, [], BadRowError("quotes", str(error), "quotes around a whole field"))
    if len(fields) != width:
        return FieldRow(line, [], BadRowError("fields", f"{len(fields)}", f"{width}"))
    return FieldRow(line, fields)


def _ends_open(row: FieldRow) -> bool:
    """Return whether the last field of a row begins with a quote that it does not close: the row may go on, but need not."""
    return row.fields[-1].startswith(QUOTE) and _is_open(row.fields[-1])


def _is_open(text: str) -> bool:
    """Return whether a text ends inside quotes."""
    return text.count(QUOTE) % 2 == 1
