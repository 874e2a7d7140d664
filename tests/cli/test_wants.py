"""`araxes wants`: five lines, a table, what is not identified; files; one document."""

import json

import pandas as pd
import pytest


def test_it_prints_five_lines_a_table_and_what_is_not_identified(araxes_command, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    code, out, _ = araxes_command("wants", "IRN", "AZE", "--worlds", 20, "-o", tmp_path / "out")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("What does Iran want? Motives of Iran towards Azerbaijan")
    for lead in ("Finding: ", "Size: ", "How sure: ", "Caveat: ", "Next: --in-model", "Not identified:"):
        assert any(line.startswith(lead) for line in lines), lead
    assert "Borders and route (49)" in out
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "wants.csv",
        "words_by_timing.csv",
        "answer.txt",
        "wants.png",
    }
    assert len(pd.read_csv(tmp_path / "out" / "wants.csv")) == 7


@pytest.mark.parametrize("pair", [("IRN", "AZE"), ("AZE", "IRN"), ("AZE", "ARM"), ("IRN", "ARM")])
def test_it_fits_a_hundred_columns(pair, araxes_command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    code, out, _ = araxes_command("wants", *pair, "--worlds", 20, "--no-figures")
    assert code == 0
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 100


def test_a_pair_without_a_file_is_told_as_a_sketch(araxes_command):
    _, out, _ = araxes_command("wants", "AZE", "ARM", "--worlds", 20, "--no-figures")
    assert "Caveat: a rough sketch: no file in motives/ speaks of AZE towards ARM" in " ".join(out.split())


def test_quiet_says_nothing_and_writes(araxes_command, tmp_path):
    code, out, err = araxes_command(
        "wants", "IRN", "AZE", "--worlds", 20, "--quiet", "--no-figures", "-o", tmp_path / "out"
    )
    assert (code, out, err) == (0, "", "")
    assert (tmp_path / "out" / "answer.txt").read_text("utf-8").startswith("What does Iran want? ")


def test_json_is_one_document(araxes_command, tmp_path):
    code, out, _ = araxes_command("wants", "IRN", "AZE", "--worlds", 20, "-o", tmp_path / "out", "--json")
    told = json.loads(out)
    assert code == 0
    assert sum(row["share"] for row in told["table"]) == 1 or abs(sum(row["share"] for row in told["table"]) - 1) < 1e-9
    assert told["motives_from"] == "motives/IRN.toml"
    assert told["in_this_model"] is None
    assert not (tmp_path / "out" / "wants.png").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("IRM", "AZE"), ("ACTOR: got 'IRM'", "nearest known name: IRN")),
        (("Iran", "AZE"), ("ACTOR: got 'Iran'", "Its code is IRN.")),
        (("IRN", "aze"), ("TARGET: got 'aze'", "Its code is AZE.")),
        (("XYZ", "QQQ"), ("ACTOR: got 'XYZ'", "TARGET: got 'QQQ'")),
        (("IRN", "IRN"), ("TARGET: got 'IRN'; allowed: another actor",)),
        (("ISR", "IRN"), ("allowed: at least 10",)),
        (("IRN", "AZE", "--worlds", 0), ("--worlds: got 0; allowed: a whole number, at least 1",)),
        (("IRN", "AZE", "--history", "nowhere.csv"), ("nowhere.csv",)),
    ],
)
def test_faults_of_the_user_end_with_2_and_without_a_traceback(arguments, said, araxes_command):
    code, out, err = araxes_command("wants", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("araxes: ")
    assert "Traceback" not in err
    assert [one for one in said if one not in err] == []


def test_a_motive_without_any_stimulus_on_record_is_at_fault(araxes_command, own_folder, root):
    text = (
        (root / "motives" / "IRN.toml").read_text("utf-8").replace('{pair = ["AZE", "ISR"]}', '{pair = ["GEO", "ISR"]}')
    )
    code, _, err = araxes_command("wants", "IRN", "AZE", "--folder", own_folder({"motives/IRN.toml": text}))
    assert code == 2
    (line,) = err.splitlines()
    assert "motive[1].stimuli: got queries that find no act from 2020-04-01" in line
