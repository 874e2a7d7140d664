"""Dates of other records."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.records.dates import Day, read_day

GOOD = {
    "2022-01-03": "",
    "20220103": "",
    "2022-01-03 10:00:00": "",
    "2022-01-03T23:59:59Z": "UTC+0000",
    "2022-01-03T23:59:59+04:00": "UTC+0400",
}


@pytest.mark.parametrize("text", GOOD)
def test_a_date_is_taken_as_it_stands_with_its_zone(text):
    assert read_day(text) == Day(datetime.date(2022, 1, 3).toordinal(), GOOD[text])


@pytest.mark.parametrize(
    "text",
    ["", "2022-1-3", "2022-13-01", "2022-02-30", "03/01/2022", "2022-W01-1", "2022003", "٢٠٢٢٠١٠٣", "2022-01-03 x"],
)
def test_anything_else_is_no_date(text):
    assert read_day(text) is None


@given(st.dates())
def test_plain_and_compact_dates_agree(date):
    assert read_day(date.isoformat()) == read_day(date.isoformat().replace("-", "")) == Day(date.toordinal(), "")


@given(st.text(max_size=30))
def test_no_text_makes_the_reading_fail(text):
    assert read_day(text) is None or isinstance(read_day(text), Day)
