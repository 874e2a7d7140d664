"""Exit codes: 0 done, 2 the user's fault, 130 interrupted; never a traceback for what a user wrote."""

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import xarray as xr

import araxes as package
from araxes.cli import main as module

ENTRY = "from araxes.cli.main import main; main()"
PRESSED = f"""
import os, signal
from araxes.results import tally

count, calls = tally.call_counter, []

def pressed(*arguments):
    count(*arguments)
    calls.append(1)
    if len(calls) == 2:
        os.kill(os.getpid(), getattr(signal, os.environ.get("SENT", "SIGINT")))

tally.call_counter = pressed
{ENTRY}
"""
"""A command that is sent a signal while the second chunk of replicates is counted."""


def araxes(*arguments, folder):
    return subprocess.run(
        [sys.executable, "-c", ENTRY, *arguments], capture_output=True, text=True, cwd=folder, check=False
    )


def test_the_installed_command_ends_with_2_and_no_traceback(tmp_path):
    done = araxes("run", "basline", "-n", "1", folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(
        "araxes: scenarios: got 'basline'; allowed: a known scenario; nearest known name: baseline. "
    )
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_installed_command_ends_with_0_where_nothing_is_wrong(tmp_path):
    done = araxes("list", "rungs", "--json", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Major attack or war" in done.stdout


FULL_DISK = Path("/dev/full")


@pytest.mark.slow
@pytest.mark.skipif(not FULL_DISK.exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["list", "params"], ["list", "rungs", "--json"], ["--version"]])
def test_output_to_a_full_disk_is_one_message(arguments, tmp_path):
    """Printed at once, printed at the end, or left in the buffer."""
    command = [sys.executable, "-c", ENTRY, *arguments]
    with FULL_DISK.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "araxes: standard output: got a disk that is full; allowed: a place with room. What is printed is cut short.\n"
    )


FAULTS = {
    "no replicates": (["run", "baseline", "-n", "0"], "--replicates: got 0; allowed: a whole number"),
    "more replicates than luck has addresses for": (
        ["run", "baseline", "-n", str(2**32)],
        f"--replicates: got {2**32}; allowed: a whole number of replicates from 1 up to, not including, 2^32",
    ),
    "negative replicates": (["run", "baseline", "-n", "-5"], "--replicates: got -5"),
    "no weeks": (["run", "baseline", "--weeks", "0"], "--weeks: got 0; allowed: a whole number of weeks, at least 1"),
    "negative seed": (["run", "baseline", "--seed", "-1"], "--seed: got -1; allowed: a whole number from 0"),
    "seed too large": (["run", "baseline", "--seed", str(2**64)], f"--seed: got {2**64}"),
    "unknown engine": (["run", "baseline", "--engine", "cobra"], "--engine: got 'cobra'; allowed: kernel (compiled, fast) or mesa"),
    "too much memory": (["run", "baseline", "-n", "4000000000", "--full"], "of memory for 5 states and 52 weeks; allowed: at most the"),
    "set without sign": (["run", "baseline", "--set", "IRN.temper.leader"], "--set: IRN.temper.leader: got no '='"),
    "set unknown": (["run", "baseline", "--set", "IRN.temper.leadr=1"], "nearest known name: IRN.temper.leader"),
    "set out of range": (["run", "baseline", "--set", "IRN.temper.leader=9"], "got 9; allowed: a number from 0 to 3 (multiplier)"),
    "set text": (["run", "baseline", "--set", "IRN.temper.leader=much"], "got 'much'; allowed: a number from 0 to 3"),
    "unknown scenario": (["show", "basline"], "nearest known name: baseline"),
    "unknown list": (["list", "actor"], "nearest known name: actors"),
    "folder missing": (["list", "params", "--folder", "nowhere"], "nowhere: got no such folder"),
    "compare one": (["compare", "baseline"], "SCENARIOS: got 1 of them; allowed: two scenarios or more"),
    "compare starts": (["compare", "baseline", "february_2023"], "compare: start: got baseline 2026-03-09; february_2023 2023-"),
    "compare unknown": (["compare", "baseline", "networks_zer"], "nearest known name: networks_zero"),
    "compare no replicates": (["compare", "baseline", "networks_zero", "-n", "0"], "--replicates: got 0"),
    "compare negative seed": (["compare", "baseline", "networks_zero", "--seed", "-1"], "--seed: got -1"),
    "check nothing there": (["check", "nowhere.toml"], "nowhere.toml: got no such file or folder"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_the_command_is_one_line_and_leaves_no_folder(case, araxes_command, tmp_path):
    arguments, text = FAULTS[case]
    code, out, err = araxes_command(*arguments)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("araxes: ")
    assert text in line
    assert list((tmp_path / "working").iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "baseline", "--seed", "1.5"],
        ["run", "baseline", "-n", "many"],
        ["run"],
        ["runn"],
        ["run", "baseline", "--weks", "3"],
    ],
)
def test_an_option_that_cannot_be_read_ends_with_2(arguments, araxes_command):
    code, out, err = araxes_command(*arguments)
    assert (code, out) == (2, "")
    assert "Usage" in err
    assert "Traceback" not in err


def test_several_faults_are_counted(araxes_command):
    code, _, err = araxes_command("run", "baseline", "--set", "a=1", "--set", "b")
    assert code == 2
    assert len(err.splitlines()) == 3
    assert err.splitlines()[-1] == "araxes: 2 faults"


@pytest.mark.parametrize(
    "place", ["araxes.cli.main.app", "araxes.inputs.scenario.load", "araxes.results.run.histories"]
)
def test_an_interruption_wherever_it_comes_is_said_and_ends_with_130(place, araxes_command, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(place, interrupted)
    assert araxes_command("run", "baseline", "-n", "1", "--weeks", "1") == (130, "", f"{module.CUT_SHORT}\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes on Windows are not sent signals")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_every_stop_keeps_what_was_counted_and_says_how_to_make_the_whole(sent, tmp_path, compiled, monkeypatch):
    monkeypatch.setenv("SENT", sent)
    arguments = ["run", "baseline", "-n", "2000000", "--summaries", "--no-figures", "-o", "out"]
    done = subprocess.run(
        [sys.executable, "-c", PRESSED, *arguments], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    err = done.stderr
    assert done.returncode == 130, err
    said = re.search(
        r"interrupted; kept: ([\d,]+) of 2,000,000 replicates, stopped early\. The whole again: araxes .*-n 2000000",
        err,
    )
    assert said, err
    number = int(said[1].replace(",", ""))
    saved = xr.load_dataset(tmp_path / "out" / "data.nc")
    assert (saved.attrs["replicates"], saved.attrs["interrupted"], saved["draw_count"].sum()) == (number, 1, number)
    assert saved.attrs["extent"] == f"{number:,} of 2,000,000 replicates, stopped early"
    summary = (tmp_path / "out" / "summary.csv").read_text(encoding="utf-8").splitlines()
    assert summary[0].endswith(",interrupted")
    assert all(saved.attrs["extent"] in line for line in summary[1:])
    assert (saved["rung_count"].sel(actor="IRN", target="AZE").sum("rung") == number).all()


@pytest.mark.parametrize("verb", ["list", "check", "show", "run", "compare"])
def test_every_verb_has_help(verb, araxes_command):
    code, out, err = araxes_command(verb, "--help")
    assert (code, err) == (0, "")
    assert "Usage" in out


@pytest.mark.parametrize("verb", [["run", "baseline"], ["compare", "baseline", "networks_zero"]])
def test_a_folder_that_cannot_be_written_is_a_fault(verb, araxes_command, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    code, out, err = araxes_command(*verb, "-n", "1", "--weeks", "1", "-o", tmp_path / "file" / "results")
    assert (code, out) == (2, "")
    assert "allowed: a folder that can be written" in err
    assert "Traceback" not in err


# --- What stands before the verbs ---------------------------------------------------------------------------------------


def test_the_release_is_told_on_the_command_line_and_in_python(araxes_command):
    assert araxes_command("--version") == (0, f"araxes {package.__version__}\n", "")
    assert package.__version__ == version("araxes")


def test_the_command_runs_as_a_module_too(tmp_path):
    command = [sys.executable, "-m", "araxes"]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert (done.stdout, done.stderr) == (f"araxes {package.__version__}\n", "")
    done = subprocess.run(
        [*command, "run", "basline", "-n", "1"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 2
    assert "nearest known name: baseline" in done.stderr


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("araxes fo", ["forecast"]), ("araxes s", ["sensitivity", "shocks", "show", "sweep"]),
        ("araxes run --we", ["--weeks"]),
    ],
)  # fmt: skip
def test_a_shell_completes_verbs_and_options(typed, completed, tmp_path):
    words = typed.split()
    asked = {"_ARAXES_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    named = f"import sys; sys.argv[0] = 'araxes'; {ENTRY}"
    done = subprocess.run(
        [sys.executable, "-c", named],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **asked},
        check=True,
    )
    assert sorted(done.stdout.split()) == completed
    assert list(tmp_path.iterdir()) == []


def test_help_loads_nothing_that_a_run_needs(tmp_path):
    heavy = ("numpy", "pandas", "mesa", "numba", "matplotlib", "importlib.metadata")
    code = f"""
import sys
sys.argv = ["araxes", "--help"]
from araxes.cli.main import main
try:
    main()
finally:
    print([name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "--install-completion" in done.stdout
    assert done.stderr == "[]\n"
