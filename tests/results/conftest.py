"""What tests of results share: ensembles made up by hand."""

import importlib
import signal

import numpy as np
import pytest
import xarray as xr

HOSTILITY = [-0.7, -0.45, -0.23, 0.0, 0.2, 0.45, 0.58, 0.64, 0.71, 0.94, 1.0]


@pytest.fixture(scope="session")
def ensemble():
    """Make an ensemble of two actors from the rungs of AZE towards IRN, shape (replicates, weeks); IRN stays quiet."""

    def make(rungs, tension=None):
        acts = np.array(rungs)
        rung = np.full((*acts.shape, 2, 2), 3, dtype=np.int8)
        rung[..., 0, 1] = acts
        rung[..., [0, 1], [0, 1]] = -1
        values = np.zeros(rung.shape, dtype=np.float32)
        values[..., 0, 1] = acts if tension is None else np.array(tension)
        dims = ("replicate", "week", "actor", "target")
        weeks = np.datetime64("2023-04-03", "ns") + np.arange(acts.shape[1]) * np.timedelta64(7, "D")
        return xr.Dataset(
            {"rung": (dims, rung), "tension": (dims, values)},
            coords={
                "replicate": range(len(acts)),
                "week": weeks,
                "actor": ["AZE", "IRN"],
                "target": ["AZE", "IRN"],
                "draw": ("replicate", range(len(acts))),
                "hostility": ("level", HOSTILITY),
                "rung_name": ("level", [f"Rung {k}, as named" for k in range(11)]),
            },
        )

    return make


@pytest.fixture
def interrupted_count(monkeypatch):
    """Run in chunks of 64 replicates of three weeks, and press Ctrl-C while a module counts for the second time."""

    def interrupt(module):
        count, calls = importlib.import_module(module).call_counter, []

        def pressed(*arguments):
            count(*arguments)
            calls.append(arguments)
            if len(calls) == 2:
                signal.raise_signal(signal.SIGINT)

        small = {"run.lanes": 64, "run.kernel_weeks": 200}
        monkeypatch.setattr("araxes.engines.ensemble.setting", small.__getitem__)
        monkeypatch.setattr(f"{module}.call_counter", pressed)

    return interrupt
