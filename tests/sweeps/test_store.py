"""The store: resumed, damaged, full, shared, read back; what is refused is refused before anything is written."""

import errno
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import araxes
from araxes.errors import InputError
from araxes.sweeps import parts, store
from araxes.sweeps import run as running
from araxes.sweeps.run import run_plan
from araxes.sweeps.store import read_sweep, status
from araxes.sweeps.sweep import plan_sweep

pytestmark = pytest.mark.usefixtures("tiny_parts")
FEW = {"replicates": 20, "weeks": 4}


@pytest.mark.slow
def test_a_point_is_the_run_of_its_values(small, tmp_path):
    small(tmp_path / "s")
    table = read_sweep(tmp_path / "s")
    assert table.values.shape == (6, 2)
    assert list(table.values.iloc[3]) == [1.0, 0.8]
    sets = {"IRN.temper.alarm": 1.0, "issues.israel.status": 0.8}
    result = araxes.run("baseline", replicates=20, weeks=4, sets=sets)
    tension = result.data["tension"].sel(actor="IRN", target="AZE").values
    assert table.mean.loc[3, "tension.IRN>AZE"] == pytest.approx(tension.mean(axis=1).mean(), abs=1e-5)
    assert table.variance.loc[3, "tension.IRN>AZE"] == pytest.approx(tension.mean(axis=1).var(ddof=1), abs=1e-5)
    reached = (result.data["rung"].sel(actor="IRN", target="AZE").values >= 5).any(axis=1)
    assert table.mean.loc[3, "chance.5.IRN>AZE"] == reached.mean()


@pytest.mark.slow
def test_labelled_data_and_tables_say_the_same(small, tmp_path):
    small(tmp_path / "s")
    table = read_sweep(tmp_path / "s", ["tension*"])
    data = table.dataset()
    assert data["mean"].dims == ("point", "outcome")
    assert float(data["mean"].sel(point=4, outcome="tension.AZE-IRN")) == table.mean.loc[4, "tension.AZE-IRN"]
    assert data.attrs["replicates"] == 20
    np.testing.assert_array_equal(data["IRN.temper.alarm"], [0, 0, 1, 1, 2, 2])


def test_python_returns_the_table_without_a_folder(compiled):
    table = araxes.sweep("baseline", {"IRN.temper.alarm": [0, 2]}, **FEW, outcomes=["tension"])
    assert list(table.mean.columns) == ["tension"]
    assert table.outcomes.loc["tension", "unit"] == "Goldstein points"
    assert table.factors[0].levels == (0, 2)


@pytest.mark.slow
def test_workers_change_no_byte(small, tmp_path, contents):
    small(tmp_path / "one", running={"workers": 1})
    small(tmp_path / "two", running={"workers": 2})
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.slow
def test_a_missing_part_is_run_again_and_only_that_one(small, tmp_path, contents, monkeypatch):
    small(tmp_path / "s")
    whole = contents(tmp_path / "s")
    sorted((tmp_path / "s" / "parts").iterdir())[1].unlink()
    assert status(tmp_path / "s").missing == [range(2, 4)]
    ran = []
    keep = parts.write_part
    monkeypatch.setattr(
        parts, "write_part", lambda folder, points, table: ran.append(points) or keep(folder, points, table)
    )
    small(tmp_path / "s")
    assert ran == [range(2, 4)]
    assert contents(tmp_path / "s") == whole


@pytest.mark.slow
def test_a_sweep_that_is_not_finished_says_so_wherever_it_is_read(small, tmp_path):
    small(tmp_path / "s")
    assert read_sweep(tmp_path / "s").extent == "6 points"
    sorted((tmp_path / "s" / "parts").iterdir())[1].unlink()
    with pytest.warns(araxes.InterruptionWarning, match=r"4 of 6 points were finished and kept\. The same sweep again"):
        table = read_sweep(tmp_path / "s")
    assert (table.missing, table.extent) == (2, "4 of 6 points, stopped early")
    assert araxes.sensitivity(table).notes()[0].startswith("Only 4 of 6 points, stopped early;")


@pytest.mark.slow
def test_a_stopped_sweep_warns_says_where_it_is_and_goes_on(tmp_path, monkeypatch):
    keep, written = running.keep_part, []

    def stopped(*arguments):
        keep(*arguments)
        written.append(1)
        if len(written) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "keep_part", stopped)
    asked = {"scenario": "baseline", "vary": ["IRN.temper.alarm=0:2:6"], **FEW, "out": tmp_path / "s"}
    with pytest.raises(KeyboardInterrupt), pytest.warns(araxes.InterruptionWarning, match=r"4 of 6 points .* /"):
        araxes.sweep(**asked)
    assert araxes.sweep(**asked).extent == "6 points"


@pytest.mark.slow
def test_a_damaged_part_is_named_and_run_again(small, tmp_path, contents):
    small(tmp_path / "s")
    whole = contents(tmp_path / "s")
    path = sorted((tmp_path / "s" / "parts").iterdir())[2]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert status(tmp_path / "s").damaged == [f"parts/{path.name}"]
    with pytest.raises(InputError, match="a damaged part"):
        read_sweep(tmp_path / "s")
    told = []
    small(tmp_path / "s", running={"announce": told.append})
    assert any(f"parts/{path.name} is damaged; its points are run again." in text for text in told)
    assert contents(tmp_path / "s") == whole


@pytest.mark.slow
def test_a_full_disk_is_told_and_nothing_is_corrupt(small, tmp_path, contents, monkeypatch, messages):
    force, left = os.fsync, [6]  # a file and its folder each: the manifest and two parts

    def full(handle):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        force(handle)

    monkeypatch.setattr(os, "fsync", full)
    (fault,) = messages(small, tmp_path / "s")
    assert str(fault) == (
        f"{tmp_path}/s/parts: got No space left on device; allowed: room on the disk. "
        "Nothing is lost: the same command goes on from here."
    )
    assert status(tmp_path / "s").done == 4
    monkeypatch.setattr(os, "fsync", force)
    small(tmp_path / "s")
    small(tmp_path / "unbroken")
    assert contents(tmp_path / "s") == contents(tmp_path / "unbroken")


@pytest.mark.slow
@pytest.mark.parametrize("name", [".lock", "times.jsonl"])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_no_link_or_pipe_is_written_through(name, kind, small, tmp_path, messages):
    target, folder = tmp_path / "of the user", tmp_path / "s"
    target.write_text("as it was")
    folder.mkdir()
    (folder / name).symlink_to(target) if kind == "link" else os.mkfifo(folder / name)
    (fault,) = messages(small, folder)
    assert str(fault) == (f"{folder / name}: got a link, pipe or device; allowed: a regular file, or none. Remove it.")
    assert target.read_text() == "as it was"


@pytest.mark.slow
def test_links_in_place_of_unfinished_files_are_removed_and_their_targets_kept(small, tmp_path):
    target, folder = tmp_path / "of the user", tmp_path / "s"
    target.write_text("as it was")
    (folder / "parts").mkdir(parents=True)
    for link in (folder / "manifest.json.unfinished", folder / "parts" / "0000000000-00.parquet.unfinished"):
        link.symlink_to(target)
    small(folder)
    assert target.read_text() == "as it was"
    assert not list(folder.rglob("*.unfinished"))


@pytest.mark.slow
def test_a_second_process_is_told(small, tmp_path, messages):
    small(tmp_path / "s")
    with store.hold_lock(tmp_path / "s"):
        (fault,) = messages(small, tmp_path / "s")
    assert "a folder that process" in str(fault)
    assert "one process at a time" in str(fault)


@pytest.mark.slow
def test_another_seed_horizon_scenario_or_value_is_refused_with_the_difference(small, tmp_path, messages):
    small(tmp_path / "s")
    (fault,) = messages(small, tmp_path / "s", seed=2)
    assert str(fault) == (
        f"{tmp_path}/s: seed: got 2; allowed: 1, as in this folder. araxes sweep needs another folder (-o) for another sweep."
    )
    faults = messages(small, tmp_path / "s", sets={"AZE.temper.pile_on": 0.5})
    assert [fault.key for fault in faults] == ["scenario, AZE.temper.pile_on"]
    assert faults[0].got == "0.5"
    keys = [fault.key for fault in messages(small, tmp_path / "s", weeks=5)]
    assert keys == ["scenario, weeks", "weeks"]
    (fault,) = messages(small, tmp_path / "s", vary=["IRN.temper.pile_on=0:2:3"])
    assert fault.key == "factors"
    (fault,) = messages(small, tmp_path / "s", design="random", points=4, vary=["IRN.temper.pile_on=0:2"])
    assert fault.key == "design"


@pytest.mark.slow
def test_another_model_is_refused_with_the_files_that_differ(small, tmp_path, messages):
    small(tmp_path / "s")
    path = tmp_path / "s" / "manifest.json"
    text = json.loads(path.read_text())
    text["model"]["digest"] = "0" * 16
    text["model"]["files"]["rules/habit.py"] = "0" * 16
    path.write_text(json.dumps(text))
    (fault,) = messages(small, tmp_path / "s")
    assert fault.key == "model version"
    assert fault.got.endswith("changed: rules/habit.py")


def test_a_folder_of_something_else_is_left_alone(small, tmp_path, messages):
    (tmp_path / "thesis.tex").touch()
    (fault,) = messages(small, tmp_path)
    assert str(fault) == f"{tmp_path}: got files of something else (thesis.tex); allowed: a new or empty folder"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_folder_that_cannot_be_written(small, messages):
    (fault,) = messages(small, Path("/proc/sweep"))
    assert fault.allowed == "a folder that can be written"


def test_no_sweep_has_no_status(tmp_path, messages):
    (fault,) = messages(status, tmp_path)
    assert str(fault) == f"{tmp_path}: got no manifest.json; allowed: the folder of a sweep (araxes sweep ... -o DIR)"


@pytest.mark.slow
def test_points_that_fail_are_rows_with_their_reason_and_can_be_retried(small, tmp_path, contents, monkeypatch):
    from araxes.sweeps.work import Workshop

    measured = Workshop.measure

    def broken(shop, world, luck):
        if world.scenario.book["IRN.temper.alarm"].at(world.scenario.start) == 1:
            raise RuntimeError("no luck")
        return measured(shop, world, luck)

    monkeypatch.setattr(Workshop, "measure", broken)
    state = small(tmp_path / "s")
    assert [number for number, _, _ in state.failed] == [2, 3]
    table = read_sweep(tmp_path / "s")
    assert list(table.failed["point"]) == [2, 3]
    assert table.failed["reason"][0].startswith("RuntimeError: no luck")
    assert table.mean.loc[[2, 3]].isna().all().all()
    assert table.mean.loc[[0, 1, 4, 5]].notna().all().all()
    monkeypatch.undo()
    monkeypatch.setattr("araxes.sweeps.plan.part_size", lambda points, replicates, weeks: 2)
    assert len(small(tmp_path / "s").failed) == 2
    assert not small(tmp_path / "s", running={"retry": True}).failed
    small(tmp_path / "unbroken")
    assert contents(tmp_path / "s") == contents(tmp_path / "unbroken")


@pytest.mark.slow
def test_retrying_keeps_the_other_points_of_a_part(small, tmp_path, contents, monkeypatch):
    from araxes.sweeps.work import Workshop

    measured, ran = Workshop.measure, []

    def counted(shop, world, luck):
        ran.append(world.scenario.book["issues.israel.status"].at(world.scenario.start))
        if len(ran) == 1:
            raise RuntimeError("once")
        return measured(shop, world, luck)

    monkeypatch.setattr(Workshop, "measure", counted)
    small(tmp_path / "s", running={"workers": 1})
    assert len(ran) == 6
    assert not small(tmp_path / "s", running={"retry": True}).failed
    assert len(ran) == 7
    small(tmp_path / "unbroken")
    assert contents(tmp_path / "s") == contents(tmp_path / "unbroken")


def test_of_two_files_of_the_same_points_the_better_one_stays(small, tmp_path, contents):
    small(tmp_path / "s")
    whole = contents(tmp_path / "s")
    for digest in ("0" * 16, "f" * 16):
        (tmp_path / "s" / "parts" / f"0000000002-{digest}.parquet").write_bytes(b"worse")
    small(tmp_path / "s")
    assert contents(tmp_path / "s") == whole


def test_no_worker_is_a_fault_before_anything_is_written(small, tmp_path, messages):
    (fault,) = messages(small, tmp_path / "s", running={"workers": 0})
    assert str(fault) == "workers: got 0; allowed: a whole number of threads or processes, at least 1"
    assert not (tmp_path / "s").exists()


def test_a_point_that_makes_the_model_invalid_is_the_users_fault(small, tmp_path):
    state = small(tmp_path / "s", vary=["ladder.quiet.goldstein=0,1"], allow_outside=True)
    assert [(number, blame) for number, _, blame in state.failed] == [(1, "input")]
    assert "exactly one, the quiet rung" in state.failed[0][1]


def test_parts_are_read_by_anybody(small, tmp_path):
    small(tmp_path / "s", vary=["scenario=baseline,networks_zero", "IRN.temper.alarm=0,1"])
    table = pd.read_parquet(tmp_path / "s" / "parts")
    assert set(table.columns) >= {
        "point",
        "key",
        "scenario",
        "IRN.temper.alarm",
        "outcome",
        "mean",
        "error",
        "variance",
    }
    assert set(table["scenario"]) == {"baseline", "networks_zero"}
    assert table.groupby("point")["key"].nunique().eq(1).all()
    assert table["key"].nunique() == 4


def test_the_key_is_that_of_the_resolved_parameters(compiled):
    shops = [
        plan_sweep("baseline", [f"IRN.temper.alarm={values}"], sets=sets, **FEW).shop
        for values, sets in (("0,1", {}), ("1,2", {}), ("1,2", {"AZE.temper.pile_on": 0.3}))
    ]
    keys = [shop.key([1.0])[0] for shop in shops]
    assert keys[0] == keys[1] != keys[2]
    assert shops[0].key([0.5])[0] != keys[0]


def test_shared_luck_in_grids_and_luck_of_their_own_in_random_designs(compiled):
    grid = plan_sweep("baseline", ["IRN.temper.alarm=0,1"], **FEW).shop
    assert grid.key([0.0])[1] == grid.key([1.0])[1] == 1
    own = plan_sweep("baseline", ["IRN.temper.alarm=0:1"], design="random", points=2, **FEW).shop
    assert len({own.key([0.0])[1], own.key([1.0])[1], 1}) == 3


@pytest.mark.slow
def test_the_mesa_engine_gives_the_same_bytes(small, tmp_path, contents):
    few = {"replicates": 3, "weeks": 2, "vary": ["IRN.temper.alarm=0,2"]}
    small(tmp_path / "kernel", **few)
    small(tmp_path / "mesa", engine="mesa", **few)
    assert contents(tmp_path / "kernel") == contents(tmp_path / "mesa")


@pytest.mark.slow
def test_overlays_and_scenarios_are_factors(small, tmp_path, messages):
    for name, value in (("mild", 0.2), ("harsh", 1.9)):
        (tmp_path / f"{name}.toml").write_text(f"[override]\nIRN.temper.alarm = {value}\n")
    files = [str(tmp_path / f"{name}.toml") for name in ("mild", "harsh")]
    small(tmp_path / "s", vary={"overlay": files, "scenario": ["baseline", "networks_zero"]})
    table = read_sweep(tmp_path / "s", ["tension"])
    result = araxes.sweep("networks_zero", {"IRN.temper.alarm": [1.9, 0]}, **FEW, outcomes=["tension"])
    row = table.values[(table.values["overlay"] == files[1]) & (table.values["scenario"] == "networks_zero")].index[0]
    assert table.mean.loc[row, "tension"] == result.mean.loc[0, "tension"]
    (tmp_path / "bad.toml").write_text("[override]\nIRN.temper.alarn = 1\n[other]\n")
    faults = messages(small, tmp_path / "t", vary={"overlay": [str(tmp_path / "bad.toml"), "none.toml"]})
    text = "\n".join(map(str, faults))
    assert "nearest known name: IRN.temper.alarm" in text
    assert "one table, [override]" in text
    assert "none.toml: got no such file" in text
    assert not (tmp_path / "t").exists()


def test_an_unknown_outcome_names_the_nearest(small, tmp_path, messages):
    (fault,) = messages(small, tmp_path / "s", outcomes=["tension.IRN>AZ"])
    assert fault.nearest == "tension.IRN>AZE"
    assert not (tmp_path / "s").exists()


def test_a_function_is_an_outcome_beside_those_that_are_asked_for(small, tmp_path):
    (tmp_path / "mine.py").write_text(
        "def acts(rungs, status, names):\n    return (rungs > names.quiet).sum(axis=(1, 2, 3))\n"
    )
    small(tmp_path / "s", outcomes=["tension.AZE-IRN"], functions=[f"{tmp_path}/mine.py:acts"])
    assert list(read_sweep(tmp_path / "s").mean.columns) == ["tension.AZE-IRN", "acts"]


def test_a_function_called_as_an_outcome_is_refused(small, tmp_path, messages):
    (tmp_path / "mine.py").write_text("def tension(rungs, status, names):\n    return rungs[:, 0, 0, 1]\n")
    faults = messages(small, tmp_path / "s", outcomes=["tensions"], functions=[f"{tmp_path}/mine.py:tension"])
    assert [(fault.file, fault.got) for fault in faults] == [
        ("functions", "the name of an outcome"), ("outcomes", "'tensions'")
    ]  # fmt: skip
    assert not (tmp_path / "s").exists()


def test_an_unreachable_cluster_is_one_message_and_no_folder(small, tmp_path, messages, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("araxes.sweeps.cluster.setting", lambda path: 0.5)
    (fault,) = messages(small, tmp_path / "s", running={"dask": "tcp://127.0.0.1:9"})
    assert (fault.file, fault.key) == ("dask", "tcp://127.0.0.1:9")
    (fault,) = messages(small, tmp_path / "s", running={"dask": "local:none"})
    assert "local:4 for four processes here" in fault.allowed
    assert not (tmp_path / "s").exists()


def test_run_plan_needs_no_progress(compiled, tmp_path):
    told = []
    plan = plan_sweep("baseline", ["IRN.temper.alarm=0:2:5"], **FEW)
    state = run_plan(plan, tmp_path / "s", progress=told.append)
    assert sum(told) == state.done == 5
