"""`araxes list`: what there is."""

import json

import pytest

import araxes
from araxes.inputs.chain import scenario_names


@pytest.mark.parametrize("what", ["scenarios", "actors", "issues", "rungs", "params"])
def test_a_list_holds_every_entry_of_the_catalogue(what, araxes_command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")
    names = scenario_names() if what == "scenarios" else map(str, araxes.catalogue(what).index)
    code, out, err = araxes_command("list", what)
    assert (code, err) == (0, "")
    for name in names:
        assert name in out


def test_a_users_folder_is_listed_too(araxes_command, own_folder, head):
    own = own_folder({"scenarios/mine.toml": head})
    _, out, _ = araxes_command("list", "--folder", own, "--json")
    assert {row["scenario"] for row in json.loads(out)} == {*scenario_names(), "mine"}


def test_a_document_has_no_value_that_is_not_json(araxes_command):
    _, out, _ = araxes_command("list", "params", "--json")
    assert "NaN" not in out
    rows = json.loads(out)
    assert len(rows) == len(araxes.catalogue("params"))
    assert any(row["sd"] is None for row in rows)


@pytest.mark.parametrize("width", [80, 120, 160])
def test_prior_and_estimate_of_a_weight_stand_in_one_line(width, araxes_command, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = araxes_command("list", "params")
    (line,) = (line for line in out.splitlines() if line.startswith("behaviour.weight.grievance"))
    told = araxes.catalogue("params").loc["behaviour.weight.grievance", "estimate"]
    estimate, _, since = told.rpartition(" from ")
    assert " 2 +- 1 " in line
    assert estimate in line
    assert f"Runs that begin on {since} or later draw from an estimate" in out
    assert max(len(line) for line in out.splitlines() if line.startswith("behaviour")) <= width
    assert ("-10 to 10" in line) == (width >= 120)
    assert ("a screen of" in out) == (width < 160)
