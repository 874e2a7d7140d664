"""What can be wrong with a scenario beyond its structure: names, values, dates, ids, and what its files say together.

Expectations that no comparison can answer: of weeks that are not simulated, against another start or the scenario itself.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from araxes.errors import Fault, InputError, nearest, unknown
from araxes.inputs.faults import value_text
from araxes.inputs.ladder import busy_weeks, goldstein_scores, rung_of_code
from araxes.inputs.parameters import canonical, checked_series, find, is_fixed, number_fault, setting
from araxes.inputs.readings import perceived_faults
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import Act, Change, Expectation, HistoryHeader, Signal
from araxes.units import monday, week_date, week_number

EVENTS = ("act", "signal", "change")
LAST_END = "a horizon that ends before the year 10000"


def file_faults(
    file: str, raw: Mapping[str, Any], region: RegionFiles, start: Any, scenarios: Collection[str]
) -> Iterator[Fault]:
    """Yield what is wrong with names, values and dates of one file, as far as its types are right.

    Parameters
    ----------
    file : str
        Its name.
    raw : mapping
        What it says.
    region : RegionFiles
        Known actors, issues, rungs and parameters.
    start : object
        The start, whatever stands there.
    scenarios : collection of str
        Known scenarios.
    """
    yield from _override_faults(file, raw.get("override"), region)
    for table in EVENTS:
        for index, item in enumerate(_tables(raw.get(table)), start=1):
            key = f"{table}[{index}]"
            yield from _date_faults(file, key, item, start)
            yield from _actor_faults(file, key, item, region)
            yield from getattr(_Check, table)(file, key, item, region)
    for index, item in enumerate(_tables(raw.get("expectation")), start=1):
        yield from _Check.expectation(file, f"expectation[{index}]", item, region, scenarios)


def _tables(value: Any) -> list[dict[str, Any]]:
    """Return the tables of an array of tables, nothing where the type is wrong (the schema says so)."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested tables as dotted paths: quoted and unquoted dotted keys mean the same."""
    return dict(_pairs(table))


def _pairs(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values of nested tables with their dotted paths; a path written in two ways comes twice."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _pairs(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _override_faults(file: str, table: Any, region: RegionFiles) -> Iterator[Fault]:
    """Yield faults of the overrides of one file."""
    pairs = list(_pairs(table if isinstance(table, dict) else {}))
    for path, times in Counter(canonical(path) for path, _ in pairs).items():
        if times > 1:
            yield Fault(file, f"override.{path}", "a path given twice", "each path once")
    for path, value in pairs:
        try:
            parameter = find(region.book, path, file, "override")
        except InputError as error:
            yield from error.faults
            continue
        yield from checked_series(parameter, value, file, f"override.{path}")[1]


def _date_faults(file: str, key: str, item: Mapping[str, Any], start: Any) -> Iterator[Fault]:
    """Yield the fault of a date before the start: history is history; and of an end before its beginning."""
    date, until = item.get("date"), item.get("until")
    if type(date) is not datetime.date:
        return
    if type(start) is datetime.date and monday(date) < monday(start):
        allowed = f"{monday(start)} or later"
        yield Fault(file, f"{key}.date", str(date), allowed, step="What came before the start is the record's.")
    if type(until) is datetime.date and until <= date:
        yield Fault(file, f"{key}.until", str(until), f"a date after {date}")


def _actor_faults(file: str, key: str, item: Mapping[str, Any], region: RegionFiles) -> Iterator[Fault]:
    """Yield unknown actors."""
    named = [(name, item.get(name)) for name in ("source", "target")]
    named += [("to", code) for code in item.get("to") or []] if isinstance(item.get("to"), list) else []
    for name, code in named:
        if isinstance(code, str) and code not in region.actors:
            yield unknown(file, f"{key}.{name}", code, region.actors, "actor")
    if isinstance(item.get("source"), str) and item.get("source") == item.get("target"):
        yield Fault(file, f"{key}.target", repr(item["target"]), "another actor than the source")


class _Check:
    """The checks particular to each table."""

    @staticmethod
    def act(file: str, key: str, item: Mapping[str, Any], region: RegionFiles) -> Iterator[Fault]:
        """Yield faults of an act: exactly one of code and rung, and known."""
        code, rung = item.get("code"), item.get("rung")
        if (code is None) == (rung is None):
            yield Fault(file, key, "both code and rung, or neither", "exactly one of 'code' and 'rung'")
        if isinstance(rung, str) and rung not in [r.key for r in region.rungs]:
            yield unknown(file, f"{key}.rung", rung, [r.key for r in region.rungs], "rung")
        if isinstance(code, str) and (code not in goldstein_scores() or rung_of_code(code, region.rungs) is None):
            yield Fault(file, f"{key}.code", repr(code), "a CAMEO code that a rung of ladder.toml covers")
        yield from perceived_faults(file, f"{key}.perceived_as", item.get("perceived_as"), item.get("target"), region)
        if "perceived_as" in item and item.get("mutual"):
            allowed = "no 'mutual' beside 'perceived_as'"
            yield Fault(file, f"{key}.mutual", "true", allowed, step="An act without an agreed author is one-sided.")
        if "every" in item and "until" not in item:
            yield Fault(file, f"{key}.every", value_text(item["every"]), "'every' beside an 'until' only")

    @staticmethod
    def signal(file: str, key: str, item: Mapping[str, Any], region: RegionFiles) -> Iterator[Fault]:
        """Yield faults of a signal: the issue exists and is hidden from somebody."""
        issue = item.get("issue")
        if isinstance(issue, str):
            hidden = [name for name, table in region.issues.items() if table.known_to is not None]
            if issue not in region.issues:
                yield unknown(file, f"{key}.issue", issue, region.issues, "issue")
            elif issue not in hidden:
                yield Fault(
                    file,
                    f"{key}.issue",
                    repr(issue),
                    f"a hidden issue: {', '.join(hidden)}",
                    step="All see a public status.",
                )

    @staticmethod
    def change(file: str, key: str, item: Mapping[str, Any], region: RegionFiles) -> Iterator[Fault]:
        """Yield faults of a change: a known path, a value in range, an end where the shape needs one."""
        path = item.get("path")
        if isinstance(path, str):
            try:
                parameter = find(region.book, path, file, f"{key}.path")
            except InputError as error:
                yield from error.faults
            else:
                fault = (
                    number_fault(parameter, item["value"], file, f"{key}.value")
                    if _is_number(item.get("value"))
                    else None
                )
                if fault:
                    yield fault
                if is_fixed(path):
                    yield Fault(
                        file,
                        f"{key}.path",
                        path,
                        "a parameter that may be dated",
                        step="Use [override] for the whole run.",
                    )
        if item.get("shape") == "ramp" and "until" not in item:
            yield Fault(file, f"{key}.until", "nothing", "the date at which the ramp reaches its value")
        if item.get("shape", "step") == "step" and "until" in item:
            yield Fault(
                file,
                f"{key}.until",
                value_text(item["until"]),
                "no end for a step",
                step='Use shape = "pulse" for a passing change.',
            )

    @staticmethod
    def expectation(
        file: str, key: str, item: Mapping[str, Any], region: RegionFiles, scenarios: Collection[str]
    ) -> Iterator[Fault]:
        """Yield faults of an expectation: a dyad of states, a known scenario, weeks in order."""
        dyad, against, weeks = item.get("dyad"), item.get("against"), item.get("weeks")
        if isinstance(dyad, str):
            codes = dyad.split(">")
            if len(set(codes)) != 2 or any(code not in region.states for code in codes):
                yield Fault(file, f"{key}.dyad", repr(dyad), f"two of {', '.join(region.states)}, as in 'IRN>AZE'")
        if isinstance(against, str) and against not in scenarios:
            yield unknown(file, f"{key}.against", against, scenarios, "scenario")
        if isinstance(weeks, list) and all(_is_number(week) for week in weeks) and weeks != sorted(weeks):
            yield Fault(file, f"{key}.weeks", value_text(weeks), "the earlier week first")


def _is_number(value: Any) -> bool:
    """Return whether a value is a finite number and not a boolean; the schema says so where it is not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def chain_faults(
    file: str, raws: list[dict[str, Any]], head: Mapping[str, Any], header: HistoryHeader
) -> Iterator[Fault]:
    """Yield faults of the chain as a whole: what is missing, ids, drops, two changes of one path in one week."""
    start, weeks = head.get("start"), head.get("weeks")
    for key in ("title", "question", "expect", "start", "weeks"):
        if key not in head and isinstance(raws[-1].get("scenario"), dict):
            yield Fault(file, f"scenario.{key}", "nothing", f"a value for {key!r}, here or in a file it extends")
    if "scenario" not in raws[-1]:
        yield Fault(file, "scenario", "nothing", "a [scenario] table")
    if type(start) is datetime.date and start < header.first:
        yield Fault(file, "scenario.start", str(start), f"{header.first} or later, the first day of the record")
    if isinstance(weeks, int) and not isinstance(weeks, bool) and weeks < 1:
        yield Fault(file, "scenario.weeks", str(weeks), "a horizon of at least 1 week")
    elif beyond_dates(start, weeks):
        yield Fault(file, "scenario.weeks", str(weeks), LAST_END)
    flags = head.get("count_flags")
    for flag in [flag for flag in flags if isinstance(flag, str)] if isinstance(flags, list) else []:
        if flag not in header.leave_out:
            yield unknown(file, "scenario.count_flags", flag, header.leave_out, "flag that the history leaves out")
    yield from _id_faults(file, raws)
    changes = [item for item in _gathered(raws)["change"] if type(item.get("date")) is datetime.date]
    yield from _clashes(file, [item for item in changes if isinstance(item.get("path"), str)])


def late_notes(start: datetime.date, header: HistoryHeader) -> Iterator[str]:
    """Yield what a user should know of a start after the first Monday that the record reaches.

    Parameters
    ----------
    start : datetime.date
        A Monday.
    header : HistoryHeader
        Of the record that is replayed.
    """
    reached = monday(header.last + datetime.timedelta(days=1))
    weeks = week_number(start) - week_number(reached)
    if weeks < 1:
        return
    fading = "Through them the memories of acts fade and take nothing in"
    limit = int(setting("record.silent_weeks"))
    unknown = f"; from {limit} such weeks on recent conduct is unknown: alarm, thaw and contact begin at nothing"
    yield (
        f"The run begins {weeks} week{'s' if weeks > 1 else ''} after the record '{header.name}' ends ({header.last}): nothing is known of "
        f"the weeks of {reached} up to {start}. {fading}{unknown if weeks >= limit else ''}."
    )


def unreached_notes(start: datetime.date, weeks: int, dated: Iterable[Act | Signal | Change]) -> Iterator[str]:
    """Yield a sentence for everything that a scenario dates after its own last week, where it changes nothing."""
    last = week_number(start) + weeks - 1
    for item in dated:
        if week_number(item.date) > last:
            yield f"{item.id!r} is dated {item.date}, after the last week of the run ({week_date(last)}): it changes nothing."


def beyond_dates(start: Any, weeks: Any) -> bool:
    """Return whether a run, as far as both values make sense, would go on after the last date that can be written."""
    if type(start) is not datetime.date or isinstance(weeks, bool) or not isinstance(weeks, int):
        return False
    try:
        week_date(week_number(start) + weeks + 1)
    except OverflowError:
        return True
    return False


def _drops(raw: Mapping[str, Any]) -> list[str]:
    """Return the ids that a file drops, as far as they are text."""
    head = raw.get("scenario")
    drops = head.get("drop") if isinstance(head, dict) else None
    return [name for name in drops if isinstance(name, str)] if isinstance(drops, list) else []


def _id_faults(file: str, raws: list[dict[str, Any]]) -> Iterator[Fault]:
    """Yield ids used twice and drops of ids that are not inherited."""
    known: set[str] = set()
    for raw in raws:
        for name in _drops(raw):
            if name not in known:
                allowed = f"an inherited id: {', '.join(sorted(known)) or 'there is none'}"
                yield Fault(file, "scenario.drop", repr(name), allowed, partial(nearest, name, set(known)))
            known.discard(name)
        ids = [item.get("id") for table in EVENTS for item in _tables(raw.get(table))]
        for name in (name for name in ids if isinstance(name, str)):
            if name in known:
                step = "Drop the inherited one first, or choose another id."
                yield Fault(file, "id", repr(name), "an id used once", step=step)
            known.add(name)


def _gathered(raws: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return acts, signals and changes of the chain, without those dropped on the way."""
    gathered: dict[str, list[dict[str, Any]]] = {table: [] for table in EVENTS}
    for raw in raws:
        drops = _drops(raw)
        for table in EVENTS:
            kept = [item for item in gathered[table] if item.get("id") not in drops]
            gathered[table] = kept + _tables(raw.get(table))
    return gathered


def _clashes(file: str, changes: list[dict[str, Any]]) -> Iterator[Fault]:
    """Yield a fault for every two changes that set one path in one week."""
    seen: dict[tuple[str, int], str] = {}
    for item in changes:
        until = item.get("until") if type(item.get("until")) is datetime.date else None
        for week in busy_weeks(item["date"], until, str(item.get("shape", "step"))):
            place = (canonical(str(item.get("path"))), week)
            if place in seen:
                got = f"{seen[place]!r} and {item.get('id')!r} in the week of {week_date(week)}"
                yield Fault(file, f"change {place[0]}", got, "one change of a path in a week")
                break
            seen[place] = str(item.get("id"))


class Head(NamedTuple):
    """What the heads of a scenario's chain of files say together."""

    name: str
    said: Mapping[str, Any]


def expectation_faults(
    file: str, expectations: Sequence[Expectation], own: Head, head_of: Callable[[str], Head]
) -> Iterator[Fault]:
    """Yield the faults of a scenario's own expectations.

    Parameters
    ----------
    file : str
        Of the scenario.
    expectations : sequence of Expectation
    own : Head
        Of the scenario.
    head_of : callable
        Gives the head of a known scenario.
    """
    for index, expectation in enumerate(expectations, start=1):
        key = f"expectation[{index}]"
        if expectation.against == own.name:
            yield Fault(file, f"{key}.against", repr(own.name), "another scenario than this one")
            continue
        try:
            base = head_of(expectation.against)
        except InputError:
            continue  # that file's faults are its own
        yield from _pair_faults(file, key, expectation, own, base)


def _pair_faults(file: str, key: str, expectation: Expectation, own: Head, base: Head) -> Iterator[Fault]:
    """Yield why two scenarios cannot be compared in the weeks that an expectation names."""
    here, there = (head.said.get("start") for head in (own, base))
    if isinstance(here, datetime.date) and isinstance(there, datetime.date) and monday(here) != monday(there):
        allowed = f"a scenario with this one's start, {here}: differences are paired week by week"
        yield Fault(file, f"{key}.against", f"{base.name!r}, which starts on {there}", allowed)
    horizons = {head.said["weeks"]: head.name for head in (base, own) if isinstance(head.said.get("weeks"), int)}
    shortest = min(horizons, default=expectation.weeks[1] + 1)
    if expectation.weeks[1] >= shortest:
        allowed = f"weeks from 0 to {shortest - 1}: {horizons[shortest]} has {shortest}"
        yield Fault(file, f"{key}.weeks", value_text(list(expectation.weeks)), allowed)
