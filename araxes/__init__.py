"""Araxes: scenarios and forecasts of escalation between Azerbaijan, Iran, Armenia, Russia and Turkey.

Importing the package loads neither Mesa nor matplotlib; each name below loads what it needs when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from araxes.claims.motives import Motives, infer_motives
    from araxes.claims.trial import Trial, judge_claims
    from araxes.engines.mesa.agents import State
    from araxes.engines.mesa.batch import batch_run
    from araxes.engines.mesa.model import Region
    from araxes.errors import Fault, InputError
    from araxes.estimation.estimate import Estimate, estimate
    from araxes.experiments.score import Experiments, shocks
    from araxes.forecasting.forecast import forecast
    from araxes.forecasting.result import Forecast
    from araxes.forecasting.score import hindcast
    from araxes.inputs.catalogue import catalogue
    from araxes.inputs.scenario import Scenario, load
    from araxes.interruption import InterruptionWarning
    from araxes.plots.sweep_figures import plot
    from araxes.records.history import History
    from araxes.records.record import load_record
    from araxes.results.atlas import Atlas, atlas
    from araxes.results.by_perspective import ByPerspective, compare_perspectives
    from araxes.results.check import check
    from araxes.results.compare import compare
    from araxes.results.comparison import Comparison
    from araxes.results.result import Result
    from araxes.results.run import run
    from araxes.sweeps.discovery import discover
    from araxes.sweeps.sensitivity import sensitivity
    from araxes.sweeps.sweep import sweep

_HOMES = {
    "Atlas": "araxes.results.atlas",
    "ByPerspective": "araxes.results.by_perspective",
    "Comparison": "araxes.results.comparison",
    "Estimate": "araxes.estimation.estimate",
    "Experiments": "araxes.experiments.score",
    "Fault": "araxes.errors",
    "Forecast": "araxes.forecasting.result",
    "History": "araxes.records.history",
    "InputError": "araxes.errors",
    "InterruptionWarning": "araxes.interruption",
    "Motives": "araxes.claims.motives",
    "Region": "araxes.engines.mesa.model",
    "Result": "araxes.results.result",
    "Scenario": "araxes.inputs.scenario",
    "State": "araxes.engines.mesa.agents",
    "Trial": "araxes.claims.trial",
    "atlas": "araxes.results.atlas",
    "batch_run": "araxes.engines.mesa.batch",
    "catalogue": "araxes.inputs.catalogue",
    "check": "araxes.results.check",
    "compare": "araxes.results.compare",
    "compare_perspectives": "araxes.results.by_perspective",
    "discover": "araxes.sweeps.discovery",
    "hindcast": "araxes.forecasting.score",
    "estimate": "araxes.estimation.estimate",
    "judge_claims": "araxes.claims.trial",
    "forecast": "araxes.forecasting.forecast",
    "infer_motives": "araxes.claims.motives",
    "load": "araxes.inputs.scenario",
    "load_record": "araxes.records.record",
    "plot": "araxes.plots.sweep_figures",
    "run": "araxes.results.run",
    "sensitivity": "araxes.sweeps.sensitivity",
    "shocks": "araxes.experiments.score",
    "sweep": "araxes.sweeps.sweep",
}

__all__ = [
    "Atlas",
    "ByPerspective",
    "Comparison",
    "Estimate",
    "Experiments",
    "Fault",
    "Forecast",
    "History",
    "InputError",
    "InterruptionWarning",
    "Motives",
    "Region",
    "Result",
    "Scenario",
    "State",
    "Trial",
    "atlas",
    "batch_run",
    "catalogue",
    "check",
    "compare",
    "compare_perspectives",
    "discover",
    "estimate",
    "forecast",
    "hindcast",
    "infer_motives",
    "judge_claims",
    "load",
    "load_record",
    "plot",
    "run",
    "sensitivity",
    "shocks",
    "sweep",
]


def __getattr__(name: str) -> Any:
    """Return a public name, importing its home on first use, or the release."""
    if name == "__version__":
        from importlib.metadata import version  # takes time; most users never ask

        return version(__name__)
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'araxes' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
