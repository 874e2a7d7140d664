"""`araxes list`: what there is."""

import datetime
import json

import pytest

import araxes
from araxes.inputs.catalogue import latest_estimates
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
def test_a_parameter_says_whether_it_is_judged_and_has_more_where_there_is_room(width, araxes_command, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = araxes_command("list", "params")
    line = next(line for line in out.splitlines() if line.startswith("behaviour.weight.grievance"))
    assert line.split()[1:6] == ["1", "+-", "1", "prior", "logits"]
    judged = next(line for line in out.splitlines() if line.startswith("behaviour.memory.alarm"))
    assert "judged" in judged
    assert max(len(line) for line in out.splitlines() if line.startswith("behaviour")) <= width
    assert ("-10 to 10" in line) == (width >= 120)
    assert ("a screen of" in out) == (width < 160)


def test_what_records_say_stands_in_one_line_a_parameter_with_error_record_and_date(
    araxes_command, monkeypatch, region
):
    monkeypatch.setenv("COLUMNS", "100")
    _, out, _ = araxes_command("list", "params")
    table = out.split("What records say")[1]
    assert {line.split()[0] for line in table.splitlines() if line[:4] in ("beha", "ladd")} == {
        path for one in region.estimates for path in one.values
    }
    (line,) = (line for line in table.splitlines() if line.startswith("behaviour.weight.grievance"))
    for one in latest_estimates(region.estimates):
        found = one.values["behaviour.weight.grievance"]
        assert f"{found.series[0][1]:.3g} +- {found.sd:.2g}" in line
        assert f"{one.name}, on {one.record}, {one.first} to {one.last}, " in table
        assert f"draw from it that begin on {one.last + datetime.timedelta(days=1)} or later." in table


def test_actors_are_listed_without_their_names_in_other_languages_unless_these_are_asked_for(araxes_command):
    _, short, _ = araxes_command("list", "actors")
    _, long, _ = araxes_command("list", "actors", "--details")
    _, data, _ = araxes_command("list", "actors", "--json")
    assert "IRN    Iran            state" in short
    assert "T\u00fcrkiye" not in short
    assert "tr T\u00fcrkiye" in long
    assert {"az", "fa", "hy", "ru", "tr"} <= json.loads(data)[0].keys()


def test_details_show_questions_ranges_and_sources_however_narrow_the_screen(araxes_command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    question = araxes.load("force_syunik").question
    _, out, _ = araxes_command("list", "scenarios", "--details")
    assert set(question.split()) <= set(out.split())
    _, out, _ = araxes_command("list", "params", "--details")
    assert "a screen of" not in out
    assert "(dated)" not in out


def test_a_dated_value_is_its_last_one_on_a_narrow_screen(araxes_command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = araxes_command("list", "params")
    (line,) = [line for line in out.splitlines() if line.startswith("ARM.capability.personnel")]
    last = araxes.load("baseline").book["ARM.capability.personnel"].series[-1][1]
    assert line.split()[1:3] == [f"{last:g}", "(dated)"]
