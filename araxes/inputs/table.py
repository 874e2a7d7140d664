"""Tables: the rows of a file as spreadsheets save it: a mark of UTF-8, semicolons or tabs, empty columns and rows at the end."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from araxes.errors import Fault, InputError
from araxes.inputs.folders import short
from araxes.inputs.read import read_text

DELIMITERS = ",;\t"


def read_rows(path: Path) -> list[list[str]]:
    """Return the fields of every row of a table, those of its header first.

    The header says what stands between the fields: commas, semicolons or tabs, whichever there is most of. Its names are in lower
    case. Spaces after these are no part of a field; empty columns and rows at the end are left out.

    Parameters
    ----------
    path : Path

    Raises
    ------
    InputError
        As `araxes.inputs.read.read_text`; the first line that is not CSV; a table of empty fields alone.
    """
    text = read_text(path, marked=True)
    first = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text), strict=True, skipinitialspace=True, delimiter=max(DELIMITERS, key=first.count))
    try:
        rows = list(reader)
    except csv.Error as error:
        step = "Quotes open and close around a whole field."
        key = f"line {reader.line_num}"
        raise InputError([Fault(short(path), key, str(error), "fields as in CSV", step=step)]) from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise InputError([Fault(short(path), "", "a table without a word", "a first line that names the columns")])
    named = len(rows[0])
    while named and not rows[0][named - 1].strip():
        named -= 1
    whole = all(not any(row[named:]) for row in rows)
    kept = [row[:named] for row in rows] if whole else rows
    return [[name.strip().casefold() for name in kept[0]], *kept[1:]]
