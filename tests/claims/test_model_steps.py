"""Dated steps in the model: whose they are, and that only free scenarios with steps are told."""

import araxes
from araxes.claims.model_steps import STEP_COLUMNS, model_steps, steps_of


def test_steps_are_what_a_scenario_has_beyond_its_base():
    base, other = araxes.load("baseline"), araxes.load("route_extraterritorial")
    found = steps_of(other, base)
    assert found["capital"] == "AZE"
    assert found["steps"] == len(other.acts) + len(other.signals) + len(other.changes)
    assert found["date"] == min(item.date for item in (*other.acts, *other.signals, *other.changes))


def test_a_step_that_is_left_out_is_told_as_such():
    found = steps_of(araxes.load("baseline"), araxes.load("route_extraterritorial"))
    assert found["step"].startswith("without: ")


def test_what_is_no_step_has_nobody():
    assert steps_of(araxes.load("baseline"), araxes.load("baseline")) == {
        "capital": "",
        "date": "",
        "step": "",
        "steps": 0,
    }


def test_the_model_is_asked_of_scenarios_that_leave_the_dyad_free_and_have_steps():
    asked = ["force_syunik", "route_extraterritorial", "israel_frozen"]
    found = model_steps("IRN", "AZE", asked, replicates=16)
    assert list(found.columns) == list(STEP_COLUMNS)
    assert (found["steps"] > 0).all()
    assert {"force_syunik", "route_extraterritorial"} <= set(found["scenario"])
    assert found["told"].astype(int).is_monotonic_decreasing
