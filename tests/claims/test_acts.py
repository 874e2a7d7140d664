"""Sets of acts: what a query finds on a record, and whose a contested row is."""

import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.claims.acts import ActQuery, find_acts, query_faults, rows_asked, rows_given
from araxes.inputs.region import read_region
from araxes.inputs.schema import HistoryHeader
from araxes.records.history import History

REGION = read_region()
HEADER = HistoryHeader(
    name="tiny", first=datetime.date(2020, 1, 6), last=datetime.date(2020, 12, 27), silence="quiet",
    leave_out=["contested"], war_flag="war",
)  # fmt: skip
ROWS = [
    ("a", "2020-02-01", "IRN", "AZE", "130", "borders", ""),
    ("b", "2020-02-02", "AZE", "IRN", "111", "general", ""),
    ("c", "2020-02-02", "AZE", "ARM", "190", "borders", "war"),
    ("d", "2020-03-01", "IRN", "AZE", "190", "general", "contested"),
    ("e", "2020-04-01", "TUR", "AZE", "057", "syunik_route", ""),
    ("f", "2020-05-01", "AZE", "IRN", "016", "syunik_route", ""),
]


def record(rows):
    table = pd.DataFrame(rows, columns=["id", "date", "source", "target", "code", "issue", "flag"])
    table["date"] = [datetime.date.fromisoformat(day) for day in table["date"]]
    return History.of(HEADER, table)


def asked_rows(rows):
    return rows_asked(record(rows), REGION)


def found(**asked):
    return "".join(find_acts(asked_rows(ROWS), ActQuery(**asked)).ids)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"source": "IRN"}, "a"),
        ({"source": ["IRN", "TUR"]}, "ae"),
        ({"target": "IRN"}, "bf"),
        ({"not_source": ["AZE", "TUR"]}, "a"),
        ({"source": "AZE", "not_target": "IRN"}, "c"),
        ({"pair": ("AZE", "IRN")}, "abf"),
        ({"issue": ["borders", "syunik_route"]}, "acef"),
        ({"code": "1"}, "abc"),
        ({"source": "AZE", "not_code": "016"}, "bc"),
        ({"rung": (4, 10)}, "abcf"),
        ({"rung": (10, 10)}, "c"),  # the war flag is the top rung whatever the code
        ({"source": "IRN", "drop": ["a"]}, ""),
        ({"since": datetime.date(2020, 2, 2), "until": datetime.date(2020, 4, 1)}, "bce"),
    ],
)
def test_a_query_finds_the_rows_that_agree_in_every_column_it_names(asked, ids):
    assert found(**asked) == ids


def test_several_queries_are_joined_and_a_row_is_found_once():
    queries = [ActQuery(source="IRN"), ActQuery(issue="borders")]
    acts = find_acts(asked_rows(ROWS), queries)
    assert acts.ids == ("a", "c")
    assert acts.days.tolist() == [datetime.date(2020, 2, 1).toordinal(), datetime.date(2020, 2, 2).toordinal()]
    assert find_acts(asked_rows(ROWS), []).ids == ()


def test_days_with_several_rows_count_once():
    assert len(find_acts(asked_rows(ROWS), ActQuery(source="AZE")).each_day()) == 2


def test_a_contested_row_is_nobodys_unless_a_reading_gives_it_to_a_set():
    reading = {"d": "tehran", "b": "tehran"}
    query = ActQuery(source="IRN", target="AZE")
    assert find_acts(asked_rows(ROWS), query).ids == ("a",)
    assert find_acts(asked_rows(ROWS), query, rows_given(reading, "tehran")).ids == ("a", "b", "d")
    assert find_acts(asked_rows(ROWS), query, rows_given(reading, "others")).ids == ("a",)


@given(st.permutations(ROWS))
def test_the_order_of_rows_is_irrelevant(rows):
    acts = find_acts(asked_rows(rows), ActQuery(rung=(4, 10)))
    assert acts.ids == ("a", "b", "c", "f")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"source": "IRQ"}, "acts.x[1].source: got 'IRQ'; allowed: a known actor"),
        ({"issue": "border"}, "nearest known name: borders"),
        ({"code": "99"}, "the beginning of a CAMEO code"),
        ({"rung": (4, 20)}, "[lowest, highest], within 0 to 10"),
        ({"rung": (5, 4)}, "[lowest, highest], within 0 to 10"),
        ({"source": "IRN", "drop": ["z"]}, "the id of a row of 'tiny'"),
        ({"since": datetime.date(2021, 1, 1), "until": datetime.date(2020, 1, 1)}, "2021-01-01 or later"),
        ({}, "a query that asks nothing"),
    ],
)
def test_what_nothing_can_be_is_a_fault(asked, told):
    (fault,) = query_faults([ActQuery(**asked)], "C1.toml", "acts.x", record(ROWS), REGION)
    assert told in str(fault)
