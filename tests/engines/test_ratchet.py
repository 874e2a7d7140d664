"""Nothing ratchets: a constant push is felt as much in the fourth year as in the first, because habit is credited for its own part only."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.engines.datasets import simulate
from araxes.engines.mesa.agents import State, forget
from araxes.engines.mesa.model import Region
from araxes.engines.world import prepare
from araxes.inputs.schema import Change
from araxes.results.free_runs import free_scenario

START, HEATED = datetime.date(2026, 3, 9), datetime.date(2023, 1, 2)
"""The end of the record, and a January after which the level itself falls back for years: habit comes from months of quarrels there."""
STATES = ("ARM", "AZE", "IRN", "RUS", "TUR")
ONE, OTHER = "IRN", "AZE"
YEAR, YEARS = 52, 4
CLOSE = 0.03
REPLICATES = 600
LIVELY = {"lift": 0.55, "alarm": 0.85, "pile_on": 0.55, "thaw": 0.12, "grievance": 2.0, "contact": 0.33}
"""Weights with which acts answer acts about as much as on the chronology."""


@pytest.fixture(scope="module")
def pushed_world():
    """Return a world in which Iran is pushed by some logits towards Azerbaijan from the first week on, and nothing else is dated.

    The push is a step of hawkishness from 0 to 1 under a leader's weight of that size.
    """

    def build(size, years=YEARS, weights=LIVELY, start=START):
        sets = {f"behaviour.weight.{name}": weight for name, weight in weights.items()}
        sets |= {"behaviour.weight.leader": size}
        sets |= {f"{a}.hawkishness.{b}": 0 for a in STATES for b in STATES if a != b}
        scenario = free_scenario(start, years * YEAR, araxes.load("baseline", sets=sets))
        step = Change(id="push", path=f"{ONE}.hawkishness.{OTHER}", date=start, value=1, reference="hypothetical")
        return prepare(replace(scenario, changes=(step,)))

    return build


def hostile_by_year(world):
    """Return the share of hostile weeks of the pushed half by year."""
    data = simulate(world, REPLICATES, fixed=True)
    hostile = data["rung"].sel(actor=ONE, target=OTHER).values > world.constants.quiet
    return hostile.mean(axis=0).reshape(-1, YEAR).mean(axis=1)


def test_a_constant_push_of_one_is_felt_as_much_in_every_year(pushed_world):
    without, pushed = (hostile_by_year(pushed_world(size)) for size in (0, 1))
    assert pushed[0] > without[0] + 0.05
    assert abs(pushed[1:] - pushed[0]).max() < CLOSE, pushed.round(3)
    assert abs(without[1:] - without[0]).max() < CLOSE, without.round(3)


def test_where_the_level_falls_back_a_constant_push_multiplies_the_odds_alike_in_every_year(pushed_world):
    without, pushed = (hostile_by_year(pushed_world(size, start=HEATED)) for size in (0, 1))
    ratio = np.log(pushed / (1 - pushed)) - np.log(without / (1 - without))
    assert ratio == pytest.approx(ratio[0], abs=0.15), ratio.round(2)
    assert ratio[0] > 1  # the push and what answers it
    assert (np.diff(without) < 0).all(), without.round(3)


@pytest.mark.slow
def test_without_the_lift_the_level_sinks_alike_with_and_without_push(pushed_world):
    without, pushed = (hostile_by_year(pushed_world(size, weights=LIVELY | {"lift": 0.0})) for size in (0, 1))
    assert max(pushed[1:] - pushed[0]) < CLOSE, pushed.round(3)
    assert pushed / pushed[0] == pytest.approx(without / without[0], abs=0.2)


@pytest.mark.slow
def test_where_habit_learns_all_that_a_push_brings_about_the_same_push_ratchets(pushed_world, monkeypatch):
    monkeypatch.setattr(State, "credit", lambda self, j: 1.0)
    world, years, shares = pushed_world(1, 3), 3, []
    i, j = world.codes.index(ONE), world.codes.index(OTHER)
    for replicate in range(16):
        region = Region(world, replicate, fixed=True, collect=False).run()
        shares.append((np.stack(region.rungs)[:, i, j] > world.constants.quiet).reshape(years, YEAR).mean(axis=1))
        forget(region)
    mean = np.mean(shares, axis=0)
    assert mean[-1] > mean[0] + 3 * CLOSE, mean.round(3)
