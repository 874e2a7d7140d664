"""Skill files are read strictly: every fault with its key, all at once, whatever stands in the file."""

import json
import os

import pytest

from araxes.forecasting.measured import read_skill
from araxes.inputs.read import shipped_folder

GOOD = {
    "model": "2 (a rule)", "estimates": "priors",
    "record": "ours", "first": "2022-01-03", "last": "2022-11-28", "judged": "model", "bar": "recency",
    "rungs": [{"forecaster": "model", "horizon": 1, "gain_bar": 0.1, "gain_bar_low": None, "gain_bar_high": None}],
    "events": [{"forecaster": "model", "horizon": 4, "target": "onset", "skill_bar": 0.1}],
    "said": {"origin": "2022-11-28", "chance": {"1": {"ARM>AZE": "0.1 0.9"}}},
    "calibration": {
        "edges": "0 0.5 1", "rows": [{"pair": "ARM-AZE", "target": "onset", "horizon": 4, "forecasts": "3 2", "came": "0 1"}],
    },
}  # fmt: skip

PAIR = {"pair": "ARM-AZE", "target": "onset", "horizon": 4, "forecasts": "3", "came": "0"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "skill.json"


def written(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_what_a_hindcast_wrote_is_read_as_it_is(path):
    assert read_skill(written(path, GOOD)) == GOOD
    for file in (shipped_folder() / "history").glob("*.skill.json"):
        assert read_skill(file) == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("no json", "text that is not JSON"),
        ("[]", "another file"),
        ("5", "another file"),
        ("", "an empty file"),
        ('{"record": NaN}', "NaN is no number of JSON"),
        ('{"record": "a", "record": "b"}', "the key 'record' is given twice"),
        ('{"record": ' + "9" * 5000 + "}", "text that is not JSON"),
        ("[" * 100_000, "too deep in each other"),
    ],
)
def test_what_is_no_skill_file(path, messages, text, got):
    (fault,) = messages(read_skill, written(path, text))
    assert got in fault.got


@pytest.mark.parametrize(
    ("change", "key", "allowed"),
    [
        ({"rungs": 5}, "rungs", "a list"),
        ({"events": [5]}, "events[1]", "a table"),
        ({"rungs": [{"forecaster": "model"}]}, "rungs[1].horizon", "a value for 'horizon'"),
        ({"rungs": [{"forecaster": "model", "horizon": 0}]}, "rungs[1].horizon", "at least 1"),
        ({"rungs": [{"forecaster": "model", "horizon": True}]}, "rungs[1].horizon", "a whole number"),
        ({"rungs": [{"forecaster": "model", "horizon": 10**400}]}, "rungs[1].horizon", "at most"),
        ({"rungs": [{"forecaster": "model", "horizon": 1, "rps": "0.1"}]}, "rungs[1].rps", "a number"),
        ({"rungs": [{"forecaster": "model", "horizon": 1, "rps": 10**400}]}, "rungs[1].rps", "number"),
        ({"first": "a"}, "first", "a date"),
        ({"last": 5}, "last", "a date"),
        ({"bar": None}, "bar", "text"),
        ({"model": 2}, "model", "text"),
        ({"estimates": []}, "estimates", "text"),
        ({"more": 1}, "more", "model, estimates, record, first"),
        ({"said": {"origin": "2022-11-28", "chance": {"1": {"ARM>AZE": "0.1 x"}}}}, "said.chance.1.ARM>AZE", "chances"),
        ({"said": {"origin": "2022-11-28", "chance": {"1": {"ARM>AZE": "2"}}}}, "said.chance.1.ARM>AZE", "chances"),
        ({"said": {"origin": "2022-11-28", "chance": {"9" * 400: {}}}}, "said.chance", "weeks ahead"),
        ({"said": {"origin": "2022-11-28", "chance": {"soon": {}}}}, "said.chance", "weeks ahead"),
        ({"calibration": {"edges": "0 2", "rows": []}}, "calibration.edges", "chances"),
        (
            {"calibration": {"edges": "0 1", "rows": [PAIR | {"came": "-1"}]}},
            "calibration.rows[1].came",
            "whole numbers",
        ),
        (
            {"calibration": {"edges": "0 1", "rows": [PAIR, PAIR | {"came": "1 2"}]}},
            "calibration.rows[2]",
            "1 numbers in each",
        ),
    ],
)
def test_each_fault_names_its_key(path, messages, change, key, allowed):
    (fault,) = messages(read_skill, written(path, GOOD | change))
    assert fault.key == key
    assert allowed in fault.allowed


def test_all_faults_are_told_at_once(path, messages):
    content = GOOD | {"first": "a", "last": "b", "rungs": 5}
    assert [fault.key for fault in messages(read_skill, written(path, content))] == ["first", "last", "rungs"]


def test_what_is_no_file_is_never_opened(path, messages, tmp_path):
    os.mkfifo(path)
    (fault,) = messages(read_skill, path)
    assert fault.got == "a pipe, a socket or a device"
    (fault,) = messages(read_skill, tmp_path / ("a" * 5000))
    assert "too long" in fault.got
    large = written(tmp_path / "large.json", " " * 3_000_000)
    (fault,) = messages(read_skill, large)
    assert "bytes" in fault.got
