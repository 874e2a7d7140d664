"""Detection: which form a table has, told by its first line, and where that puts each column."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from araxes.errors import Fault, InputError
from araxes.inputs.faults import parse
from araxes.inputs.folders import PARAMS, shipped, short
from araxes.inputs.read import RECORDS, read_toml
from araxes.inputs.schema import OtherCoding, RecordsFile
from araxes.records.dates import read_day
from araxes.records.decode import cut
from araxes.records.events import REQUIRED
from araxes.records.forms import COMMA, EXTRACT, GDELT, GDELT_1, ICEWS, OWN, QUOTE, TAB, Form

SPELT = {"sqldate": "Day"}
"""Names that publishers give to columns in place of those in their codebook."""
SEMICOLON = ";"
ADDRESSES = 1
"""GDELT before April 2013 lacks the last column, SOURCEURL."""


def told(text: str) -> Form | None:
    """Return the form of a table by its first line; None where no form has all the columns it needs."""
    bare = _unheaded(text)
    if bare is not None:
        return bare[0]
    best = _most_alike(text)
    return best if not _missing(best, text) else None


def detect(text: str, file: str) -> Form:
    """Return the form of a table by its first line, or the form most like it, whose missing columns `placed` names.

    Raises
    ------
    InputError
        A first line like that of no form, or that of a record whose codes are not CAMEO.
    """
    refuse_other(text, file)
    found = told(text)
    if found is not None:
        return found
    best = _most_alike(text)
    if _alike(best, text) > 1:
        return best
    if SEMICOLON in text and (own := text.replace(SEMICOLON, COMMA)) and _alike(_most_alike(own), own) > 1:
        if _most_alike(own) is OWN:
            return OWN
        allowed = "tabs or commas between them"
        step = "Save it with tabs or commas."
        raise InputError([Fault(file, "line 1", "semicolons between fields", allowed, step=step)])
    fields = text.split(TAB if TAB in text else COMMA)
    got = f"{len(fields)} columns, first {cut(fields[0])!r}" if len(fields) > 1 else f"a first line {cut(text)!r}"
    allowed = "a header line of own columns, of ICEWS, of an ICEWS extract or of GDELT, or a GDELT export file"
    step = f"A table of another kind is turned into one of own columns: {', '.join(REQUIRED)}."
    raise InputError([Fault(file, "line 1", got, allowed, step=step)])


def refuse_other(text: str, file: str) -> None:
    """Raise the fault of a record whose events are not coded in CAMEO: it is known by its header, as `params/records.toml` names it."""
    names = _plain_names(text.replace(SEMICOLON, COMMA))
    for other in _others():
        if {_plain(column) for column in other.columns} <= names:
            allowed = "acts in CAMEO: own columns, ICEWS or GDELT"
            raise InputError(
                [Fault(file, "line 1", f"{other.title}, which codes {other.codes}", allowed, step=other.step)]
            )


def is_damaged(text: str, form: Form, width: int) -> bool:
    """Return whether the first line of a table of no form looks like one of a form all the same, so that it must not be left out.

    Parameters
    ----------
    text : str
    form : Form
        That of the tables beside it.
    width : int
        Their number of fields.
    """
    fields = max(text.count(TAB), text.count(COMMA)) + 1
    return fields == width or len(_missing(form, text)) == 1


def placed(form: Form, text: str, file: str) -> tuple[Form, dict[str, int], int]:
    """Return a form as the first line has it: with its delimiter, the place of each column, and the number of fields.

    Raises
    ------
    InputError
        With every needed column that is missing.
    """
    if form in (GDELT, GDELT_1):
        bare = _unheaded(text)
        if bare is not None:
            _, found, first = bare
            fields = len(_split(text, found.delimiter))
            columns = found.columns[: fields - first]
            return found, {name: place for place, name in enumerate(columns, start=first)}, fields
        if not _missing(form, text):
            form = replace(form, headed=True)
        elif _alike(form, text) <= 1:
            got = f"{max(text.count(TAB), text.count(COMMA)) + 1} columns"
            allowed = f"{len(form.columns)} columns that begin with a number and a day, or a header that names them"
            raise InputError([Fault(file, "line 1", got, allowed)])
    tabbed = text.count(TAB) > text.count(COMMA)
    form = replace(form, delimiter=TAB if tabbed else COMMA)
    names = _columns(form, _header_fields(form, text, file))
    missing = [name for name in form.needed if name not in names]
    if missing:
        got, allowed = f"no column {', '.join(missing)}", f"the columns {', '.join(form.needed)}"
        step = f"'{form.name}' needs these columns; name another form if it is not one."
        raise InputError([Fault(file, "line 1", got, allowed, step=step)])
    return form, {name: place for place, name in enumerate(names)}, len(names)


def _unheaded(text: str) -> tuple[Form, Form, int] | None:
    """Return the form of GDELT that a line has which names no columns, the form as it stands there, and its first place.

    A table that pandas saved may have commas, a row number before each row, and numbers as its header.
    """
    for delimiter in (TAB, COMMA):
        fields = _split(text, delimiter)
        for first in (0, 1):
            form = _FORM_OF_WIDTH.get(len(fields) - first)
            if form is None:
                continue
            known, numbered = fields[first:], [str(number) for number in range(len(fields) - first)]
            if known == numbered:
                return form, replace(form, delimiter=delimiter, headed=True), first
            number, day, month, *_ = known
            # A number of an event may read as a day: then the day itself comes after it, and not the month.
            if number.isdecimal() and read_day(_whole(day)) is not None and read_day(_whole(month)) is None:
                return form, replace(form, delimiter=delimiter), first
    return None


_FORM_OF_WIDTH = {
    len(GDELT.columns): GDELT, len(GDELT_1.columns): GDELT_1, len(GDELT_1.columns) - ADDRESSES: GDELT_1,
}  # fmt: skip


def _whole(text: str) -> str:
    """Return a whole number without the decimals that pandas gives it beside missing ones."""
    return text.removesuffix(".0")


def _split(text: str, delimiter: str) -> list[str]:
    """Return the fields of a line; as they are where its quotes do not close."""
    if delimiter == TAB or QUOTE not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:
        return text.split(delimiter)


def _plain(name: str) -> str:
    """Return the name of a column without what differs between those who save it: case, spaces, underscores."""
    return re.sub(r"[\W_]", "", name.casefold())


def _plain_names(text: str) -> set[str]:
    """Return the plain names of a header; it is shared out by both delimiters, so that a table saved with the other one is told too."""
    return {_plain(name) for name in text.replace(TAB, COMMA).split(COMMA)}


def _columns(form: Form, header: Sequence[str]) -> list[str]:
    """Return the columns of a header as the form calls them; those that it does not have stay as they are."""
    called = SPELT | {_plain(column): column for column in form.columns}
    names = [name.strip().strip(QUOTE) for name in header]
    return [called.get(_plain(name), name) for name in names] if form is not OWN else names


def _alike(form: Form, text: str) -> int:
    """Return how many columns of a form a header names."""
    called = _plain_names(text)
    spelt = sum(name in called and column in form.columns for name, column in SPELT.items())
    return sum(_plain(column) in called for column in form.columns) + spelt


def _missing(form: Form, text: str) -> list[str]:
    """Return the columns that a form needs and a header does not name."""
    names = _columns(form, text.replace(TAB, COMMA).split(COMMA))
    return [column for column in (REQUIRED if form is OWN else form.needed) if column not in names]


def _most_alike(text: str) -> Form:
    """Return the form that has most in common with a header: all it needs, then as many columns as possible."""
    best = max((OWN, ICEWS, EXTRACT, GDELT), key=lambda form: (not _missing(form, text), _alike(form, text)))
    # Of columns of places only the second version has the second administrative division.
    short = (
        best is GDELT and "actiongeofullname" in _plain_names(text) and "actiongeoadm2code" not in _plain_names(text)
    )
    return GDELT_1 if short else best


def _header_fields(form: Form, text: str, file: str) -> list[str]:
    """Return the fields of a header line, or raise the fault of one whose quotes do not close."""
    try:
        return form.split_line(text)
    except csv.Error as error:
        step = "Quotes open and close around a whole name."
        raise InputError([Fault(file, "line 1", str(error), "names of columns", step=step)]) from None


@lru_cache(maxsize=1)
def _others() -> tuple[OtherCoding, ...]:
    """Return the records that are known and refused, from the shipped `records.toml`."""
    path = shipped() / PARAMS / RECORDS
    parsed, faults = parse(RecordsFile, read_toml(path), short(path))
    if parsed is None:
        raise InputError(faults)
    return tuple(parsed.other)
