"""Tallying: the rows of a machine-coded record become acts of one actor towards another on one day; everything else is counted.

Memory grows with days, dyads and codes, not with rows: an act that several rows report is kept once.
"""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path

from araxes.errors import Fault, InputError
from araxes.inputs.folders import short
from araxes.inputs.settings import setting
from araxes.records.coding import Coding
from araxes.records.dates import Day, read_day
from araxes.records.filters import Filters
from araxes.records.forms import AUTO, OWN, Form, detect, form_named, placed
from araxes.records.stream import Line, lines

Act = tuple[int, str, str, str]
"""Day (proleptic number), source, target, CAMEO code."""


@dataclass
class Tally:
    """What was read and what was left out.

    Attributes
    ----------
    form : Form
    acts : Counter
        Rows by act.
    days : set of int
        Days on which the file has a row, of whomever.
    lines : int
        Rows read, without headers.
    elsewhere, domestic, outside, late : int
        Rows of others, of an actor with itself, outside the covered dates, added too late.
    filtered : Counter
        Rows by the filter that refused them.
    restored : int
        Codes whose lost leading zero was restored.
    bad : int
        Lines that could not be read.
    shown : list of Fault
        The first of them.
    zone : str
        Zone of the dates; "" for plain days.
    """

    form: Form
    acts: Counter[Act] = field(default_factory=Counter)
    days: set[int] = field(default_factory=set)
    lines: int = 0
    elsewhere: int = 0
    domestic: int = 0
    outside: int = 0
    late: int = 0
    filtered: Counter[str] = field(default_factory=Counter)
    restored: int = 0
    bad: int = 0
    shown: list[Fault] = field(default_factory=list)
    zone: str | None = None


COMPACT = "20230406"
QUOTE = '"'
SHORTEST = "010"
"""ICEWS has no code of two digits: one is 010 to 090 that lost its zero."""


class _BadLineError(ValueError):
    """A line at fault: field, what was found, what is allowed."""

    def __init__(self, key: str, got: str, allowed: str) -> None:
        self.key, self.got, self.allowed = key, got, allowed
        super().__init__(key)


def tally(
    path: Path,
    coding: Coding,
    filters: Filters,
    form: str = AUTO,
    covered: Callable[[int], bool] | None = None,
    today: datetime.date | None = None,
) -> Tally:
    """Return the acts of a machine-coded record.

    Parameters
    ----------
    path : Path
        A file, a zip archive or a folder of them.
    coding : Coding
    filters : Filters
    form : str
        Name of a form, or "auto".
    covered : callable, optional
        Says of a day's number whether the record covers it; a row on another day is counted and left out.
    today : datetime.date, optional
        The last date that is not in the future.

    Raises
    ------
    InputError
        As `araxes.records.stream.lines`; no such form or columns; a future date; days in several time zones; too many bad
        lines.
    """
    source = lines(path)
    first = next(source)
    found = form_of(form, first)
    if found is OWN:
        raise InputError([Fault(first.file, "form", "own columns", "a machine-coded record")])
    out = Tally(found)
    last = (today or datetime.date.today()).toordinal()
    reader: _Reader | None = None
    for line in chain([first], source):
        if line.number == 1:
            reader = _Reader(found, line, coding, filters, out, covered, last)
            if found.headed:
                continue
        assert reader is not None
        reader.take(line)
    _judge(out, short(path), whole=True)
    return out


def form_of(name: str, first: Line) -> Form:
    """Return the form of a table, as named or by its first line."""
    if first.text is None:
        raise InputError([Fault(first.file, "", "bytes that are not text", "a table in UTF-8")])
    return detect(first.text, first.file) if name == AUTO else form_named(name, first.file)


class _Reader:
    """Takes the lines of one file into the tally."""

    def __init__(
        self,
        form: Form,
        first: Line,
        coding: Coding,
        filters: Filters,
        out: Tally,
        covered: Callable[[int], bool] | None,
        last: int,
    ) -> None:
        self.form, places, self.width = placed(form, first.text or "", first.file)
        self.coding, self.filters, self.out, self.covered, self.last = coding, filters, out, covered, last
        self.at = {
            key: places.get(getattr(self.form, key))
            for key in ("date", "source", "target", "code", "source_name", "target_name", "common", "dataset", "split", "root", "added")
        }  # fmt: skip

    def take(self, line: Line) -> None:
        """Take one line: count it, and keep its act where it is one of ours."""
        if line.text == "":
            return
        self.out.lines += 1
        try:
            self._row(line)
        except _BadLineError as bad:
            self.out.bad += 1
            if len(self.out.shown) < int(setting("record.bad_shown")):
                self.out.shown.append(Fault(line.file, f"line {line.number}, {bad.key}", bad.got, bad.allowed))
            _judge(self.out, line.file, whole=False)

    def _row(self, line: Line) -> None:
        """Read one row."""
        fields = self._fields(line)
        day = self._day(fields, line)
        added = self._added(fields, day)
        self.out.days.add(added)
        source, target = self._actor(fields, "source"), self._actor(fields, "target")
        if not source or not target:
            self.out.elsewhere += 1
        elif source == target:
            self.out.domestic += 1
        elif added - day > setting("record.late_days"):
            self.out.late += 1
        elif self._kept(fields, day):
            self.out.acts[day, source, target, self._code(fields)] += 1

    def _fields(self, line: Line) -> list[str]:
        """Return the fields of a line."""
        if line.text is None:
            raise _BadLineError("text", "bytes that are not UTF-8", "UTF-8")
        try:
            fields = self.form.split_line(line.text)
        except csv.Error as error:
            raise _BadLineError("quotes", str(error), "quotes around a whole field") from None
        if len(fields) != self.width:
            raise _BadLineError("fields", f"{len(fields)}", f"{self.width}")
        return fields

    def _value(self, fields: list[str], key: str) -> str | None:
        """Return the value of a column; None where the record has none. Dataverse may put texts into quotes."""
        place = self.at[key]
        if place is None:
            return None
        value = fields[place]
        return value[1:-1] if value.startswith(QUOTE) and value.endswith(QUOTE) and len(value) > 1 else value

    def _day(self, fields: list[str], line: Line) -> int:
        """Return the number of a row's day."""
        text = self._value(fields, "date") or ""
        day = _cached_day(text)
        if day is None:
            raise _BadLineError(self.form.date, repr(text), "a date such as 2023-04-06 or 20230406")
        if self.out.zone is None:
            self.out.zone = day.zone
        elif day.zone != self.out.zone:
            got = f"{text!r}, after days in {self.out.zone or 'no zone'}"
            step = "Convert the days to one zone first; a day elsewhere may be another date."
            raise InputError(
                [Fault(line.file, f"line {line.number}, {self.form.date}", got, "one time zone in all rows", step=step)]
            )
        if day.number > self.last:
            allowed = f"a date until {datetime.date.fromordinal(self.last)}"
            raise InputError([Fault(line.file, f"line {line.number}, {self.form.date}", repr(text), allowed)])
        return day.number

    def _added(self, fields: list[str], day: int) -> int:
        """Return the number of the day on which a row was added: the row's own where the record does not say."""
        text = self._value(fields, "added")
        if text is None:
            return day
        added = _cached_day(text[: len(COMPACT)])
        if added is None or added.number > self.last:
            raise _BadLineError(self.form.added, repr(text), "a past date such as 20230406, with or without a time")
        return added.number

    def _actor(self, fields: list[str], key: str) -> str:
        """Return our code of an actor: by its own name, else by its country; "" for others."""
        name = self._value(fields, f"{key}_name")
        if name is not None:
            code = self.coding.actors.get(name.casefold())
            if code is not None:
                return code
        return self.coding.actors.get((self._value(fields, key) or "").casefold(), "")

    def _kept(self, fields: list[str], day: int) -> bool:
        """Return whether filters and dates let a row pass; count it where they do not."""
        if self.covered is not None and not self.covered(day):
            self.out.outside += 1
            return False
        refused = self.filters.refuses(*(self._value(fields, key) for key in ("common", "dataset", "split", "root")))
        if refused:
            self.out.filtered[refused] += 1
        return not refused

    def _code(self, fields: list[str]) -> str:
        """Return the CAMEO code of a row."""
        code = self._value(fields, "code") or ""
        full = f"0{code}"
        lost = (
            self.form.zeros
            and full in self.coding.codes
            and (len(full) == len(SHORTEST) or code not in self.coding.codes)
        )
        if code in self.coding.codes and not lost:
            return code
        if lost:
            self.out.restored += 1
            return full
        raise _BadLineError(self.form.code, repr(code), "a CAMEO code that a rung of ladder.toml covers")


def _judge(out: Tally, file: str, whole: bool) -> None:
    """Stop the reading where too many lines are bad: of all lines at the end, of at least `record.bad_grace` on the way."""
    share = setting("record.bad_share")
    of = out.lines if whole else max(out.lines, int(setting("record.bad_grace")))
    if out.bad > share * of:
        step = "The first bad lines are shown."
        got = f"{out.bad:,} bad of {out.lines:,} lines"
        raise InputError([Fault(file, "", got, f"at most {share:.1%} of the lines", step=step), *out.shown])


@lru_cache
def _cached_day(text: str) -> Day | None:
    """Return the day of a text; neighbouring rows mostly share theirs."""
    return read_day(text)
