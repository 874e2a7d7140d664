"""`araxes show`: what a scenario asks and changes; with --resolved every value."""

import json

import pytest

import araxes


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")


def test_the_question_the_expectation_and_the_events_are_told(araxes_command):
    code, out, err = araxes_command("show", "april_2023_words_only")
    scenario = araxes.load("april_2023_words_only")
    assert (code, err) == (0, "")
    assert scenario.title in out
    assert scenario.question in out
    assert " ".join(scenario.expect.split()) in out
    assert "scenarios/april_2023_as_it_happened.toml < scenarios/april_2023_words_only.toml" in out
    for act in scenario.acts:
        assert act.id in out
    assert "expulsions" not in [line.split()[1] for line in out.splitlines() if line.startswith("act ")]


def test_a_moved_start_is_noted(araxes_command, scenario_file, head):
    code, out, _ = araxes_command("show", scenario_file(start=head.replace("2023-04-03", "2023-04-06")))
    assert code == 0
    assert "The start 2023-04-06 is not a Monday: the run begins on 2023-04-03." in out


def test_only_values_of_the_scenario_are_told_unless_all_are_asked_for(araxes_command, scenario_file):
    file = scenario_file('\n[override]\n"issues.treaty.status" = 0.77\n')
    _, short, _ = araxes_command("show", file)
    _, long, _ = araxes_command("show", file, "--resolved")
    assert "issues.treaty.status" in short
    assert "issues.media.status" not in short
    assert "issues.media.status" in long
    assert len(long.splitlines()) > 400


def test_a_setting_is_told_as_such(araxes_command):
    _, out, _ = araxes_command("show", "baseline", "--set", "IRN.temper.leader=1.5")
    (line,) = [line for line in out.splitlines() if line.startswith("IRN.temper.leader")]
    assert line.split() == ["IRN.temper.leader", "1.5", "multiplier", "--set"]


def test_brackets_in_texts_are_told_as_they_stand(araxes_command, scenario_file, head):
    act = '\n[[act]]\nid = "a"\ndate = 2023-04-06\nsource = "AZE"\ntarget = "IRN"\nrung = "warning"\nreference = "row [red] [/x]"\n'
    start = head.replace('"A test"', '"A [bold] title [/]"').replace("What does", "[What] [/does]")
    code, out, err = araxes_command("show", scenario_file(act, start=start))
    assert (code, err) == (0, "")
    for text in ("A [bold] title [/]", "[What] [/does]", "row [red] [/x]"):
        assert text in out


def test_the_document_holds_the_same_scenario(araxes_command):
    code, out, err = araxes_command("show", "april_2023_words_only", "--json")
    told, scenario = json.loads(out), araxes.load("april_2023_words_only")
    assert (code, err) == (0, "")
    assert told["start"] == str(scenario.start)
    assert [act["id"] for act in told["acts"]] == [act.id for act in scenario.acts]
    assert set(told["parameters"]) == {path for path, parameter in scenario.book.items() if parameter.named}
