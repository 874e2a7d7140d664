"""Files that cannot be read as text, as TOML or as CSV at all, and files that lead out of their folder."""

import os

import pytest

import araxes
from araxes.results.check import check

FIFTY_MB = 50 * 1000 * 1000


def written(tmp_path, text, head):
    path = tmp_path / "unreadable.toml"
    path.write_bytes(text(head.encode()))
    return path


UNREADABLE = {
    "byte-order mark": (lambda head: b"\xef\xbb\xbf" + head, "", "a byte-order mark", "plain UTF-8"),
    "UTF-16": (lambda head: head.decode().encode("utf-16"), "", "text in UTF-16", "plain UTF-8"),
    "Latin-1": (lambda head: head + b"# caf\xe9\n", "byte 159", "not UTF-8", "plain UTF-8"),
    "empty": (lambda head: b"", "", "an empty file", "at least one table"),
    "blank": (lambda head: b" \n\n", "", "an empty file", "at least one table"),
    "only a comment": (lambda head: b"# nothing yet\n", "scenario", "nothing", "[scenario] table"),
    "duplicate key": (lambda head: head + b"weeks = 9\n", "", "a key or table given twice", "each key once"),
    "duplicate table": (lambda head: head + b"[scenario]\n", "", "a key or table given twice", "each key once"),
    "not TOML": (lambda head: head + b"weeks: 9\n", "", "not TOML", "TOML"),
    "CSV": (lambda head: b"id,date\n1,2023-04-03\n", "", "not TOML", "TOML"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_unreadable_scenario_has_one_message(case, tmp_path, head, araxes_command):
    text, key, got, allowed = UNREADABLE[case]
    path = written(tmp_path, text, head)
    (fault,) = check(path)
    assert fault.file == str(path)
    assert fault.key == key
    assert got in fault.got
    assert allowed in fault.allowed
    code, out, err = araxes_command("show", path)
    assert (code, out, err) == (2, "", f"araxes: {fault}\n")


@pytest.mark.parametrize("name", ["params/behaviour.toml", "history/chronology.toml", "history/chronology.csv"])
@pytest.mark.parametrize("case", ["byte-order mark", "Latin-1", "empty"])
def test_the_same_holds_for_parameters_and_history(case, name, own_copy):
    text, _, got, _ = UNREADABLE[case]
    path = own_copy / name
    path.write_bytes(text(path.read_bytes()))
    if path.suffix == ".csv" and case == "byte-order mark":  # spreadsheets put it before tables
        assert check(own_copy) == []
        return
    (fault,) = check(own_copy)
    assert fault.file == str(path)
    assert got in fault.got


@pytest.mark.parametrize("name", ["params/ladder.toml", "scenarios/huge.toml", "history/events.csv"])
def test_a_file_of_50_mb_is_refused_unread(name, own_folder):
    own = own_folder({name: ""})
    os.truncate(own / name, FIFTY_MB)
    (fault,) = check(own / name)
    assert fault.file == str(own / name)
    assert fault.got == "50,000,000 bytes"
    assert "at most" in fault.allowed


def test_a_linked_scenario_that_leads_out_of_the_folder_is_refused(tmp_path, own_folder, head, messages):
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text(head, encoding="utf-8")
    own = own_folder({"scenarios/plain.toml": head})
    (own / "scenarios" / "linked.toml").symlink_to(elsewhere)
    (fault,) = messages(araxes.load, "linked", own)
    assert fault.file == str(own / "scenarios" / "linked.toml")
    assert fault.got == f"a link to {elsewhere}"
    assert "a file inside" in fault.allowed


def test_a_linked_scenario_inside_the_folder_is_followed(own_folder, head):
    own = own_folder({"scenarios/plain.toml": head})
    (own / "scenarios" / "linked.toml").symlink_to(own / "scenarios" / "plain.toml")
    assert araxes.load("linked", own).title == araxes.load("plain", own).title


@pytest.mark.parametrize("name", ["params/actors/IRN.toml", "history/chronology.toml"])
def test_a_link_out_of_the_folder_is_refused(name, tmp_path, own_folder, head):
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text(head, encoding="utf-8")
    own = own_folder({"scenarios/plain.toml": head})
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).symlink_to(elsewhere)
    (fault,) = check(own)
    assert fault.file == str(own / name)
    assert fault.got == f"a link to {elsewhere}"


def test_a_linked_folder_is_refused_rather_than_passed_over(tmp_path, own_folder):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "IRN.toml").write_text('[label]\nen = "Persia"\n', encoding="utf-8")
    own = own_folder({"params/issues.toml": "# none\n"})
    (own / "params" / "actors").symlink_to(elsewhere)
    (fault,) = check(own)
    assert fault.got == f"a link to {elsewhere}"


def test_a_linked_chronology_is_refused(tmp_path, own_copy):
    elsewhere = tmp_path / "elsewhere.csv"
    (own_copy / "history" / "chronology.csv").rename(elsewhere)
    (own_copy / "history" / "chronology.csv").symlink_to(elsewhere)
    (fault,) = check(own_copy)
    assert fault.got == f"a link to {elsewhere}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_has_one_message(tmp_path, head):
    path = tmp_path / "closed.toml"
    path.write_text(head, encoding="utf-8")
    path.chmod(0)
    (fault,) = check(path)
    assert fault.allowed == "a file that can be read"


@pytest.mark.parametrize(
    "text", ["a" * 300, "a" * 300 + ".toml", "../baseline", "", "base line", "no_such.toml", "/etc"]
)
def test_a_name_that_is_no_scenario_has_one_message(text, araxes_command):
    code, out, err = araxes_command("show", text)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("araxes: ")
