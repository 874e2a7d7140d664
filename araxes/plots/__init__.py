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
    "atlas_page": "araxes.plots.heat_table",
    "chance_plot": "araxes.plots.chances",
    "claims_html": "araxes.plots.claim_html",
    "comparison_page": "araxes.plots.scenario_pages",
    "course_page": "araxes.plots.forecast_pages",
    "crossing": "araxes.plots.chances",
    "difference_plot": "araxes.plots.fans",
    "dot_page": "araxes.plots.forecast_pages",
    "estimates": "araxes.plots.record",
    "evidence": "araxes.plots.record",
    "excess_plot": "araxes.plots.record",
    "fan": "araxes.plots.fans",
    "figure_of": "araxes.plots.style",
    "forecast_fan": "araxes.plots.forecast_pages",
    "hindcast_figures": "araxes.plots.hindcast_pages",
    "issue_paths": "araxes.plots.fans",
    "matrix": "araxes.plots.networks",
    "motive_page": "araxes.plots.motive_pages",
    "network": "araxes.plots.networks",
    "perspective_page": "araxes.plots.perspective_dots",
    "plot": "araxes.plots.sweep_figures",
    "observed_forecast": "araxes.plots.forecast_pages",
    "reliability_plot": "araxes.plots.hindcast_pages",
    "response_figure": "araxes.plots.sweep_figures",
    "run_figures": "araxes.plots.run_pages",
    "run_page": "araxes.plots.run_pages",
    "scenario_fans": "araxes.plots.scenario_pages",
    "skill_by_horizon": "araxes.plots.hindcast_pages",
    "tornado_figure": "araxes.plots.sweep_figures",
    "tradeoff_figure": "araxes.plots.sweep_figures",
    "verdict_page": "araxes.plots.claim_page",
    "write_claims_page": "araxes.plots.claim_html",
}

__all__ = [
    "ACTOR_COLOURS",
    "SCENARIO_COLOURS",
    "STYLE",
    "actor_colour",
    "acts_by_dyad",
    "acts_by_week",
    "atlas_page",
    "chance_plot",
    "claims_html",
    "comparison_page",
    "course_page",
    "crossing",
    "difference_plot",
    "dot_page",
    "estimates",
    "evidence",
    "excess_plot",
    "fan",
    "figure_of",
    "forecast_fan",
    "hindcast_figures",
    "issue_paths",
    "matrix",
    "motive_page",
    "network",
    "observed_forecast",
    "perspective_page",
    "plot",
    "reliability_plot",
    "response_figure",
    "run_figures",
    "run_page",
    "scenario_fans",
    "skill_by_horizon",
    "tornado_figure",
    "tradeoff_figure",
    "verdict_page",
    "write_claims_page",
]


def __getattr__(name: str) -> Any:
    """Return a public name, importing its home on first use."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'araxes.plots' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
