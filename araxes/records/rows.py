"""Rows: the lines of a table become rows of fields; a field in quotes may go over several lines."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from araxes.inputs.settings import setting
from araxes.records.decode import Line
from araxes.records.forms import QUOTE, TAB, Form


class BadRowError(ValueError):
    """A row at fault: field, what was found, what is allowed."""

    def __init__(self, key: str, got: str, allowed: str) -> None:
        self.key, self.got, self.allowed = key, got, allowed
        super().__init__(key)


class Row(NamedTuple):
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

    line: Line
    fields: list[str]
    fault: BadRowError | None = None


def rows_of(lines: Iterator[Line], form: Form, width: int) -> Iterator[Row]:
    """Yield the rows of a table.

    Parameters
    ----------
    lines : iterator of Line
    form : Form
    width : int
        Fields of each row.
    """
    waiting: deque[Line] = deque()
    while (line := waiting.popleft() if waiting else next(lines, None)) is not None:
        if line.text is not None and not line.text.strip():
            continue
        row = _row(line, line.text, form, width)
        if line.text is not None and QUOTE in line.text and _is_open(line.text) and (row.fault or _ends_open(row)):
            more, row = _over_lines(row, waiting, lines, form, width)
            waiting.extendleft(reversed(more))
        yield row


def _over_lines(
    row: Row, waiting: deque[Line], lines: Iterator[Line], form: Form, width: int
) -> tuple[list[Line], Row]:
    """Return the lines that are not part of a row whose first line leaves a quote open, and the row: whole, or as that line has it."""
    taken: list[Line] = []
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


def _row(line: Line, text: str | None, form: Form, width: int) -> Row:
    """Return a row, with its fault where its fields cannot be told."""
    if text is None:
        return Row(line, [], BadRowError("text", "bytes that are not UTF-8", "UTF-8"))
    try:
        fields = form.split_line(text)
        if len(fields) != width and form.delimiter == TAB and QUOTE in text:
            fields = next(csv.reader([text], delimiter=TAB, strict=True))  # a tab inside quotes
    except csv.Error as error:
        return Row(line, [], BadRowError("quotes", str(error), "quotes around a whole field"))
    if len(fields) != width:
        return Row(line, [], BadRowError("fields", f"{len(fields)}", f"{width}"))
    return Row(line, fields)


def _ends_open(row: Row) -> bool:
    """Return whether the last field of a row begins with a quote that it does not close: the row may go on, but need not."""
    return row.fields[-1].startswith(QUOTE) and _is_open(row.fields[-1])


def _is_open(text: str) -> bool:
    """Return whether a text ends inside quotes."""
    return text.count(QUOTE) % 2 == 1
