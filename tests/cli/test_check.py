"""`araxes check`: no fault, or every fault and exit code 2."""

import json


def test_without_a_path_the_shipped_files_are_checked(araxes_command):
    assert araxes_command("check") == (0, "No fault in the shipped files.\n", "")


def test_files_without_fault_are_named(araxes_command, scenario_file):
    one, two = scenario_file(name="one"), scenario_file(name="two")
    assert araxes_command("check", one, two) == (0, f"No fault in {one}, {two}.\n", "")


def test_a_path_with_brackets_is_named_as_it_is(araxes_command, tmp_path, head):
    place = tmp_path / "[bold] x"
    place.mkdir()
    (place / "plain.toml").write_text(head, encoding="utf-8")
    assert araxes_command("check", place / "plain.toml")[1] == f"No fault in {place / 'plain.toml'}.\n"


def test_faults_of_several_files_come_together(araxes_command, scenario_file, head):
    files = [scenario_file(name=f"n{k}", start=head.replace("weeks = 8", f"weeks = -{k}")) for k in (1, 2)]
    code, out, err = araxes_command("check", *files)
    assert (code, out) == (2, "")
    assert [line.split("got ")[1].split(";")[0] for line in err.splitlines()[:-1]] == ["-1", "-2"]


def test_a_document_of_no_faults_is_an_empty_list(araxes_command, scenario_file):
    code, out, err = araxes_command("check", scenario_file(), "--json")
    assert (code, json.loads(out), err) == (0, [], "")
