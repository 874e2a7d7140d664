"""Expectations that cannot be compared are faults; what a scenario does not say itself is named as another one's."""

import pytest

import araxes
from araxes.inputs.scenario_checks import Head, expectation_faults
from araxes.inputs.schema import Expectation

OWN = "[[expectation]]\ndyad = 'IRN>AZE'\nagainst = 'base'\nweeks = [{}, {}]\nsign = 'lower'\n"


@pytest.mark.parametrize(
    ("weeks", "start", "against", "told"),
    [
        ((0, 7), "2023-04-03", "base", []),
        ((0, 7), "2023-04-05", "base", []),
        ((5, 8), "2023-04-03", "base", ["tested.toml: expectation[1].weeks: got [5, 8]; allowed: weeks from 0 to 7: tested has 8"]),
        ((5, 8), "2023-04-03", "short", ["expectation[1].weeks: got [5, 8]; allowed: weeks from 0 to 3: short has 4"]),
        ((0, 7), "2023-04-10", "base", ["expectation[1].against: got 'base', which starts on 2023-04-03; allowed: a scenario with"]),
        ((9, 9), "2023-05-01", "base", ["expectation[1].against: got", "expectation[1].weeks: got [9, 9]"]),
        ((0, 7), "2023-04-03", "tested", ["expectation[1].against: got 'tested'; allowed: another scenario than this one"]),
    ],
)  # fmt: skip
def test_check_refuses_expectations_that_no_comparison_can_answer(scenario_file, head, weeks, start, against, told):
    scenario_file(name="base")
    scenario_file(name="short", start=head.replace("weeks = 8", "weeks = 4"))
    text = OWN.format(*weeks).replace("base", against)
    faults = araxes.check(scenario_file(text, start=head.replace("2023-04-03", start)))
    assert len(faults) == len(told)
    for fault, words in zip(faults, told, strict=True):
        assert words in str(fault)


def test_an_expectation_against_a_broken_scenario_is_no_fault_of_this_one():
    def broken(name):
        raise araxes.InputError([])

    expectation = Expectation(dyad="IRN>AZE", against="other", weeks=(0, 99), sign="same")
    assert not list(expectation_faults("a.toml", [expectation], Head("a", {"weeks": 8}), broken))


def test_words_that_a_scenario_does_not_say_itself_are_named_as_those_of_the_one_it_extends(scenario_file):
    scenario_file(name="base")
    plain = araxes.load(scenario_file(start="[scenario]\nextends = 'base'\n", name="kid"))
    assert plain.expect == "What the test says. (said of base, which kid extends)"
    assert plain.title == "A test (said of base, which kid extends)"
    own = araxes.load(scenario_file(start="[scenario]\nextends = 'base'\nexpect = 'Nothing.'\n", name="kid"))
    assert own.expect == "Nothing."


@pytest.mark.parametrize(
    ("start", "weeks", "norm"), [("2026-03-09", 0, False), ("2026-03-16", 1, False), ("2026-09-14", 27, True)]
)
def test_a_start_after_the_record_says_how_long_after_and_what_is_assumed(scenario_file, head, start, weeks, norm):
    notes = araxes.load(scenario_file(start=head.replace("2023-04-03", start))).notes
    assert len(notes) == (weeks > 0)
    if weeks:
        assert notes[0].startswith(f"The run begins {weeks} week{'s' * (weeks > 1)} after the record")
        assert f"of 2026-03-09 up to {start}" in notes[0]
        assert ("recent conduct is unknown" in notes[0]) == norm
