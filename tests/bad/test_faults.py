"""One broken file for each message: the file, the key, what was found, what is allowed, the nearest name; exit code 2."""

import csv
import json
from pathlib import Path

import pytest

from araxes.results.check import check

HERE = Path(__file__).parent
FOLDERS = ("parameters", "header", "records", "readings", "perspectives")
with (HERE / "faults.csv").open(encoding="utf-8", newline="") as table:
    ROWS = [tuple(row.values()) for row in csv.DictReader(table)]


@pytest.mark.parametrize(("place", "key", "got", "allowed", "nearest"), ROWS, ids=[row[0] for row in ROWS])
def test_broken_file_has_one_message_and_ends_with_exit_code_2(
    place, key, got, allowed, nearest, araxes_command, monkeypatch
):
    monkeypatch.chdir(HERE)
    code, out, err = araxes_command("check", place, "--json")
    assert code == 2
    assert "Traceback" not in out + err
    (fault,) = json.loads(out)
    assert fault["key"] == key
    assert got in fault["got"]
    assert allowed in fault["allowed"]
    assert fault["nearest"] == nearest
    (line,) = err.splitlines()
    assert line.startswith(f"araxes: {fault['file']}")
    for part in (fault["key"], fault["got"], fault["allowed"], fault["nearest"], fault["step"]):
        assert part in line


def test_every_broken_file_is_in_the_table():
    named = {row[0] for row in ROWS}
    there = {f"scenario/{path.name}" for path in (HERE / "scenario").iterdir()}
    there |= {f"events/{path.name}" for path in (HERE / "events").iterdir()}
    there |= {f"{part}/{path.name}" for part in FOLDERS for path in (HERE / part).iterdir()}
    assert named == there


EIGHT = [
    ("scenario.expext", "unknown name 'expext'", "expect"),
    ("overide", "unknown name 'overide'", "override"),
    ("override.issues.treaty.status", "1.4", ""),
    ("override.RUS.attention.overstretch", "'high'", ""),
    ("act[1].target", "'IRAN'", "IRN"),
    ("change[1].refrence", "unknown name 'refrence'", "reference"),
    ("change[1].date", "2023-03-20", ""),
    ("change[1].value", "-0.5", ""),
]


def test_eight_faults_in_one_scenario_are_eight_messages(araxes_command):
    file = HERE / "eight_faults.toml"
    assert sorted((fault.key, fault.got, fault.nearest) for fault in check(file)) == sorted(EIGHT)
    code, out, err = araxes_command("run", file, "-n", "1")
    assert code == 2
    assert out == ""
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "araxes: 8 faults"
    lines = err.splitlines()[:-1]
    assert len(lines) == 8
    for key, got, nearest in EIGHT:
        (line,) = [line for line in lines if f"{file.name}: {key}: got {got};" in line]
        assert nearest in line
        assert "; allowed: " in line


def test_nothing_else_is_wrong_with_the_file_of_eight_faults(tmp_path):
    text = (HERE / "eight_faults.toml").read_text(encoding="utf-8")
    repairs = {
        "expext": "expect",
        "overide": "override",
        "= 1.4": "= 0.4",
        '"high"': "0.5",
        '"IRAN"': '"IRN"',
        "2023-03-20": "2023-04-24",
        "-0.5": "0.5",
        "refrence": "reference",
    }
    for wrong, right in repairs.items():
        assert text.count(wrong) == 1
        text = text.replace(wrong, right)
    repaired = tmp_path / "repaired.toml"
    repaired.write_text(text, encoding="utf-8")
    assert check(repaired) == []


def test_a_misspelt_head_does_not_hide_what_stands_under_it(tmp_path):
    text = (HERE / "eight_faults.toml").read_text(encoding="utf-8").replace("[scenario]", "[scenaro]")
    file = tmp_path / "nine_faults.toml"
    file.write_text(text, encoding="utf-8")
    keys = [fault.key for fault in check(file)]
    assert sorted(keys) == sorted(
        [*(key for key, _, _ in EIGHT if key != "scenario.expext"), "scenaro", "scenario.expext"]
    )
