"""Dates of other records."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.records.coding import RecordDay, read_day, read_slashed

GOOD = {
    "2022-01-03": "",
    "20220103": "",
    "2022-01-03 10:00:00": "",
    "2022-01-03T23:59:59Z": "UTC+0000",
    "2022-01-03T23:59:59+04:00": "UTC+0400",
}


@pytest.mark.parametrize("text", GOOD)
def test_a_date_is_taken_as_it_stands_with_its_zone(text):
    assert read_day(text) == RecordDay(datetime.date(2022, 1, 3).toordinal(), GOOD[text])


@pytest.mark.parametrize(
    "text",
    ["", "2022-1-3", "2022-13-01", "2022-02-30", "03/01/2022", "2022-W01-1", "2022003", "٢٠٢٢٠١٠٣", "2022-01-03 x"],
)
def test_anything_else_is_no_date(text):
    assert read_day(text) is None


@given(st.dates())
def test_plain_and_compact_dates_agree(date):
    assert read_day(date.isoformat()) == read_day(date.isoformat().replace("-", "")) == RecordDay(date.toordinal(), "")


@given(st.text(max_size=30))
def test_no_text_makes_the_reading_fail(text):
    assert read_day(text) is None or isinstance(read_day(text), RecordDay)


@given(st.dates())
def test_a_date_with_slashes_is_read_with_the_month_first(date):
    found = read_slashed(f"{date.month}/{date.day}/{date.year:04d}")
    assert found is not None
    assert found.number == date.toordinal()
    assert found.other == (date.day <= 12)


@pytest.mark.parametrize("text", ["1/2/17", "1-2-2017", "2017/1/2", "1/2/2017 noon", "", "١/٢/٢٠١٧"])
def test_other_texts_are_no_dates_with_slashes(text):
    assert read_slashed(text) is None


def test_what_is_no_day_either_way_is_none():
    assert read_slashed("13/45/2017") == (None, False)
    assert read_slashed("31/1/2017 0:00") == (None, True)
