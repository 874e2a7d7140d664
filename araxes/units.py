"""Numbers that are definitions, not parameters: conversions of units, and what formats fix.

Weeks and dates: a week begins on Monday, bears that date, and is numbered from Monday 5 January 1970.
"""

from __future__ import annotations

import datetime

GOLDSTEIN_PER_HOSTILITY = 10
"""Hostility is minus a tenth of the Goldstein score (Goldstein 1992 runs from -10 to 10)."""

DAYS_PER_WEEK = 7

EPOCH = (1970, 1, 1)
"""The day from which files count days."""

FIRST_DATA_LINE = 2
"""The line of a CSV file, counted from 1, on which data begin."""

CODE_LETTERS = 3
"""Most letters in an actor code (ISO 3166 alpha-3)."""

THOUSAND = 1000
KIBIBYTE = 1024

MONTHS_PER_YEAR = 12
VIEWS_EPOCH_YEAR = 1980
"""VIEWS counts months from January of this year, which is month 1."""

LUCK_BITS = 32
"""Bits of a word of luck's address: a replicate's number is one, a seed two."""

SHOWN_LETTERS = 120
"""Most letters of a value that a message repeats."""
FIRST_MONDAY = datetime.date.fromisoformat("1970-01-05")


def monday(date: datetime.date) -> datetime.date:
    """Return the Monday of the week of `date`."""
    return date - datetime.timedelta(days=date.weekday())


def week_number(date: datetime.date) -> int:
    """Return the number of the week of `date`, in weeks since the week of 1970-01-05 (negative before it)."""
    return (monday(date) - FIRST_MONDAY).days // DAYS_PER_WEEK


def week_date(number: int) -> datetime.date:
    """Return the Monday of week `number`."""
    return FIRST_MONDAY + datetime.timedelta(days=number * DAYS_PER_WEEK)


def last_day(number: int) -> datetime.date:
    """Return the Sunday of week `number`."""
    return week_date(number + 1) - datetime.timedelta(days=1)
