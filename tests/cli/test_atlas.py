"""`araxes atlas`: a sentence a scenario, a table for documents, every dyad in a file, one figure."""

import json

import pandas as pd

import araxes


def test_it_prints_the_largest_and_writes_all(araxes_command, tmp_path):
    code, out, _ = araxes_command("atlas", "baseline_contested", "-n", 16, "-o", tmp_path / "out")
    assert code == 0
    assert out.splitlines()[0].startswith("baseline_contested: ")
    assert (tmp_path / "out" / "atlas.png").exists()
    assert len(pd.read_csv(tmp_path / "out" / "atlas.csv")) == 20 * 3
    expected = pd.read_csv(tmp_path / "out" / "expectations.csv")
    assert set(expected["scenario"]) == {"baseline_contested"}
    assert len(expected) == len(araxes.load("baseline_contested").expectations)
    assert (tmp_path / "out" / "atlas.md").read_text("utf-8").splitlines()[2].startswith("| baseline_contested |")


def test_json_is_one_document(araxes_command, tmp_path):
    code, out, _ = araxes_command("atlas", "baseline_contested", "-n", 16, "-o", tmp_path / "out", "--json")
    told = json.loads(out)
    assert code == 0
    assert [row["scenario"] for row in told["sentences"]] == ["baseline_contested"]
    assert {row["scenario"] for row in told["expectations"]} == {"baseline_contested"}
    assert not (tmp_path / "out" / "atlas.png").exists()
    assert {row["outcome"] for row in told["changes"]} == {"hostile", "coercive", "violent"}


def test_a_scenario_without_base_and_an_unknown_one_end_with_2(araxes_command):
    code, out, err = araxes_command("atlas", "baseline")
    assert (code, out) == (2, "")
    assert err.startswith("araxes: baseline: expectation: got none; allowed: one that names a base")
    code, _, err = araxes_command("atlas", "force_siunik")
    assert code == 2
    assert "nearest known name: force_syunik" in err


def test_a_reading_stands_in_document_and_folder(araxes_command, tmp_path):
    code, out, _ = araxes_command("atlas", "baseline_contested", "-n", 16, "--reading", "Baku")
    assert code == 0
    assert (tmp_path / "working" / "results" / "atlas_Baku" / "atlas.csv").exists()
    code, out, _ = araxes_command("atlas", "baseline_contested", "-n", 16, "--reading", "Baku", "--json")
    assert json.loads(out)["reading"] == "Baku"
    code, out, err = araxes_command("atlas", "--reading", "Baqu")
    assert (code, out) == (2, "")
    assert "nearest known name: Baku" in err
    assert not (tmp_path / "working" / "results" / "atlas_Baqu").exists()
