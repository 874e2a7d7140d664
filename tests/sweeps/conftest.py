"""What tests of sweeps share: a small sweep on four weeks, and the content of a folder."""

import importlib.util
import sys
from pathlib import Path

import pytest

import araxes
from araxes.sweeps.run import run_plan
from araxes.sweeps.sweep import plan_sweep

FEW = {"replicates": 20, "weeks": 4}
VARY = ["IRN.temper.alarm=0:2:3", "issues.israel.status=0.2,0.8"]


@pytest.fixture(scope="session")
def baseline():
    return araxes.load("baseline", weeks=4)


@pytest.fixture(scope="session")
def shipped():
    return araxes.load("baseline")


@pytest.fixture
def small(compiled, shipped):
    """Run a small sweep into a folder; return how far it has come."""

    def run(folder, vary=VARY, running=None, **asked):
        return run_plan(plan_sweep(shipped, vary, **(FEW | asked)), Path(folder), **(running or {}))

    return run


@pytest.fixture(scope="session")
def contents():
    """Everything of a sweep's folder that must not depend on how it was run, by name."""

    def read(folder) -> dict[str, bytes]:
        files = [Path(folder) / "manifest.json", *Path(folder).glob("parts/*")]
        return {path.name: path.read_bytes() for path in files}

    return read


@pytest.fixture
def tiny_parts(monkeypatch):
    """Write a part after every two points, one point a batch."""
    monkeypatch.setattr("araxes.sweeps.plan.part_size", lambda points, replicates, weeks: 2)


_spec = importlib.util.spec_from_file_location("made_up_sweeps", Path(__file__).with_name("made_up.py"))
made_up_sweeps = importlib.util.module_from_spec(_spec)
sys.modules["made_up_sweeps"] = made_up_sweeps
_spec.loader.exec_module(made_up_sweeps)


@pytest.fixture(scope="session")
def made_up():
    """Builders of sweeps of known functions."""
    return made_up_sweeps


@pytest.fixture(scope="session")
def ishigami_bounds():
    return [[-made_up_sweeps.PI, made_up_sweeps.PI]] * 3
