"""Measured skill: said where it was measured on the same record, and never beyond what its interval shows."""

import json

import pytest

from araxes.forecasting.measured import NO_SKILL, NOT_THIS_HORIZON, TOO_FEW, UNMEASURED, measured_skill
from araxes.inputs.region import MODEL_VERSION


def row(table, horizon, value, low, high, **more):
    column = "gain_bar" if table == "rungs" else "skill_bar"
    return {
        "forecaster": "model",
        "horizon": horizon,
        column: value,
        f"{column}_low": low,
        f"{column}_high": high,
        **more,
    }


@pytest.fixture
def skill_file(tmp_path):
    def write(rungs=(), events=(), **more):
        content = {
            "model": MODEL_VERSION, "estimates": "some",
            "record": "ours", "first": "2022-01-03", "last": "2022-11-28", "judged": "model", "bar": "recency",
            "rungs": [{"forecaster": "recency", "horizon": 1, "gain_bar": 9.0}, *rungs], "events": list(events), **more,
        }  # fmt: skip
        path = tmp_path / "skill.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((0.07, 0.03, 0.11), "+0.070 [+0.030, +0.110] nats"),
        ((0.07, -0.01, 0.11), f"{NO_SKILL}, +0.070 [-0.010, +0.110] nats"),
        ((0.07, 0.0, 0.11), f"{NO_SKILL}, +0.070 [+0.000, +0.110] nats"),
        ((-0.07, -0.11, -0.03), "worse than the baseline, -0.070 [-0.110, -0.030] nats"),
        ((0.07, None, None), f"{TOO_FEW}, +0.070 nats"),
        ((None, None, None), NOT_THIS_HORIZON),
    ],
)
def test_skill_is_said_with_its_interval(skill_file, values, told):
    found = measured_skill(skill_file(rungs=[row("rungs", 1, *values)]), "ours")
    assert found.rungs(1) == told
    assert found.rungs(4) == NOT_THIS_HORIZON
    span = "origins 2022-01-03 to 2022-11-28, all dyads together"
    assert found.head() == f"Skill measured on 'ours', {span}, over the baseline 'recency'."


def test_events_have_a_skill_of_their_own(skill_file, tmp_path):
    events = [
        row("events", 4, 0.1, 0.05, 0.2, target="onset"),
        row("events", 4, 0.3, 0.2, 0.4, target="rung 7 or above"),
    ]
    skill_file(events=events)
    found = measured_skill(tmp_path, "ours")
    assert found.event("onset", 4) == "+0.100 [+0.050, +0.200] Brier skill"
    assert found.event("rung 9 or above", 4) == NOT_THIS_HORIZON


def test_without_a_file_or_with_that_of_another_record_nothing_is_measured(skill_file):
    none, other = measured_skill(None, "theirs"), measured_skill(skill_file(rungs=[row("rungs", 1, 1, 1, 1)]), "theirs")
    for found in (none, other):
        assert found.rungs(1) == found.event("onset", 1) == UNMEASURED
        assert found.head() == "Skill not measured on this record: 'theirs'."
    assert none.notes == ()
    assert "is of 'ours', not of 'theirs'" in other.notes[0]


@pytest.mark.parametrize(
    ("model", "told"), [("1 (another rule)", "model 1 (another rule)"), (None, "a model without a version")]
)
def test_skill_of_another_model_says_nothing_here_and_how_it_is_measured_anew(skill_file, model, told):
    path = skill_file(rungs=[row("rungs", 1, 0.07, 0.03, 0.11)], model=model)
    found = measured_skill(path, "ours")
    assert found.rungs(1) == UNMEASURED
    (note,) = found.notes
    assert note.endswith(
        f"skill.json was measured on {told}, not on model {MODEL_VERSION}. "
        "`araxes hindcast` measures it anew, from 2022-01-03 until after 2022-11-28."
    )


def test_a_skill_file_of_before_models_had_versions_is_read_and_told(skill_file):
    path = skill_file(rungs=[row("rungs", 1, 0.07, 0.03, 0.11)])
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["model"], content["estimates"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert "was measured on a model without a version" in measured_skill(path, "ours").notes[0]


def test_the_shipped_skill_is_of_the_model_at_hand(chronology):
    found = measured_skill(None, chronology.header.name)
    assert found.notes == ()
    assert found.content["model"] == MODEL_VERSION


def test_a_missing_file_is_a_fault(tmp_path, messages):
    (fault,) = messages(measured_skill, tmp_path / "nothing.json", "ours")
    assert fault.got == "no such file"


def test_a_skill_file_among_the_histories_is_found_by_the_record_it_names(skill_file, tmp_path):
    folder = tmp_path / "own" / "history"
    folder.mkdir(parents=True)
    skill_file(rungs=[row("rungs", 1, 0.07, 0.03, 0.11)]).rename(folder / "ours.skill.json")
    assert measured_skill(None, "ours", tmp_path / "own").rungs(1) == "+0.070 [+0.030, +0.110] nats"
    assert measured_skill(None, "theirs", tmp_path / "own").content == {}
    assert measured_skill(None, "ours").content == {}


def test_a_skill_file_of_a_user_comes_before_the_shipped_one(skill_file, tmp_path, chronology):
    folder = tmp_path / "own" / "history"
    folder.mkdir(parents=True)
    mine = skill_file(record=chronology.header.name, last="1999-01-04")
    mine.rename(folder / "mine.skill.json")
    assert measured_skill(None, chronology.header.name).content.get("last") != "1999-01-04"
    assert measured_skill(None, chronology.header.name, tmp_path / "own").content["last"] == "1999-01-04"


def test_skill_over_climatology_is_said_too(skill_file):
    one = {"skill_climatology": 0.02, "skill_climatology_low": -0.01, "skill_climatology_high": 0.05}
    found = measured_skill(skill_file(rungs=[row("rungs", 1, 0.07, 0.03, 0.11, **one)]), "ours")
    assert found.climatology(1) == f"{NO_SKILL}, +0.020 [-0.010, +0.050] ranked probability skill"
    assert measured_skill(None, "theirs").climatology(1) == UNMEASURED
