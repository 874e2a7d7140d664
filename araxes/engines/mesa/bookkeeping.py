"""What Mesa's tools ask of a region: which replicate it is, what it is made with, and a collector of its weeks.

Where nobody names a replicate it is the next of a count, or, in a worker process, a drawn one. In the user's own process 0, 1, 2 and so on,
for each scenario and seed: a script gives the same each time, and two scenarios still share their luck. A worker cannot know what its
siblings took, and would count from 0 as they do, so there the number is drawn. Either is written down (`region.replicate`, and in every row
of the collector) and makes the same history when it is named.

What Mesa's `DataCollector` keeps of a region and of its states, week by week, is both on one clock.
"""

from __future__ import annotations

import hashlib
import inspect
import multiprocessing
import os
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import count
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import mesa

from araxes.display import show_card
from araxes.engines.draws import WORD
from araxes.engines.world import World
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.catalogue import resolved_data
from araxes.inputs.scenario import Scenario
from araxes.options import whole_number
from araxes.units import GOLDSTEIN_PER_HOSTILITY

if TYPE_CHECKING:
    import pandas as pd

    from araxes.engines.mesa.agents import State
    from araxes.engines.mesa.model import Region

RNG = whole_number(
    "a whole number from 0 up to, not including, 2^32: the number of the replicate, so that rng=range(100) gives the first hundred",
    0,
    1 << WORD,
)
"""What Mesa's `batch_run` may hand over for an iteration."""


class WithoutSeed:
    """What `inspect.signature` says of a region: everything but `seed`.

    From 3.4 on, Mesa's `batch_run` hands each iteration a number, under `seed` where the class lists that, whatever the user wrote there;
    else under `rng`. A region's iterations are replicates of one seed.
    """

    def __get__(self, region: object, kind: type) -> inspect.Signature:
        _, *parameters = inspect.signature(getattr(kind, "__init__")).parameters.values()  # noqa: B009 - of the class, not of an instance
        takes_rng = any(p.name == "rng" or p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters)
        return inspect.Signature([p for p in parameters if not takes_rng or p.name != "seed"])


def paths_among(given: Mapping[str, Any], kind: type) -> list[tuple[str, Any]]:
    """Return the parameters of the model among what a region is made with, by path.

    Raises
    ------
    InputError
        When a name is neither a path nor one that the class takes; the nearest is named.
    """
    own = [name for name in inspect.signature(kind).parameters if name != "kwargs"]
    allowed = f"a parameter of {kind.__name__} ({', '.join(own)}), or the path of one of the model, such as IRN.salience.israel"
    faults = [unknown(kind.__name__, "", name, own, "parameter", allowed) for name in given if "." not in name]
    if faults:
        raise InputError(faults)
    return list(given.items())


_PROCESS = os.getpid()
_COUNTS: defaultdict[tuple[bytes, int, bool], Iterator[int]] = defaultdict(count)


def chosen_replicate(
    replicate: int | EllipsisType | None, rng: int | None, scenario: Scenario, seed: int, fixed: bool
) -> tuple[int, str]:
    """Return the number of the replicate that a region is, and a warning where the user should hear of it, else "".

    Parameters
    ----------
    replicate : int, None or ...
        As asked for: its number; None, any fresh one; ..., nothing said.
    rng : int or None
        What Mesa's `batch_run` hands over for an iteration: the replicate's number, where it is not None.
    scenario : Scenario
    seed : int
    fixed : bool
        Whether the weights are at their means.

    Raises
    ------
    InputError
        When the two differ.
    """
    if rng is not None and replicate not in (rng, None, ...):
        raise InputError(
            [Fault(Option("replicate"), "", repr(replicate), f"{rng}, which rng says, or one of the two alone")]
        )
    named = rng if replicate is None or replicate is ... else replicate
    if named is not None:
        return named, ""
    if os.getpid() != _PROCESS or multiprocessing.parent_process() is not None:
        return secrets.randbits(WORD), ""
    content = hashlib.blake2b(_content(scenario).encode()).digest()
    number = next(_COUNTS[content, seed, fixed])
    return number, _said_again(scenario.name) if number == 1 and replicate is ... else ""


def _content(scenario: Scenario) -> str:
    """Return as text what makes a scenario another one than the next: what is simulated, and from what its parameters are drawn."""
    spread = [(one.path, one.sd, one.low, one.high, one.plausible) for one in scenario.book.values()]
    return f"{resolved_data(scenario)} {spread}"


def _said_again(scenario: str) -> str:
    """Return what is said when nobody named the replicate a second time."""
    return (
        f"no replicate was named for {scenario!r}, for the second time: this is replicate 1, another history than replicate 0, and so on."
        " Name it (replicate=0; over an ensemble araxes.batch_run does), or write replicate=None where any will do."
    )


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
