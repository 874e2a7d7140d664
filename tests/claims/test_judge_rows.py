"""Tests without planted worlds, on tiny records whose answer can be counted by hand."""

import datetime

import pytest

from araxes.claims.judge_rows import judge_rows, judge_share, judge_unprovoked, pact_years
from araxes.claims.weigh import CONFIRMED, CONTRADICTED, PARTLY, SUPPORTED, UNTESTABLE, WRONG


def day(number):
    """Return a day of the tiny record by its number."""
    return datetime.date(2020, 1, 6) + datetime.timedelta(days=number)


ENDS = "supports = 'as claimed'\ncontradicts = 'otherwise'\n"
ROWS = [("r1", 10, "IRN", "AZE"), ("r2", 20, "AZE", "IRN"), ("r3", 60, "AZE", "IRN")]


@pytest.mark.parametrize(
    ("test", "verdict"),
    [
        ("rows = ['r1', 'r2']\nin_order = true", CONFIRMED),
        ("rows = ['r2', 'r1']\nin_order = true", WRONG),
        ("rows = ['r1']\nreads = 'in part'", PARTLY),
        ("rows = ['r1']\nreads = 'not'", WRONG),
        ("of = 'b'\nat_least = 2", CONFIRMED),
        ("of = 'b'\nat_most = 1", WRONG),
        (f"of = 'b'\nat_most = 1\nduring = [{day(0)}, {day(30)}]", CONFIRMED),
        ("of = 'b'\nbehind = 'a'\ndays = 9\nat_most = 0", CONFIRMED),
        ("of = 'b'\nbehind = 'a'\ndays = 10\nat_most = 0", WRONG),
        (f"of = 'b'\nbusiest = true\nduring = [{day(20)}, {day(20)}]", CONFIRMED),
        (f"of = 'b'\nbusiest = true\nduring = [{day(19)}, {day(21)}]", PARTLY),
        (f"of = 'b'\nbusiest = true\nduring = [{day(30)}, {day(32)}]", WRONG),
        ("pacts = ['AZE-IRN', 'ARM-IRN']\nat_most = 0", CONFIRMED),
        ("pacts = ['RUS-ARM']\nat_most = 0", WRONG),
    ],
)
def test_rows_are_as_claimed_or_not(hearing_of, record_of, test, verdict):
    assert judge_rows(*hearing_of(record_of(ROWS), f"kind = 'rows'\n{test}\n{ENDS}")).verdict == verdict


def test_days_whose_end_is_not_on_record_yet_leave_a_claim_of_few_in_part(hearing_of, record_of):
    rows = [("r1", 10, "IRN", "AZE"), ("r2", 1440, "IRN", "AZE"), ("r3", 60, "AZE", "IRN")]
    test = f"kind = 'rows'\nof = 'b'\nbehind = 'a'\ndays = 30\nat_most = 0\n{ENDS}"
    found = judge_rows(*hearing_of(record_of(rows), test))
    assert found.verdict == PARTLY
    assert found.found == "0 of 1 followed, 1 too late to tell, claimed at most 0"
    assert judge_rows(*hearing_of(record_of([*rows, ("r4", 20, "AZE", "IRN")]), test)).verdict == WRONG


def test_a_share_counts_days_and_not_rows(hearing_of, record_of):
    rows = [("r1", 1, "IRN", "RUS"), ("r2", 1, "IRN", "AZE"), ("r3", 5, "IRN", "AZE"), ("r4", 5, "IRN", "TUR")]
    found = judge_share(*hearing_of(record_of(rows), SHARE, TEXT))
    assert (found.figures["count"], found.figures["days"]) == (1, 2)


@pytest.mark.parametrize(("days", "alone"), [(9, 2), (10, 1), (50, 0)])
def test_unprovoked_days_are_counted_without_a_verdict(hearing_of, record_of, days, alone):
    found = judge_unprovoked(*hearing_of(record_of(ROWS), f"kind = 'unprovoked'\nof = 'b'\nby = 'a'\ndays = {days}\n"))
    assert found.figures == {"count": alone, "days": 2}
    assert found.verdict == ""


def test_the_own_day_provokes(hearing_of, record_of):
    rows = [("r1", 10, "IRN", "AZE"), ("r2", 10, "AZE", "IRN")]
    test = "kind = 'unprovoked'\nof = 'b'\nby = 'a'\ndays = 1\n"
    assert judge_unprovoked(*hearing_of(record_of(rows), test)).figures["count"] == 0


SHARE = "kind = 'share'\nof = 'a'\npart = 'part'\npower_at = 0.05\nsupports = 'at least the share'\ncontradicts = 'less than the share'\n"
TEXT = """
id = "C1"
claim = "half of A"
short = "half of a"
voice = "a voice"
voice_code = "X"
type = "interpretation"
[acts]
a = {source = "IRN"}
part = {source = "IRN", target = "RUS"}
"""


@pytest.mark.parametrize(
    ("of", "inside", "verdict"), [(10, 0, CONTRADICTED), (10, 2, UNTESTABLE), (10, 10, SUPPORTED), (0, 0, UNTESTABLE)]
)
def test_a_share_is_judged_by_the_binomial_distribution(hearing_of, record_of, of, inside, verdict):
    rows = [(f"r{n}", n + 1, "IRN", "RUS" if n < inside else "AZE") for n in range(of)] or [("x", 1, "AZE", "IRN")]
    found = judge_share(*hearing_of(record_of(rows), SHARE, TEXT))
    expected = "not distinguishable" if (of, inside) == (10, 2) else verdict
    assert found.verdict == expected


def test_none_of_ten_has_the_bound_and_power_of_the_tables(hearing_of, record_of):
    rows = [(f"r{n}", n + 1, "IRN", "AZE") for n in range(10)]
    found = judge_share(*hearing_of(record_of(rows), SHARE, TEXT))
    assert found.figures["bound"] == pytest.approx(1 - 0.05 ** (1 / 10), abs=0.001)
    assert found.power == pytest.approx(0.9139, abs=0.0001)


def test_pacts_are_the_figures_of_their_source():
    years = pact_years()
    assert [years["AZE", "RUS"], years["ARM", "RUS"], years["GEO", "RUS"], years["AZE", "TUR"]] == [26, 27, 17, 25]
    assert not any(years[pair, "IRN"] for pair in ("AZE", "ARM", "GEO") if (pair, "IRN") in years)
