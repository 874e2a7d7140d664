"""Tallying: the rows of a machine-coded record become acts of one actor towards another on one day; everything else is counted.

Memory grows with days, dyads and codes, not with rows: an act that several rows report is kept once.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from araxes.errors import Fault, InputError
from araxes.inputs.parameters import setting
from araxes.inputs.read import short_path
from araxes.records.bundles import BadRowError, EventTable, FieldRow, event_tables, split_rows
from araxes.records.coding import DECIMALS, Coding, RecordDay, Slashed, read_day, read_slashed, whole_code
from araxes.records.filters import Filters
from araxes.records.forms import AUTO, QUOTE, Form
from araxes.records.stream import TableLine, cut_text

CodedAct = tuple[int, str, str, str]
"""Day (proleptic number), source, target, CAMEO code."""


@dataclass
class RowTally:
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
    slashed : int
        Rows whose dates have slashes; they are read with the month first.
    proven : bool
        Whether one of them can be nothing else.
    left : list of str
        Files beside the tables of events that are none.
    """

    form: Form
    acts: Counter[CodedAct] = field(default_factory=Counter)
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
    slashed: int = 0
    proven: bool = False
    left: list[str] = field(default_factory=list)


COLUMNS = (
    "date", "source", "target", "code", "source_name", "target_name", "common", "dataset", "split", "root", "added", "family",
    "base", "score",
)  # fmt: skip
COMPACT, DASHED, DASH = "20230406", "2023-04-06", "-"
SLASHES = "dates with slashes that all have the month first, such as 1/31/2017"
WRITE_DAYS = "Write the days as 2017-01-31."


def tally(
    path: Path,
    coding: Coding,
    filters: Filters,
    form: str = AUTO,
    covered: Callable[[int], bool] | None = None,
    today: datetime.date | None = None,
) -> RowTally:
    """Return the acts of a machine-coded record.

    Parameters
    ----------
    path : Path
        A file, a zip archive or a folder of them. What lies in an archive or a folder and is no table of events is left out and named.
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
        As `araxes.records.bundles.event_tables`; a future date; days in several time zones, or dates with slashes that are not all with
        the month first; too many bad lines.
    """
    left: list[str] = []
    out: RowTally | None = None
    for table in event_tables(path, form, left):
        out = out or RowTally(table.form)
        reader = _Reader(table, coding, filters, out, covered, (today or datetime.date.today()).toordinal())
        for row in split_rows(table.lines, table.form, table.width):
            reader.take(row)
    assert out is not None  # no table of events is a fault
    out.left = left
    _judge(out, short_path(path), whole=True)
    _prove(out, short_path(path))
    return out


class _Reader:
    """Takes the rows of one table into the tally."""

    def __init__(
        self,
        table: EventTable,
        coding: Coding,
        filters: Filters,
        out: RowTally,
        covered: Callable[[int], bool] | None,
        last: int,
    ) -> None:
        self.form, self.slashed, self.plain = table.form, False, False
        self.coding, self.filters, self.out, self.covered, self.last = coding, filters, out, covered, last
        names = {key: getattr(self.form, key) for key in COLUMNS}
        self.at = {key: table.places.get(name) if name else None for key, name in names.items()}

    def take(self, row: FieldRow) -> None:
        """Take one row: count it, and keep its act where it is one of ours."""
        self.out.lines += 1
        line = row.line
        try:
            if row.fault is not None:
                raise row.fault
            self._act(row.fields, line)
        except BadRowError as bad:
            self.out.bad += 1
            if len(self.out.shown) < int(setting("record.bad_shown")):
                self.out.shown.append(
                    Fault(line.file, f"line {line.number}, {bad.key}", cut_text(bad.got), bad.allowed)
                )
            _judge(self.out, line.file, whole=False)

    def _act(self, fields: list[str], line: TableLine) -> None:
        """Read one row."""
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
        elif self._is_kept(fields, day):
            self.out.acts[day, source, target, self._code(fields)] += 1

    def _value(self, fields: list[str], key: str) -> str | None:
        """Return the value of a column; None where the record has none. Dataverse may put texts into quotes."""
        place = self.at[key]
        if place is None:
            return None
        value = fields[place]
        return value[1:-1] if value.startswith(QUOTE) and value.endswith(QUOTE) and len(value) > 1 else value

    def _day(self, fields: list[str], line: TableLine) -> int:
        """Return the number of a row's day."""
        text = (self._value(fields, "date") or "").strip().removesuffix(DECIMALS)
        slashed = _cached_slashed(text)
        day = RecordDay(self._month_first(slashed, text, line), "") if slashed else _cached_day(text)
        if day is None:
            raise BadRowError(self.form.date, repr(text), "a date such as 2023-04-06 or 20230406")
        if self.out.zone is None:
            self.out.zone = day.zone
        elif day.zone != self.out.zone:
            got = f"{text!r}, after days in {self.out.zone or 'no zone'}"
            step = "Convert the days to one zone first; a day elsewhere may be another date."
            raise self._stop(line, got, "one time zone in all rows", step)
        if day.number > self.last:
            raise self._stop(line, repr(text), f"a date until {datetime.date.fromordinal(self.last)}")
        self.slashed |= slashed is not None
        self.plain |= slashed is None
        if self.slashed and self.plain:
            got = f"{text!r}, after dates {'without' if slashed else 'with'} slashes"
            raise self._stop(line, got, "dates of one kind in one file", WRITE_DAYS)
        return day.number

    def _month_first(self, slashed: Slashed, text: str, line: TableLine) -> int:
        """Return the day of a date with slashes: they are read with the month first, and only where all rows can be."""
        if slashed.number is None and slashed.other:
            raise self._stop(line, f"{text!r}, with the day of the month first", SLASHES, WRITE_DAYS)
        if slashed.number is None:
            raise BadRowError(self.form.date, repr(text), SLASHES)
        self.out.slashed += 1
        self.out.proven |= not slashed.other
        return slashed.number

    def _stop(self, line: TableLine, got: str, allowed: str, step: str = "") -> InputError:
        """Return the fault of a date that stops the reading."""
        return InputError(
            [Fault(line.file, f"line {line.number}, {self.form.date}", cut_text(got), allowed, step=step)]
        )

    def _added(self, fields: list[str], day: int) -> int:
        """Return the number of the day on which a row was added: the row's own where the record does not say."""
        text = self._value(fields, "added")
        if text is None:
            return day
        added = _cached_day(text[: len(DASHED if DASH in text else COMPACT)])
        if added is None or added.number > self.last:
            raise BadRowError(self.form.added, repr(text), "a past date such as 20230406, with or without a time")
        return added.number

    def _actor(self, fields: list[str], key: str) -> str:
        """Return our code of an actor: by its own name, else by its country; "" for others."""
        name = self._value(fields, f"{key}_name")
        if name is not None:
            code = self.coding.actors.get(name.casefold())
            if code is not None:
                return code
        return self.coding.actors.get((self._value(fields, key) or "").casefold(), "")

    def _is_kept(self, fields: list[str], day: int) -> bool:
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
        text = (self._value(fields, "code") or "").strip()
        family, base, score = (self._value(fields, key) or "" for key in ("family", "base", "score"))
        code, doubt = whole_code(text, self.coding.codes, family=family, base=base, score=score, zeros=self.form.zeros)
        if doubt:
            allowed = "codes as text, or a root code (EventRootCode) beside them that tells which it is"
            raise BadRowError(self.form.code, f"{text!r}, which may be {doubt}", allowed)
        if not code:
            raise BadRowError(self.form.code, repr(text), "a CAMEO code that a rung of ladder.toml covers")
        self.out.restored += code != text
        return code


def _judge(out: RowTally, file: str, whole: bool) -> None:
    """Stop the reading where too many lines are bad: of all lines at the end, of at least `record.bad_grace` on the way."""
    share, few = setting("record.bad_share"), int(setting("record.bad_few"))
    of = out.lines if whole else max(out.lines, int(setting("record.bad_grace")))
    if out.bad > max(share * of, few):
        step = "The first bad lines are shown."
        got = f"{out.bad:,} bad of {out.lines:,} lines"
        raise InputError([Fault(file, "", got, f"at most {share:.1%} of the lines", step=step), *out.shown])


def _prove(out: RowTally, file: str) -> None:
    """Stop where dates with slashes may have the day first: only the publisher of ICEWS is known to have put the month first."""
    if out.slashed and not out.proven and not out.form.slashes:
        got = "dates with slashes that may have the day or the month first"
        raise InputError([Fault(file, out.form.date, got, "a date such as 2023-04-06 or 20230406", step=WRITE_DAYS)])


@lru_cache
def _cached_day(text: str) -> RecordDay | None:
    """Return the day of a text; neighbouring rows mostly share theirs."""
    return read_day(text)


@lru_cache
def _cached_slashed(text: str) -> Slashed | None:
    """Return what a date with slashes says, likewise."""
    return read_slashed(text)
