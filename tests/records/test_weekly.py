"""Acts of a week become one rung: the headline rule, the flags, gaps and silence, and known weeks of the record."""

import datetime
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from araxes.records.weekly import event_rungs, gap_weeks, quiet_rung, weekly_rungs
from araxes.rules.memory import headline

UNTIL = datetime.date(2023, 2, 6)
WEEKS = 5


def rung_of(history, region, week, source, target, until=UNTIL):
    codes = list(region.actors)
    return int(weekly_rungs(history, region, until)[1][week, codes.index(source), codes.index(target)])


# Week of Monday 9 January 2023, week 1 of the made-up history.
HEADLINES = {
    "no act is quiet": ([], 3),
    "one act is its rung": (["114"], 4),
    "the most hostile of hostile acts": (["114", "174", "130"], 7),
    "one hostile act outweighs any cooperation": (["057", "061", "114"], 4),
    "the most cooperative where none is hostile": (["044", "057", "010"], 1),
    "cooperation outweighs routine": (["010", "042"], 2),
    "routine acts are quiet": (["010", "017"], 3),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_headline_rule(case, made_up, region):
    codes, rung = HEADLINES[case]
    acts = [(f"2023-01-{9 + day:02d}", "AZE", "IRN", code) for day, code in enumerate(codes)]
    assert rung_of(made_up(*acts), region, 1, "AZE", "IRN") == rung
    assert rung_of(made_up(*acts[::-1]), region, 1, "AZE", "IRN") == rung


@given(acts=st.lists(st.integers(0, 10), max_size=8), order=st.randoms(use_true_random=False))
def test_the_headline_does_not_depend_on_order_or_repetition(acts, order):
    mixed = [*acts, *acts[:2]]
    order.shuffle(mixed)
    assert headline(mixed, 3) == headline(acts, 3)
    assert headline(acts, 3) in (acts or [3])


@given(acts=st.lists(st.integers(0, 10), min_size=1, max_size=8))
def test_a_hostile_week_is_told_by_its_worst_act_and_a_friendly_one_by_its_best(acts):
    assert headline(acts, 3) == (max(acts) if max(acts) > 3 else min(acts))


def test_an_act_counts_for_its_week_and_its_direction_only(made_up, region):
    _, rungs = weekly_rungs(made_up(("2023-01-15", "AZE", "IRN", "174")), region, UNTIL)
    codes = list(region.actors)
    off = ~np.eye(len(codes), dtype=bool)
    assert rungs.shape == (WEEKS, len(codes), len(codes))
    assert rungs[1, codes.index("AZE"), codes.index("IRN")] == 7
    assert (rungs[:, off] == 3).sum() == rungs[:, off].size - 1
    assert (rungs[:, ~off] == -1).all()


@pytest.mark.parametrize(("code", "rung"), [("190", 10), ("010", 10), ("061", 10)])
def test_the_war_flag_is_the_top_rung_whatever_the_code(code, rung, made_up, region):
    assert rung_of(made_up(("2023-01-09", "AZE", "ARM", code, "war")), region, 1, "AZE", "ARM") == rung


def test_without_a_war_flag_in_the_header_the_code_decides(made_up, region):
    history = made_up(("2023-01-09", "AZE", "ARM", "190", "war"), war_flag=None)
    assert rung_of(history, region, 1, "AZE", "ARM") == 9


def test_flags_left_out_leave_no_trace(made_up, region):
    acts = [("2023-01-09", "AZE", "RUS", "190", "unintended"), ("2023-01-16", "AZE", "RUS", "190", "contested")]
    assert list(event_rungs(made_up(*acts), region)) == [-1, 9]
    assert rung_of(made_up(*acts), region, 1, "AZE", "RUS") == 3
    assert rung_of(made_up(*acts), region, 2, "AZE", "RUS") == 9
    assert rung_of(made_up(*acts, leave_out=[]), region, 1, "AZE", "RUS") == 9


def test_silence_is_quiet_or_unknown_as_the_header_says(made_up, region):
    act = ("2023-01-09", "AZE", "IRN", "114")
    assert rung_of(made_up(act), region, 0, "AZE", "IRN") == 3
    assert rung_of(made_up(act, silence="unknown"), region, 0, "AZE", "IRN") == -1
    assert rung_of(made_up(act, silence="unknown"), region, 1, "AZE", "IRN") == 4


def test_gaps_are_unknown_acts_or_not(made_up, region):
    gap = [(datetime.date(2023, 1, 11), datetime.date(2023, 1, 16))]
    history = made_up(("2023-01-09", "AZE", "IRN", "114"), gaps=gap)
    assert [rung_of(history, region, week, "AZE", "IRN") for week in range(WEEKS)] == [3, -1, -1, 3, 3]


def test_after_the_last_complete_week_silence_is_unknown(made_up, region):
    history = made_up(last=datetime.date(2023, 1, 25))
    assert [rung_of(history, region, week, "AZE", "IRN") for week in range(WEEKS)] == [3, 3, 3, -1, -1]
    sunday = made_up(last=datetime.date(2023, 1, 29))
    assert [rung_of(sunday, region, week, "AZE", "IRN") for week in range(WEEKS)] == [3, 3, 3, 3, -1]


@pytest.mark.parametrize(
    ("until", "weeks"), [("2023-01-02", 0), ("2022-01-03", 0), ("2023-01-09", 1), ("2023-02-06", 5)]
)
def test_weeks_end_before_the_given_monday(until, weeks, made_up, region):
    first, rungs = weekly_rungs(made_up(), region, datetime.date.fromisoformat(until))
    assert first == datetime.date(2023, 1, 2)
    assert len(rungs) == weeks


KNOWN = [
    ("2023-04-03", "AZE", "IRN", 7),
    ("2023-04-03", "IRN", "AZE", 6),
    ("2020-09-28", "AZE", "ARM", 10),
    ("2020-09-28", "ARM", "AZE", 10),
    ("2020-09-28", "IRN", "AZE", 6),
    ("2018-02-12", "IRN", "AZE", 3),
    ("2018-03-26", "AZE", "IRN", 1),
]


@pytest.mark.parametrize(("monday", "source", "target", "rung"), KNOWN)
def test_known_weeks_of_the_record(monday, source, target, rung, chronology, region):
    until = chronology.next_start
    first, rungs = weekly_rungs(chronology, region, until)
    codes = list(region.actors)
    week = (datetime.date.fromisoformat(monday) - first).days // 7
    assert rungs[week, codes.index(source), codes.index(target)] == rung


def test_an_accident_over_armenia_is_no_act_of_azerbaijan_against_russia(chronology, region, chronology_rows):
    accidents = [row for row in chronology_rows if row["flag"] == "unintended"]
    assert len(accidents) == 3
    first, rungs = weekly_rungs(chronology, region, chronology.next_start)
    codes = list(region.actors)
    for row in accidents:
        week = (datetime.date.fromisoformat(row["date"]) - first).days // 7
        assert rungs[week, codes.index(row["source"]), codes.index(row["target"])] < 9


def test_the_whole_record_agrees_with_a_plain_reading_of_the_file(chronology, chronology_rows, region):
    prefixes = {prefix: k for k, rung in enumerate(region.rungs) for prefix in rung.cameo}
    weeks = defaultdict(list)
    for row in chronology_rows:
        flag = chronology.header.flags.get(row["id"], row["flag"])
        if flag in chronology.header.leave_out:
            continue
        rung = 10 if flag == "war" else prefixes[max((p for p in prefixes if row["code"].startswith(p)), key=len)]
        date = datetime.date.fromisoformat(row["date"])
        pair = tuple("EU" if code == "EUU" else code for code in (row["source"], row["target"]))
        weeks[date - datetime.timedelta(days=date.weekday()), pair].append(rung)
    first, rungs = weekly_rungs(chronology, region, chronology.next_start)
    codes = list(region.actors)
    expected = np.full(rungs.shape, 3)
    expected[:, range(len(codes)), range(len(codes))] = -1
    for (monday, (source, target)), acts in weeks.items():
        if monday < chronology.next_start:
            hostile = [rung for rung in acts if rung > 3]
            place = ((monday - first).days // 7, codes.index(source), codes.index(target))
            expected[place] = max(hostile) if hostile else min(acts)
    assert (rungs == expected).all()


def test_the_quiet_rung_has_score_0(region):
    assert quiet_rung(region) == 3


@given(day=st.dates(datetime.date(2023, 1, 2), datetime.date(2023, 2, 5)), code=st.sampled_from(["044", "114", "190"]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_act_lands_in_the_week_of_its_date(day, code, made_up, region):
    week = (day - datetime.date(2023, 1, 2)).days // 7
    history = made_up((day.isoformat(), "AZE", "IRN", code))
    rungs = [rung_of(history, region, w, "AZE", "IRN") for w in range(WEEKS)]
    assert [w for w in range(WEEKS) if rungs[w] != 3] == [week]


def test_a_first_week_that_is_covered_in_part_is_unknown(made_up, region):
    history = made_up(("2023-01-05", "AZE", "IRN", "114"), first=datetime.date(2023, 1, 4))
    assert [rung_of(history, region, week, "AZE", "IRN") for week in range(WEEKS)] == [-1, 3, 3, 3, 3]


def test_acts_of_a_last_week_in_part_are_not_read_as_a_week(made_up, region):
    history = made_up(("2023-01-24", "AZE", "IRN", "114"), last=datetime.date(2023, 1, 25))
    assert [rung_of(history, region, week, "AZE", "IRN") for week in range(WEEKS)] == [3, 3, 3, -1, -1]


def test_weeks_of_gaps_are_told_from_silence(made_up, region):
    gap = [
        (datetime.date(2023, 1, 11), datetime.date(2023, 1, 16)),
        (datetime.date(2022, 1, 1), datetime.date(2022, 1, 9)),
    ]
    history = made_up(silence="unknown", gaps=gap, last=datetime.date(2023, 1, 31))
    assert gap_weeks(history, 6).tolist() == [False, True, True, False, True, True]
