"""`araxes hindcast`: what it prints and writes, and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from araxes.engines.draws import generator
from araxes.forecasting.score import NO_MODEL
from araxes.inputs.region import MODEL_VERSION

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "icews"
SPAN = ["--from", "2021-09-06", "--until", "2021-12-06", "--horizons", "1,4"]


@pytest.fixture(scope="module")
def own_record(tmp_path_factory):
    """A record in our own columns: two states that talk, and now and then quarrel, for a year and a half."""
    folder = tmp_path_factory.mktemp("record")
    draw = generator(1, "test", "record")
    lines = ["id,date,source,target,code,quad,goldstein,issue,flag,summary,reference,verified"]
    for day in pd.date_range("2020-06-01", "2021-12-26", freq="3D"):
        for source, target in (("AZE", "ARM"), ("ARM", "AZE"), ("IRN", "AZE"), ("TUR", "RUS")):
            code = draw.choice(["040", "051", "111", "130", "190"], p=[0.4, 0.3, 0.15, 0.1, 0.05])
            lines.append(
                f"{day.date()}-{source}-{target}-1,{day.date()},{source},{target},{code},,,general,,made up,made up,yes"
            )
    (folder / "made.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    head = 'name = "Made up"\nfirst = 2020-06-01\nlast = 2021-12-26\nsilence = "quiet"\ngaps = []\nsources = ["made up"]\nfaults = []\n'
    (folder / "made.toml").write_text(head, encoding="utf-8")
    return folder / "made.csv"


@pytest.mark.slow
def test_baselines_are_scored_and_written(araxes_command, own_record, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    folder = tmp_path / "out"
    options = ["--history", own_record, *SPAN, "--baselines"]
    code, out, err = araxes_command("hindcast", *options, "--details", "-o", folder)
    assert code == 0
    assert "Made up" in err
    assert "Made up: 13 origins, 2021-09-06 to 2021-11-29" in out
    for words in (
        "Verdict: 1 week ahead 'habit tree, borrowing'",
        "1 week ahead, 13 weeks scored",
        "Bayesian average",
        "habit tree, borrowing",
        "holds",
        "calm",
        "AZE-IRN",
        "Mean Goldstein value of a dyad over some weeks",
        "past spans of the dyad",
    ):
        assert words in out
    names = {path.name for path in folder.iterdir()}
    assert {
        "scores.csv",
        "events.csv",
        "gates.csv",
        "strata.csv",
        "together.csv",
        "means.csv",
        "robustness.csv",
        "skill.json",
    } < names
    assert {"skill.png", "calibration.png", "weeks.png"} < names
    table = pd.read_csv(folder / "scores.csv")
    assert set(table["horizon"]) == {1, 4}
    best = table.loc[table["log_score"].idxmin(), "forecaster"]
    assert table.set_index(["forecaster", "horizon"]).loc[("dyad climatology", 1), "skill_climatology"] == 0
    assert best != "pooled climatology"
    told = json.loads((folder / "skill.json").read_text(encoding="utf-8"))
    assert (told["record"], told["judged"]) == ("Made up", "habit tree, borrowing")
    assert (told["model"], told["estimates"]) == (MODEL_VERSION, NO_MODEL)
    assert f"\nModel {MODEL_VERSION}; estimates {NO_MODEL}.\nWritten to" in out
    assert {row["forecaster"] for row in told["rungs"]} == {told["judged"]}
    assert told["calibration"]["rows"] == []  # the tree does not say both directions together


@pytest.mark.slow
def test_json_is_one_document_and_quiet_says_nothing(araxes_command, own_record, tmp_path):
    options = ["--history", own_record, *SPAN, "--baselines", "--no-figures"]
    code, out, err = araxes_command("hindcast", *options, "--json", "-o", tmp_path / "a")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["model"] == MODEL_VERSION
    assert {"record", "scores", "gates", "strata", "together", "means", "robustness", "events", "rungs"} <= set(told)
    assert araxes_command("hindcast", *options, "--quiet", "-o", tmp_path / "b") == (0, "", "")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--from", "soon", "--until", "2021-12-06"], "--from: got 'soon'; allowed: a date, YYYY-MM-DD"),
        (["--from", "2021-09-06", "--until", "2021-12-06", "--horizons", "1,x"], "--horizons: got 'x'"),
        (["--from", "2021-09-06", "--until", "2021-12-06", "--horizons", "0"], "--horizons: got (0,)"),
        (["--from", "2021-12-06", "--until", "2021-09-06"], "a Monday before --until"),
        (["--from", "2025-01-06", "--until", "2025-02-03"], "No week that would be scored is observed"),
        (["--from", "2020-06-01", "--until", "2020-09-07"], "No week is known before the first origin"),
    ],
)
def test_faults_of_the_span_are_told(araxes_command, own_record, options, message):
    code, out, err = araxes_command("hindcast", "--history", own_record, *options, "--baselines", "--quiet")
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_a_record_that_does_not_exist_is_one_message(araxes_command, tmp_path):
    code, out, err = araxes_command("hindcast", "--history", tmp_path / "none.csv", *SPAN)
    assert (code, out) == (2, "")
    assert "none.csv" in err


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the ICEWS extracts are not beside the checkout (../shared/data/icews)")
def test_baselines_score_on_icews_of_2022_what_was_measured(region):
    import datetime

    from araxes.forecasting.baselines import TREE, TREE_ALONE, baselines
    from araxes.forecasting.gates import gates, with_pools
    from araxes.forecasting.hindcast import forecast_span
    from araxes.forecasting.tables import score_table
    from araxes.records.record import read_record

    record = read_record(SHARED / "icews_core.csv", region, exposure=SHARED / "icews_daily_totals.csv")
    span = datetime.date(2022, 1, 3), datetime.date(2022, 11, 28)
    found = with_pools(
        forecast_span(record.history, region, *span, horizons=(1, 4), forecasters=baselines(region)), TREE
    )
    table = score_table(found).set_index(["forecaster", "horizon"])
    measured = {
        ("recency 8 to climatology", 1): (0.997, 1.665),
        ("recency 8 to climatology", 4): (1.006, 1.695),
        ("recency 32 to pool", 1): (0.995, 1.617),
        ("Bayesian average", 1): (0.984, 1.605),
        (TREE_ALONE, 1): (0.996, 1.600),
        (TREE, 1): (0.998, 1.596),
    }
    for key, figures in measured.items():
        assert table.loc[key, ["rps", "log_score"]].to_numpy(float) == pytest.approx(figures, abs=0.0011), key
    assert list(table.loc[TREE]["weeks"]) == [40, 34]
    assert all(gate.holds for gate in gates(found, TREE))
    assert np.isfinite(table["gain_bar_low"]).all()


def test_the_model_is_scored_beside_the_baselines(araxes_command, own_record, tmp_path):
    span = ["--from", "2021-11-01", "--until", "2021-11-22", "--horizons", "1"]
    options = ["--as-written", "--one-reading", "--no-figures", "-o", tmp_path]
    code, out, _ = araxes_command("hindcast", "--history", own_record, *span, *options)
    assert code == 0
    lines = out.splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines[:-1])) <= 100
    assert [line.partition(":")[0] for line in lines[1:] if line[:1].isupper()][:4] == [
        "Verdict",
        "So",
        "But",
        "Look next",
    ]
    assert "too few weeks were scored 1 week ahead" in " ".join(out.split())
    told = json.loads((tmp_path / "skill.json").read_text(encoding="utf-8"))["calibration"]
    assert len(told["rows"]) == 10 * 4
    table = pd.read_csv(tmp_path / "scores.csv").set_index("forecaster")
    assert {"model", "model, habit alone"} < set(table.index)
    assert "model, unfitted" not in table.index
    assert table["skill_bar_low"].isna().all()  # three weeks are fewer than two blocks


def test_the_bar_learns_how_much_is_to_come(monkeypatch):
    from io import StringIO

    from rich.console import Console

    from araxes.cli import screen

    monkeypatch.setattr(screen, "log", Console(file=StringIO(), force_terminal=True))
    with screen.progress(0, "forecasting", quiet=False) as tell:
        tell(-4)
        tell(3)
        tell(1)
    with screen.progress(0, "forecasting", quiet=True) as tell:
        assert tell is None


@pytest.mark.slow
def test_python_gives_what_the_command_gives(own_record, tmp_path, araxes_command):
    import araxes

    dates = "2021-10-04", "2021-12-06"
    report = araxes.hindcast(own_record, *dates, horizons=(1,), model=False, robustness=False)
    araxes_command(
        "hindcast", "--history", own_record, "--from", dates[0], "--until", dates[1], "--horizons", "1",
        "--baselines", "--one-reading", "--no-figures", "--quiet", "-o", tmp_path,
    )  # fmt: skip
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "scores.csv"), report.scores, check_dtype=False)
    assert report.figure_data().chances
