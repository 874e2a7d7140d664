"""The collector: what Mesa's `DataCollector` keeps of a region and of its states, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from araxes.engines.world import World
from araxes.units import GOLDSTEIN_PER_HOSTILITY

if TYPE_CHECKING:
    from araxes.engines.model import Region


def collector(world: World) -> mesa.DataCollector:
    """Return the collector: tension of the region and of every state's dyads, acts and statuses."""
    return mesa.DataCollector(
        model_reporters={
            "date": lambda model: model.date.isoformat(),
            "tension": lambda model: model.region_tension(),
            **{issue: _status_reporter(m) for m, issue in enumerate(world.issues)},
        },
        agent_reporters={
            "actor": "code",
            **{f"rung_to_{code}": _rung_reporter(j) for j, code in enumerate(world.codes) if j in world.deciding},
            **{f"tension_to_{code}": _tension_reporter(j) for j, code in enumerate(world.codes) if j in world.deciding},
        },
    )


def collect_week(region: Region, data: mesa.DataCollector) -> None:
    """Collect a week's data; Mesa 3.3 files agents' reports a step after the model's, and its `batch_run` would mix two weeks."""
    data.collect(region)
    if not hasattr(data, "_collection_steps"):
        records = data._agent_records
        records[region.steps - 1] = records.pop(region.steps)


def _status_reporter(issue: int) -> Any:
    """Return a reporter of an issue's status."""
    return lambda model: model.status[issue]


def _rung_reporter(target: int) -> Any:
    """Return a reporter of an agent's rung towards a target (None towards itself)."""
    return lambda agent: agent.acts.get(target)


def _tension_reporter(target: int) -> Any:
    """Return a reporter of an agent's tension towards a target, Goldstein points (None towards itself)."""
    return lambda agent: (
        GOLDSTEIN_PER_HOSTILITY * agent.model.memory.fast[agent.index][target] if target != agent.index else None
    )
