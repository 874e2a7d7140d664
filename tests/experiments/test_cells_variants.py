"""Variants of the model at the origin of a shock."""

import pytest

from araxes.experiments.cells import HABIT, HINDSIGHT, KNOWN, run_variant, scenario_of, variants
from araxes.experiments.shock import read_shocks
from araxes.inputs.constants import first
from araxes.inputs.read import SHOCKS, shipped_folder
from araxes.inputs.region import in_use
from araxes.inputs.scenario import load
from araxes.rules.terms import WEIGHTS


@pytest.fixture(scope="module")
def by_name():
    return {one.name: one for one in variants()}


@pytest.fixture(scope="module")
def shocks(region, chronology):
    return read_shocks(shipped_folder() / SHOCKS, region, chronology, 14)


def test_estimates_are_of_before_the_origin_but_in_hindsight(by_name, shocks, region, chronology):
    latest = max(one.last for one in region.estimates if one.record == chronology.header.name)
    for shock in shocks:
        used = {
            name: scenario_of(shock.scenario, one, shock.origin, 14, chronology).region for name, one in by_name.items()
        }
        assert all(one.last < shock.origin for name in (KNOWN, HABIT) for one in in_use(used[name]))
        assert [one.last for one in in_use(used[HINDSIGHT])] == [latest]


def test_values_stand_still_from_the_origin_in_every_variant(by_name, shocks, chronology):
    for shock in shocks:
        for one in by_name.values():
            book = scenario_of(shock.scenario, one, shock.origin, 14, chronology).book
            assert all(date < shock.origin for p in book.values() if len(p.series) > 1 for date, _ in p.series)


def test_what_the_shock_does_stays(by_name, shocks, chronology):
    for shock in shocks:
        found = scenario_of(shock.scenario, by_name[KNOWN], shock.origin, 14, chronology)
        assert (found.acts, found.changes, found.signals) == (
            shock.scenario.acts, shock.scenario.changes, shock.scenario.signals,
        )  # fmt: skip


def test_habit_alone_has_no_weights(by_name, shocks, chronology):
    scenario = scenario_of(load("baseline"), by_name[HABIT], shocks[0].origin, 14, chronology)
    assert {first(scenario.book, f"behaviour.weight.{name}") for name in WEIGHTS} == {0}


def test_half_an_experiment_is_none(by_name, shocks, chronology, compiled):
    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_variant(shocks[0], load("baseline"), by_name[KNOWN], chronology, 14, 2048, 1, progress=stop)
