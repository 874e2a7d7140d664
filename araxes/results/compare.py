"""Comparing scenarios: run each on the same luck, pair them with the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from araxes import dims
from araxes.engines.ensemble import Progress
from araxes.errors import Fault, InputError
from araxes.inputs.scenario import Scenario, load
from araxes.results.comparison import Comparison
from araxes.results.run import Result, run
from araxes.units import PAIR


def compare(
    scenarios: Sequence[str | Scenario],
    replicates: int | None = None,
    seed: int | None = None,
    *,
    weeks: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    fixed: bool = False,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Comparison:
    """Run scenarios on the same luck and compare each with the first.

    Parameters
    ----------
    scenarios : sequence of str or Scenario
        At least two, with one start; the first is the base. The shortest horizon is used for all.
    replicates, seed, weeks, sets, own, fixed, progress
        As for `araxes.run`.
    announce : callable, optional
        Told the name of each scenario before it runs.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        Fewer than two scenarios, different starts, or any fault of `araxes.run`.
    """
    loaded = [load(name, own, sets, weeks) for name in scenarios]
    if len(loaded) < PAIR:
        raise InputError(
            [Fault("compare", "", f"{len(loaded)} scenario", "two scenarios or more, the first being the base")]
        )
    if len({scenario.start for scenario in loaded}) > 1:
        got = ", ".join(f"{scenario.name} {scenario.start}" for scenario in loaded)
        raise InputError([Fault("compare", "start", got, "one start: differences are paired week by week")])
    shortest = min(scenario.weeks for scenario in loaded)
    results = []
    for scenario in loaded:
        if announce:
            announce(scenario.name)
        results.append(run(scenario, replicates, seed, weeks=shortest, fixed=fixed, progress=progress))
        if results[-1].interrupted:
            break
    finished = min(result.data.sizes[dims.REPLICATE] for result in results)
    return Comparison([_cut(result, finished) for result in results])


def _cut(result: Result, replicates: int) -> Result:
    """Return a result with its first replicates only."""
    if result.data.sizes[dims.REPLICATE] == replicates:
        return result
    return Result(result.world, result.data.isel({dims.REPLICATE: slice(0, replicates)}), result.observed, result.seed)
