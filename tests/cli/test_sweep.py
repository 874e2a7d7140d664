"""`araxes sweep`: what it prints, writes and refuses, and its exit codes."""

import json

import pytest

from araxes.sweeps import run as running

SMALL = ("sweep", "baseline", "--vary", "IRN.temper.reciprocity=0:2:3", "-n", 5, "--weeks", 2, "-o", "s")


def test_a_sweep_is_written_and_its_status_told(araxes_command, tmp_path):
    code, out, err = araxes_command(*SMALL)
    assert (code, out, err) == (0, "3 of 3 points in s\n", "")
    code, out, _ = araxes_command("sweep", "status", "s")
    assert (code, out) == (0, "s: 3 of 3 points done, 0 failed, 0 missing\n")
    code, out, _ = araxes_command("sweep", "status", "s", "--json")
    assert json.loads(out) == [{"folder": "s", "points": 3, "done": 3, "failed": [], "missing": 0, "damaged": []}]


def test_a_dry_run_writes_nothing(araxes_command, tmp_path):
    code, out, _ = araxes_command(*SMALL, "--dry-run")
    assert code == 0
    assert out.startswith("3 points, 3 of them new, 5 replicates of 2 weeks each, ")
    assert "Nothing was written." in out
    assert not (tmp_path / "working" / "s").exists()
    code, out, _ = araxes_command(*SMALL, "--dry-run", "--json")
    assert set(json.loads(out)) == {"points", "new", "seconds", "bytes"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["baseline", "--vary", "IRN.temper.reciprocit=0:2:3"],
            (
                "araxes: --vary: IRN.temper.reciprocit: got 'IRN.temper.reciprocit'; allowed: one of 859 parameter paths; "
                "nearest known name: IRN.temper.reciprocity. See 'araxes list params'."
            ),
        ),
        (
            ["baseline", "--vary", "IRN.temper.reciprocity=2:0:3"],
            "araxes: --vary: IRN.temper.reciprocity: got the range 2 to 0, reversed; allowed: the lower bound first",
        ),
        (
            ["baseline", "--vary", "IRN.temper.reciprocity=1:1:3"],
            "araxes: --vary: IRN.temper.reciprocity: got the range 1 to 1, empty; allowed: two bounds that differ",
        ),
        (
            ["baseline", "--vary", "IRN.temper.reciprocity=0:9:3"],
            (
                "araxes: --vary: IRN.temper.reciprocity: got 9; allowed: 0 to 3 (multiplier). "
                "To take it all the same: --allow-outside."
            ),
        ),
        (["baseline", "other"], "araxes: sweep: got baseline other; allowed: one scenario, or `status` and a folder"),
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
    assert err.startswith("araxes: /proc/s: got ")
    assert "allowed: a folder that can be written" in err


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
    assert "2 of 2 points in s" in out
    assert "araxes: point 1 failed: ladder.toml: rung: got 0 rungs with Goldstein score 0; allowed: exactly one" in err
    assert "1 of 2 points failed; with --retry they are run again" in err


def test_an_interruption_keeps_what_is_finished_and_says_how_to_go_on(araxes_command, monkeypatch):
    monkeypatch.setattr("araxes.sweeps.growth.part_size", lambda points, replicates, weeks: 1)
    keep, written = running.keep_part, []

    def interrupted(*arguments):
        keep(*arguments)
        written.append(1)
        if len(written) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "keep_part", interrupted)
    code, out, err = araxes_command(*SMALL)
    assert (code, out) == (130, "")
    assert err == (
        "araxes: interrupted; 2 points finished and kept. To go on: "
        "araxes sweep baseline --vary IRN.temper.reciprocity=0:2:3 -n 5 --weeks 2 -o s\n"
    )
    assert araxes_command(*SMALL)[:2] == (0, "3 of 3 points in s\n")
