"""What one act brings about: forced once, on the same luck, and around onsets of the record."""

import datetime

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import histories
from araxes.engines.world import prepare
from araxes.options import KERNEL, MESA
from araxes.results.free_runs import free_scenario, simulated_rungs
from araxes.results.response import (
    ANSWER,
    IMPULSES,
    OTHER,
    OWN,
    ReactionWindow,
    around,
    force_act,
    of_kind,
    onset_weeks,
    response_table,
)

ORIGIN = datetime.date(2026, 3, 9)
STATES = ["ARM", "AZE", "IRN", "RUS", "TUR"]
WEEKS = 14


@pytest.fixture(scope="module")
def scenario():
    return free_scenario(ORIGIN, WEEKS)


@pytest.fixture(scope="module")
def record(scenario):
    states = np.ix_(range(400), *[prepare(scenario).deciding] * 2)
    return prepare(scenario).warm.rungs[-400:][states]


@pytest.fixture(scope="module")
def table(scenario, record):
    return response_table(scenario, record, 200)


def test_onsets_have_calm_before_them_and_a_quarter_after():
    events = np.zeros(60, dtype=bool)
    events[[3, 20, 24, 33, 46, 47]] = True
    assert onset_weeks(events, 8) == [20, 33, 46]
    assert onset_weeks(events, 3) == [3, 20, 24, 33, 46]
    assert onset_weeks(events[:46], 8) == [20]


def test_weeks_around_an_act_are_measured_from_the_rate_before_it():
    hostile = np.zeros(60, dtype=bool)
    hostile[[14, 20, 22, 23, 40]] = True
    found = [around(hostile, [20], ReactionWindow(*span)) for span in ((0, 0), (1, 4), (5, 13))]
    assert np.concatenate(found).tolist() == [1 - 1 / 8, 2 - 4 / 8, 0 - 9 / 8]
    assert len(around(hostile, [], ReactionWindow(1, 4))) == 0


def test_a_dyad_that_is_always_hostile_shows_nothing_around_an_act():
    assert around(np.ones(60, dtype=bool), [20, 30], ReactionWindow(1, 4)).tolist() == [0, 0]


@pytest.mark.parametrize("engine", [KERNEL, MESA])
@pytest.mark.parametrize("impulse", IMPULSES, ids=lambda impulse: impulse.name)
def test_the_act_is_forced_in_the_first_week_and_is_of_the_kind_looked_for_in_the_record(scenario, impulse, engine):
    world = prepare(araxes.load(force_act(scenario, impulse), weeks=3))
    assert len(world.forced.forced) == 1
    [(_, found)] = histories(world, range(2), 1, engine=engine)
    assert of_kind(world, impulse, found.rungs[0])[0]
    assert of_kind(world, impulse, found.rungs[1])[0]


def test_an_act_may_be_forced_for_some_weeks(scenario):
    world = prepare(force_act(scenario, IMPULSES[0], 5))
    assert sorted(week for week, _, _ in world.forced.forced) == list(range(5))
    assert set(world.forced.forced.values()) == {7}


@pytest.mark.parametrize("engine", [KERNEL, MESA])
def test_simulated_rungs_are_those_of_the_histories_of_either_engine(scenario, engine):
    world = prepare(araxes.load(scenario, weeks=3))
    [(_, found)] = histories(world, range(3), 1, engine=engine)
    told = []
    assert (simulated_rungs(world, 3, progress=told.append) == found.rungs).all()
    assert told == [-3, 3]


def test_every_dyad_has_a_row_an_impulse_and_window(table):
    assert len(table) == len(IMPULSES) * 20 * 3
    roles = table.groupby("impulse")["role"].value_counts().unstack()
    assert (roles[OWN] == 3).all()
    assert (roles[ANSWER] == 3).all()
    assert (roles[OTHER] == 54).all()
    coercion = table[(table["impulse"] == "coercion") & (table["role"] == ANSWER)]
    assert set(coercion["dyad"]) == {"AZE>IRN"}


def test_in_the_week_of_the_act_only_the_other_half_is_moved_by_hostility_and_the_act_itself_does_not_count(table):
    first = table[table["window"] == "week 0"]
    own, answer = first["role"] == OWN, (first["role"] == ANSWER) & first["impulse"].isin(["coercion", "a week of war"])
    assert first.loc[own, ["hostile", "coercion", "record"]].isna().all(axis=None)
    assert (first.loc[answer, "hostile"] > 2 * first.loc[answer, "hostile_se"]).all()
    assert (first.loc[~own & ~answer, "hostile"] == 0).all()
    assert not table.loc[(table["window"] != "week 0"), ["hostile", "hostile_se", "coercion"]].isna().any(axis=None)


def test_coercion_and_war_are_answered_at_once(table):
    early = table[(table["window"] == "weeks 1 to 4") & (table["role"] == ANSWER)].set_index("impulse")
    for name in ("coercion", "a week of war"):
        assert early.loc[name, "hostile"] > 2 * early.loc[name, "hostile_se"]
    assert early.loc["concession", "hostile"] <= 0


@pytest.mark.slow
def test_the_record_around_acts_is_that_of_the_record_given(scenario):
    record = np.full((60, 5, 5), 3, dtype=np.int8)
    aze, irn = STATES.index("AZE"), STATES.index("IRN")
    record[20, irn, aze] = 8
    record[[22, 23], aze, irn] = 5
    found = response_table(scenario, record, 2)
    answer = found[(found["impulse"] == "coercion") & (found["role"] == ANSWER)]
    assert answer["record"].tolist() == [0, 2, 0]
    assert (answer["onsets"] == 1).all()
    assert (found.loc[found["impulse"] == "accord", "onsets"] == 0).all()


@pytest.mark.slow
def test_the_more_alarm_weighs_the_more_is_answered(record, monkeypatch):
    monkeypatch.setattr("araxes.results.response.IMPULSES", IMPULSES[:1])
    answers = []
    for weight in (0, 1, 2):
        base = araxes.load("baseline", sets={"behaviour.weight.alarm": weight})
        found = response_table(free_scenario(ORIGIN, WEEKS, base), record, 200)
        answers.append(found[(found["role"] == ANSWER) & (found["window"] == "weeks 1 to 4")]["hostile"].iloc[0])
    assert answers[0] < answers[1] < answers[2]
