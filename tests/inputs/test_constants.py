"""Parameters as the tables that rules read."""

import pytest

import araxes
from araxes.inputs.constants import constants, tree


def test_the_tree_splits_every_rung_off_exactly_once(region):
    shipped = tree(region)
    assert shipped.first[0] == 0
    assert shipped.first[-1] == len(shipped.low)
    leaves = [
        low
        for low, high, child in zip(shipped.low, shipped.high, shipped.child, strict=True)
        if child == -1 and high == low + 1
    ]
    assert sorted(leaves) == list(range(len(region.rungs)))
    assert len(leaves) + len(region.nodes) - 1 == len(shipped.low)


def test_children_cover_their_branch(region):
    shipped = tree(region)
    for branch, child in enumerate(shipped.child):
        if child >= 0:
            below = range(shipped.first[child], shipped.first[child + 1])
            assert shipped.low[below[0]] == shipped.low[branch]
            assert shipped.high[below[-1]] == shipped.high[branch]
            assert all(shipped.high[k] == shipped.low[k + 1] for k in below[:-1])


def test_violence_is_pooled_by_class_and_words_are_not(region):
    pools = {node.key: node.pool for node in region.nodes}
    assert {key for key, pool in pools.items() if pool == "class"} == {"violent", "war_node"}


def test_hostility_runs_from_cooperation_to_war_through_quiet(region):
    rules = constants(region)
    assert rules.hostility[0] == -0.7
    assert rules.hostility[-1] == 1.0
    assert rules.hostility == sorted(rules.hostility)
    assert rules.hostility[rules.quiet] == 0
    assert rules.quiet == 3


def test_a_half_life_of_4_weeks_halves_in_4_weeks(region):
    assert constants(region).keep.fast ** 4 == pytest.approx(0.5)


def test_dyads_that_never_fought_have_little_war_in_their_pool(region):
    rules = constants(region)
    never, ever = rules.class_floor
    assert never[-1] == pytest.approx(0.05)
    assert sum(never[rules.violence_rung : -1]) == pytest.approx(0.3)
    assert sum(never[rules.quiet + 1 : rules.violence_rung]) == pytest.approx(4.0)
    assert sum(ever) == pytest.approx(0.5)
    assert len(set(ever)) == 1


def resolved(**sets):
    return araxes.load("baseline", sets={path.replace("_dot_", "."): value for path, value in sets.items()}).region


def test_a_ladder_without_a_quiet_rung_is_refused(messages):
    (fault,) = messages(constants, resolved(ladder_dot_quiet_dot_goldstein=1.0))
    assert fault.got == "0 rungs with Goldstein score 0"


def test_two_quiet_rungs_are_refused(messages):
    (fault,) = messages(constants, resolved(ladder_dot_demand_dot_goldstein=0.0))
    assert fault.got == "2 rungs with Goldstein score 0"


def test_prior_shares_that_are_all_zero_are_refused(region, messages):
    zero = {f"ladder.{rung.key}.prior_share": 0.0 for rung in region.rungs}
    (fault,) = messages(constants, araxes.load("baseline", sets=zero).region)
    assert fault.key == "rung.prior_share"


HOSTILE = '[["material_cooperation", "quiet"], ["criticism", "war"]]'
VIOLENT = '[["criticism", "posture"], ["limited_violence", "war"]]'
WAR = '[["limited_violence", "limited_violence"], ["war", "war"]]'
TREE_FAULTS = {
    "hole": (HOSTILE, HOSTILE.replace("criticism", "demand"), "node hostile.branches"),
    "backwards": (VIOLENT, '[["posture", "criticism"], ["limited_violence", "war"]]', "node violent.branches"),
    "no question for a branch": (WAR, '[["demand", "demand"], ["warning", "warning"]]', "node"),
    "no question over all rungs": (HOSTILE, HOSTILE.replace("war", "posture"), "node"),
}


@pytest.mark.parametrize("case", TREE_FAULTS)
def test_branches_that_make_no_tree_are_refused(case, own_copy, messages):
    old, new, key = TREE_FAULTS[case]
    path = own_copy / "params" / "ladder.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    scenario = araxes.load("baseline", own_copy)
    (fault,) = messages(constants, scenario.region)
    assert fault.key == key
