"""`araxes claims`: the answer first, a table of at most 100 columns, files, and faults without a traceback."""

import json

import pandas as pd
import pytest

from araxes.claims import keep

QUICK = ("C1", "C2", "C14", "C17")
"""Claims that are decided without planted worlds."""


@pytest.fixture(autouse=True)
def kept_apart(monkeypatch, tmp_path):
    """Judgements kept apart from those of the user."""
    monkeypatch.setattr(keep, "_folder", lambda: tmp_path / "kept")


def test_it_leads_with_the_answer_and_its_table_fits(araxes_command, tmp_path):
    code, out, err = araxes_command("claims", *QUICK, "-o", tmp_path / "out")
    assert code == 0, err
    lines = out.splitlines()
    assert lines[0].startswith("Claims: on Chronology")
    assert lines[1].startswith("Finding: Of 4 claims the record supports 1 (C2), contradicts 1 (C1), decides 1")
    for lead in ("Readings: ", "How sure: ", "claim  voice"):
        assert any(line.startswith(lead) for line in lines), lead
    table = lines[lines.index(next(line for line in lines if line.startswith("claim  voice"))) : -1]
    assert max(map(len, table)) <= 100
    assert all(line == line.rstrip() for line in lines)
    assert len([line for line in table if line.startswith("C14")]) == 1
    assert lines[-1].endswith("claims.csv, claims.json, claims.html, claims.png")


def test_files_hold_the_table_the_document_the_figure_and_the_page(araxes_command, tmp_path):
    code, _, _ = araxes_command("claims", *QUICK, "-o", tmp_path / "out", "--quiet")
    assert code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "claims.csv",
        "claims.json",
        "claims.html",
        "claims.png",
    }
    table = pd.read_csv(tmp_path / "out" / "claims.csv", dtype=str)
    assert list(table["claim"]) == ["C1", "C2", "C14", "C14", "C17"]
    assert json.loads((tmp_path / "out" / "claims.json").read_text("utf-8"))["claims"][0]["id"] == "C1"
    assert "<img " in (tmp_path / "out" / "claims.html").read_text("utf-8")


def test_without_figures_there_is_a_page_without_one(araxes_command, tmp_path):
    code, _, _ = araxes_command("claims", "C2", "--no-figures", "-o", tmp_path / "out")
    assert code == 0
    assert not (tmp_path / "out" / "claims.png").exists()
    assert "<img " not in (tmp_path / "out" / "claims.html").read_text("utf-8")


def test_json_is_one_document(araxes_command, tmp_path):
    code, out, _ = araxes_command("claims", *QUICK, "--json", "-o", tmp_path / "out")
    told = json.loads(out)
    assert code == 0
    assert told["answer"][0].startswith("Finding: Of 4 claims")
    assert [one["id"] for one in told["claims"]] == ["C1", "C2", "C14", "C14", "C17"]
    assert told == json.loads((tmp_path / "out" / "claims.json").read_text("utf-8"))


def test_a_capital_that_reads_otherwise_is_named_in_the_table(trial_of):
    from araxes.cli.claims import table_text

    trial = trial_of(C16=[{"verdict": "confirmed"}, {"verdict": "confirmed", "otherwise": {"Baku": "wrong"}}])
    columns, lines = table_text(trial.rows)
    assert columns[-1] == "otherwise"
    assert [line[-1] for line in lines] == ["", "Baku -", ""]
    assert [line[0] for line in lines] == ["C16", "", ""]
    columns, lines = table_text(trial_of(C2=[{"verdict": "confirmed"}]).rows)
    assert "otherwise" not in columns
    assert len(columns) == len(lines[0])


def test_an_article_of_ones_own_is_called_by_its_folder(araxes_command, own_folder, tmp_path):
    said = "<b>bold</b>"
    text = f"id = 'X1'\nclaim = '{said}'\nshort = 'b'\nvoice = 'v'\nvoice_code = 'V'\ntype = 'fact'\nno_test = 'none yet'\n"
    folder = own_folder({"article/X1.toml": text}) / "article"
    code, out, err = araxes_command("claims", "--article", folder, "-o", tmp_path / "out")
    assert code == 0, err
    assert "Of 1 claim the record cannot decide 1 (X1)." in out
    page = (tmp_path / "out" / "claims.html").read_text("utf-8")
    assert "An article on trial: article" in page
    assert said not in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("C99",), "NAMES: got 'C99'; allowed: a known claim"),
        (("C2", "--article", "nowhere"), "nowhere: got no file of a claim"),
        (("C2", "--gdelt", "nowhere.csv"), "nowhere.csv: got "),
        (
            ("C7", "--gdelt", "{broken}"),
            "line 1: got no column a, b, net_score; allowed: columns date, a, b, net_score",
        ),
        (("C2", "--gdelt", "{empty}"), "empty.csv: got "),
        (
            ("C7", "--gdelt", "{words}"),
            "line 2: got 2021-08-02, AZE, IRN, cold; allowed: a date, two codes and a number",
        ),
        (("C2", "--history", "nowhere"), "nowhere"),
        (("C2", "--seed", "-1"), "--seed: got -1"),
    ],
)
def test_faults_of_the_user_end_with_2_and_without_a_traceback(araxes_command, tmp_path, arguments, told):
    files = {
        "broken": "date,tone\n2021-08-02,1\n",
        "empty": "",
        "words": "date,a,b,net_score\n2021-08-02,AZE,IRN,cold\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    places = {name: tmp_path / f"{name}.csv" for name in files}
    code, out, err = araxes_command("claims", *(part.format(**places) for part in arguments))
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err
    assert not (tmp_path / "working" / "results").exists()


def test_a_folder_that_cannot_be_written_is_a_fault(araxes_command, tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    code, _, err = araxes_command("claims", "C2", "-o", tmp_path / "taken")
    assert code == 2
    assert "Traceback" not in err
