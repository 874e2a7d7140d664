"""What tests of sweeps share: made-up sweeps of known functions."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

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
