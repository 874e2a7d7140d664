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
