"""The reacting side: windows, acts that count, and foresight over the record."""

import datetime
from types import SimpleNamespace

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import foresee
from araxes.engines.past import mean_weights, record_before
from araxes.engines.world import prepare
from araxes.inputs.constants import constants
from araxes.options import KERNEL, MESA
from araxes.results.free_runs import date_setting, free_scenario
from araxes.results.response import coercions, foreseen_hostility, mean_and_error, reaction_table, reaction_windows
from araxes.rules.arrays import TermWeights

RULES = SimpleNamespace(coercion_rung=7)


@pytest.fixture(scope="module")
def baseline():
    return araxes.load("baseline")


def made_up(*acts, weeks=40):
    """Return quiet weeks of two states with some acts (week, actor, target, rung)."""
    rungs = np.full((weeks, 2, 2), 3)
    rungs[:, range(2), range(2)] = -1
    for week, i, j, rung in acts:
        rungs[week, i, j] = rung
    return SimpleNamespace(acts=rungs)


def test_windows_follow_each_other_from_the_act_on():
    found = reaction_windows()
    assert [window.name for window in found] == ["week 0", "weeks 1 to 4", "weeks 5 to 13"]
    assert [week for window in found for week in range(100)[window.after(10)]] == list(range(10, 24))
    assert [window.weeks for window in found] == [1, 4, 9]


def test_mean_and_error_by_hand():
    assert mean_and_error(np.array([1.0, 3.0])) == (2, 1)
    assert np.isnan(mean_and_error(np.array([]))).all()
    assert mean_and_error(np.array([4.0]))[0] == 4


def test_acts_count_from_a_week_on_and_with_a_quarter_after_them():
    past = made_up((3, 0, 1, 8), (10, 1, 0, 7), (10, 0, 1, 6), (26, 0, 1, 10), (27, 0, 1, 9))
    assert coercions(past, RULES, 5).tolist() == [[10, 1, 0], [26, 0, 1]]
    assert coercions(past, RULES, 0).tolist() == [[3, 0, 1], [10, 1, 0], [26, 0, 1]]


def test_acts_that_unknown_weeks_follow_do_not_count():
    past = made_up((10, 1, 0, 7), (2, 1, 0, 7))
    past.acts[20] = -1
    assert coercions(past, RULES, 0).tolist() == [[2, 1, 0]]


def test_observed_answers_are_counted_week_by_week(baseline):
    table = reaction_table(baseline).set_index("window")
    acts = record_before(baseline).acts
    begin = len(acts) - (baseline.start - date_setting("scored_origin")).days // 7
    answers = [
        (acts[week + 1 : week + 5, j, i] > 3).sum()
        for week in range(begin, len(acts) - 13)
        for i in range(5)
        for j in range(5)
        if i != j and acts[week, i, j] >= 7
    ]
    row = table.loc["weeks 1 to 4"]
    assert row["acts"] == len(answers)
    assert row["observed"] == pytest.approx(np.mean(answers))
    assert row["observed_se"] == pytest.approx(np.std(answers, ddof=1) / len(answers) ** 0.5)


def test_habit_is_the_rule_with_all_weights_0(baseline):
    none = araxes.load(baseline, sets={f"behaviour.weight.{name}": 0 for name in TermWeights._fields})
    ours, without = reaction_table(baseline), reaction_table(none)
    np.testing.assert_allclose(without["foreseen"], ours["habit"], rtol=1e-12)
    np.testing.assert_allclose(without["habit"], ours["habit"], rtol=1e-12)
    assert (ours["observed"] == without["observed"]).all()


@pytest.mark.slow
def test_alarm_makes_more_answers_foreseen(baseline):
    early = [
        reaction_table(araxes.load(baseline, sets={"behaviour.weight.alarm": weight}))["foreseen"][1]
        for weight in (0, 0.5, 1)
    ]
    assert early[0] < early[1] < early[2]


@pytest.mark.parametrize("engine", [KERNEL, MESA])
@pytest.mark.parametrize("monday", ["2026-02-23", "2025-01-13", "2023-04-24"])
def test_a_week_of_the_record_is_foreseen_as_a_run_from_its_monday_foresees_it(baseline, monday, engine):
    start = datetime.date.fromisoformat(monday)
    chances = foreseen_hostility(record_before(baseline), constants(baseline.region), mean_weights(baseline))
    world = prepare(free_scenario(start, 1, learned=baseline.start))
    [(_, found)] = foresee(world, [0], range(1), 1, fixed=True, engine=engine)
    off, week = ~np.eye(5, dtype=bool), baseline.week_of(start)
    np.testing.assert_allclose(chances[week][off], 1 - found.cumulative[0, 0][off][:, world.constants.quiet], rtol=1e-9)
