"""`araxes forecast`: what it prints and writes."""

import datetime
import json
import subprocess
import sys

import pandas as pd
import pytest

from araxes.inputs.region import MODEL_VERSION
from araxes.records.forms import EXTRACT

FAST = ["forecast", "--as-of", "2023-04-05", "--weeks", "4", "-n", "64", "--no-figures"]


def test_it_writes_its_folder_and_says_what_it_rests_on(araxes_command, tmp_path):
    code, out, err = araxes_command(*FAST)
    folder = tmp_path / "working" / "results" / "forecast_baseline"
    assert code == 0
    assert {path.name for path in folder.iterdir()} == {
        "forecast.nc", "chances.csv", "pairs.csv", "within.csv", "skill.csv", "hubverse.csv", "views.parquet", "scenario.json",
    }  # fmt: skip
    assert "Forecast of 4 weeks from 2023-04-03, nothing supposed of the weeks ahead: 64 replicates" in out
    lines = out.splitlines()
    assert [line.partition(":")[0] for line in lines if line[:1].isupper()][1:5] == [
        "Finding",
        "How sure",
        "But",
        "Look next",
    ]
    assert len(lines) <= 40
    assert max(map(len, lines[:-1])) <= 100  # the last says where the files are
    assert sum(line.startswith(("ARM-", "AZE-", "IRN-", "RUS-")) for line in lines) == 10
    assert "scored Mondays, and it came after" in " ".join(out.split())  # from what is shipped beside the record
    assert "Chance within" not in out
    assert "2023-04-05 is not a Monday: the week of 2023-04-03 is the first that is forecast." in " ".join(err.split())
    assert not pd.read_csv(folder / "within.csv")["skill"].str.contains("not measured on this record").any()


def test_a_record_without_a_skill_file_was_not_measured(araxes_command, tmp_path, chronology):
    record = tmp_path / "record.csv"
    events = chronology.events.assign(date=[str(date) for date in chronology.events["date"]])
    events.to_csv(record, index=False)
    code, out, _ = araxes_command(*FAST, "--history", record, "-o", tmp_path / "out")
    assert code == 0
    assert "Skill of such chances: not measured." in " ".join(out.split())
    assert "nothing was ever scored on" in out
    assert set(pd.read_csv(tmp_path / "out" / "within.csv")["skill"]) == {"skill not measured on this record"}


def test_measured_skill_stands_beside_the_chances(araxes_command, tmp_path, chronology):
    row = {"forecaster": "model", "horizon": 4}
    content = {
        "model": MODEL_VERSION, "record": chronology.header.name, "first": "2022-01-03", "last": "2022-11-28", "judged": "model",
        "bar": "recency",
        "rungs": [row | {"gain_bar": 0.07, "gain_bar_low": 0.03, "gain_bar_high": 0.11}],
        "events": [row | {"target": "onset", "skill_bar": 0.1, "skill_bar_low": -0.1, "skill_bar_high": 0.2}],
    }  # fmt: skip
    (tmp_path / "skill.json").write_text(json.dumps(content), encoding="utf-8")
    code, out, _ = araxes_command(*FAST, "--skill", tmp_path, "--details")
    words = " ".join(out.split())
    assert code == 0
    assert "Chance within 1 / 4 weeks, either way, per cent" in words
    assert "Chance of each rung in the week of 2023-04-03, per cent" in words
    assert "Measured skill" in words
    assert "over the baseline 'recency'" in words
    assert "+0.070 [+0.030," in words
    assert "no skill shown" in words
    assert f" Model {MODEL_VERSION}; estimates chronology_" in words


def test_skill_of_another_model_is_a_note_and_no_fault(araxes_command, tmp_path, chronology):
    content = {
        "record": chronology.header.name, "first": "2022-01-03", "last": "2022-11-28", "judged": "model",
        "bar": "recency",
        "rungs": [], "events": [],
    }  # fmt: skip
    (tmp_path / "skill.json").write_text(json.dumps(content), encoding="utf-8")
    code, out, err = araxes_command(*FAST, "--skill", tmp_path, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["model"] == MODEL_VERSION
    assert "was measured on a model without a version" in " ".join(told["notes"])
    assert told["measured"].startswith("Skill not measured on this record")


@pytest.mark.slow
def test_quiet_prints_nothing_and_json_prints_one_document(araxes_command, tmp_path):
    assert araxes_command(*FAST, "--quiet", "-o", tmp_path / "a")[:2] == (0, "")
    code, out, err = araxes_command(*FAST, "--json", "-o", tmp_path / "b")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert (told["origin"], told["weeks"], told["replicates"]) == ("2023-04-03", 4, 64)
    assert len(told["chances"]) == 20 * 4 * 11


@pytest.mark.slow
def test_figures_are_drawn(araxes_command, tmp_path):
    code, _, _ = araxes_command(*FAST[:-1], "-o", tmp_path / "out")
    assert code == 0
    assert araxes_command(*FAST[:-1], "--json", "-o", tmp_path / "bare")[0] == 0
    assert not list((tmp_path / "bare").glob("*.png"))
    assert {"forecast.png", "course.png"} <= {path.name for path in (tmp_path / "out").iterdir()}


def test_faults_end_with_2_and_make_no_folder(araxes_command, tmp_path):
    code, out, err = araxes_command("forecast", "--as-of", "2031-01-01")
    assert (code, out) == (2, "")
    assert "the last Monday possible is 2026-03-09" in err
    assert not (tmp_path / "working" / "results").exists()


@pytest.fixture
def extract(tmp_path):
    """A short machine-coded record: calls with their mirrors, and quarrels of an actor that few windows know."""
    lines = [",".join(EXTRACT.columns)]
    for k in range(98):
        for source, target, code, common in (
            ("AZE", "IRN", "041", "1"),
            ("IRN", "AZE", "041", "1"),
            ("RUS", "TUR", "112", "0"),
        ):
            values = dict.fromkeys(EXTRACT.columns, "") | {
                "dataset": "ICEWS18", "date": str(datetime.date(2022, 1, 3) + datetime.timedelta(days=k)), "source": source,
                "target": target, "cameo": code, "common_actors": common,
            }  # fmt: skip
            lines.append(",".join(values.values()))
    path = tmp_path / "events.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.slow
def test_skill_beside_a_record_is_that_of_the_same_reading(araxes_command, tmp_path, extract):
    fast = ["--history", extract, "--as-of", "2022-04-04", "--weeks", "1", "-n", "16", "--no-figures"]
    read = ["--filter", "all-actors", "--mirrors", "once"]
    name = "ICEWS extract (all actors, rare types out, mirrors once)"
    span = ["--from", "2022-03-07", "--until", "2022-04-04", "--horizons", "1", "--as-written", "--one-reading"]
    out = tmp_path / "scored"
    code, _, err = araxes_command("hindcast", "--history", extract, *span, *read, "--no-figures", "-o", out)
    assert code == 0, err
    assert json.loads((out / "skill.json").read_text(encoding="utf-8"))["record"] == name
    code, told, err = araxes_command("forecast", *fast, *read, "--skill", out, "--json", "-o", tmp_path / "same")
    found = json.loads(told)
    assert (code, found["record"]) == (0, name)
    assert found["measured"].startswith(f"Skill measured on '{name}'")
    assert "It was measured with other" not in found["measured"]
    code, told, _ = araxes_command("forecast", *fast, "--skill", out, "--json", "-o", tmp_path / "other")
    found = json.loads(told)
    assert {row["skill"] for row in found["within"]} == {"skill not measured on this record"}
    assert f"is of '{name}', not of 'ICEWS extract (common actors, rare types out)'" in " ".join(found["notes"])


@pytest.mark.parametrize(
    "verb", [["forecast"], ["hindcast", "--from", "2022-03-07", "--until", "2022-04-04"], ["estimate"]]
)
def test_every_verb_reads_a_record_by_the_same_options(araxes_command, extract, verb):
    code, out, err = araxes_command(*verb, "--history", extract, "--filter", "all_actors", "--mirrors", "thrice")
    assert (code, out) == (2, "")
    assert "--filter: got 'all_actors'; allowed: a known filter" in err
    assert "nearest known name: all-actors" in err
    assert "--mirrors: got 'thrice'; allowed: both or once" in err


def test_a_forecast_and_its_figures_need_neither_scipy_nor_xarray(compiled, tmp_path):
    code = """
import sys
sys.argv = ["araxes", "forecast", "-n", "64", "--weeks", "4", "-o", "made"]
from araxes.cli.main import main
try:
    main()
finally:
    print([name for name in ("scipy", "xarray") if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stderr.splitlines()[-1] == "[]"
    assert (tmp_path / "made" / "course.png").exists()
