"""`araxes estimate`: table, files, one JSON document, and faults."""

import json

import pytest

from araxes.inputs.region import MODEL_VERSION, PRIORS


@pytest.fixture
def record(root):
    return root / "history" / "chronology.csv"


@pytest.mark.slow
def test_it_prints_estimates_beside_priors_and_writes_a_file_that_runs_read(araxes_command, record, tmp_path):
    own = tmp_path / "mine"
    folder = own / "params" / "estimates"
    code, out, err = araxes_command(
        "estimate", "--history", record, "--until", "2018-09-03", "-o", folder, "--name", "mine"
    )
    assert code == 0, err
    assert "behaviour.weight.grievance" in out
    assert "the data speak" in out
    assert f"Model {MODEL_VERSION}; priors." in out
    assert f'model = "{MODEL_VERSION}"' in (folder / "mine.toml").read_text(encoding="utf-8")
    code, out, _ = araxes_command("show", "baseline", "--resolved", "--json", "--folder", own)
    assert code == 0
    assert json.loads(out)["parameters"]["behaviour.luck.hostile"]["origin"].endswith("mine.toml")


@pytest.mark.slow
def test_json_is_one_document(araxes_command, record):
    code, out, err = araxes_command("estimate", "--history", record, "--until", "2018-09-03", "--json")
    assert code == 0, err
    found = json.loads(out)
    assert found["last"] == "2018-09-02"
    assert (found["model"], found["estimates"]) == (MODEL_VERSION, PRIORS)
    assert {"parameter", "prior", "estimate", "se", "moved", "left", "says"} <= set(found["parameters"][0])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--until", "yesterday"], "a date such as"),
        (["--name", "a/b"], "letters, digits and underscores"),
        (["--mirrors", "thrice"], "--mirrors: got 'thrice'; allowed: both or once"),
        (["--seed", "-1"], "a whole number from 0"),
    ],
)
def test_faults_end_with_exit_code_two(araxes_command, record, arguments, said):
    code, _, err = araxes_command("estimate", "--history", record, *arguments)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("option", [["--nuts"], ["--profile"], ["--tuning", "500"]])
def test_options_of_the_former_sampler_are_unknown(araxes_command, record, option):
    code, out, err = araxes_command("estimate", "--history", record, *option)
    assert (code, out) == (2, "")
    assert f"No such option: {option[0]}" in err
    assert "Traceback" not in err
