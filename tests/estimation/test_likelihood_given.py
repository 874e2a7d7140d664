"""Given weeks: what opens a window and what is scored."""

import datetime

import numpy as np
import pytest

from araxes.estimation.likelihood import deciding_indices, of_rungs, record_weeks, with_values
from araxes.inputs.parameters import setting
from araxes.rules.memory import UNOBSERVED


def made(known, norm=0):
    rungs = np.full((len(known), 3, 3), UNOBSERVED, dtype=np.int8)
    rungs[np.array(known, dtype=bool), 0, 1] = 3
    return of_rungs(datetime.date(2021, 1, 4), rungs, rungs, [0, 1], norm)


def test_the_first_weeks_warm_the_memories_and_are_not_scored():
    weeks = made([True] * 12)
    assert np.flatnonzero(weeks.scored).tolist() == list(range(int(setting("estimation.warmup")), 12))


def test_unobserved_weeks_are_not_scored_and_a_week_without_news_is_no_gap():
    weeks = made([True] * 10 + [False] + [True] * 4)
    assert not weeks.scored[10]
    assert weeks.scored[11]
    assert not weeks.opens.any()


def test_after_a_gap_a_window_opens_and_after_a_long_one_memories_are_warmed_again():
    gap, long_gap, warmup = int(setting("record.silent_weeks")), int(setting("estimation.long_gap")), 8
    short = made([True] * 10 + [False] * gap + [True] * 12)
    assert np.flatnonzero(short.opens).tolist() == [10 + gap]
    assert short.scored[10 + gap]
    long = made([True] * 10 + [False] * long_gap + [True] * 12)
    assert np.flatnonzero(long.scored)[-1] == 10 + long_gap + 11
    assert np.flatnonzero(long.scored & (np.arange(long.weeks) >= 10 + long_gap))[0] == 10 + long_gap + warmup


def test_no_week_of_the_first_norm_is_scored():
    assert np.flatnonzero(made([True] * 20, norm=11).scored)[0] == 11


def test_weeks_from_the_end_on_are_not_read(region, chronology, recorded, until):
    later = record_weeks(chronology, region, until + datetime.timedelta(weeks=30))
    assert (later.rungs[: recorded.weeks] == recorded.rungs).all()
    assert later.weeks == recorded.weeks + 30
    states = deciding_indices(region)
    assert (recorded.rungs[:, states][:, :, states] >= 0).any()


def test_a_value_that_is_set_is_no_longer_drawn(region):
    path = "behaviour.weight.grievance"
    assert with_values(region, {path: 1.5}).book[path].series[0][1] == 1.5
    assert with_values(region, {path: 1.5}).book[path].sd is None
    assert region.book[path].sd == pytest.approx(1.0)
