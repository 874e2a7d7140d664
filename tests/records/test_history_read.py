"""A history and its header: what it covers, what was known at a date, and a user's own."""

import datetime

import pytest

import araxes
from araxes.records.history import before, read_history, with_flags_counted, without_contested


def test_the_embedded_chronology_is_read_whole(chronology, chronology_rows):
    assert list(chronology.events["id"]) == [row["id"] for row in chronology_rows]
    assert len(chronology.events) > 900
    assert chronology.events["date"].map(type).eq(datetime.date).all()


def test_euu_in_the_record_is_the_eu(chronology, chronology_rows):
    assert any("EUU" in (row["source"], row["target"]) for row in chronology_rows)
    assert not (chronology.events[["source", "target"]] == "EUU").any(axis=None)
    assert (chronology.events[["source", "target"]] == "EU").any(axis=None)


@pytest.mark.parametrize(
    ("last", "start"),
    [
        ("2026-03-08", "2026-03-09"),
        ("2026-03-09", "2026-03-09"),
        ("2026-03-14", "2026-03-09"),
        ("2026-03-15", "2026-03-16"),
    ],
)
def test_the_next_start_is_the_monday_after_the_last_complete_week(last, start, made_up):
    assert made_up(last=datetime.date.fromisoformat(last)).next_start == datetime.date.fromisoformat(start)


def test_the_baseline_starts_after_the_last_complete_week_of_the_record(chronology):
    assert araxes.load("baseline").start == chronology.next_start


def test_before_a_date_nothing_later_is_known(chronology):
    start = datetime.date(2022, 1, 3)
    past = before(chronology, start)
    assert past.events["date"].max() < start
    assert past.header.last == datetime.date(2022, 1, 2)
    assert past.next_start == start
    assert (chronology.events["date"] >= start).any()
    assert len(past.events) == (chronology.events["date"] < start).sum()


def test_before_a_date_after_the_record_everything_is_known(chronology):
    past = before(chronology, datetime.date(2030, 1, 7))
    assert len(past.events) == len(chronology.events)
    assert past.header.last == chronology.header.last


def test_flags_can_be_counted_and_contested_acts_kept_apart(made_up):
    history = made_up(leave_out=["unintended", "contested"])
    assert with_flags_counted(history, ["contested"]).header.leave_out == ["unintended"]
    assert with_flags_counted(history, []).header.leave_out == ["unintended", "contested"]
    assert set(without_contested(with_flags_counted(history, ["contested"])).header.leave_out) == {
        "unintended",
        "contested",
    }


HEADER = 'name = "Mine"\nfirst = 2023-01-02\nlast = 2023-06-04\nsilence = "quiet"\n'
ROWS = "id,date,source,target,code,issue,flag\none,2023-04-06,AZE,IRN,114,general,\n"


def test_a_users_history_replaces_the_shipped_one(own_folder, region):
    own = own_folder({"history/chronology.toml": HEADER, "history/chronology.csv": ROWS})
    history = read_history(region, own=own)
    assert history.header.name == "Mine"
    assert list(history.events["id"]) == ["one"]


def test_a_scenario_that_starts_before_a_users_record_is_refused(own_folder, messages, head):
    own = own_folder(
        {
            "history/chronology.toml": HEADER,
            "history/chronology.csv": ROWS,
            "scenarios/early.toml": head.replace("2023-04-03", "2022-12-26"),
            "scenarios/late.toml": head.replace("2023-04-03", "2023-01-02"),
        }
    )
    (fault,) = messages(araxes.load, "early", own)
    assert fault.allowed == "2023-01-02 or later, the first day of the record"
    assert araxes.load("late", own).start == datetime.date(2023, 1, 2)


def test_all_faults_of_all_lines_come_together(own_folder, region, messages):
    bad = "a,2023-13-06,AZE,IRN,114,general,\na,2023-04-06,AZR,IRN,999,oil,wars\n"
    own = own_folder({"history/chronology.toml": HEADER, "history/chronology.csv": ROWS + bad})
    keys = [fault.key for fault in messages(read_history, region, own=own)]
    assert keys == ["line 3, date", "line 4, code", "line 4, source", "line 4, issue", "line 4, flag", "line 4, id"]
