"""The shipped scenarios: each says what it asks, where it comes from and what it expects, and stays inside the rules."""

import pytest

import araxes
from araxes.inputs.chain import scenario_names

NAMES = scenario_names()


def test_there_are_at_least_eighteen():
    assert len(NAMES) >= 18


@pytest.mark.parametrize("name", NAMES)
def test_each_has_question_sources_expectation_and_references(name):
    scenario = araxes.load(name)
    assert scenario.question.endswith("?")
    assert scenario.sources
    assert len(scenario.expect.split()) > 5
    assert scenario.start.weekday() == 0
    for item in (*scenario.acts, *scenario.signals, *scenario.changes):
        assert item.reference


@pytest.mark.slow
def test_every_scenario_that_is_not_a_base_has_a_checkable_expectation():
    bases = {e.against for name in NAMES for e in araxes.load(name).expectations}
    assert {name for name in NAMES if not araxes.load(name).expectations} <= bases


@pytest.mark.slow
def test_expectations_compare_scenarios_of_one_start():
    for name in NAMES:
        scenario = araxes.load(name)
        for expectation in scenario.expectations:
            assert araxes.load(expectation.against).start == scenario.start
            assert expectation.weeks[1] < scenario.weeks


@pytest.mark.parametrize("name", NAMES)
def test_expectations_say_how_far_and_begin_soon_after_the_parting(name):
    for expectation in araxes.load(name).expectations:
        assert (expectation.size is None) == (expectation.sign == "same"), (name, expectation)
        assert expectation.weeks[0] <= 5, (name, expectation)


@pytest.mark.slow
def test_chronology_rows_named_as_references_exist():
    import csv

    from araxes.inputs.read import shipped_folder

    with (shipped_folder() / "history" / "chronology.csv").open(encoding="utf-8") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    for name in NAMES:
        for item in araxes.load(name).acts:
            if item.reference.startswith("chronology "):
                assert item.reference.removeprefix("chronology ") in ids, (name, item.id)


def test_the_restraint_scenarios_mirror_each_other():
    iran, baku = araxes.load("iranian_restraint"), araxes.load("baku_restraint")
    mirror = {"IRN": "AZE", "AZE": "IRN"}
    ours = sorted((mirror[a.source], mirror[a.target], a.date, a.until, a.every, a.code, a.rung) for a in iran.acts)
    theirs = sorted((a.source, a.target, a.date, a.until, a.every, a.code, a.rung) for a in baku.acts)
    assert [tuple(map(str, row)) for row in ours] == [tuple(map(str, row)) for row in theirs]
