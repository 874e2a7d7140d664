"""Forms: the tables of events that are read, told by their header line, or by their columns where they have none."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from araxes.dims import EVENT_COLUMNS
from araxes.errors import Fault, InputError, unknown
from araxes.records.events import REQUIRED

TAB, COMMA = "\t", ","
AUTO = "auto"


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
    headed : bool
        Whether the first line names the columns.
    zeros : bool
        Whether codes may have lost the zero at their beginning, as they do in spreadsheets.
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
    headed: bool = True
    zeros: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the columns without which a table of this form cannot be read."""
        return (self.date, self.source, self.target, self.code)

    def split_line(self, text: str) -> list[str]:
        """Return the fields of a line; a quoted field that does not close raises csv.Error."""
        if self.delimiter == TAB or '"' not in text:
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
        root="IsRootEvent", added="DATEADDED", identity="GlobalEventID", headed=False,
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
    zeros=True,
)  # fmt: skip
EXTRACT = Form(
    "icews-extract", "ICEWS extract", COMMA,
    (
        "dataset", "date", "source", "source_actor", "target", "target_actor", "cameo", "event_text", "goldstein",
        "quad", "source_sector", "target_sector", "n_dup", "orig_split", "common_actors",
    ),
    "date", "source", "target", "cameo", "source_actor", "target_actor", "common_actors", "dataset", "orig_split",
    zeros=True,
)  # fmt: skip
GDELT = _gdelt("gdelt", "GDELT 2.0", short=False)
GDELT_1 = _gdelt("gdelt1", "GDELT 1.0", short=True)
FORMS = {form.name: form for form in (OWN, ICEWS, EXTRACT, GDELT, GDELT_1)}


def form_named(name: str, file: str) -> Form:
    """Return a form by its name, or raise the fault of one that is not known."""
    if name not in FORMS:
        raise InputError([unknown(file, "form", name, [*FORMS, AUTO], "form of record")])
    return FORMS[name]


def detect(text: str, file: str) -> Form:
    """Return the form of a table by its first line.

    Raises
    ------
    InputError
        A first line like that of no form; the fault names the columns that the most alike form would have.
    """
    fields = text.split(TAB)
    for form in (GDELT, GDELT_1):
        if len(fields) == len(form.columns) and fields[0].isdigit() and fields[1].isdigit():
            return form
    # Each header is shared out by both delimiters, so that a table saved with the other one is told too.
    names = {name.strip().strip('"') for name in text.replace(TAB, COMMA).split(COMMA)}
    alike: Callable[[Form], int] = lambda form: len(names & set(form.columns))  # noqa: E731
    best = max((OWN, ICEWS, EXTRACT), key=lambda form: (set(_required(form)) <= names, alike(form)))
    if alike(best) > 1:
        return best
    got = f"{len(fields)} columns, first {fields[0]!r}" if len(fields) > 1 else f"a first line {text[: len(file)]!r}"
    allowed = "a header line of own columns, of ICEWS, of an ICEWS extract, or a GDELT export file"
    raise InputError([Fault(file, "line 1", got, allowed, step=f"Or say which with form: {', '.join(FORMS)}.")])


def _required(form: Form) -> Sequence[str]:
    """Return what a header must name to be that of a form."""
    return REQUIRED if form is OWN else form.needed


def placed(form: Form, text: str, file: str) -> tuple[Form, dict[str, int], int]:
    """Return a form as the header line has it: with its delimiter, the place of each column, and the number of fields.

    Raises
    ------
    InputError
        With every needed column that is missing.
    """
    if not form.headed:
        return form, {name: place for place, name in enumerate(form.columns)}, len(form.columns)
    tabbed = text.count(TAB) > text.count(COMMA)
    form = Form(**(form.__dict__ | {"delimiter": TAB if tabbed else COMMA}))
    names = [name.strip().strip('"') for name in _header_fields(form, text, file)]
    missing = [name for name in form.needed if name not in names]
    if missing:
        step = f"'{form.name}' needs these columns; name another form if it is not one."
        raise InputError(
            [
                Fault(
                    file,
                    "line 1",
                    f"no column {', '.join(missing)}",
                    f"the columns {', '.join(form.needed)}",
                    step=step,
                )
            ]
        )
    return form, {name: place for place, name in enumerate(names)}, len(names)


def _header_fields(form: Form, text: str, file: str) -> list[str]:
    """Return the fields of a header line, or raise the fault of one whose quotes do not close."""
    try:
        return form.split_line(text)
    except csv.Error as error:
        step = "Quotes open and close around a whole name."
        raise InputError([Fault(file, "line 1", str(error), "names of columns", step=step)]) from None
