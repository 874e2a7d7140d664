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
