"""`araxes shocks`: what it prints and writes."""

import json
import shutil

import pytest

from araxes.inputs.region import MODEL_VERSION

ROW = "quarrel,2023-04-05,2023-04-03,A made-up quarrel,act,,AZE>IRN + reciprocity: a rupture received,RUS>TUR ARM>TUR,,,no,\n"


@pytest.fixture
def folder(tmp_path, root):
    made = tmp_path / "made_up"
    (made / "scenarios").mkdir(parents=True)
    shutil.copy(root / "tests" / "bad" / "shocks" / "quarrel.toml", made / "scenarios")
    header = (root / "shocks" / "shocks.csv").read_text("utf-8").splitlines()[0]
    (made / "shocks.csv").write_text(f"{header}\n{ROW}", "utf-8")
    return made


@pytest.mark.slow
def test_it_prints_every_table_and_writes_its_folder(folder, araxes_command, tmp_path):
    code, out, err = araxes_command("shocks", folder, "-n", 64)
    words = " ".join(out.split())
    assert (code, err) == (0, "")
    for title in (
        "Natural experiments: 1 shock, 2023-04-05 to 2023-04-05, 64 replicates each",
        "Finding: ",
        "Gain by knowing the shock, nats a dyad-week",
        "By which it exceeds the gain with pushes at 0",
        "Hostile weeks more than without the shock, a dyad",
        "With estimates of the whole record",
        "By the theory behind the expectation, as known",
        "A hostile act in the own week of the shock, where more is expected",
        "Dyads whose hostile weeks lie inside the band foreseen",
        "Known to fail",
        "Monte Carlo error of the first row: 0.",
        f"Model {MODEL_VERSION}; estimates chronology_",
        "Hindsight: estimates chronology_",
    ):
        assert title in words, title
    written = tmp_path / "working" / "results" / "shocks"
    assert {path.name for path in written.iterdir()} >= {"gains.csv", "cells.csv", "shocks.json", "excess.png"}


@pytest.mark.slow
def test_json_is_one_document_and_quiet_prints_nothing(folder, araxes_command, tmp_path):
    code, out, err = araxes_command("shocks", folder, "-n", 32, "--json", "--no-figures", "-o", tmp_path / "a")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert (told["model"], told["replicates"], told["apart"]) == (MODEL_VERSION, 32, [])
    assert {row["dyad"] for row in told["cells"]} == {"AZE>IRN", "RUS>TUR", "ARM>TUR"}
    assert not (tmp_path / "a" / "excess.png").exists()
    assert araxes_command("shocks", folder, "-n", 32, "--quiet", "-o", tmp_path / "b")[:2] == (0, "")


def test_an_unknown_shock_to_be_left_apart_is_named(folder, araxes_command):
    code, out, err = araxes_command("shocks", folder, "--apart", "quarel")
    assert (code, out) == (2, "")
    assert err == "araxes: --apart: got 'quarel'; allowed: a known shock: quarrel; nearest known name: quarrel\n"
