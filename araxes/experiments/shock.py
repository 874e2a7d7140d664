"""A shock: what happened on a day outside the dyads that may react to it, and what was expected of them beforehand.

Reading a folder of shocks: `shocks.csv`, one row a shock, and `scenarios/<id>.toml` with what it does and nothing else.

All faults are collected. What a row says for people (why the shock comes from outside, what muddles it, its rows of the record) must have
its column and may be empty; what older models said of the shocks may stand in further columns and is not read.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from araxes.display import show_card
from araxes.errors import Fault, InputError, unknown
from araxes.inputs.chain import SUFFIX
from araxes.inputs.read import SCENARIOS, read_rows, short_path
from araxes.inputs.region import RegionFiles
from araxes.inputs.scenario import Scenario, load_over
from araxes.records.history import History, days
from araxes.units import FIRST_DATA_LINE, monday

MORE, LESS, QUIETER = "+", "-", "q"
SIGNS = (MORE, LESS, QUIETER)
"""More hostile, less hostile, fewer acts of any kind."""

SHOCK_ACT = "act"
"""The kind of a shock that is an act and nothing else; all other kinds move values."""

PLACEBO = ""
"""The sign of a dyad of which nothing is expected."""
_TABLE = "shocks.csv"
SHOCK_COLUMNS = (
    "id", "date", "origin", "title", "kind", "what_changes", "reacting", "placebo", "outside_because", "muddled_by",
    "outcome_known_beforehand", "source_rows",
)  # fmt: skip
RESULTS = (
    "weeks_1_to_13_before_habit_shock_observed",
    "placebo_hostile_before_habit_shock_observed",
    "log_gain_nats_a_dyad_week",
)
"""What a model said of the shocks when they were collected; not read."""
FILLED = ("id", "date", "origin", "title", "kind", "reacting", "placebo")
"""Columns that must not be empty."""

BETWEEN = re.compile(r"\s*;\s*(?=\S+>\S+|\S+\s+[-+q]\s)")
"""Between two dyads; a semicolon inside a reason is followed by something else."""
EXPECTED = re.compile(r"(\S+)\s+(\S)\s+(\w+(?: \w+)*):\s*(\S.*)", re.DOTALL)
DYAD = re.compile(r"(\w+)>(\w+)")
_NAME = re.compile(r"\w+", re.ASCII)
FORM = "DYAD SIGN TERM: REASON, with '; ' between dyads, such as IRN>AZE + reciprocity: a closed border"
Found = TypeVar("Found")


@show_card
class Cell(NamedTuple):
    """A dyad after a shock.

    Attributes
    ----------
    actor, target : str
        Codes of states.
    sign : str
        One of `SIGNS`, or `PLACEBO`.
    term : str
        In one word the theory behind the sign; it need not name a rule of the model.
    reason : str
    """

    actor: str
    target: str
    sign: str = PLACEBO
    term: str = ""
    reason: str = ""

    @property
    def dyad(self) -> str:
        """Return actor and target, as in "IRN>AZE"."""
        return f"{self.actor}>{self.target}"


@show_card
class Shock(NamedTuple):
    """A natural experiment.

    Attributes
    ----------
    id : str
    date, origin : datetime.date
        Of the shock, and the Monday of its week, from which the model runs.
    title, kind : str
    reacting, placebo : tuple of Cell
        Of which something is expected, and nothing.
    scenario : Scenario
        What the shock does, and nothing else.
    """

    id: str
    date: datetime.date
    origin: datetime.date
    title: str
    kind: str
    reacting: tuple[Cell, ...]
    placebo: tuple[Cell, ...]
    scenario: Scenario

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return all dyads, those that react first."""
        return self.reacting + self.placebo


class _Row(NamedTuple):
    """A row of the table, and where it stands in messages."""

    file: str
    line: int
    values: dict[str, str]

    def key(self, column: str) -> str:
        """Return the place of a value in messages."""
        return f"line {self.line}, {column}"

    def fault(self, column: str, allowed: str, got: str | None = None, step: str = "") -> Fault:
        """Return the fault of a value."""
        return Fault(self.file, self.key(column), repr(self.values[column]) if got is None else got, allowed, step=step)


def read_shocks(
    folder: Path, region: RegionFiles, record: History, weeks: int, own: Path | None = None
) -> tuple[Shock, ...]:
    """Return the shocks of a folder, in the order of its table.

    Parameters
    ----------
    folder : Path
    region : RegionFiles
        Known states and parameters.
    record : History
        The record that says what came.
    weeks : int
        So many weeks from each origin must lie on the record.
    own : Path, optional
        A user's folder, for scenarios that those of the shocks extend.

    Raises
    ------
    InputError
        With every fault of the table and of the scenarios.
    """
    faults: list[Fault] = []
    rows = list(_rows(folder / _TABLE, faults))
    _check_ids(rows, faults)
    found = [_shock(row, folder, region, record, weeks, own, faults) for row in rows]
    if faults:
        raise InputError(faults)
    return tuple(shock for shock in found if shock)


def _rows(path: Path, faults: list[Fault]) -> Iterator[_Row]:
    """Yield the rows of the table; without all of its columns there are none."""
    header, *lines = read_rows(path)
    name, known = short_path(path), (*SHOCK_COLUMNS, *RESULTS)
    wrong = [unknown(name, "header", column, known, "column") for column in header if column not in known]
    wrong += [
        Fault(name, "header", f"no column '{column}'", f"'{column}'")
        for column in SHOCK_COLUMNS
        if column not in header
    ]
    wrong += [Fault(name, "header", f"'{one}' twice", "each column once") for one in known if header.count(one) > 1]
    if not lines:
        wrong.append(Fault(name, "", "no shock", "at least one row"))
    faults += wrong
    if wrong:
        return
    for number, fields in enumerate(lines, start=FIRST_DATA_LINE):
        if len(fields) != len(header):
            faults.append(Fault(name, f"line {number}", f"{len(fields)} fields", f"{len(header)}, as in the header"))
            continue
        row = _Row(name, number, dict(zip(header, map(str.strip, fields), strict=True)))
        empty = [row.fault(column, "not empty") for column in FILLED if not row.values[column]]
        faults += empty
        if not empty:
            yield row


def _check_ids(rows: list[_Row], faults: list[Fault]) -> None:
    """Collect ids that are no names, or given twice."""
    seen: set[str] = set()
    for row in rows:
        name = row.values["id"]
        if not _NAME.fullmatch(name):
            faults.append(row.fault("id", "letters, digits and underscores: the name of its scenario"))
        if name in seen:
            faults.append(row.fault("id", "each id once"))
        seen.add(name)


def _shock(
    row: _Row, folder: Path, region: RegionFiles, record: History, weeks: int, own: Path | None, faults: list[Fault]
) -> Shock | None:
    """Return a shock; None where it is at fault."""

    def collect(read: Callable[..., Found], *given: Any) -> Found | None:
        try:
            return read(*given)
        except InputError as error:
            faults.extend(error.faults)
            return None

    dates = collect(_dates, row, record, weeks)
    reacting = collect(_reacting, row, region)
    placebo = collect(_placebo, row, region, {cell.dyad for cell in reacting or ()})
    scenario = collect(_scenario, row, folder, region, own) if _NAME.fullmatch(row.values["id"]) else None
    if dates is None or reacting is None or placebo is None or scenario is None:
        return None
    date, origin = dates
    if scenario.start != origin:
        file = short_path(folder / SCENARIOS / f"{scenario.name}{SUFFIX}")
        faults.append(Fault(file, "scenario.start", str(scenario.start), f"{origin}, the origin in {_TABLE}"))
        return None
    named = {name: row.values[name] for name in ("id", "title", "kind")}
    return Shock(**named, date=date, origin=origin, reacting=reacting, placebo=placebo, scenario=scenario)


def _dates(row: _Row, record: History, weeks: int) -> tuple[datetime.date, datetime.date]:
    """Return the date of a shock and its origin: the Monday of its week, from which the record goes on for some weeks."""
    found, faults = [], []
    for column in ("date", "origin"):
        try:
            found.append(datetime.date.fromisoformat(row.values[column]))
        except ValueError:
            faults.append(row.fault(column, "a date, YYYY-MM-DD"))
    if faults:
        raise InputError(faults)
    date, origin = found
    if origin != monday(date):
        faults.append(row.fault("origin", f"{monday(date)}, the Monday of the week of {date}", str(origin)))
    first, last = monday(record.header.first) + days(1), record.next_start - days(weeks)
    if not first <= origin <= last:
        step = f"'{record.header.name}' must hold a week before and the {weeks} weeks from the origin on."
        faults.append(row.fault("origin", f"a Monday from {first} to {last}", str(origin), step))
    if faults:
        raise InputError(faults)
    return date, origin


def _reacting(row: _Row, region: RegionFiles) -> tuple[Cell, ...]:
    """Return the dyads that react, with sign, term and reason."""
    cells: list[Cell] = []
    faults: list[Fault] = []
    for text in BETWEEN.split(row.values["reacting"].strip("; ")):
        found = EXPECTED.fullmatch(text)
        if not found:
            faults.append(row.fault("reacting", FORM, repr(text)))
            continue
        dyad, sign, term, reason = found.groups()
        if sign not in SIGNS:
            faults.append(row.fault("reacting", "+ (more hostile), - (less) or q (quieter)", f"{sign!r} of {dyad}"))
        try:
            cells.append(Cell(*_dyad(row, "reacting", dyad, region), sign, term, reason))
        except InputError as error:
            faults += error.faults
    return _each_once(row, "reacting", cells, faults)


def _placebo(row: _Row, region: RegionFiles, reacting: set[str]) -> tuple[Cell, ...]:
    """Return the dyads of which nothing is expected; none of them is among those that react."""
    cells: list[Cell] = []
    faults: list[Fault] = []
    for dyad in row.values["placebo"].split():
        if dyad in reacting:
            faults.append(row.fault("placebo", "a dyad of which nothing is expected", f"{dyad}, which reacts"))
        try:
            cells.append(Cell(*_dyad(row, "placebo", dyad, region)))
        except InputError as error:
            faults += error.faults
    return _each_once(row, "placebo", cells, faults)


def _dyad(row: _Row, column: str, text: str, region: RegionFiles) -> tuple[str, str]:
    """Return the two states of a dyad."""
    found, key = DYAD.fullmatch(text), row.key(column)
    if not found:
        raise InputError([row.fault(column, "actor>target, such as IRN>AZE", repr(text))])
    faults = [
        unknown(row.file, key, code, region.states, "state") for code in found.groups() if code not in region.states
    ]
    if found[1] == found[2]:
        faults.append(row.fault(column, "two different states", repr(text)))
    if faults:
        raise InputError(faults)
    return found[1], found[2]


def _each_once(row: _Row, column: str, cells: list[Cell], faults: list[Fault]) -> tuple[Cell, ...]:
    """Return the cells of a column, or raise their faults, a dyad that is named twice among them."""
    dyads = [cell.dyad for cell in cells]
    faults += [
        row.fault(column, "each dyad once", f"{dyad} twice") for dyad in dict.fromkeys(dyads) if dyads.count(dyad) > 1
    ]
    if faults:
        raise InputError(faults)
    return tuple(cells)


def _scenario(row: _Row, folder: Path, region: RegionFiles, own: Path | None) -> Scenario:
    """Return the scenario of a shock."""
    return load_over(region, str(folder / SCENARIOS / f"{row.values['id']}{SUFFIX}"), own)
