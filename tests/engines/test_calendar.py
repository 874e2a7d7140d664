"""The calendar: what stands pushes nothing, what changes pushes until it has become habit."""

import datetime
import math

import numpy as np
import pytest

from araxes.engines.calendar import forced_acts, over_bar

WEEKS_HALF = 32
ROUNDING = 1e-15
PATH = "IRN.hawkishness.AZE"


def pick(world, tables, source, target):
    i, j = world.codes.index(source), world.codes.index(target)
    return [table[i][j] for table in tables]


@pytest.fixture(scope="module")
def level(still):
    return still.scenario.book[PATH].at(still.scenario.start)


def test_the_bar_starts_at_the_origin_which_is_not_returned():
    assert over_bar([[[0.0]], [[1.0]], [[1.0]], [[0.0]]], 0.5) == [[[1.0]], [[0.5]], [[-0.75]]]


def test_nothing_pushes_while_nothing_changes(still):
    calendar = still.calendar
    for tables in (calendar.entanglement, calendar.hawkishness_excess, calendar.preponderance, calendar.format_excess):
        assert np.array(tables).shape == (20, 9, 9)
        assert abs(np.array(tables)).max() < ROUNDING
    assert abs(np.array(calendar.overstretch_excess)).max() < ROUNDING
    assert np.array(calendar.friendship).max() > 0
    assert all(row == calendar.status_before for row in calendar.status)


def test_a_change_in_the_first_week_is_felt_in_full_and_by_half_after_32_weeks(still, with_items, change, level):
    world = with_items(still, change(PATH, level + 0.5), weeks=65)
    felt = pick(world, world.calendar.hawkishness_excess, "IRN", "AZE")
    assert felt[0] == pytest.approx(0.5)
    assert felt[WEEKS_HALF] == pytest.approx(0.25)
    assert felt[2 * WEEKS_HALF] == pytest.approx(0.125)
    assert max(map(abs, pick(world, world.calendar.hawkishness_excess, "AZE", "IRN"))) < ROUNDING


def test_a_later_change_is_not_felt_before(still, with_items, change, level):
    world = with_items(still, change(PATH, level - 0.5, 5))
    felt = pick(world, world.calendar.hawkishness_excess, "IRN", "AZE")
    assert max(map(abs, felt[:5])) < ROUNDING
    assert felt[5] == pytest.approx(-0.5)


def test_the_end_of_a_pulse_is_felt_the_other_way(still, with_items, change, on):
    path = "relations.format.AZE.IRN"
    level = still.scenario.book[path].at(still.scenario.start)
    world = with_items(still, change(path, level + 0.4, 2, shape="pulse", until=on(10)))
    felt = pick(world, world.calendar.format_excess, "IRN", "AZE")
    assert felt[2] == pytest.approx(0.4)
    assert felt[9] > 0 > felt[10]
    assert felt[10] == pytest.approx(-0.4 * (1 - 2 ** (-8 / WEEKS_HALF)))
    assert felt == pick(world, world.calendar.format_excess, "AZE", "IRN")


def test_a_closer_tie_of_the_target_with_a_rival_entangles(still, with_items, change):
    path = "relations.tie.AZE.ISR"
    level = still.scenario.book[path].at(still.scenario.start)
    world = with_items(still, change(path, level + 0.2))
    rivalry = -still.scenario.book["relations.tie.IRN.ISR"].at(still.scenario.start)
    assert pick(world, world.calendar.entanglement, "IRN", "AZE")[0] == pytest.approx(0.2 * rivalry)
    assert pick(world, world.calendar.entanglement, "AZE", "IRN")[0] == 0


def test_presence_without_will_and_will_without_presence_deter_nobody(still, with_items, change):
    present, willing = change("relations.guarantee.ARM.IRN", 1.0), change("IRN.will.ARM", 1.0)
    absent, unwilling = change("relations.guarantee.ARM.IRN", 0.0), change("IRN.will.ARM", 0.0)

    def felt(*changes):
        world = with_items(still, *changes)
        return pick(world, world.calendar.preponderance, "AZE", "ARM")[0]

    assert felt(present, willing) > 0
    assert felt(present, unwilling) == felt(absent, willing) == felt(absent, unwilling)
    assert felt(present, willing) > felt(present, unwilling)


def test_the_ratio_of_force_is_that_of_capability_to_power(still):
    i, j = still.codes.index("AZE"), still.codes.index("GEO")
    capability = still.calendar.capability[0]
    assert still.calendar.log_ratio[0][i][j] == pytest.approx(math.log(capability[i] / capability[j]))


def test_overstretch_is_felt_by_its_actor_only(still, with_items, change):
    path = "RUS.attention.overstretch"
    level = still.scenario.book[path].at(still.scenario.start)
    world = with_items(still, change(path, level - 0.3))
    russia = still.codes.index("RUS")
    assert world.calendar.overstretch_excess[0][russia] == pytest.approx(-0.3)
    assert sum(map(abs, world.calendar.overstretch_excess[0])) == pytest.approx(0.3)


def test_acts_of_one_week_become_one_by_the_headline_rule(still, with_items, act):
    world = with_items(
        still, act("AZE", "IRN", "criticism", 2), act("AZE", "IRN", "rupture", 2), act("AZE", "IRN", "accord", 2)
    )
    i, j = still.codes.index("AZE"), still.codes.index("IRN")
    assert world.calendar.forced == {(2, i, j): 7}
    world = with_items(still, act("AZE", "IRN", "consultation", 2), act("AZE", "IRN", "accord", 2))
    assert world.calendar.forced == {(2, i, j): 1}


def test_a_repeated_act_runs_up_to_but_without_its_end_and_not_beyond_the_horizon(still, with_items, act, on):
    i, j = still.codes.index("AZE"), still.codes.index("IRN")
    repeated = act("AZE", "IRN", "warning", 1, until=on(7), every=2)
    assert with_items(still, repeated).calendar.forced == {(week, i, j): 6 for week in (1, 3, 5)}
    endless = act("AZE", "IRN", "warning", 17, until=on(40))
    assert sorted(week for week, *_ in with_items(still, endless).calendar.forced) == [17, 18, 19]


def test_an_act_by_cameo_code_stands_on_the_rung_of_that_code(still, act):
    from dataclasses import replace

    coded = act("AZE", "IRN", "quiet").model_copy(update={"rung": None, "code": "174"})
    midweek = coded.model_copy(update={"date": coded.date + datetime.timedelta(days=3), "code": "112"})
    scenario = replace(still.scenario, acts=(coded, midweek))
    assert set(forced_acts(scenario, still.rules.quiet).values()) == {7}


def test_signals_reach_those_who_do_not_know_and_not_their_author(still, with_items, signal):
    world = with_items(
        still, signal("IRN", "networks", 0, 0.5, 4), signal("TUR", "networks", 1, 0.5, 4, to=["AZE", "IRN"])
    )
    to_all, to_some = world.calendar.signals[4]
    assert {still.codes[k] for k in to_all.to} == set(still.codes) - {"IRN"}
    assert [still.codes[k] for k in to_some.to] == ["AZE"]
    assert set(world.calendar.signals) == {4}
