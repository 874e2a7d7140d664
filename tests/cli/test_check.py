"""`araxes check`: no fault, or every fault and exit code 2."""

import json


def test_without_a_path_the_shipped_files_are_checked(araxes_command):
    assert araxes_command("check") == (0, "No fault: the shipped files\n", "")


def test_files_without_fault_are_named(araxes_command, scenario_file):
    one, two = scenario_file(name="one"), scenario_file(name="two")
    assert araxes_command("check", one, two) == (0, f"No fault: {one} {two}\n", "")


def test_a_path_with_brackets_is_named_as_it_is(araxes_command, tmp_path, head):
    place = tmp_path / "[bold] x"
    place.mkdir()
    (place / "plain.toml").write_text(head, encoding="utf-8")
    assert araxes_command("check", place / "plain.toml")[1] == f"No fault: {place / 'plain.toml'}\n"


def test_faults_of_several_files_come_together(araxes_command, scenario_file, head):
    files = [scenario_file(name=f"n{k}", start=head.replace("weeks = 8", f"weeks = -{k}")) for k in (1, 2)]
    code, out, err = araxes_command("check", *files)
    assert (code, out) == (2, "")
    assert [line.split("got ")[1].split(";")[0] for line in err.splitlines()[:-1]] == ["-1", "-2"]


def test_a_document_of_no_faults_is_an_empty_list(araxes_command, scenario_file):
    code, out, err = araxes_command("check", scenario_file(), "--json")
    assert (code, json.loads(out), err) == (0, [], "")


def test_another_record_is_read_and_what_was_found_is_said(araxes_command, tmp_path):
    path = tmp_path / "20220103.export.CSV"
    row = ["1", "20220103", *[""] * 59]
    row[7], row[17], row[26], row[59] = "AZE", "IRN", "042", "20220103001500"
    path.write_text("\t".join(row) + "\n", encoding="utf-8")
    code, out, err = araxes_command("check", path)
    assert (code, err) == (0, "")
    assert "GDELT 2.0, 1 acts, 2022-01-03 to 2022-01-03." in out
    assert "No header" in out
    assert araxes_command("check", path, "--json")[1].strip() == "[]"
