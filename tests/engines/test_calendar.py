"""The calendar: what stands as at the origin pushes nothing, what has changed pushes for as long as it stands."""

import datetime
import math

import numpy as np
import pytest

from araxes.engines.calendar import forced_acts
from araxes.engines.mesa.lists import dated_lists

PATH = "IRN.hawkishness.AZE"


def pick(world, tables, source, target):
    i, j = world.states.index(source), world.states.index(target)
    return [table[i][j] for table in tables]


@pytest.fixture(scope="module")
def level(still):
    return still.scenario.book[PATH].at(still.scenario.start)


def test_nothing_pushes_while_nothing_changes(still):
    dated = dated_lists(still)
    for tables in (dated.hawkishness_excess, dated.ratio_excess, dated.format_excess):
        assert np.array(tables).shape == (20, 5, 5)
        assert not np.array(tables).any()
    assert np.array(dated.overstretch_excess).shape == (20, 5)
    assert not np.array(dated.overstretch_excess).any()
    assert all(row == dated.status_before for row in dated.status)


def test_ties_are_those_of_the_file_either_way(still, with_items, change):
    path = "relations.tie.AZE.TUR"
    level = still.scenario.book[path].at(still.scenario.start)
    world = with_items(still, change(path, -0.3, 5))
    for pair in (("AZE", "TUR"), ("TUR", "AZE")):
        assert pick(world, dated_lists(world).tie, *pair) == [level] * 5 + [-0.3] * 15


def test_a_change_is_felt_in_full_from_its_first_week_to_the_last(still, with_items, change, level):
    world = with_items(still, change(PATH, level + 0.5), weeks=65)
    assert pick(world, dated_lists(world).hawkishness_excess, "IRN", "AZE") == pytest.approx([0.5] * 65)
    assert not any(pick(world, dated_lists(world).hawkishness_excess, "AZE", "IRN"))


def test_a_later_change_is_not_felt_before(still, with_items, change, level):
    world = with_items(still, change(PATH, level - 0.5, 5))
    assert pick(world, dated_lists(world).hawkishness_excess, "IRN", "AZE") == pytest.approx([0] * 5 + [-0.5] * 15)


def test_nothing_is_left_of_a_pulse_when_it_ends(still, with_items, change, on):
    path = "relations.format.AZE.IRN"
    level = still.scenario.book[path].at(still.scenario.start)
    world = with_items(still, change(path, level + 0.4, 2, shape="pulse", until=on(10)))
    felt = pick(world, dated_lists(world).format_excess, "IRN", "AZE")
    assert felt == pytest.approx([0] * 2 + [0.4] * 8 + [0] * 10)
    assert felt == pick(world, dated_lists(world).format_excess, "AZE", "IRN")


def test_presence_without_will_and_will_without_presence_deter_nobody(still, with_items, change):
    present, willing = change("relations.guarantee.ARM.IRN", 1.0), change("IRN.will.ARM", 1.0)
    absent, unwilling = change("relations.guarantee.ARM.IRN", 0.0), change("IRN.will.ARM", 0.0)

    def felt(*changes):
        world = with_items(still, *changes)
        return pick(world, dated_lists(world).ratio_excess, "AZE", "ARM")[0]

    assert felt(present, willing) > 0
    assert felt(present, unwilling) == felt(absent, willing) == felt(absent, unwilling)
    assert felt(present, willing) > felt(present, unwilling)


def test_a_guarantee_is_felt_by_all_in_logs_of_the_power_that_it_adds(still, with_items, change):
    world = with_items(still, change("relations.guarantee.ARM.RUS", 0, 3), change("RUS.will.ARM", 0, 3))
    armenia = still.states.index("ARM")
    arms, felt = dated_lists(world).arms, np.array(dated_lists(world).ratio_excess)[:, :, armenia]
    assert not felt[:3].any()
    assert (felt[3:] == felt[3]).all()
    loss = arms[2].log_ratio[0][armenia] - arms[3].log_ratio[0][armenia]
    assert felt[3] == pytest.approx(np.full(5, loss))
    assert loss <= 0


def test_the_ratio_of_force_is_that_of_capability_to_power(still, with_items, change):
    i, j = still.states.index("AZE"), still.states.index("IRN")
    bare = with_items(still, *[change(f"relations.guarantee.IRN.{code}", 0) for code in still.codes if code != "IRN"])
    arms = dated_lists(bare).arms[0]
    assert arms.log_ratio[i][j] == pytest.approx(math.log(arms.capability[i] / arms.capability[j]))
    assert arms.ratio[i][j] == pytest.approx(-arms.log_ratio[i][j])


def test_overstretch_is_felt_by_its_actor_only(still, with_items, change):
    path = "RUS.attention.overstretch"
    level = still.scenario.book[path].at(still.scenario.start)
    world = with_items(still, change(path, level - 0.3))
    russia = still.states.index("RUS")
    assert dated_lists(world).overstretch_excess[0][russia] == pytest.approx(-0.3)
    assert sum(map(abs, dated_lists(world).overstretch_excess[0])) == pytest.approx(0.3)
    assert dated_lists(world).overstretch_excess[-1] == dated_lists(world).overstretch_excess[0]


def test_acts_of_one_week_become_one_by_the_headline_rule(still, with_items, act):
    world = with_items(
        still, act("AZE", "IRN", "criticism", 2), act("AZE", "IRN", "rupture", 2), act("AZE", "IRN", "accord", 2)
    )
    i, j = still.codes.index("AZE"), still.codes.index("IRN")
    assert world.forced.forced == {(2, i, j): 7}
    world = with_items(still, act("AZE", "IRN", "consultation", 2), act("AZE", "IRN", "accord", 2))
    assert world.forced.forced == {(2, i, j): 1}


def test_a_repeated_act_runs_up_to_but_without_its_end_and_not_beyond_the_horizon(still, with_items, act, on):
    i, j = still.codes.index("AZE"), still.codes.index("IRN")
    repeated = act("AZE", "IRN", "warning", 1, until=on(7), every=2)
    assert with_items(still, repeated).forced.forced == {(week, i, j): 6 for week in (1, 3, 5)}
    endless = act("AZE", "IRN", "warning", 17, until=on(40))
    assert sorted(week for week, *_ in with_items(still, endless).forced.forced) == [17, 18, 19]


def test_an_act_by_cameo_code_stands_on_the_rung_of_that_code(still, act):
    from dataclasses import replace

    coded = act("AZE", "IRN", "quiet").model_copy(update={"rung": None, "code": "174"})
    midweek = coded.model_copy(update={"date": coded.date + datetime.timedelta(days=3), "code": "112"})
    scenario = replace(still.scenario, acts=(coded, midweek))
    assert set(forced_acts(scenario, still.constants.quiet).forced.values()) == {7}


def test_signals_reach_those_who_do_not_know_and_not_their_author(still, with_items, signal):
    world = with_items(
        still, signal("IRN", "networks", 0, 0.5, 4), signal("TUR", "networks", 1, 0.5, 4, to=["AZE", "IRN"])
    )
    by_week = dated_lists(world).signals
    to_all, to_some = by_week[4]
    assert {still.states[k] for k in to_all.credulity} == set(still.states) - {"IRN"}
    assert [still.states[k] for k in to_some.credulity] == ["AZE"]
    assert [week for week, heard in enumerate(by_week) if heard] == [4]
