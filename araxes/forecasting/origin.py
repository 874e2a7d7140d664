"""The origin of a forecast: which Monday it may be, and the scenario as it can be known there.

Horizons and origins: how far ahead forecasts look, and from which Mondays. It loads nothing heavy, so that faults are told at once.

Checks whose faults are raised together: a user hears of all of them at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting, settings
from araxes.inputs.region import RegionFiles
from araxes.inputs.scenario import Scenario
from araxes.records.history import History, days
from araxes.rules.memory import UNOBSERVED
from araxes.units import monday, week_date, week_number

OPTION = Option("as_of")


class Item(Protocol):
    """An act, a signal or a change of a scenario."""

    @property
    def id(self) -> str:
        """Return its name."""

    @property
    def date(self) -> datetime.date:
        """Return when it happens or begins."""


Dated = TypeVar("Dated", bound=Item)


def origin_of(as_of: datetime.date | str | None, history: History) -> datetime.date:
    """Return the Monday of the first week to be forecast: that of the week of `as_of`, or the first after the record.

    Parameters
    ----------
    as_of : datetime.date, str or None
        A date, as text YYYY-MM-DD.
    history : History
        Must reach that Monday, and begin at least a week before it.

    Raises
    ------
    InputError
        When it is no date, or the record does not reach it.
    """
    first, last = monday(history.header.first) + days(1), history.next_start
    if as_of is None:
        return last
    try:
        date = datetime.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        origin = monday(date)
    except (ValueError, OverflowError):
        raise InputError([Fault(OPTION, "", repr(as_of), "a date, YYYY-MM-DD, such as 2023-04-03")]) from None
    if not first <= origin <= last:
        where = "begins" if origin < first else "ends"
        end = history.header.first if origin < first else history.header.last
        step = f"The record '{history.header.name}' {where} on {end}: "
        step += (
            f"the earliest Monday possible is {first}." if origin < first else f"the last Monday possible is {last}."
        )
        raise InputError([Fault(OPTION, "", str(as_of), f"a date in the weeks of {first} to {last}", step=step)])
    return origin


def origin_notes(
    as_of: datetime.date | str | None, origin: datetime.date, history: History, region: RegionFiles
) -> list[str]:
    """Return what a reader should know of an origin: that it was moved to a Monday, that the weeks before it are not on record.

    Raises
    ------
    InputError
        When no week before the origin is on record.
    """
    from araxes.records.weekly import weekly_rungs  # heavy; the check of a date does without

    notes = []
    if as_of is not None and str(as_of) != str(origin):
        notes.append(f"{as_of} is not a Monday: the week of {origin} is the first that is forecast.")
    _, rungs = weekly_rungs(history, region, origin)
    known = (rungs != UNOBSERVED).any(axis=(1, -1))
    if not known.any():
        nothing = f"a Monday after some observed week of '{history.header.name}'"
        raise InputError([Fault(OPTION, "", str(as_of), nothing, step="All weeks before it lie in gaps.")])
    silent = len(known) - 1 - int(known.nonzero()[0][-1])
    if silent:
        notes.append(f"Nothing is on record of the {silent} weeks before {origin}: the forecast rests on those before.")
    return notes


def checked_weeks(weeks: object) -> int:
    """Return how many weeks are forecast, those of the settings where not given.

    Raises
    ------
    InputError
        When it is not a whole number from 1 to `forecast.longest`.
    """
    most = int(setting("forecast.longest"))
    if weeks is None:
        return int(setting("forecast.weeks"))
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= most:
        raise InputError([Fault(Option("weeks"), "", repr(weeks), f"a whole number of weeks, 1 to {most}")])
    return weeks


def scenario_at(
    scenario: Scenario,
    origin: datetime.date,
    weeks: int,
    record: str | None = None,
    learned: datetime.date | None = None,
) -> tuple[Scenario, list[str]]:
    """Return a scenario from an origin on, its dated values frozen there, and notes on what was left out.

    `record` and `learned` are as for `free_scenario`.

    What it supposes at or after the origin stays: a forecast may ask "what if". What it supposes before is left out, for the record
    speaks there.
    """
    from araxes.results.free_runs import free_scenario  # heavy; checks of dates do without

    free = free_scenario(origin, weeks, scenario, record, learned)
    end = origin + days(weeks)
    acts, signals, changes = (
        _ahead(scenario.acts, origin, end),
        _ahead(scenario.signals, origin, end),
        _ahead(scenario.changes, origin, end),
    )
    items: list[Item] = [*scenario.acts, *scenario.signals, *scenario.changes]
    left = [item.id for item in items if item.date < origin]
    notes = [f"Left out, since it lies before {origin}: {', '.join(left)}."] if left else []
    made = replace(free, name=scenario.name, acts=acts, signals=signals, changes=changes, expectations=(), notes=())
    return made, notes


def _ahead(items: Sequence[Dated], origin: datetime.date, end: datetime.date) -> tuple[Dated, ...]:
    """Return the items at or after an origin and before an end."""
    return tuple(item for item in items if origin <= item.date < end)


def horizons_of_settings() -> tuple[int, ...]:
    """Return the usual horizons, in weeks."""
    return tuple(int(setting(f"hindcast.{nth}_horizon")) for nth in ("first", "second", "third", "fourth"))


def origins_between(first: datetime.date, until: datetime.date) -> list[datetime.date]:
    """Return the Mondays from that of `first` up to, not including, `until`."""
    begin = week_number(first)
    return [week_date(begin + place) for place in range(max(week_number(monday(until)) - begin, 0))]


def horizon_faults(horizons: Sequence[int]) -> list[Fault]:
    """Return the faults of horizons that are further than those of the settings may be."""
    most = int(settings()["hindcast.fourth_horizon"].high)
    return [Fault(Option("horizons"), "", str(h), f"weeks ahead, 1 to {most}") for h in horizons if not 1 <= h <= most]


class Checks:
    """Checks whose faults are raised together."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def __call__(self, check: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a check returns, None where it finds faults."""
        try:
            return check(*arguments)
        except InputError as error:
            self.faults += error.faults
            return None

    def done(self) -> None:
        """Raise the faults found so far, if any."""
        if self.faults:
            raise InputError(self.faults)
