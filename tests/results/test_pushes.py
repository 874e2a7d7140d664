"""Pushes: why scenarios differ, term by term."""

import math

import numpy as np
import pytest

import araxes
from araxes.engines.mesa.agents import forget
from araxes.engines.mesa.model import Region
from araxes.errors import InputError
from araxes.results.pushes import PUSH_NAMES, TOGETHER, first_difference, push_summary
from araxes.rules.terms import CONTACT

FIRST = 12
"""The week of `force_syunik` in which force begins: 2026-06-01, counted from 2026-03-09."""


@pytest.fixture(scope="module")
def found(compiled):
    return araxes.compare(["baseline", "force_syunik"], replicates=12, weeks=20, fixed=True)


@pytest.fixture(scope="module")
def table(found):
    return found.pushes("IRN>AZE")


def pushes_of(table, term):
    return table[table["term"] == term].set_index("week")["difference"]


def test_before_the_worlds_part_nothing_differs_and_then_alarm_rises_and_fades(table):
    assert set(table["term"]) == set(PUSH_NAMES)
    assert (table["since"] == table["week"] - FIRST).all()
    assert (table.loc[table["since"] < 0, "difference"] == 0).all()
    pile_on = pushes_of(table, "pile_on")
    assert pile_on[FIRST] == 0
    assert pile_on[FIRST + 1] > 0
    assert pile_on.loc[FIRST + 4 :].is_monotonic_decreasing


def test_grievance_and_red_line_stand_as_long_as_the_ground_is_held_and_are_told_apart(table):
    held = FIRST + 3
    for term in ("grievance", "red_line"):
        push = pushes_of(table, term)
        assert push.loc[held:].min() > 0
        assert push.loc[held:].max() - push.loc[held:].min() < 0.05 * push.loc[held:].max() or term == "grievance"
    assert not np.isclose(pushes_of(table, "grievance")[held], pushes_of(table, "red_line")[held])


def test_pushes_of_hostility_add_up_to_what_the_actor_is_pushed_by(found, table):
    world, replicates = found.others[0].world, found.replicates
    total = []
    for number in range(replicates):
        region = Region(world, number, found.base.seed, fixed=True, collect=False)
        for _ in range(FIRST + 2):
            region.step()
        total.append(region.state("IRN").eta[world.states.index("AZE")])
        forget(region)
    week = table[(table["week"] == FIRST + 1) & (table["term"] != CONTACT)]
    assert week["push"].sum() == pytest.approx(math.fsum(total) / replicates, abs=1e-12)


def test_windows_are_means_since_the_worlds_parted_and_their_sum_leaves_contact_out(table):
    summary = push_summary(table, "force_syunik").set_index("term")
    assert list(summary.columns) == ["week 0", "weeks 1 to 4", "weeks 5 to 13"]
    early = pushes_of(table, "red_line").loc[FIRST + 1 : FIRST + 4]
    assert summary.loc["red_line", "weeks 1 to 4"] == pytest.approx(early.mean())
    terms = summary.drop(index=[TOGETHER, CONTACT], errors="ignore")
    assert summary.loc[TOGETHER].to_numpy() == pytest.approx(terms.sum().to_numpy())
    assert (terms != 0).any(axis=1).all()


def test_a_scenario_beside_itself_is_pushed_by_nothing_else(compiled):
    same = araxes.compare(["baseline", "baseline"], replicates=2, weeks=3)
    table = same.pushes("IRN>AZE")
    assert (table["difference"] == 0).all()
    assert (table["since"] < 0).all()
    assert push_summary(table, "baseline (2)").empty


def test_worlds_part_where_acts_or_pushes_first_differ():
    pushes, acts = np.zeros((2, 5, 3)), np.zeros((2, 5, 2, 2), np.int8)
    others, moved = pushes.copy(), acts.copy()
    assert first_difference(pushes, pushes, acts, acts) == 5
    moved[1, 3, 0, 1] = 7
    assert first_difference(pushes, pushes, moved, acts) == 3
    others[0, 2, 1] = 0.1
    assert first_difference(others, pushes, moved, acts) == 2


def test_a_dyad_that_is_none_is_a_fault(found):
    with pytest.raises(InputError, match="nearest known name: IRN>AZE"):
        found.pushes("IRN>AZR")
