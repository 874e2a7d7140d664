"""`araxes wants`: five lines, a table, what is not identified; files; one document."""

import json

import pandas as pd


def test_it_prints_five_lines_a_table_and_what_is_not_identified(araxes_command, tmp_path):
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


def test_json_is_one_document(araxes_command, tmp_path):
    code, out, _ = araxes_command("wants", "IRN", "AZE", "--worlds", 20, "-o", tmp_path / "out", "--json")
    told = json.loads(out)
    assert code == 0
    assert sum(row["share"] for row in told["table"]) == 1 or abs(sum(row["share"] for row in told["table"]) - 1) < 1e-9
    assert told["motives_from"] == "motives/IRN.toml"
    assert told["in_this_model"] is None
    assert not (tmp_path / "out" / "wants.png").exists()


def test_faults_of_the_user_end_with_2_and_without_a_traceback(araxes_command):
    code, out, err = araxes_command("wants", "IRM", "AZE")
    assert (code, out) == (2, "")
    assert err.startswith("araxes: ACTOR: got 'IRM'")
    assert "nearest known name: IRN" in err
    code, _, err = araxes_command("wants", "ISR", "IRN")
    assert code == 2
    assert "allowed: at least 10" in err


def test_a_motive_without_any_stimulus_on_record_is_at_fault(araxes_command, own_folder, root):
    text = (
        (root / "motives" / "IRN.toml").read_text("utf-8").replace('{pair = ["AZE", "ISR"]}', '{pair = ["GEO", "ISR"]}')
    )
    code, _, err = araxes_command("wants", "IRN", "AZE", "--folder", own_folder({"motives/IRN.toml": text}))
    assert code == 2
    (line,) = err.splitlines()
    assert "motive[1].stimuli: got queries that find no act from 2020-04-01" in line
