"""`--perspective`: what is shown and written says whose judgements it was made with; `compare --perspectives` has all in one."""

import json

import pytest
import xarray as xr

from araxes.sweeps.manifest import read as read_manifest

SHORT = ("-n", 4, "--weeks", 2)


@pytest.fixture
def working(tmp_path):
    return tmp_path / "working"


def test_a_run_says_it_in_heading_table_files_and_folder(araxes_command, working):
    code, out, err = araxes_command("run", "baseline", *SHORT, "--full", "--no-figures", "--perspective", "Tehran")
    assert code == 0, err
    assert out.splitlines()[0].startswith("Baseline from March 2026: no new decisions, in the perspective of Tehran:")
    assert "; perspective Tehran." in out
    folder = working / "results" / "baseline_perspective_Tehran"
    with xr.open_dataset(folder / "data.nc") as data:
        assert data.attrs["perspective"] == "Tehran"
        assert data["rung"].attrs["basis"].endswith("; perspective Tehran")
    assert json.loads((folder / "scenario.json").read_text("utf-8"))["perspective"] == "Tehran"


def test_a_reading_and_a_perspective_may_be_given_together(araxes_command, working):
    voices = ("--reading", "Baku", "--perspective", "Moscow")
    code, out, err = araxes_command("run", "baseline", *SHORT, "--no-figures", *voices)
    assert code == 0, err
    assert "as Baku reads it, in the perspective of Moscow" in out
    assert (working / "results" / "baseline_Baku_perspective_Moscow").is_dir()


def test_a_neutral_run_says_nothing_of_it(araxes_command):
    code, out, _ = araxes_command("run", "baseline", *SHORT, "--no-figures", "--json")
    assert code == 0
    assert "perspective" not in json.loads(out)


def test_a_comparison_and_a_forecast_say_it(araxes_command):
    code, out, err = araxes_command(
        "compare", "baseline", "route_third_party", *SHORT, "--no-figures", "--perspective", "baku", "--json"
    )
    assert code == 0, err
    assert json.loads(out)["perspective"] == "Baku"
    code, out, err = araxes_command("forecast", *SHORT, "--no-figures", "--perspective", "Baku")
    assert code == 0, err
    assert ", in the perspective of Baku, nothing supposed of the weeks ahead" in out
    assert "The skill was measured with what is judged as the files have it, not as a capital judges it." in " ".join(
        err.split()
    )


def test_a_sweep_keeps_it_and_takes_no_other(araxes_command, working):
    small = ("sweep", "baseline", "--vary", "IRN.temper.alarm=0:2:2", *SHORT, "-o", "s")
    code, out, err = araxes_command(*small, "--perspective", "Yerevan")
    assert code == 0, err
    assert "; perspective Yerevan.\n" in out
    assert read_manifest(working / "s").basis.perspective == "Yerevan"
    code, _, err = araxes_command(*small)
    assert code == 2
    assert "perspective: got neutral; allowed: Yerevan, as in this folder" in err
    assert "Traceback" not in err


def test_a_hindcast_scores_it_beside_the_model(araxes_command, working):
    span = ("--history", "chronology", "--from", "2023-01-30", "--until", "2023-02-13", "--as-written", "--one-reading")
    code, out, err = araxes_command("hindcast", *span, "--horizons", "1", "--perspective", "Tehran", "--json")
    assert code == 0, err
    assert {row["forecaster"] for row in json.loads(out)["reading"]} == {"model, perspective Tehran"}
    code, _, err = araxes_command("hindcast", *span, "--baselines", "--perspective", "Tehran")
    assert code == 2
    assert "--perspective: got 'Tehran'; allowed: only where the model is scored" in err


def test_show_says_who_judges_and_what(araxes_command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    code, out, _ = araxes_command("show", "baseline", "--perspective", "Tehran")
    assert code == 0
    assert "Judged by  Tehran: Israel stands on its border" in out
    assert "Two voices" in out
    assert "perspectives/Tehran.toml" in out


@pytest.mark.parametrize(
    ("what", "held"), [("perspectives", "Yerevan: land is occupied"), ("readings", "Baku: the gunman")]
)
def test_list_tells_them(what, held, araxes_command):
    code, out, _ = araxes_command("list", what)
    assert code == 0
    assert held in out


def test_all_perspectives_stand_in_one_table_and_figure(araxes_command, working):
    asked = ("compare", "baseline", "route_extraterritorial", "--perspectives", "-n", 64, "--weeks", 10)
    code, out, err = araxes_command(*asked)
    assert code == 0, err
    assert "changes the answer" in out
    for capital in ("neutral", "Ankara", "Baku", "Moscow", "Tehran", "Yerevan"):
        assert capital in out
    folder = working / "results" / "baseline_vs_route_extraterritorial_perspectives"
    assert {path.name for path in folder.iterdir()} == {"perspectives.csv", "perspectives.png"}
    code, out, err = araxes_command(*asked, "--json")
    document = json.loads(out)
    assert document["sentence"]
    assert {row["perspective"] for row in document["changes"]} >= {"neutral", "Tehran"}
