"""Forms: the tables of events that are read, with the columns of their publishers."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from araxes.dims import EVENT_COLUMNS
from araxes.errors import InputError, unknown

TAB, COMMA = "\t", ","
AUTO = "auto"
QUOTE = '"'


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


OWN = Form("own", "own columns", COMMA, EVENT_COLUMNS, "date", "source", "target", "code", identity="id")
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
FORMS = {form.name: form for form in (OWN, ICEWS, EXTRACT, GDELT, GDELT_1)}


def form_named(name: str, file: str) -> Form:
    """Return a form by its name, or raise the fault of one that is not known."""
    if name not in FORMS:
        raise InputError([unknown(file, "form", name, [*FORMS, AUTO], "form of record")])
    return FORMS[name]
