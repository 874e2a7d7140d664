"""Which weeks a record observes."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.records.coverage import infer, join_spans, read_totals, thin_weeks, week_of

MONDAY = datetime.date(2022, 1, 3)


def day(number):
    return MONDAY + datetime.timedelta(days=number)


def numbers(*days):
    return {day(number).toordinal() for number in days}


def test_a_stretch_of_five_days_without_a_row_is_a_gap_and_four_are_not():
    assert infer(numbers(0, 5), sparse=False).gaps == []
    assert infer(numbers(0, 6), sparse=False) == (day(0), day(6), [(day(1), day(5))])


def test_a_record_made_by_hand_has_no_gaps_that_its_header_does_not_name():
    assert infer(numbers(0, 100), sparse=True) == (day(0), day(100), [])


@given(st.sets(st.integers(0, 400), min_size=1))
def test_gaps_lie_between_rows_and_hold_none(days):
    found = infer(numbers(*days), sparse=False)
    rows = {day(number) for number in days}
    assert found.first == min(rows)
    assert found.last == max(rows)
    for low, high in found.gaps:
        assert (high - low).days + 1 >= 5
        assert not any(low <= row <= high for row in rows)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9))))
def test_joined_stretches_cover_the_same_days_apart(spans):
    given_days = {day(low + k) for low, length in spans for k in range(length + 1)}
    found = join_spans([(day(low), day(low + length)) for low, length in spans])
    assert {low + datetime.timedelta(days=k) for low, high in found for k in range((high - low).days + 1)} == given_days
    assert all(later[0] - earlier[1] > datetime.timedelta(days=1) for earlier, later in itertools.pairwise(found))


def totals(*weeks):
    return {day(7 * week + k).toordinal(): float(total) for week, total in enumerate(weeks) for k in range(7)}


def test_a_week_below_three_tenths_of_the_median_so_far_is_thin():
    assert thin_weeks(totals(100, 100, 31, 29, 100)) == [day(21)]


def test_a_day_without_a_total_has_no_rows():
    found = totals(100, 100, 100)
    for k in range(1, 7):
        del found[day(7 + k).toordinal()]
    assert thin_weeks(found) == [day(7)]


def test_what_comes_later_makes_no_week_thin():
    early = [100, 90, 110, 20]
    assert thin_weeks(totals(*early, 1000, 1000, 1000, 1000, 1000)) == thin_weeks(totals(*early)) == [day(21)]


def test_totals_are_read_and_summed_by_day(tmp_path):
    path = tmp_path / "totals.csv"
    path.write_text(
        "dataset,date,n_unique,n_raw\na,2022-01-03,1,2\nb,2022-01-03,1,3\na,2022-01-04,1,0\n\n", encoding="utf-8"
    )
    assert read_totals(path) == {day(0).toordinal(): 5.0, day(1).toordinal(): 0.0}


def test_totals_in_several_files_are_those_of_one(tmp_path):
    folder = tmp_path / "totals"
    folder.mkdir()
    (folder / "a.csv").write_text("date,total\n2022-01-03,5\n", encoding="utf-8")
    (folder / "b.csv").write_text("n_raw,date\n7,2022-01-04\n", encoding="utf-8")
    assert read_totals(folder) == {day(0).toordinal(): 5.0, day(1).toordinal(): 7.0}


BROKEN = {
    "date,count\n2022-01-03,1\n": ("line 1", "no column n_raw or n_unique or total"),
    "day,total\n2022-01-03,1\n": ("line 1", "no column date"),
    "date,total\n2022-01-33,1\n": ("line 2, date", "'2022-01-33'"),
    "date,total\n2022-01-03,-1\n": ("line 2, total", "'-1'"),
    "date,total\n2022-01-03,nan\n": ("line 2, total", "'nan'"),
    "date,total\n2022-01-03\n": ("line 2, total", "''"),
    "date,total\n": ("", "no day"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_totals_at_fault_are_named(text, tmp_path, messages):
    path = tmp_path / "totals.csv"
    path.write_text(text, encoding="utf-8")
    (fault,) = messages(read_totals, path)
    assert (fault.key, fault.got) == BROKEN[text]


def test_a_week_runs_from_monday_to_sunday():
    assert week_of(day(6)) == week_of(day(0)) == (day(0), day(6))
