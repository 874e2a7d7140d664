"""Comparing scenarios: run side by side on the same luck, each paired with the first."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from araxes.engines.ensemble import Histories, Progress, counter, histories, join_histories
from araxes.engines.world import World, prepare
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario, load_all
from araxes.interruption import hold_interruption, warn_interrupted
from araxes.options import DRAWN, KERNEL, check_arguments, either, name_or_path, one_by_one
from araxes.results.answers import answers, tell, with_notes
from araxes.results.comparison import Comparison
from araxes.results.pairing import Pairing, Window, common_windows, label, parting_week, simulated_window, spans
from araxes.results.result import Result
from araxes.results.run import AGAIN, keeps_histories
from araxes.results.tally import Tally


@check_arguments(
    scenarios=one_by_one(
        either(Scenario, name_or_path), "scenarios, or one list of them; numbers by name: `replicates=100`"
    )
)
def compare(
    *scenarios: str | Path | Scenario | Sequence[Any],
    replicates: int | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    reading: str | None = None,
    perspective: str | None = None,
    fixed: bool = False,
    judged: str = DRAWN,
    engine: str = KERNEL,
    full: bool | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[], object] | None = None,
) -> Comparison:
    """Run scenarios on the same luck and compare each with the first.

    Parameters
    ----------
    scenarios : str, Path or Scenario
        One after the other, as in `compare("baseline", "force_syunik")`, or in one list. At least two, with one
        start and the same states; the first is the base. The shortest horizon is used for all.
    replicates : int, optional
        Histories of each (4,096): of so many, 16 share a draw of weights and judged values, which it takes to tell doubt about these from
        luck.
    seed, weeks, sets, own, reading, perspective, fixed, judged, engine, full, workers, progress, announce
        As for `araxes.run`; `progress` is told of every scenario's replicates.
    ready : callable, optional
        Called when everything has been checked, before anything runs.

    Returns
    -------
    Comparison
        When interrupted, of the replicates finished so far in every scenario, with an `araxes.InterruptionWarning`; its sentences, tables,
        figures and files say so.

    Raises
    ------
    InputError
        Fewer than two scenarios, different starts or states, or any fault of `araxes.run`.
    """
    number = int(setting("compare.replicates")) if replicates is None else replicates
    luck = int(setting("run.seed")) if seed is None else seed
    asked = load_all(scenarios, own, sets, weeks, reading, perspective)  # type: ignore[arg-type]
    loaded = comparable_scenarios(asked)
    base, times = loaded[0], len(loaded)
    keep = keeps_histories(base, number, full, announce, times)
    for place, scenario in enumerate(loaded):
        answered = answers(scenario, announce=announce)
        tell(answered, announce, scenario.notes, scenario.name)
        loaded[place] = with_notes(scenario, answered)
    tell((), announce, horizon_notes(asked))
    worlds: list[World] = []
    for scenario in loaded:
        worlds.append(prepare(scenario, judged=judged == DRAWN, like=worlds[0] if worlds else None))
    running = [Running(world) for world in worlds]
    pairings = pairings_of(worlds, luck, workers, announce)
    options = {"fixed": fixed, "engine": engine, "workers": workers, "announce": announce}
    ensembles = [histories(world, range(number), luck, **options) for world in worlds]  # type: ignore[arg-type]
    if ready:
        ready()
    try:
        for chunk in zip(*ensembles, strict=True):
            with hold_interruption():
                for one, (numbers, found) in zip(running, chunk, strict=True):
                    one.add(numbers, found, keep, engine)
                for pairing, (numbers, found) in zip(pairings, chunk[1:], strict=True):
                    pairing.add(numbers, chunk[0][1], found, counter(engine))
            if progress:
                progress(len(worlds) * len(chunk[0][0]))
    except KeyboardInterrupt:
        if not pairings[-1].count.any():
            raise
        warn_interrupted(running[0].tally.replicates, number, "replicates of each scenario", AGAIN)
    return Comparison([one.result(luck, fixed, engine, keep, number) for one in running], pairings)


@dataclass
class Running:
    """A scenario while it runs: its world, its tally, and its histories where they are kept."""

    world: World
    tally: Tally = field(init=False)
    parts: list[Histories] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tally = Tally(self.world)

    def add(self, numbers: Sequence[int], found: Histories, keep: bool, engine: str) -> None:
        """Add finished replicates."""
        self.tally.add(numbers, found, counter(engine))
        if keep:
            self.parts.append(found)

    def result(self, seed: int, fixed: bool, engine: str, keep: bool, asked: int) -> Result:
        """Return the result."""
        return Result(self.world, self.tally, join_histories(self.parts) if keep else None, seed, fixed, engine, asked)


def comparable_scenarios(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return scenarios that can be compared, cut to the shortest horizon.

    Raises
    ------
    InputError
        Fewer than two, different starts, different states, or a fault of one.
    """
    if len(scenarios) < 2:
        raise InputError(
            [
                Fault(
                    Option("scenarios"),
                    "",
                    f"{len(scenarios)} of them",
                    "two scenarios or more, the first being the base",
                )
            ]
        )
    check_same(scenarios, "start", [scenario.start for scenario in scenarios], "differences are paired week by week")
    states = [", ".join(scenario.region.states) for scenario in scenarios]
    check_same(scenarios, "states", states, "differences are paired dyad by dyad")
    shortest = min(scenario.weeks for scenario in scenarios)
    return with_own_names(load_all(scenarios, weeks=shortest))


def horizon_notes(scenarios: Sequence[Scenario]) -> list[str]:
    """Return what a user should know of horizons that differ."""
    horizons = {scenario.weeks for scenario in scenarios}
    return [f"Horizons differ: the shortest, {min(horizons)} weeks, is used for all."] if len(horizons) > 1 else []


def with_own_names(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return scenarios, each with a name of its own: where it is taken, reading, perspective or a number follows, as in "baseline (2)"."""
    named: list[Scenario] = []
    for scenario in scenarios:
        known, name = {one.name for one in named}, scenario.name
        seen = [f"perspective {scenario.perspective.name}"] if scenario.perspective else []
        more = [*([scenario.reading.name] if scenario.reading else []), *seen, *map(str, range(2, 2 + len(known)))]
        names = [name, *(f"{name} ({mark})" for mark in more)]
        named.append(replace(scenario, name=next(one for one in names if one not in known)))
    return named


def check_same(scenarios: Sequence[Scenario], what: str, values: Sequence[datetime.date | str], why: str) -> None:
    """Refuse scenarios that do not share a value.

    Raises
    ------
    InputError
    """
    if len(set(values)) > 1:
        got = "; ".join(f"{scenario.name} {value}" for scenario, value in zip(scenarios, values, strict=True))
        raise InputError([Fault("compare", what, got, f"the same {what}: {why}")])


def pairings_of(
    worlds: Sequence[World], seed: int, workers: int | None = None, announce: Callable[[str], None] | None = None
) -> list[Pairing]:
    """Return a pairing of each further world with the first, from the week in which the two part, that of the start where they do not.

    Spans are those that are reported, counted from there and from where the first of all parts, and those for which a scenario says what it
    expects against the base.
    """
    base = worlds[0]
    partings = [parting_week(base, world, seed, workers, announce) for world in worlds[1:]]
    begin = min((week for week in partings if week is not None), default=0)
    return [
        Pairing(base, world, spans_of(base, world, parting, begin), parting, begin)
        for world, parting in zip(worlds[1:], [begin if week is None else week for week in partings], strict=True)
    ]


def spans_of(base: World, other: World, parting: int, begin: int) -> dict[str, Window]:
    """Return the windows over which a scenario is set beside its base, by label, in weeks after the two part."""
    weeks = base.scenario.weeks - parting
    found = spans(weeks)
    for window in common_windows(base.scenario.weeks, parting, begin):
        found.setdefault(label(window), window)
    for expectation in other.scenario.expectations:
        expected = simulated_window(expectation.weeks, weeks)
        if expected is not None and expectation.against == base.scenario.name:
            found.setdefault(label(expected), expected)
    return found
