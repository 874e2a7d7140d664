"""Weeks begin on Monday and are numbered without gaps."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.units import last_day, monday, week_date, week_number

DATES = st.dates(datetime.date(1, 1, 8), datetime.date(9999, 12, 20))
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("date", "first"),
    [
        ("2023-04-03", "2023-04-03"),
        ("2023-04-09", "2023-04-03"),
        ("2024-02-29", "2024-02-26"),
        ("2023-01-01", "2022-12-26"),
    ],
)
def test_the_monday_of_a_date(date, first):
    assert monday(datetime.date.fromisoformat(date)) == datetime.date.fromisoformat(first)


def test_week_0_is_that_of_5_january_1970():
    assert week_number(datetime.date(1970, 1, 5)) == week_number(datetime.date(1970, 1, 11)) == 0
    assert week_number(datetime.date(1970, 1, 4)) == -1
    assert week_date(0) == datetime.date(1970, 1, 5)


@given(DATES)
def test_the_number_of_a_week_leads_back_to_its_monday(date):
    assert week_date(week_number(date)) == monday(date)
    assert monday(date).weekday() == 0
    assert datetime.timedelta(0) <= date - monday(date) < 7 * DAY


@given(DATES)
def test_the_next_day_is_in_the_same_week_or_on_sunday_in_the_next(date):
    assert week_number(date + DAY) - week_number(date) == int(date.weekday() == 6)


@given(DATES)
def test_the_last_day_of_a_week_is_its_sunday(date):
    last = last_day(week_number(date))
    assert last.weekday() == 6
    assert datetime.timedelta(0) <= last - date < 7 * DAY


def test_week_0_ends_on_11_january_1970():
    assert last_day(0) == datetime.date(1970, 1, 11)
