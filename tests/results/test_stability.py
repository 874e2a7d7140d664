"""Stability: what one more hostile act brings about, worked out by hand, and the factor at which it would no longer die out."""

import itertools

import numpy as np
import pytest

import araxes
from araxes.engines.mesa.model import Region
from araxes.engines.world import prepare
from araxes.inputs.parameters import setting
from araxes.results import stability as module
from araxes.results.stability import answers_at, critical_factor, deciding_dyads, habit_step, hostile_chances, stability
from araxes.rules.terms import TERMS, WEIGHTS

ANSWERING = {"alarm": 0.6, "pile_on": 0.3}


def world_of(**weights):
    """Return the baseline with some weights at a value, all others at 0."""
    sets = {f"behaviour.weight.{name}": weights.get(name, 0.0) for name in WEIGHTS}
    return prepare(araxes.load("baseline", weeks=2, sets=sets))


@pytest.fixture(scope="module")
def world():
    return world_of(**ANSWERING)


@pytest.fixture(scope="module")
def region(world):
    """The region at the origin, all terms worked out."""
    made = Region(world, 0, 0, fixed=True, collect=False)
    made.agents.do("perceive")
    made.agents.do("appraise")
    return made


def by_hand(world, region, factor):
    """Return B from the derivative of the logistic function and the terms that a surprise of i towards j moves."""
    dyads, quiet = deciding_dyads(world), world.constants.quiet
    chance = dict(zip(dyads, hostile_chances(region).tolist(), strict=True))
    scale = world.constants.hostility
    out = np.zeros((len(dyads), len(dyads)))
    for (row, (k, m)), (column, (i, j)) in itertools.product(enumerate(dyads), repeat=2):
        weights = dict(zip(TERMS, region.weights.push[k], strict=True))
        moved = weights["alarm_own"] * ((k, m) == (i, j)) + weights["alarm_received"] * ((m, k) == (i, j))
        if m == j and k not in (i, j):
            moved += weights["pile_on"] * (1 + region.dated.tie[0][k][i])
        habit = region.by_index[i].habit(world.states[j])
        hostile = sum(habit[quiet + 1 :])
        surprise = sum(p * h for p, h in zip(habit[quiet + 1 :], scale[quiet + 1 :], strict=True)) / hostile
        p = chance[k, m]
        out[row, column] = factor * moved * p * (1 - p) * surprise / (1 - world.constants.keep.alarm)
    return out


def test_what_one_more_hostile_act_brings_about_by_hand(world, region):
    found = answers_at(world, 1.0)
    assert found.shape == (20, 20)
    assert found == pytest.approx(by_hand(world, region, 1.0), rel=1e-3, abs=1e-9)
    assert (found > 0).sum() == 20 * (1 + 1 + 3)  # the dyad itself, its reverse, and the three that may pile on


def test_nothing_is_answered_where_answers_weigh_nothing():
    silent = world_of(grievance=2.0, lift=0.5)
    assert not answers_at(silent, 1.0).any()
    found = stability(silent)
    assert found.leading == 0
    assert found.critical == float("inf")


def test_the_leading_value_is_that_of_the_answers_and_the_dyads_that_carry_it_are_named(world):
    found, answers = stability(world), answers_at(world, 1.0)
    assert found.leading == pytest.approx(np.linalg.eigvals(answers).real.max())
    names = {f"{world.states[i]}>{world.states[j]}" for i, j in deciding_dyads(world)}
    shares = [share for _, share in found.dyads]
    assert {name for name, _ in found.dyads} <= names
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1


def test_at_the_critical_factor_an_act_brings_about_one_more(world):
    factor, step = critical_factor(world), setting("health.factor_precision")
    assert np.linalg.eigvals(answers_at(world, factor)).real.max() >= 1
    assert np.linalg.eigvals(answers_at(world, factor - step)).real.max() < 1


def test_a_factor_out_of_reach_is_infinite(world, monkeypatch):
    limited = {"health.factor_limit": 1.0}
    monkeypatch.setattr(module, "setting", lambda path: limited.get(path, setting(path)))
    assert critical_factor(world) == float("inf")


def test_one_more_hostile_week_raises_habit_a_little_and_nothing_is_left_of_the_trial(world):
    before = world.warm.memory.counts.tolist()
    assert 0 < habit_step(world) < 0.1
    assert world.warm.memory.counts.tolist() == before
    shorter = prepare(araxes.load(world.scenario, sets={"behaviour.habit.anchor": 0.0}))
    assert habit_step(shorter) > habit_step(world)  # a week counts for more where less else does
