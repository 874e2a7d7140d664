"""`--reading`: what is shown and written says which reading it was made with, and what cannot be read so is refused."""

import json

import pyarrow.parquet as pq
import pytest
import xarray as xr

import araxes
from araxes.sweeps.manifest import read as read_manifest

SHORT = ("-n", 4, "--weeks", 2)
MADE_UP = "date,source,target,code\n" + "\n".join(
    f"2023-0{month}-{day:02d},{source},{target},042"
    for month in range(1, 7)
    for day in range(1, 29, 3)
    for source, target in (("IRN", "AZE"), ("AZE", "IRN"), ("TUR", "RUS"))
)


@pytest.fixture
def working(tmp_path):
    return tmp_path / "working"


def test_a_run_says_it_in_heading_table_files_and_folder(araxes_command, working):
    code, out, err = araxes_command("run", "baseline", *SHORT, "--full", "--no-figures", "--reading", "Baku")
    assert code == 0, err
    assert out.splitlines()[0].startswith("Baseline from March 2026: no new decisions, as Baku reads it: 4 replicates")
    assert "; reading Baku." in out
    folder = working / "results" / "baseline_Baku"
    with xr.open_dataset(folder / "data.nc") as data:
        assert data.attrs["reading"] == "Baku"
        assert data.attrs["title"].endswith("as Baku reads it")
        assert data["rung"].attrs["basis"].endswith("; reading Baku")
    assert json.loads((folder / "scenario.json").read_text("utf-8"))["reading"] == "Baku"
    assert pq.read_metadata(folder / "events.parquet").metadata[b"reading"] == b"Baku"


def test_a_neutral_run_says_nothing_of_it(araxes_command, working):
    code, out, _ = araxes_command("run", "baseline", *SHORT, "--no-figures", "--json")
    assert code == 0
    assert "reading" not in json.loads(out)
    with xr.open_dataset(working / "results" / "baseline" / "data.nc") as data:
        assert "reading" not in data.attrs


def test_a_comparison_and_a_forecast_say_it(araxes_command):
    code, out, err = araxes_command(
        "compare", "baseline", "route_third_party", *SHORT, "--no-figures", "--reading", "baku", "--json"
    )
    assert code == 0, err
    assert json.loads(out)["reading"] == "Baku"
    code, out, err = araxes_command("forecast", *SHORT, "--no-figures", "--reading", "Baku")
    assert code == 0, err
    assert "the record as Baku reads it, nothing supposed of the weeks ahead" in out
    assert "; reading Baku." in out
    assert "The skill was measured on the record as it is, not as a capital reads it." in err


def test_a_reading_is_compared_with_the_record_as_it_is():
    found = araxes.compare(["baseline", araxes.load("baseline", reading="Baku")], replicates=64, weeks=3)
    (other,) = found.others
    assert other.scenario.name == "baseline (Baku)"
    assert found.basis.reading == "neutral, Baku"
    assert found.differences(other) == ["~ reading: neutral -> Baku"]
    table = {(row["dyad"], row["outcome"]): row["difference"] for row in found.common_rows(other)}
    assert table["AZE>IRN", "hostile"] > 0, "the drones came in the week before"


def test_figures_say_it(araxes_command):
    from araxes.plots.run_pages import run_figures

    figures = run_figures(araxes.run("baseline", 4, weeks=2, reading="Baku"))
    for figure in figures.values():
        (foot,) = [text.get_text() for text in figure.texts if text.get_gid() == "basis"]
        assert foot.endswith("; reading Baku")


def test_a_sweep_keeps_it_and_takes_no_other(araxes_command, working):
    small = ("sweep", "baseline", "--vary", "IRN.temper.alarm=0:2:2", *SHORT, "-o", "s")
    code, out, err = araxes_command(*small, "--reading", "Baku")
    assert code == 0, err
    assert "; reading Baku.\n" in out
    assert read_manifest(working / "s").basis.reading == "Baku"
    code, out, _ = araxes_command("sweep", "status", "s", "--json")
    assert json.loads(out)[0]["reading"] == "Baku"
    code, _, err = araxes_command(*small)
    assert code == 2
    assert "reading: got neutral; allowed: Baku, as in this folder" in err
    assert "Traceback" not in err


def test_show_says_whose_acts_the_rows_are(araxes_command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    code, out, _ = araxes_command("show", "baseline", "--reading", "Tehran")
    assert code == 0
    assert "Reading    Tehran: the gunman had a personal motive" in out
    assert "2026-03-05-IRN-AZE-1" in out
    assert "IRN takes ISR for its author" in out
    assert "In a run the same as the neutral reading" in out


@pytest.mark.parametrize("verb", [("forecast", *SHORT), ("hindcast", "--from", "2023-05-01", "--until", "2023-06-05")])
def test_a_record_of_which_there_is_no_reading_is_refused(verb, araxes_command, working):
    (working / "made.csv").write_text(MADE_UP + "\n", "utf-8")
    (working / "made.toml").write_text('name = "Made up"\nfirst = 2023-01-01\nsilence = "quiet"\n', "utf-8")
    code, _, err = araxes_command(*verb, "--history", "made.csv", "--reading", "Baku")
    assert code == 2
    assert "--reading: got 'Baku', of 'Chronology of directed acts" in err
    assert "allowed: none, or a reading of 'Made up'" in err
    assert "Traceback" not in err


def test_a_record_of_ones_own_can_have_a_reading_of_its_own(own_folder, working, araxes_command):
    (working / "made.csv").write_text(MADE_UP + "\n", "utf-8")
    (working / "made.toml").write_text('name = "Made up"\nfirst = 2023-01-01\nsilence = "quiet"\n', "utf-8")
    text = """[reading]
title = "Ours"
record = "Made up"
[[row]]
id = "2023-06-28-IRN-AZE-1"
perceived_as = {AZE = "RUS"}
reference = "ours"
confidence = "judged"
[[act]]
id = "shots"
date = 2023-06-29
source = "IRN"
target = "AZE"
code = "190"
perceived_as = {AZE = "IRN"}
reference = "ours"
confidence = "judged"
"""
    folder = own_folder({"readings/ours.toml": text})
    chance = {}
    for name, asked in (("neutral", ()), ("ours", ("--reading", "ours"))):
        verb = (
            "forecast",
            "--weeks",
            1,
            "-n",
            64,
            "--history",
            "made.csv",
            "--folder",
            folder,
            "--json",
            "--no-figures",
        )
        code, out, err = araxes_command(*verb, *asked)
        assert code == 0, err
        rows = json.loads(out)["chances"]
        chance[name] = sum(row["chance"] for row in rows if row["dyad"] == "AZE>IRN" and row["rung"] > 3)
    assert chance["ours"] > chance["neutral"]


def test_baselines_alone_read_nothing(araxes_command):
    span = ("--from", "2023-01-30", "--until", "2023-02-13")
    code, _, err = araxes_command("hindcast", "--history", "chronology", *span, "--baselines", "--reading", "Baku")
    assert code == 2
    assert "--reading: got 'Baku'; allowed: only where the model is scored" in err


def test_check_finds_faults_of_own_readings(own_folder, araxes_command):
    head = '[reading]\ntitle = "Ours"\nrecord = "Chronology of directed acts, South Caucasus and neighbours"\n'
    row = '[[row]]\nid = "2023-01-27-IRN-AZE-9"\nperceived_as = {AZE = "IRN"}\nreference = "ours"\nconfidence = "judged"\n'
    folder = own_folder(
        {"readings/ours.toml": head + row, "readings/theirs.toml": head.replace("Chron", "Other chron")}
    )
    for place in (folder, folder / "readings" / "ours.toml"):
        code, _, err = araxes_command("check", place)
        assert code == 2
        (line,) = err.splitlines()
        assert "row[1].id: got '2023-01-27-IRN-AZE-9'" in line
