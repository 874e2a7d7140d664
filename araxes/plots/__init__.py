"""Figures: data and `ax` in, `ax` out; nothing here simulates, and nothing needs pyplot.

Every function takes `ax=None` and makes a figure of its own where none is given; `figure_of(ax)` returns it, to show or save it. Pages
put several together and return the figure. Each name below loads what it needs when it is first used.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "ACTOR_COLOURS": "araxes.plots.style",
    "SCENARIO_COLOURS": "araxes.plots.style",
    "STYLE": "araxes.plots.style",
    "actor_colour": "araxes.plots.style",
    "acts_by_dyad": "araxes.plots.record",
    "acts_by_week": "araxes.plots.record",
    "chance_plot": "araxes.plots.chances",
    "crossing": "araxes.plots.chances",
    "difference_plot": "araxes.plots.fans",
    "estimates": "araxes.plots.record",
    "evidence": "araxes.plots.record",
    "excess_plot": "araxes.plots.record",
    "fan_page": "araxes.plots.figures",
    "fan": "araxes.plots.fans",
    "figure_of": "araxes.plots.style",
    "hindcast_figures": "araxes.plots.hindcast_pages",
    "forecast_page": "araxes.plots.forecast_fan",
    "issue_paths": "araxes.plots.fans",
    "matrix": "araxes.plots.networks",
    "network": "araxes.plots.networks",
    "observed_forecast": "araxes.plots.forecast_fan",
    "reliability_plot": "araxes.plots.hindcast_pages",
    "response_figure": "araxes.plots.sweep_figures",
    "run_figures": "araxes.plots.run_pages",
    "skill_by_horizon": "araxes.plots.hindcast_pages",
    "tornado_figure": "araxes.plots.sweep_figures",
    "tradeoff_figure": "araxes.plots.sweep_figures",
}

__all__ = [
    "ACTOR_COLOURS",
    "SCENARIO_COLOURS",
    "STYLE",
    "actor_colour",
    "acts_by_dyad",
    "acts_by_week",
    "chance_plot",
    "crossing",
    "difference_plot",
    "estimates",
    "evidence",
    "excess_plot",
    "fan",
    "fan_page",
    "figure_of",
    "forecast_page",
    "hindcast_figures",
    "issue_paths",
    "matrix",
    "network",
    "observed_forecast",
    "reliability_plot",
    "response_figure",
    "run_figures",
    "skill_by_horizon",
    "tornado_figure",
    "tradeoff_figure",
]


def __getattr__(name: str) -> Any:
    """Return a public name, importing its home on first use."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'araxes.plots' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
