"""Horizons and origins: how far ahead forecasts look, and from which Mondays. It loads nothing heavy, so that faults are told at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from araxes.errors import Fault, Option
from araxes.inputs.settings import setting, settings
from araxes.weeks import monday, week_date, week_number


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
