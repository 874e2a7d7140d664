"""Manifests are read strictly: every fault with its key, all at once; what fits by itself and not together is told too."""

import copy
import json
import os

import pytest

import araxes
from araxes.inputs.region import MODEL_VERSION
from araxes.sweeps import manifest
from araxes.sweeps.manifest import OLDER, OTHER_FOLDER
from araxes.sweeps.store import read_sweep, status

FEW = {"replicates": 4, "weeks": 2, "outcomes": ["tension.*"]}


@pytest.fixture(scope="module")
def kept(tmp_path_factory, compiled):
    """The manifests of a grid with a choice, a design from a file and a random one, by design."""
    base = tmp_path_factory.mktemp("manifests")
    (base / "points.csv").write_text("scenario,IRN.temper.alarm\nbaseline,0\nnetworks_zero,1\n")
    vary = ["scenario=baseline,networks_zero", "IRN.temper.alarm=0:2:3"]
    araxes.sweep("baseline", vary, out=base / "grid", **FEW)
    araxes.sweep("baseline", design=str(base / "points.csv"), out=base / "file", **FEW)
    araxes.sweep("baseline", ["IRN.temper.alarm=0:2"], design="random", points=5, out=base / "random", **FEW)
    return {
        kind: json.loads((base / kind / "manifest.json").read_text(encoding="utf-8"))
        for kind in ("grid", "file", "random")
    }


@pytest.fixture
def faults(kept, tmp_path, messages):
    """Change one value of a manifest, None taking it away, and read it."""

    def read(place, value, design="grid"):
        content = copy.deepcopy(kept[design])
        *above, last = place
        at = content
        for part in above:
            at = at[part]
        if value is None:
            del at[last]
        else:
            at[last] = value
        (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
        return messages(manifest.read, tmp_path)

    return read


@pytest.mark.parametrize("design", ["grid", "file", "random"])
def test_what_a_sweep_wrote_is_read_as_it_is(kept, tmp_path, design):
    text = json.dumps(kept[design], indent=1) + "\n"
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert manifest.read(tmp_path).as_text() == text


@pytest.mark.parametrize(
    ("place", "value", "key", "allowed"),
    [
        (["scenario"], 10**300, "scenario", "a table"),
        (["scenario", "name"], None, "scenario.name", "a value for 'name'"),
        (["scenario", "model"], 2, "scenario.model", "text"),
        (["scenario", "estimates"], None, "scenario.estimates", "a value for 'estimates'"),
        (["scenario", "acts"], [{"date": "2026-03-09"}], "scenario.acts[1].id", "a value for 'id'"),
        (["scenario", "parameters", "IRN.temper.mood"], 5, "scenario.parameters.IRN.temper.mood", "a table"),
        (["bases"], [], "bases", "a table"),
        (["bases", "baseline"], 5, "bases.baseline", "text"),
        (["options", "replicates"], 1 << 63, "options.replicates", "at most"),
        (["options", "replicates"], 0, "options.replicates", "at least 1"),
        (["options", "weeks"], 4.5, "options.weeks", "a whole number"),
        (["options", "weeks"], True, "options.weeks", "a whole number"),
        (["options", "allow_outside"], 10**300, "options.allow_outside", "true or false"),
        (["options", "outcomes", 0], 1.5, "options.outcomes[1]", "text"),
        (["options", "luck"], 1, "options.luck", "replicates, weeks"),
        (["factors"], [], "factors", "one factor or more"),
        (["factors", 1, "kind"], "colour", "factors[2].kind", "'number' or 'choice'"),
        (["factors", 1, "low"], "a", "factors[2].low", "a number"),
        (["factors", 1, "high"], -1, "factors[2]", "a range from the lower to the higher"),
        (["factors", 0, "low"], 0, "factors[1]", "no range"),
        (["factors", 0, "levels"], [], "factors[1].levels", "one name or more"),
        (["factors", 0, "name"], "IRN.temper.alarm", "factors", "each once"),
        (["factors", 1, "levels", 0], "a", "factors[2].levels[1]", "a number"),
        (["factors", 1, "levels", 0], [], "factors[2].levels[1]", "a finite number or a name"),
        (["factors", 1, "levels", 0], 10**400, "factors[2].levels[1]", "a finite number or a name"),
        (["factors", 1, "levels"], [1, 1.0], "factors[2].levels", "each once"),
        (["design", "kind"], "spiral", "design.kind", "'grid'"),
        (["model", "files"], [1], "model.files", "a table"),
        (["model", "digest"], None, "model.digest", "a value for"),
        (["libraries", "numpy"], 2, "libraries.numpy", "text"),
        (["outcomes", 0], ["a", "b"], "outcomes[1]", "name, unit and label"),
        (["outcomes", 0], ["a", "b", 5], "outcomes[1]", "name, unit and label"),
        (["outcomes", 0], 10**300, "outcomes[1]", "name, unit and label"),
        (["generations"], {}, "generations", "a list"),
        (["generations", 0, "first"], 2, "generations[1].first", "0, the points before it"),
        (["generations", 0, "count"], 5, "generations[1].count", "the 6 points of its levels"),
        (["generations", 0, "count"], 7, "generations[1].count", "the 6 points of its levels"),
        (["generations", 0, "part"], 0, "generations[1].part", "at least 1"),
        (["generations", 0, "levels"], [[0, 1, 2]], "generations[1].levels", "those of all 2"),
        (["generations", 0, "levels", 0, 0], "elsewhere", "generations[1].levels[1][1]", "a name among"),
        (["generations", 0, "listed"], [[1, 2]], "generations[1].listed", "nothing, in a design grid"),
        (["more"], 5, "more", "scenario, bases"),
    ],
)
def test_each_fault_names_its_key(faults, place, value, key, allowed):
    found = faults(place, value)
    assert (key, True) in [(fault.key, allowed in fault.allowed) for fault in found], found
    assert len(found) <= 3


@pytest.mark.parametrize(
    ("design", "place", "value", "key", "allowed"),
    [
        (
            "file",
            ["generations", 0, "listed", 1],
            ["baseline"],
            "generations[1].listed[2]",
            "one for each of 2 factors",
        ),
        ("file", ["generations", 0, "listed", 1], ["x", 0], "generations[1].listed[2].scenario[1]", "a name among"),
        ("file", ["generations", 0, "listed"], [], "generations[1].listed", "2, as its count says"),
        ("random", ["generations", 0, "levels"], [[0]], "generations[1].levels", "nothing, in a design random"),
        ("random", ["generations", 0, "count"], 10**9, "generations", "at most 10,000,000 points"),
        ("random", ["generations", 0, "count"], 10**20, "generations[1].count", "at most"),
    ],
)
def test_what_does_not_fit_the_design(faults, design, place, value, key, allowed):
    assert (key, True) in [(fault.key, allowed in fault.allowed) for fault in faults(place, value, design)]


def test_a_sweep_of_before_models_had_versions_is_told_what_to_do(faults):
    (fault,) = faults(["scenario", "model"], None)
    assert fault.step == OLDER


def test_a_sweep_says_its_model_and_the_estimates_of_all_its_scenarios(kept):
    assert {kept[kind]["scenario"]["model"] for kind in kept} == {MODEL_VERSION}
    names = [araxes.load(name).basis.estimates for name in ("baseline", "networks_zero")]
    assert kept["grid"]["scenario"]["estimates"] == ", ".join(dict.fromkeys(names))


def test_a_sweep_of_another_model_is_read_and_not_gone_on_with(kept, tmp_path, messages):
    content = copy.deepcopy(kept["random"])
    content["scenario"]["model"] = "1 (another rule)"
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    assert str(status(tmp_path).basis).startswith("Model 1 (another rule); ")
    with pytest.warns(araxes.InterruptionWarning):
        assert read_sweep(tmp_path).basis.model == "1 (another rule)"
    (fault,) = messages(
        araxes.sweep, "baseline", ["IRN.temper.alarm=0:2"], design="random", points=5, out=tmp_path, **FEW
    )
    assert (fault.key, fault.got, fault.allowed) == ("model", MODEL_VERSION, "1 (another rule), as in this folder")
    assert fault.step == OTHER_FOLDER


def test_very_many_parts_are_refused(kept, tmp_path, messages):
    content = copy.deepcopy(kept["random"])
    content["generations"][0] |= {"count": 9_000_000, "part": 1}
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    (fault,) = messages(manifest.read, tmp_path)
    assert fault.got == "points in 9,000,000 parts"


def test_all_faults_are_told_at_once(kept, tmp_path, messages):
    content = copy.deepcopy(kept["grid"])
    content["scenario"]["weeks"] = content["bases"]["baseline"] = content["options"]["seed"] = None
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    keys = [fault.key for fault in messages(manifest.read, tmp_path)]
    assert keys == ["scenario.weeks", "bases.baseline", "options.seed"]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"format": 1, "format": 1}', '{"format": NaN}', "9" * 5000])
def test_what_is_no_json(tmp_path, messages, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    (fault,) = messages(manifest.read, tmp_path)
    assert str(fault).startswith(f"{tmp_path}/manifest.json: got ")


@pytest.mark.parametrize("text", ["[]", "5", "{}", '{"format": 2}', '{"format": [1]}'])
def test_another_format(tmp_path, messages, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    (fault,) = messages(manifest.read, tmp_path)
    assert (fault.key, fault.allowed) == ("format", "1")


def test_what_is_no_file_is_never_opened(tmp_path, messages):
    os.mkfifo(tmp_path / "manifest.json")
    for read in (manifest.read, status):
        (fault,) = messages(read, tmp_path)
        assert fault.got == "a pipe, a socket or a device"
    (fault,) = messages(manifest.read, tmp_path / ("a" * 5000))
    assert "too long" in fault.got


@pytest.mark.parametrize("verb", [("sweep", "status"), ("plot",), ("sensitivity",)])
def test_every_verb_tells_it_in_one_message(kept, tmp_path, araxes_command, verb):
    (tmp_path / "manifest.json").write_text(json.dumps(kept["grid"] | {"outcomes": 5}), encoding="utf-8")
    code, out, err = araxes_command(*verb, tmp_path)
    assert (code, out) == (2, "")
    assert err == f"araxes: {tmp_path}/manifest.json: outcomes: got 5; allowed: a list\n"


def test_a_resumed_sweep_tells_it_too(kept, tmp_path, messages):
    (tmp_path / "manifest.json").write_text(json.dumps(kept["grid"] | {"outcomes": 5}), encoding="utf-8")
    (fault,) = messages(araxes.sweep, "baseline", ["IRN.temper.alarm=0:2:3"], out=tmp_path, **FEW)
    assert fault.key == "outcomes"
