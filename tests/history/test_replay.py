"""Replay warms memories with the record before the start, and with nothing after it."""

import datetime

import numpy as np
import pytest

from araxes.history.read import History
from araxes.history.replay import blank, replay
from araxes.inputs.tabulate import constants

START = datetime.date(2023, 2, 6)


@pytest.fixture(scope="module")
def rules(region):
    return constants(region)


def nobody(date, actor, target):
    return 0.0


def warm(history, region, rules, start=START):
    return replay(history, region, rules, start, nobody)


def place(region, source, target):
    codes = list(region.actors)
    return codes.index(source), codes.index(target)


def test_before_the_record_memory_is_near_quiet_and_empty(region, rules):
    memory = blank(region, rules)
    fast, slow = np.array(memory.fast), np.array(memory.slow)
    assert (fast == slow).all()
    assert abs(fast).max() < 0.05
    assert np.array(memory.counts).sum() == 0


def test_one_act_is_folded_in_with_the_half_life_of_four_weeks(made_up, region, rules):
    i, j = place(region, "AZE", "IRN")
    start = datetime.date(2023, 1, 9)
    found = warm(made_up(("2023-01-04", "AZE", "IRN", "174")), region, rules, start).memory
    d = 2 ** (-1 / 4)
    first = blank(region, rules).fast[i][j]
    assert found.fast[i][j] == pytest.approx(d * first + (1 - d) * 0.64)
    assert found.fast[j][i] == pytest.approx(d * first)
    assert found.slow[i][j] < found.fast[i][j]


def test_habit_counts_fade_with_the_half_life_of_32_weeks(made_up, region, rules):
    i, j = place(region, "AZE", "IRN")
    counts = warm(made_up(("2023-01-04", "AZE", "IRN", "174")), region, rules).memory.counts[i][j]
    d = 2 ** (-1 / 32)
    assert counts[7] == pytest.approx(d**4)
    assert counts[3] == pytest.approx(sum(d**k for k in range(4)))
    assert sum(counts) == pytest.approx(counts[3] + counts[7])


def test_unknown_weeks_leave_means_and_let_counts_fade(made_up, region, rules):
    i, j = place(region, "AZE", "IRN")
    act = ("2023-01-04", "AZE", "IRN", "174")
    short = warm(made_up(act, silence="unknown"), region, rules, datetime.date(2023, 1, 9)).memory
    long = warm(made_up(act, silence="unknown"), region, rules).memory
    assert long.fast[i][j] == short.fast[i][j]
    assert long.counts[i][j][7] == pytest.approx(short.counts[i][j][7] * 2 ** (-4 / 32))


def test_what_happens_after_the_start_changes_nothing(chronology, region, rules):
    start = datetime.date(2022, 1, 3)
    events = chronology.events
    later = events["date"] >= start
    other = events.assign(code=events["code"].where(~later, "204"))
    known = warm(chronology, region, rules, start)
    assert warm(History.of(chronology.header, other), region, rules, start).memory == known.memory
    assert warm(History.of(chronology.header, events[~later]), region, rules, start).memory == known.memory
    changed = events.assign(code=events["code"].where(later, "204"))
    assert warm(History.of(chronology.header, changed), region, rules, start).memory != known.memory


def test_long_run_shares_sum_to_one_without_violence(chronology, region, rules):
    anchor = np.array(warm(chronology, region, rules, chronology.next_start).anchor)
    codes = list(region.actors)
    for i in map(codes.index, region.states):
        for j in map(codes.index, region.states):
            if i != j:
                assert anchor[i, j].sum() == pytest.approx(1)
                assert anchor[i, j, rules.violence_rung :].sum() == 0
                assert (anchor[i, j, : rules.violence_rung] > 0).all()
    coercive = anchor[..., rules.quiet + 1 : rules.violence_rung].sum(axis=-1)
    assert coercive[place(region, "AZE", "ARM")] > coercive[place(region, "AZE", "TUR")]


def test_the_observed_record_is_kept_for_figures(chronology, region, rules):
    found = warm(chronology, region, rules, datetime.date(2023, 4, 10))
    assert found.first == datetime.date(2018, 2, 5)
    assert found.rungs[-1][place(region, "AZE", "IRN")] == 7
    assert found.fast.shape == found.rungs.shape
    assert found.fast[-1].tolist() == found.memory.fast


def surprise(memory, region, source="AZE", target="IRN"):
    i, j = place(region, source, target)
    return memory.fast[i][j] - memory.slow[i][j], memory.short[i][j] - memory.long[i][j]


def after_gap(made_up, region, rules, weeks):
    """The memory one week after an expulsion that a gap of some weeks follows."""
    first = datetime.date(2023, 1, 9)
    end = first + datetime.timedelta(weeks=weeks)
    gaps = [(first, end - datetime.timedelta(days=1))] if weeks else []
    history = made_up(("2023-01-04", "AZE", "IRN", "174"), gaps=gaps, last=end + datetime.timedelta(days=6))
    return warm(history, region, rules, end).memory


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_over_a_short_gap_means_stay(weeks, made_up, region, rules):
    before, later = after_gap(made_up, region, rules, 0), after_gap(made_up, region, rules, weeks)
    assert later.fast == before.fast
    assert later.short == before.short


@pytest.mark.parametrize("weeks", [4, 5, 100])
def test_nothing_surprises_after_a_long_gap_and_counts_have_faded(weeks, made_up, region, rules):
    before, later = after_gap(made_up, region, rules, 0), after_gap(made_up, region, rules, weeks)
    i, j = place(region, "AZE", "IRN")
    assert min(surprise(before, region)) > 0
    assert surprise(later, region) == (0, 0)
    assert later.slow == before.slow
    assert later.counts[i][j][7] == pytest.approx(2 ** (-weeks / 32))


def test_surprise_grows_anew_after_a_gap(made_up, region, rules):
    gaps = [(datetime.date(2023, 1, 9), datetime.date(2023, 2, 12))]
    acts = [("2023-01-04", "AZE", "IRN", "174"), ("2023-02-13", "AZE", "IRN", "174")]
    found = warm(made_up(*acts, gaps=gaps, last=datetime.date(2023, 2, 19)), region, rules, datetime.date(2023, 2, 20))
    i, j = place(region, "AZE", "IRN")
    d, slow = 2 ** (-1 / 4), 2 ** (-1 / 52)
    norm = slow * blank(region, rules).slow[i][j] + (1 - slow) * 0.64
    assert found.memory.fast[i][j] == pytest.approx(d * norm + (1 - d) * 0.64)


def test_weeks_without_an_act_in_a_record_whose_silence_is_unknown_are_no_gap(made_up, region, rules):
    history = made_up(("2023-01-04", "AZE", "IRN", "174"), silence="unknown", last=datetime.date(2023, 5, 28))
    assert surprise(warm(history, region, rules, datetime.date(2023, 5, 29)).memory, region)[0] > 0


def test_a_record_may_start_at_the_norm_of_its_first_weeks(made_up, region, rules):
    acts = [
        ("2023-01-04", "AZE", "IRN", "174"),
        ("2023-01-11", "AZE", "IRN", "174"),
        ("2023-01-18", "AZE", "IRN", "190"),
    ]
    i, j = place(region, "AZE", "IRN")
    first = datetime.date(2023, 1, 9)
    found = warm(made_up(*acts, warmup=2), region, rules, datetime.date(2023, 1, 16)).memory
    assert found.fast[i][j] == pytest.approx(0.64)
    assert surprise(found, region) == pytest.approx((0, 0))
    assert found.long[i][j] == pytest.approx(1)
    assert found.fast[j][i] == found.slow[j][i] == 0
    assert warm(made_up(*acts, warmup=2), region, rules, first).memory.fast[i][j] == pytest.approx(0.64)
    assert warm(made_up(*acts, warmup=0), region, rules, first).memory.fast[i][j] < 0.2


def test_the_norm_of_the_first_weeks_knows_nothing_of_those_after_the_start(made_up, region, rules):
    early = [("2023-01-04", "AZE", "IRN", "174")]
    start = datetime.date(2023, 1, 9)
    one = warm(made_up(*early, warmup=4), region, rules, start)
    other = warm(made_up(*early, ("2023-01-10", "AZE", "IRN", "195"), warmup=4), region, rules, start)
    assert one.memory == other.memory
