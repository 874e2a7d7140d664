"""What a sweep varies is tried at both ends of its range and at its middle before it is run."""

import pytest

import araxes
from araxes.sweeps.plan import answers_of
from araxes.sweeps.sweep import plan_sweep

SALIENCE = "IRN.salience.caspian"
pytestmark = pytest.mark.usefixtures("compiled")


@pytest.mark.slow
def test_both_ends_of_every_range_are_tried():
    plan = plan_sweep("baseline", [f"{SALIENCE}=0:1:3", "IRN.temper.alarm=0,1,3"], replicates=2, weeks=4)
    inert, answered = answers_of(plan)
    assert inert.inert
    assert str(inert).startswith(f"{SALIENCE} from 0 to 1: nothing answers to it here")
    assert "That holds with the others at their ends, too." in inert.advice
    assert "Use a [[change]] of it" in inert.advice
    assert not answered.inert
    assert str(answered).startswith("IRN.temper.alarm from 0 to 3: answered to")


def test_what_answers_only_beside_another_factor_says_where(scenario_file, head):
    change = """
[[change]]
id = "c"
path = "issues.syunik_route.status"
date = 2023-04-03
value = 1.0
reference = "test"
"""
    moving = scenario_file(change + '[override]\n"behaviour.weight.grievance" = 0\n')
    vary = ["IRN.temper.grievance=0:2:2", "behaviour.weight.grievance=0:1:2"]
    temper, weight = answers_of(plan_sweep(moving, vary, replicates=2, weeks=4))
    assert not temper.inert
    assert temper.advice == "That is where the others are at their ends."
    assert not weight.inert
    assert weight.advice == ""


def test_what_does_alike_at_both_ends_is_tried_between_them(scenario_file):
    told = """
[[signal]]
id = "shown"
date = 2023-04-03
source = "AZE"
issue = "israel"
value = 1.0
cost = 1.0
to = ["IRN"]
reference = "test"
"""
    fixed = '[override]\n"issues.israel.status" = 0.2\n"IRN.credulity.AZE" = 0.5\n'
    moving = scenario_file(
        told + fixed
    )  # the belief goes from 0.2 to 0.6: the line is crossed from the first day, on the way, or never
    (line,) = answers_of(plan_sweep(moving, ["IRN.red_line.israel=0.1:0.9:3"], replicates=2, weeks=4))
    assert not line.inert
    assert line.advice == "That is between its ends, which do alike."
    (ends,) = answers_of(plan_sweep(moving, ["IRN.red_line.israel=0.1:0.9:2"], replicates=2, weeks=4))
    assert ends.inert


@pytest.mark.slow
def test_values_that_are_set_come_first():
    plan = plan_sweep("baseline", [f"{SALIENCE}=0:1:2"], sets={"USA.attention.overstretch": 0.9}, replicates=2, weeks=4)
    assert [answer.what for answer in answers_of(plan)] == [
        "USA.attention.overstretch = 0.9",
        f"{SALIENCE} from 0 to 1",
    ]


def test_choices_have_no_ends_and_every_base_is_tried():
    vary = {"scenario": ["baseline", "networks_zero"], "IRN.temper.alarm": [0, 3]}
    (answer,) = answers_of(plan_sweep("baseline", vary, replicates=2, weeks=4))
    assert not answer.inert


def test_a_sweep_of_what_nothing_answers_to_warns():
    with pytest.warns(UserWarning, match="nothing answers to it here"):
        araxes.sweep("baseline", [f"{SALIENCE}=0,1"], replicates=2, weeks=3, outcomes=["tension.IRN>AZE"])
