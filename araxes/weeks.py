"""Weeks and dates: a week begins on Monday, bears that date, and is numbered from Monday 5 January 1970."""

from __future__ import annotations

import datetime

from araxes.units import DAYS_PER_WEEK

EPOCH = datetime.date.fromisoformat("1970-01-05")


def monday(date: datetime.date) -> datetime.date:
    """Return the Monday of the week of `date`."""
    return date - datetime.timedelta(days=date.weekday())


def week_number(date: datetime.date) -> int:
    """Return the number of the week of `date`, in weeks since the week of 1970-01-05 (negative before it)."""
    return (monday(date) - EPOCH).days // DAYS_PER_WEEK


def week_date(number: int) -> datetime.date:
    """Return the Monday of week `number`."""
    return EPOCH + datetime.timedelta(days=number * DAYS_PER_WEEK)


def last_day(number: int) -> datetime.date:
    """Return the Sunday of week `number`."""
    return week_date(number + 1) - datetime.timedelta(days=1)
