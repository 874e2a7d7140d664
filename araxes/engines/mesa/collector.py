"""The collector: what Mesa's `DataCollector` keeps of a region and of its states, week by week, both on one clock."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import mesa

from araxes.display import show_card
from araxes.engines.world import World
from araxes.units import GOLDSTEIN_PER_HOSTILITY

if TYPE_CHECKING:
    import pandas as pd

    from araxes.engines.mesa.agents import State
    from araxes.engines.mesa.model import Region


@show_card
class Collector(mesa.DataCollector):
    """Tension of the region and of every state's dyads, acts and statuses, by week.

    Mesa counts the region's rows from 0 and files those of agents under the step that has just ended, 1 for the first: joined,
    the two would be a week apart. Here `Step` is the week of the run in both, 0 for the first.

    Parameters
    ----------
    world : World
    """

    def __init__(self, world: World) -> None:
        states = list(enumerate(world.states))
        super().__init__(
            model_reporters={
                "replicate": _replicate,
                "seed": _seed,
                "date": _date,
                "tension": _region_tension,
                **{issue: partial(_status, issue=m) for m, issue in enumerate(world.issues)},
            },
            agent_reporters={
                "actor": _code,
                **{f"rung_to_{code}": partial(_rung, target=j) for j, code in states},
                **{f"tension_to_{code}": partial(_tension, target=j) for j, code in states},
            },
        )
        self._validated = True  # Mesa 3.4 would try a partial out as a method, without the region
        self.weeks: list[int] = []

    def collect(self, region: Region) -> None:
        """Collect a week's data, and file it under the week."""
        super().collect(region)
        week = region.week
        self.weeks.append(week)
        records: dict[float, Any] = self._agent_records
        records[week] = [(week, *row[1:]) for row in records.popitem()[1]]
        if hasattr(self, "_collection_steps"):  # from Mesa 3.4.2 on: where its `batch_run` looks a step up
            self._collection_steps[-1] = week

    def get_model_vars_dataframe(self) -> pd.DataFrame:
        """Return the region's table, index `Step`: the week of the run, as in the table of agents."""
        import pandas as pd  # heavy; stepping does without

        table: pd.DataFrame = super().get_model_vars_dataframe()
        return table.set_index(pd.Index(self.weeks, dtype=int, name="Step"))


# A region is pickled with its collector, so every reporter has a name at the top of a module.


def _replicate(region: Region) -> int:
    return region.replicate


def _seed(region: Region) -> int:
    return region.seed_of_luck


def _date(region: Region) -> str:
    return region.date.isoformat()


def _region_tension(region: Region) -> float:
    return region.region_tension()


def _status(region: Region, issue: int) -> float:
    return region.status[issue]


def _code(state: State) -> str:
    return state.code


def _rung(state: State, target: int) -> int | None:
    """Return the rung addressed to a target (None towards itself)."""
    return state.acts.get(target)


def _tension(state: State, target: int) -> float | None:
    """Return the tension towards a target, Goldstein points (None towards itself)."""
    return GOLDSTEIN_PER_HOSTILITY * state.model.memory.fast[state.index][target] if target != state.index else None
