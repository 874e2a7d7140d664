"""`araxes run` and `araxes compare`: what they print and write. Figures are tested with the plots."""

import json
import subprocess
import sys

import pandas as pd
import pytest
import xarray as xr

import araxes
from araxes.results.result import FIGURES

FAST = ["-n", "3", "--weeks", "2", "--no-figures"]


@pytest.mark.slow
def test_run_writes_its_folder_and_prints_a_summary(araxes_command, tmp_path):
    code, out, err = araxes_command("run", "baseline", *FAST)
    folder = tmp_path / "working" / "results" / "baseline"
    assert (code, err) == (0, "")
    assert {path.name for path in folder.iterdir()} == {"data.nc", "events.parquet", "summary.csv", "scenario.json"}
    assert "3 replicates, 2 weeks from 2026-03-09" in out
    assert "- A coercive act within 2 weeks is likeliest " in out
    assert "- Next: `araxes compare baseline ANOTHER`" in out
    order = [out.index(text) for text in ("- Keep in mind", "dyad ", "Mean weeks with a hostile act", "Expected: ")]
    assert order == sorted(order)
    assert max(map(len, out.splitlines()[1:-1])) <= 100
    basis = araxes.load("baseline").basis
    assert f"\n{basis}.\nKept full histories. Written to results/baseline: " in out
    assert list(pd.read_csv(folder / "summary.csv")["dyad"]) == list(araxes.run("baseline", 3, weeks=2).summary().index)
    assert json.loads((folder / "scenario.json").read_text(encoding="utf-8"))["weeks"] == 2


def test_quiet_prints_nothing_and_json_prints_one_document(araxes_command, tmp_path):
    assert araxes_command("run", "baseline", *FAST, "--quiet", "-o", tmp_path / "a") == (0, "", "")
    code, out, err = araxes_command("run", "baseline", *FAST, "--json", "-o", tmp_path / "b")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["replicates"] == 3
    assert (told["model"], told["estimates"]) == araxes.load("baseline").basis[:2]
    assert len(told["summary"]) == 20
    assert told["answer"] == araxes.run("baseline", 3, weeks=2).answer()


def test_summaries_are_written_without_single_acts_and_replace_those_of_an_earlier_run(araxes_command, tmp_path):
    folder = tmp_path / "out"
    results = {}
    for option in ("--full", "--summaries"):
        code, out, err = araxes_command("run", "baseline", *FAST, option, "-o", folder)
        assert (code, err) == (0, "")
        results[option] = (folder / "summary.csv").read_text(encoding="utf-8")
    assert "Kept summaries. " in out
    assert {path.name for path in folder.iterdir()} == {"data.nc", "summary.csv", "scenario.json"}
    assert results["--full"] == results["--summaries"]


def test_figures_are_drawn_for_people_and_for_machines_where_asked_and_none_is_stale(araxes_command, tmp_path):
    folder, pages = tmp_path / "out", {f"{name}.png" for name in FIGURES}
    asked = ["run", "baseline", "-n", "2", "--weeks", "1", "-o", folder]
    for options, drawn in (([], True), (["--json"], False), (["--json", "--figures"], True), (["--no-figures"], False)):
        code, _, err = araxes_command(*asked, *options)
        assert (code, err) == (0, "")
        assert {path.name for path in folder.glob("*.png")} == (pages if drawn else set()), options


def test_what_the_scenario_sets_stands_in_the_table(araxes_command, tmp_path):
    code, out, _ = araxes_command(
        "run", "force_syunik", "-n", "2", "--weeks", "20", "--no-figures", "-o", tmp_path / "out"
    )
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.startswith("AZE>ARM")]
    assert line.split()[-4:] == ["set", "(0)", "set", "(0)"]
    assert '"set": by the scenario itself.' in " ".join(out.split())
    assert "- Next: `araxes compare baseline force_syunik`" in out


def test_both_engines_write_the_same(araxes_command, tmp_path):
    for engine in ("kernel", "mesa"):
        araxes_command("run", "baseline", *FAST, "--quiet", "--engine", engine, "-o", tmp_path / engine)
    one, other = (xr.load_dataset(tmp_path / engine / "data.nc") for engine in ("kernel", "mesa"))
    assert one.equals(other)
    ours, theirs = (pd.read_parquet(tmp_path / engine / "events.parquet") for engine in ("kernel", "mesa"))
    assert ours.equals(theirs)


def test_the_seed_decides_the_run(araxes_command, tmp_path):
    results = {}
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        araxes_command("run", "baseline", *FAST, "--quiet", "--seed", seed, "-o", tmp_path / name)
        results[name] = (tmp_path / name / "summary.csv").read_text(encoding="utf-8")
    assert results["a"] == results["b"] != results["c"]


def test_a_users_folder_and_settings_reach_the_run(araxes_command, tmp_path, own_folder, head):
    own = own_folder({"scenarios/mine.toml": head})
    arguments = ["run", "mine", *FAST, "--folder", own, "--set", "issues.treaty.status=0.77", "-o", tmp_path / "out"]
    code, _, err = araxes_command(*arguments)
    assert code == 0
    assert err.startswith(
        "issues.treaty.status = 0.77: answered to: in 64 replicates of 2 weeks the chances of acts differ "
    )
    told = json.loads((tmp_path / "out" / "scenario.json").read_text(encoding="utf-8"))
    assert told["parameters"]["issues.treaty.status"]["origin"] == "sets"
    assert told["start"] == "2023-04-03"


@pytest.mark.slow
def test_a_value_that_nothing_answers_to_is_said_by_every_verb(araxes_command, tmp_path):
    inert = ("--set", "relations.tie.EU.TUR=0.9")
    folder = ("-o", tmp_path / "out")
    for verb in (["run", "baseline", *FAST], ["compare", "baseline", "networks_zero", *FAST]):
        code, _, err = araxes_command(*verb, *inert, *folder)
        assert code == 0
        assert err.count("relations.tie.EU.TUR = 0.9: nothing answers to it here") == len(verb) - len(FAST) - 1
        code, out, err = araxes_command(*verb, *inert, *folder, "--json")
        assert (code, err) == (0, "")
        assert "nothing answers to it here" in str(json.loads(out)["notes"])
        code, out, err = araxes_command(*verb, *inert, *folder, "--quiet")
        assert (code, out) == (0, "")
        assert err.count("relations.tie.EU.TUR = 0.9: nothing answers to it here") == len(verb) - len(FAST) - 1
        assert err.startswith("araxes: ")
        assert "UserWarning" not in err
    code, out, err = araxes_command("show", "baseline", "--resolved", *inert)
    assert (code, err) == (0, "")
    assert "Note       relations.tie.EU.TUR = 0.9: nothing answers to it here" in out


def test_compare_writes_tables_and_says_what_the_files_change(araxes_command, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    names = ["april_2023_as_it_happened", "april_2023_no_expulsions"]
    code, out, err = araxes_command("compare", *names, *FAST)
    folder = tmp_path / "working" / "results" / "_vs_".join(names)
    assert (code, err) == (0, "")
    assert {path.name for path in folder.iterdir()} == {
        "changes.csv",
        "chances.csv",
        "expectations.csv",
    }
    said = " ".join(out.split())
    assert said.startswith(
        "No difference: april_2023_no_expulsions and april_2023_as_it_happened do not differ: every difference"
    )
    assert f"{araxes.load(names[0]).basis}. Written to" in said
    for column in ("difference", "low", "high"):
        assert (pd.read_csv(folder / "changes.csv")[column] == 0).all()
    code, out, _ = araxes_command("compare", *names, *FAST, "--details")
    assert code == 0
    assert "- act expulsions: AZE>IRN CAMEO 174 on 2023-04-06" in out
    assert f"Expected of {names[1]}: " in out


def test_compare_answers_in_five_lines_and_a_table_and_may_be_asked_about_a_state(araxes_command, tmp_path):
    asked = ("compare", "baseline", "force_syunik", "-n", 40, "--weeks", 30, "--no-figures", "-o", tmp_path / "out")
    code, out, _ = araxes_command(*asked, "--about", "IRN")
    lines = [line for line in out.splitlines() if line.startswith(("A ", "Beside", "How", "Caveat", "Next", "Chance"))]
    assert code == 0
    assert " by Iran against " in lines[0]
    assert [line.split(":")[0] for line in lines[2:5]] == ["How sure", "Caveat", "Next"]
    assert lines[5].startswith("Chance of at least one act, 1 June to 30 August 2026")
    assert max(len(line) for line in out.splitlines() if not line.startswith("Written to")) <= 100
    assert "e-0" not in out
    code, out, err = araxes_command(*asked, "--about", "IRM")
    assert (code, out) == (2, "")
    assert err.startswith("araxes: --about: got 'IRM'; allowed: a state (")
    assert "nearest known name: IRN" in err


def test_a_scenario_beside_itself_differs_by_nothing_and_each_has_a_name_of_its_own(
    araxes_command, tmp_path, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "200")
    code, out, _ = araxes_command("compare", "baseline", "baseline", *FAST, "-o", tmp_path / "out")
    assert code == 0
    assert "baseline (2) and baseline do not differ: every difference is exactly zero." in " ".join(out.split())
    assert set(pd.read_csv(tmp_path / "out" / "chances.csv")["scenario"]) == {"baseline", "baseline (2)"}


def test_compare_prints_one_document(araxes_command, tmp_path):
    names = ["april_2023_as_it_happened", "april_2023_words_only"]
    code, out, err = araxes_command("compare", *names, *FAST, "--json", "-o", tmp_path / "out")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["base"] == names[0]
    assert (told["model"], told["estimates"]) == araxes.load(names[0]).basis[:2]
    assert list(told["files"]) == names[1:]
    assert len(told["files"][names[1]]) == 3
    assert len(told["answer"]) in (1, 5)
    assert "NaN" not in out


def test_compare_says_term_by_term_what_pushes_a_dyad(araxes_command, tmp_path):
    asked = ("compare", "baseline", "force_syunik", "-n", 4, "--weeks", 15, "--no-figures", "-o", tmp_path / "out")
    code, out, _ = araxes_command(*asked, "--pushes", "IRN>AZE")
    assert code == 0
    said = out[out.index("What pushes IRN>AZE") :]
    assert all(word in said for word in ("pile_on", "grievance", "red_line", "together", "weeks 1 to 4"))
    assert len(pd.read_csv(tmp_path / "out" / "pushes_IRN_to_AZE.csv")) == 12 * 15
    code, out, _ = araxes_command(*asked, "--pushes", "IRN>AZE", "--json")
    assert {row["term"] for row in json.loads(out)["pushes"]} >= {"grievance", "red_line"}
    code, out, err = araxes_command(*asked, "--pushes", "IRN>AZR")
    assert (code, out) == (2, "")
    assert err.startswith("araxes: --pushes: dyad: got 'IRN>AZR'; allowed: a known dyad")
    assert err.endswith("nearest known name: IRN>AZE\n")


def test_the_shortest_horizon_is_used_for_all(araxes_command, scenario_file, head, tmp_path):
    files = [scenario_file(name=f"n{k}", start=head.replace("weeks = 8", f"weeks = {k}")) for k in (3, 2)]
    code, _, err = araxes_command("compare", *files, "-n", "2", "--no-figures", "-o", tmp_path / "out")
    assert (code, err) == (0, "Horizons differ: the shortest, 2 weeks, is used for all.\n")


LITTLE_ROOM = """
import resource, sys
import araxes.cli.main as main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
main.main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("room", [1_000, 30_000])
@pytest.mark.usefixtures("compiled")
def test_without_room_there_is_one_message_and_the_old_files_stay(room, araxes_command, tmp_path):
    araxes_command("run", "baseline", *FAST, "--no-figures", "-o", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    arguments = ["run", "baseline", "-n", "300", "--no-figures", "-o", str(tmp_path / "out")]
    command = [sys.executable, "-c", LITTLE_ROOM, str(room), *arguments, "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "allowed: room on the disk" in line
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
