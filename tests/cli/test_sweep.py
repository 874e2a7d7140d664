"""`araxes sweep`: what it prints, writes and refuses, and its exit codes."""

import json

import pytest

import araxes
from araxes.sweeps import run as running

SMALL = ("sweep", "baseline", "--vary", "IRN.temper.alarm=0:2:3", "-n", 5, "--weeks", 2, "-o", "s")


def test_a_sweep_is_written_and_its_status_told(araxes_command, tmp_path):
    code, out, err = araxes_command(*SMALL)
    basis = araxes.load("baseline").basis
    assert code == 0
    findings, end = out.split("3 of 3 points in s\n")
    assert end == f"{basis}.\nFigures: araxes plot s\n"
    assert 1 <= len(findings.splitlines()) <= 3
    assert all(": " in line and line.endswith(".") for line in findings.splitlines())
    assert err.startswith("IRN.temper.alarm from 0 to 2: answered to: in 64 replicates of 2 weeks the chances")
    assert err.count("\n") == 1
    code, out, _ = araxes_command("sweep", "status", "s")
    assert (code, out) == (0, f"s: 3 of 3 points done, 0 failed, 0 missing\n{basis}.\n")
    code, out, _ = araxes_command("sweep", "status", "s", "--json")
    assert json.loads(out) == [
        {"folder": "s", **basis.attrs(), "points": 3, "done": 3, "failed": [], "missing": 0, "damaged": []}
    ]


@pytest.mark.slow
def test_a_dry_run_writes_nothing(araxes_command, tmp_path):
    code, out, _ = araxes_command(*SMALL, "--dry-run")
    assert code == 0
    assert out.startswith("IRN.temper.alarm: 0, 1, 2\n3 points, 3 of them new, 5 replicates of 2 weeks each, ")
    assert "Nothing was written." in out
    assert not (tmp_path / "working" / "s").exists()
    code, out, _ = araxes_command(*SMALL, "--dry-run", "--json")
    told = json.loads(out)
    assert set(told) == {"model", "estimates", "points", "new", "seconds", "bytes", "factors", "answers"}
    assert told["factors"][0]["levels"] == [0, 1, 2]


@pytest.mark.slow
def test_a_dry_run_says_through_which_ranges_the_factors_go(araxes_command):
    ranges = (
        "--vary",
        "IRN.temper.alarm",
        "--vary",
        "AZE.temper.thaw=0:2",
        "--design",
        "sobol",
        "--points",
        4,
    )
    code, out, _ = araxes_command("sweep", "baseline", *ranges, "-n", 2, "--weeks", 1, "--dry-run")
    assert code == 0
    assert out.splitlines()[:2] == [
        "IRN.temper.alarm: 0.6 to 1.4 (multiplier)",
        "AZE.temper.thaw: 0 to 2 (multiplier)",
    ]
    code, out, _ = araxes_command(
        "sweep", "baseline", "--vary", "scenario=baseline,networks_zero", "-n", 2, "--weeks", 1, "--dry-run"
    )
    assert out.splitlines()[0] == "scenario: baseline, networks_zero"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["baseline", "--vary", "IRN.temper.alarn=0:2:3"],
            (
                "araxes: --vary: IRN.temper.alarn: got 'IRN.temper.alarn'; allowed: one of 775 parameter paths; "
                "nearest known name: IRN.temper.alarm. Also alike: ISR.temper.alarm, IRN.temper.leader, "
                "TUR.temper.alarm, RUS.temper.alarm. See 'araxes list params'."
            ),
        ),
        (
            ["baseline", "--vary", "IRN.temper.alarm=2:0:3"],
            "araxes: --vary: IRN.temper.alarm: got the range 2 to 0, reversed; allowed: the lower bound first",
        ),
        (
            ["baseline", "--vary", "IRN.temper.alarm=1:1:3"],
            "araxes: --vary: IRN.temper.alarm: got the range 1 to 1, empty; allowed: two bounds that differ",
        ),
        (
            ["baseline", "--vary", "IRN.temper.alarm=0:9:3"],
            (
                "araxes: --vary: IRN.temper.alarm: got 9; allowed: 0 to 3 (multiplier). "
                "To take it all the same: --allow-outside."
            ),
        ),
        (
            ["baseline", "--vary", "IRN.temper.alarm", "0:2:3"],
            (
                "araxes: sweep: got baseline 0:2:3; allowed: one scenario, or `status` and a folder. "
                "What belongs to --vary is one word with it: --vary PATH=0:2:11."
            ),
        ),
        (
            ["baseline", "--vary", "IRN.temper.alarm=0:2:3", "--set", "IRN.temper.alarm=1"],
            "araxes: --set: IRN.temper.alarm: got 1; allowed: no value for what is varied",
        ),
        (
            ["status"],
            "araxes: sweep status: got no folder; allowed: the folder of a sweep: araxes sweep status DIR",
        ),
        (
            ["status", "nowhere"],
            "araxes: nowhere: got no manifest.json; allowed: the folder of a sweep (araxes sweep ... -o DIR)",
        ),
    ],
)
def test_each_fault_ends_with_2_and_one_line(araxes_command, tmp_path, arguments, message):
    code, out, err = araxes_command("sweep", *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines() == [message]
    assert not list((tmp_path / "working").iterdir())


def test_a_read_only_folder_ends_with_2(araxes_command):
    code, out, err = araxes_command(*SMALL[:-1], "/proc/s")
    assert (code, out) == (2, "")
    assert "araxes: /proc/s: got " in err
    assert "allowed: a folder that can be written" in err


def test_a_design_file_stands_alone(araxes_command, tmp_path):
    (tmp_path / "working" / "p.csv").write_text("IRN.temper.alarm\n1\n")
    code, out, err = araxes_command(*SMALL, "--design", "p.csv", "--points", 5)
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "araxes: --vary: got what is varied; allowed: nothing beside p.csv. p.csv says what is varied and how.",
        "araxes: --points: got 5; allowed: nothing beside p.csv. p.csv says what is varied and how.",
        "araxes: 2 faults",
    ]
    assert [path.name for path in (tmp_path / "working").iterdir()] == ["p.csv"]


@pytest.mark.parametrize("address", ["nowhere", "http://127.0.0.1:9", "tcp://127.0.0.1", "local:0"])
def test_a_malformed_address_ends_with_2_and_leaves_no_client(araxes_command, tmp_path, address):
    distributed = pytest.importorskip("distributed")
    known = len(distributed.client._global_clients) + len(list(distributed.Client._instances))
    code, out, err = araxes_command(*SMALL, "--dask", address)
    assert (code, out) == (2, "")
    assert err.startswith("araxes: --dask: ")
    assert err.endswith(
        "the address of a Dask scheduler, such as tcp://host:8786, or local:4 for four processes here\n"
    )
    assert len(distributed.client._global_clients) + len(list(distributed.Client._instances)) == known
    assert not list((tmp_path / "working").iterdir())


def test_an_unreachable_cluster_ends_with_2(araxes_command, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("araxes.sweeps.cluster.setting", lambda path: 0.5)
    code, out, err = araxes_command(*SMALL, "--dask", "tcp://127.0.0.1:9")
    assert (code, out) == (2, "")
    assert err.startswith("araxes: --dask: tcp://127.0.0.1:9: got ")
    assert "the address of a Dask scheduler, such as tcp://host:8786, or local:4" in err
    assert not list((tmp_path / "working").iterdir())


def test_an_invalid_point_ends_with_2_and_the_others_are_kept(araxes_command):
    code, out, err = araxes_command(
        "sweep", "baseline", "--vary", "ladder.quiet.goldstein=0,1", "--allow-outside", "-n", 2, "--weeks", 1, "-o", "s"
    )
    assert code == 2
    assert "2 of 2 points in s (1 of them failed)\n" in out
    assert "araxes: point 1 failed: ladder.toml: rung: got 0 rungs with Goldstein score 0; allowed: exactly one" in err
    assert "1 of 2 points failed; with --retry they are run again" in err


@pytest.mark.slow
def test_an_interruption_keeps_what_is_finished_and_says_how_to_go_on(araxes_command, monkeypatch):
    monkeypatch.setattr("araxes.sweeps.plan.part_size", lambda points, replicates, weeks: 1)
    keep, written = running.keep_part, []

    def interrupted(*arguments):
        keep(*arguments)
        written.append(1)
        if len(written) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "keep_part", interrupted)
    code, out, err = araxes_command(*SMALL)
    assert (code, out) == (130, "")
    assert err.endswith(
        "araxes: interrupted; kept: 2 of 3 points, stopped early. To go on: "
        "araxes sweep baseline --vary IRN.temper.alarm=0:2:3 -n 5 --weeks 2 -o s\n"
    )
    code, out, _ = araxes_command(*SMALL)
    assert (code, "\n3 of 3 points in s\n" in out) == (0, True)


def test_a_function_that_never_works_leaves_no_finding_and_its_reason_is_told_once(araxes_command, tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text("def mine(rungs, status, names):\n    raise ZeroDivisionError('never called')\n")
    code, out, err = araxes_command(*SMALL, "--outcome", "tension.AZE-IRN", "--function", f"{mine}:mine")
    assert code == 2
    assert out.splitlines()[0] == "3 of 3 points in s (3 of them failed)"
    assert "araxes plot" not in out
    assert err.count("never called") == 1
    assert "araxes: point 0 and 2 more failed: functions: mine: got ZeroDivisionError: never called" in err


def test_what_one_constant_function_gives_is_said_to_be_the_same_everywhere(araxes_command, tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text("import numpy as np\ndef fixed(rungs, status, names):\n    return np.full(len(rungs), 192.53)\n")
    code, out, _ = araxes_command(*SMALL, "--outcome", "fixed", "--function", f"{mine}:fixed")
    assert code == 0
    assert out.splitlines()[0] == "Fixed, defined by the user: the same at all points; 193 at each of them."


def test_one_text_is_a_list_of_one():
    one = araxes.sweep("baseline", "IRN.temper.alarm=0:2:2", replicates=2, weeks=1, outcomes="tension")
    many = araxes.sweep("baseline", ["IRN.temper.alarm=0:2:2"], replicates=2, weeks=1, outcomes=["tension"])
    assert one.mean.equals(many.mean)
    assert list(one.mean.columns) == ["tension"]
