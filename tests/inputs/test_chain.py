"""Finding scenarios by name: the user's before the shipped ones, and beside the file that extends them before both."""

import pytest

import araxes
from araxes.inputs.chain import locate, read_header, scenario_names


def test_a_users_scenario_wins_over_a_shipped_one_of_the_same_name(own_folder, head):
    own = own_folder({"scenarios/baseline.toml": head.replace("A test", "My baseline")})
    assert araxes.load("baseline", own).title == "My baseline"
    assert araxes.load("baseline").title != "My baseline"
    assert scenario_names(own) == scenario_names()


def test_a_file_is_extended_by_its_neighbour_before_any_other_of_that_name(scenario_file, head):
    scenario_file(name="baseline", start=head.replace("A test", "The neighbour").replace("weeks = 8", "weeks = 5"))
    child = scenario_file(name="child", start='[scenario]\nextends = "baseline"\n')
    assert araxes.load(child).weeks == 5


def test_a_file_may_extend_a_shipped_scenario_from_anywhere(scenario_file):
    child = scenario_file(name="child", start='[scenario]\nextends = "baseline"\n')
    assert araxes.load(child).files[0] == "scenarios/baseline.toml"


def test_a_scenario_can_be_named_by_a_relative_path(scenario_file, tmp_path, monkeypatch):
    scenario_file(name="here")
    monkeypatch.chdir(tmp_path)
    assert araxes.load("here.toml").name == "here"
    assert locate("here.toml").name == "here.toml"


@pytest.mark.parametrize("name", ["../baseline", "scenarios/baseline", "base-line", "", ".", "baseline ", "a\0b"])
def test_a_name_that_could_leave_the_folder_is_refused(name, messages):
    (fault,) = messages(locate, name)
    assert "files elsewhere are not read" in fault.allowed


def test_a_circle_is_named_in_full(scenario_file, head, messages):
    for name, parent in (("one", "two"), ("two", "three"), ("three", "one")):
        path = scenario_file(name=name, start=head + f'extends = "{parent}"\n')
    (fault,) = messages(araxes.load, path)
    assert fault.got == "a cycle: three -> one -> two -> three"


def test_a_misspelt_extends_is_the_only_fault_of_its_file(scenario_file, messages):
    child = scenario_file(name="child", start='[scenario]\nextnds = "baseline"\ntitle = "T"\n')
    (fault,) = messages(araxes.load, child)
    assert (fault.key, fault.nearest) == ("scenario.extnds", "extends")


def test_an_unknown_history_has_its_message(messages):
    (fault,) = messages(read_header, "chronologie")
    assert fault.nearest == "chronology"
