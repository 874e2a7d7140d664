"""Forms: the tables of events that are read, with the columns of their publishers.

Detection: which form a table has, told by its first line, and where that puts each column.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from araxes.dims import EVENT_COLUMNS
from araxes.errors import Fault, InputError, unknown
from araxes.inputs.faults import parse
from araxes.inputs.read import PARAMS, RECORDS_FILE, read_toml, shipped_folder, short_path
from araxes.inputs.schema import OtherCoding, RecordsFile
from araxes.records.coding import read_day
from araxes.records.events import REQUIRED
from araxes.records.stream import cut_text

TAB, COMMA = "\t", ","
AUTO = "auto"
QUOTE = '"'
SPELT = {"sqldate": "Day"}
"""Names that publishers give to columns in place of those in their codebook."""
SEMICOLON = ";"
ADDRESSES = 1
"""GDELT before April 2013 lacks the last column, SOURCEURL."""


@dataclass(frozen=True)
class Form:
    """One form of table.

    Attributes
    ----------
    name : str
        As a user gives it.
    title : str
        What the record is.
    delimiter : str
    columns : tuple of str
        All columns of the form, in the order of its publisher.
    date, source, target, code : str
        Columns of the day, the actors and the act.
    source_name, target_name : str
        Columns with the name of the single actor, which comes before its country; "" where there is none.
    common, dataset, split, root, added, identity : str
        Columns of the filters, of the day on which a row was added, of the row's own number; "" where there are none.
    family, base, score : str
        Columns of the root and the base of a code and of its Goldstein score, which tell what a code that may have lost its zero is.
    headed : bool
        Whether the first line names the columns.
    zeros : bool
        Whether a code of two digits can only be one that lost the zero at its beginning, as codes do in spreadsheets.
    slashes : bool
        Whether the publisher wrote dates with the month first (1/2/2017 for 2 January), so that they need no proof of it.
    """

    name: str
    title: str
    delimiter: str
    columns: tuple[str, ...]
    date: str
    source: str
    target: str
    code: str
    source_name: str = ""
    target_name: str = ""
    common: str = ""
    dataset: str = ""
    split: str = ""
    root: str = ""
    added: str = ""
    identity: str = ""
    family: str = ""
    base: str = ""
    score: str = ""
    headed: bool = True
    zeros: bool = False
    slashes: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the columns without which a table of this form cannot be read."""
        return (self.date, self.source, self.target, self.code)

    def split_line(self, text: str) -> list[str]:
        """Return the fields of a line; a quoted field that does not close raises csv.Error."""
        if self.delimiter == TAB or QUOTE not in text:
            return text.split(self.delimiter)
        return next(csv.reader([text], strict=True))


def _place(number: str, short: bool) -> tuple[str, ...]:
    """Return the columns of a place in a GDELT file; the first version lacks the second administrative division."""
    names = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return tuple(f"{number}Geo_{name}" for name in names if not (short and name == "ADM2Code"))


def _actor(number: str) -> tuple[str, ...]:
    """Return the columns of an actor in a GDELT file."""
    names = (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
        "Type1Code", "Type2Code", "Type3Code",
    )  # fmt: skip
    return tuple(f"{number}{name}" for name in names)


def _gdelt_columns(short: bool) -> tuple[str, ...]:
    """Return the columns of a GDELT export file, of the first version or of the second."""
    return (
        "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate", *_actor("Actor1"), *_actor("Actor2"),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
        "NumMentions", "NumSources", "NumArticles", "AvgTone",
        *_place("Actor1", short), *_place("Actor2", short), *_place("Action", short), "DATEADDED", "SOURCEURL",
    )  # fmt: skip


def _gdelt(name: str, title: str, short: bool) -> Form:
    """Return a form of GDELT."""
    return Form(
        name, title, TAB, _gdelt_columns(short), "Day", "Actor1CountryCode", "Actor2CountryCode", "EventCode",
        root="IsRootEvent", added="DATEADDED", identity="GlobalEventID", family="EventRootCode", base="EventBaseCode",
        score="GoldsteinScale", headed=False,
    )  # fmt: skip


OWN_FORM = Form("own", "own columns", COMMA, EVENT_COLUMNS, "date", "source", "target", "code", identity="id")
ICEWS = Form(
    "icews", "ICEWS", TAB,
    (
        "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
        "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
        "City", "District", "Province", "Country", "Latitude", "Longitude",
    ),
    "Event Date", "Source Country", "Target Country", "CAMEO Code", "Source Name", "Target Name", identity="Event ID",
    score="Intensity", zeros=True, slashes=True,
)  # fmt: skip
EXTRACT = Form(
    "icews-extract", "ICEWS extract", COMMA,
    (
        "dataset", "date", "source", "source_actor", "target", "target_actor", "cameo", "event_text", "goldstein",
        "quad", "source_sector", "target_sector", "n_dup", "orig_split", "common_actors",
    ),
    "date", "source", "target", "cameo", "source_actor", "target_actor", "common_actors", "dataset", "orig_split",
    score="goldstein", zeros=True,
)  # fmt: skip
GDELT = _gdelt("gdelt", "GDELT 2.0", short=False)
GDELT_1 = _gdelt("gdelt1", "GDELT 1.0", short=True)
FORMS = {form.name: form for form in (OWN_FORM, ICEWS, EXTRACT, GDELT, GDELT_1)}


def form_named(name: str, file: str) -> Form:
    """Return a form by its name, or raise the fault of one that is not known."""
    if name not in FORMS:
        raise InputError([unknown(file, "form", name, [*FORMS, AUTO], "form of record")])
    return FORMS[name]


def form_by_first_line(text: str) -> Form | None:
    """Return the form of a table by its first line; None where no form has all the columns it needs."""
    bare = _unheaded(text)
    if bare is not None:
        return bare[0]
    best = _most_alike(text)
    return best if not _missing(best, text) else None


def detect(text: str, file: str) -> Form:
    """Return the form of a table by its first line, or the form most like it, whose missing columns `place_columns` names.

    Raises
    ------
    InputError
        A first line like that of no form, or that of a record whose codes are not CAMEO.
    """
    refuse_other(text, file)
    found = form_by_first_line(text)
    if found is not None:
        return found
    best = _most_alike(text)
    if _alike(best, text) > 1:
        return best
    if SEMICOLON in text and (own := text.replace(SEMICOLON, COMMA)) and _alike(_most_alike(own), own) > 1:
        if _most_alike(own) is OWN_FORM:
            return OWN_FORM
        allowed = "tabs or commas between them"
        step = "Save it with tabs or commas."
        raise InputError([Fault(file, "line 1", "semicolons between fields", allowed, step=step)])
    fields = text.split(TAB if TAB in text else COMMA)
    got = (
        f"{len(fields)} columns, first {cut_text(fields[0])!r}"
        if len(fields) > 1
        else f"a first line {cut_text(text)!r}"
    )
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


def place_columns(form: Form, text: str, file: str) -> tuple[Form, dict[str, int], int]:
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
    return [called.get(_plain(name), name) for name in names] if form is not OWN_FORM else names


def _alike(form: Form, text: str) -> int:
    """Return how many columns of a form a header names."""
    called = _plain_names(text)
    spelt = sum(name in called and column in form.columns for name, column in SPELT.items())
    return sum(_plain(column) in called for column in form.columns) + spelt


def _missing(form: Form, text: str) -> list[str]:
    """Return the columns that a form needs and a header does not name."""
    names = _columns(form, text.replace(TAB, COMMA).split(COMMA))
    return [column for column in (REQUIRED if form is OWN_FORM else form.needed) if column not in names]


def _most_alike(text: str) -> Form:
    """Return the form that has most in common with a header: all it needs, then as many columns as possible."""
    best = max((OWN_FORM, ICEWS, EXTRACT, GDELT), key=lambda form: (not _missing(form, text), _alike(form, text)))
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
    path = shipped_folder() / PARAMS / RECORDS_FILE
    parsed, faults = parse(RecordsFile, read_toml(path), short_path(path))
    if parsed is None:
        raise InputError(faults)
    return tuple(parsed.other)
