"""Comparing scenarios: run side by side on the same luck, each paired with the first; and how much each moves.

Effects: how much each scenario moves, as the largest change of a chance of a dyad whose acts it does not force.

A scenario is set beside its base (the scenario that its first expectation names) on the same luck. The window is a quarter from the week
in which the two part. Each pair is simulated twice: with judged values drawn, and as the files have them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from araxes.display import show_card
from araxes.engines.ensemble import Histories, Progress, counter, histories, join_histories
from araxes.engines.world import World, prepare
from araxes.errors import Fault, InputError, Option
from araxes.inputs.chain import scenario_names
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario, load
from araxes.interruption import hold_interruption, warn_interrupted
from araxes.options import DRAWN, KERNEL, MEAN, check_arguments, either, name_or_path, one_by_one
from araxes.results.answers import answers, tell, with_notes
from araxes.results.comparison import Comparison
from araxes.results.pairing import Pairing, label, parting_week, simulated_window, spans
from araxes.results.result import Result
from araxes.results.run import AGAIN, keeps_histories
from araxes.results.tally import VIOLENT, Tally
from araxes.results.verdict import CHANGE_COLUMNS

EFFECT_COLUMNS = (*CHANGE_COLUMNS, "difference_weights", "low_weights", "high_weights")
LEFT_OUT = ("free", "sure", "error")
"""Columns that the table of the largest change does without."""


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
    replicates, seed, weeks, sets, own, reading, fixed, judged, engine, full, workers, progress, announce
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
    number = int(setting("run.replicates")) if replicates is None else replicates
    luck = int(setting("run.seed")) if seed is None else seed
    asked = [load(name, own, sets, weeks, reading) for name in scenarios]  # type: ignore[arg-type]
    loaded = comparable_scenarios(asked)
    base, times = loaded[0], len(loaded)
    keep = keeps_histories(base, number, full, announce, times)
    for place, scenario in enumerate(loaded):
        answered = answers(scenario, announce=announce)
        tell(answered, announce, scenario.notes, scenario.name)
        loaded[place] = with_notes(scenario, answered)
    tell((), announce, horizon_notes(asked))
    worlds = [prepare(scenario, judged=judged == DRAWN) for scenario in loaded]
    running = [Running(world) for world in worlds]
    pairings = [pairing_of(worlds[0], world, luck, workers, announce) for world in worlds[1:]]
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
    return with_own_names([load(scenario, weeks=shortest) for scenario in scenarios])


def horizon_notes(scenarios: Sequence[Scenario]) -> list[str]:
    """Return what a user should know of horizons that differ."""
    horizons = {scenario.weeks for scenario in scenarios}
    return [f"Horizons differ: the shortest, {min(horizons)} weeks, is used for all."] if len(horizons) > 1 else []


def with_own_names(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return scenarios of which each has a name of its own: where it is taken, its reading or a number follows, as in "baseline (2)"."""
    named: list[Scenario] = []
    for scenario in scenarios:
        known, name = {one.name for one in named}, scenario.name
        more = ([scenario.reading.name] if scenario.reading else []) + [str(2 + place) for place in range(len(known))]
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


def pairing_of(
    base: World, other: World, seed: int, workers: int | None = None, announce: Callable[[str], None] | None = None
) -> Pairing:
    """Return a pairing from the week in which two worlds part, that of the start where they do not.

    Its spans are those that are reported, and those for which the other scenario says what it expects against the base.
    """
    start = parting_week(base, other, seed, workers, announce) or 0
    weeks = base.scenario.weeks - start
    found = spans(weeks)
    for expectation in other.scenario.expectations:
        window = simulated_window(expectation.weeks, weeks)
        if window is not None and expectation.against == base.scenario.name:
            found.setdefault(label(window), window)
    return Pairing(base, other, found, start)


@show_card
class Effects(NamedTuple):
    """What scenarios move.

    Attributes
    ----------
    dyads : pandas.DataFrame
        A row a scenario, dyad and class of act: `EFFECT_COLUMNS`, see `araxes.results.verdict.change_table`; low and high hold doubt
        about weights and judged values; difference_weights, low_weights and high_weights are of a second comparison, in which
        judged values are as the files have them. Nothing where a scenario changes no act.
    largest : pandas.DataFrame
        A row a scenario: of its free dyads, and of hostile and of coercive acts, that with the largest difference, and how its expectations
        fare.
    expectations : pandas.DataFrame
        As `Comparison.expectations` returns them, of all scenarios.
    """

    dyads: pd.DataFrame
    largest: pd.DataFrame
    expectations: pd.DataFrame


@check_arguments()
def effects(
    scenarios: Sequence[str] = (),
    replicates: int | None = None,
    seed: int | None = None,
    *,
    own: Path | str | None = None,
    reading: str | None = None,
    fixed: bool = False,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Effects:
    """Set scenarios beside their bases and return what they move.

    Parameters
    ----------
    scenarios : sequence of str, optional
        Names or files; by default every scenario that expects something of another.
    replicates : int, optional
        Histories of each (`compare.effects_replicates`).
    seed, own, reading, fixed, progress, announce
        As for `araxes.compare`; `progress` is told first, as a number below 0, how many histories are to come.

    Raises
    ------
    InputError
        A scenario that expects nothing of another has no base; and any fault of `araxes.compare`.
    """
    number = int(setting("compare.effects_replicates")) if replicates is None else replicates
    loaded = [load(name, own, reading=reading) for name in scenarios or scenario_names(Path(own) if own else None)]
    pairs = [(base_of(one), one) for one in loaded if scenarios or one.expectations]
    if progress:
        progress(-number * sum(2 * len(pair) for pair in pairs))  # each twice
    dyads, largest, expectations = [], [], []
    for pair in pairs:
        options: dict[str, Any] = {"reading": reading, "fixed": fixed, "full": False, "progress": progress}
        found = compare(pair, replicates=number, seed=seed, announce=announce, **options)
        held = compare(pair, replicates=number, seed=seed, judged=MEAN, announce=quietly, **options)
        table = effect_table(found, held)
        dyads.append(table)
        expectations.append(found.expectations())
        largest.append(_largest(table, found, expectations[-1]["verdict"].tolist()))
    columns = [*(name for name in EFFECT_COLUMNS if name not in LEFT_OUT), "expectations"]
    return Effects(
        pd.concat(dyads, ignore_index=True),
        pd.DataFrame(largest, columns=columns),
        pd.concat(expectations, ignore_index=True),
    )


def effect_table(found: Comparison, held: Comparison) -> pd.DataFrame:
    """Return the changes of chances of a comparison's first two scenarios in the quarter after they part; columns `EFFECT_COLUMNS`.

    Parameters
    ----------
    found, held : Comparison
        With judged values drawn, and held at what the files say.
    """
    other = found.others[0]
    if not found.pairing(other).differ:
        return pd.DataFrame(columns=list(EFFECT_COLUMNS))
    table, again = (one.quarter_changes(one.others[0]).reset_index(drop=True) for one in (found, held))
    return table.assign(**{f"{name}_weights": again[name] for name in ("difference", "low", "high")})


def quietly(_: str) -> None:
    """Say nothing: what there is to say of a pair was said when it was first simulated."""


def base_of(scenario: Scenario) -> Scenario:
    """Return the scenario that the first expectation names, cut to the horizon.

    Raises
    ------
    InputError
        Where there is no expectation.
    """
    if not scenario.expectations:
        step = "Compare it with a scenario of your choice: araxes compare."
        raise InputError([Fault(scenario.name, "expectation", "none", "one that names a base", step=step)])
    return load(scenario.expectations[0].against, scenario.own)


def _largest(table: pd.DataFrame, found: Comparison, verdicts: list[str]) -> dict[str, object]:
    """Return the row of one scenario in `Effects.largest`."""
    name = found.others[0].scenario.name
    said = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts))
    free = table[table["free"].astype(bool) & (table["outcome"] != VIOLENT)]
    if free.empty:
        return {"scenario": name, "base": found.base.scenario.name, "expectations": said}
    at = int(free["difference"].abs().argmax())
    return {**{name: free[name].iloc[at] for name in EFFECT_COLUMNS if name not in LEFT_OUT}, "expectations": said}
