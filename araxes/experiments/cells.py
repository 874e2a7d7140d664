"""The model with a shock and without it, and what came of each dyad after it.

Cells: what came of each dyad after a shock, what was foreseen with it and without, and by how much knowing the shock scored better.

Weeks 1 to h after that of the shock are scored, those that are on record and in which the shock forces no act of the dyad. Chances carry
the usual share of climatology. With p the chance of what came, 1 with the shock and 0 without:

    gain      = sum over weeks of log(p1 / p0)                      over all rungs, or of "hostile?" alone
    foreseen  = sign x sum over weeks of (hostile1 - hostile0)      hostile weeks
    observed  = sign x (hostile weeks that came - sum of hostile0)

The sign is that of the expectation, 1 for a placebo; of a dyad that is expected to be quieter no excess is counted.

Luck of the simulation is told by the parameter draws, which replicates share: each sum comes with the part of every draw in it, linear
around the mean, so that the standard deviation of those parts over the root of their number is the Monte Carlo error of the sum. Draws and
luck are those of all runs alike, so parts of cells are added draw by draw.

The model in several variants, each run from a shock's origin with the shock and without it: nothing else differs, luck least of all.

as known      estimates of before the origin, dated values frozen there
pushes at 0   the same with all weights 0: what remains of a shock is what forced acts do to habit
hindsight     estimates of the whole record, which had seen the weeks that are scored; values frozen all the same
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats, Rungs
from araxes.engines.world import World, prepare
from araxes.experiments.shock import LESS, MORE, PLACEBO, QUIETER, Cell, Shock
from araxes.forecasting.model import ABLATIONS, PUSHES
from araxes.forecasting.origin import scenario_at
from araxes.forecasting.predict import Prediction, drawn_cells, predict, rung_chances
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario, load
from araxes.records.history import History
from araxes.rules.memory import UNOBSERVED

KNOWN, HABIT, HINDSIGHT = "as known", "pushes at 0", "hindsight"
OBSERVED, FORESEEN = "observed", "foreseen"
GAIN, GAIN_HOSTILE = "gain", "gain_hostile"
ANSWERED, ANSWER = "answered", "answer"
INSIDE = "inside"
MEASURES = (OBSERVED, FORESEEN, GAIN, GAIN_HOSTILE, ANSWERED, ANSWER, INSIDE)
"""What is summed over cells: excess of hostile weeks that came and that was foreseen; gains in nats; whether a hostile act came in the
week of the shock, and its chance; whether the hostile weeks lie inside the predicted band."""

_WEIGHT_OF = {MORE: 1, LESS: -1, PLACEBO: 1, QUIETER: 0}


class Variant(NamedTuple):
    """A variant of the model.

    Attributes
    ----------
    name : str
    sets : mapping of path to value
        Values that win over all others.
    hindsight : bool
        Take the estimates of the whole record.
    """

    name: str
    sets: Mapping[str, Any]
    hindsight: bool = False


def variants() -> list[Variant]:
    """Return the variants in the order of the tables; the first is the one that is judged."""
    return [Variant(KNOWN, {}), Variant(HABIT, ABLATIONS[PUSHES]), Variant(HINDSIGHT, {}, hindsight=True)]


class Runs(NamedTuple):
    """A variant run from an origin.

    Attributes
    ----------
    shock, without : Prediction
        Of every week, with the shock and without; paths are kept of the first where they were asked for.
    drawn : ndarray of bool, shape (weeks, S, S)
        Which acts the shock does not force.
    """

    shock: Prediction
    without: Prediction
    drawn: Flags

    @property
    def world(self) -> World:
        """Return the world of the shock."""
        return self.shock.world


def scenario_of(scenario: Scenario, variant: Variant, origin: datetime.date, weeks: int, record: History) -> Scenario:
    """Return a scenario as a variant has it at an origin."""
    learned = record.next_start if variant.hindsight else None
    return scenario_at(load(scenario, sets=variant.sets), origin, weeks, record.header.name, learned)[0]


def run_variant(
    shock: Shock,
    base: Scenario,
    variant: Variant,
    record: History,
    weeks: int,
    replicates: int,
    seed: int,
    *,
    sets: Mapping[str, Any] | Sequence[str] = (),
    paths: bool = False,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Runs:
    """Return what a variant says of the weeks from the origin of a shock on, with it and without.

    Parameters
    ----------
    shock : Shock
    base : Scenario
        Without acts or changes.
    variant : Variant
    record : History
    weeks, replicates, seed
    sets : mapping of path to value, or sequence of "PATH=VALUE"
        Values for all variants; those of the variant win over them.
    paths : bool
        Keep paths of the run with the shock.
    workers, progress, announce
        As for `araxes.forecasting.predict.predict`.

    Raises
    ------
    KeyboardInterrupt
        When interrupted: half an experiment says nothing.
    """
    made = []
    for scenario, kept in ((shock.scenario, paths), (base, False)):
        world = prepare(scenario_of(load(scenario, sets=sets), variant, shock.origin, weeks, record), record)
        found = predict(
            world,
            range(1, weeks + 1),
            seed,
            replicates,
            workers=workers,
            paths=kept,
            progress=progress,
            announce=announce,
        )
        if found.interrupted:
            raise KeyboardInterrupt
        made.append(found)
    with_shock, without = made
    return Runs(with_shock, without, drawn_cells(with_shock.world, with_shock.horizons)[..., 0] > 0)


class Sum(NamedTuple):
    """A sum over what is counted in a cell.

    Attributes
    ----------
    total : float
    number : int
        How much was counted: weeks for gains, 1 for the others; 0 where the measure does not apply.
    parts : ndarray of float, shape (draws,), or float
        What each parameter draw adds to the total, less the mean of these; 0 for what is not simulated.
    """

    total: float
    number: int
    parts: Floats | float = 0.0


NO_SUM = Sum(0.0, 0)


class ScoredCell(NamedTuple):
    """A cell of one variant: what tables show of it, and by measure what is summed over cells."""

    row: dict[str, Any]
    sums: dict[str, Sum]


class DyadChances:
    """What a prediction says of one dyad, by parameter draw.

    Parameters
    ----------
    made : Prediction
    rungs : ndarray of float, shape (draws, weeks, rungs)
        Chance of each rung.

    Attributes
    ----------
    rungs : ndarray of float, shape (used draws, weeks, rungs)
    hostile : ndarray of float, shape (used draws, weeks)
    """

    def __init__(self, made: Prediction, rungs: Floats) -> None:
        used = made.count > 0
        self.weight = made.count[used] / made.count.sum()
        self.rungs = rungs[used]
        self.hostile = np.asarray(self.rungs[..., made.world.constants.quiet + 1 :].sum(axis=-1))

    def mean(self, by_draw: Floats) -> Floats:
        """Return the mean over replicates of something by draw, shape (draws, ...)."""
        return np.asarray(np.tensordot(self.weight, by_draw, axes=1))

    def parts(self, by_draw: Floats) -> Floats:
        """Return by how much every draw moves the mean over replicates, times their number, shape of `by_draw`, (draws, ...)."""
        weight = self.weight.reshape(-1, *[1] * (by_draw.ndim - 1)) * len(self.weight)
        return np.asarray(weight * (by_draw - self.mean(by_draw)))

    def of_rungs(self, came: Rungs) -> Floats:
        """Return the chance of the rungs that came, shape (draws, weeks); of an unknown week that of the lowest rung."""
        return np.take_along_axis(self.rungs, np.maximum(came, 0).astype(np.int64)[None, :, None], axis=-1)[..., 0]


@dataclass(frozen=True)
class CellRuns:
    """One dyad after a shock, in runs with the shock and without.

    Attributes
    ----------
    cell : Cell
    shock, without : DyadChances
    came : ndarray of int8, shape (weeks,)
        From the week of the shock on; -1 where nothing is known.
    drawn : ndarray of bool, shape (weeks,)
        Where the shock does not force the dyad's act.
    paths : ndarray of int8, shape (paths, weeks), or None
        Simulated acts after the shock.
    quiet : int
        The highest rung that is not hostile.
    """

    cell: Cell
    shock: DyadChances
    without: DyadChances
    came: Rungs
    drawn: Flags
    paths: Rungs | None
    quiet: int

    @property
    def scored(self) -> Flags:
        """Return which weeks are scored, shape (weeks,): the week of the shock never is."""
        return np.asarray((self.came != UNOBSERVED) & self.drawn & (np.arange(len(self.came)) > 0))

    @property
    def hostile(self) -> Flags:
        """Return in which weeks a hostile act came, shape (weeks,)."""
        return self.came > self.quiet

    def chance_of(self, one: DyadChances, hostile_alone: bool) -> Floats:
        """Return the chance of what came, a rung or an answer to "hostile?", in the weeks that are scored, shape (draws, weeks scored)."""
        chance = np.where(self.hostile, one.hostile, 1 - one.hostile) if hostile_alone else one.of_rungs(self.came)
        return np.asarray(chance[:, self.scored])

    def gain(self, hostile_alone: bool = False) -> Sum:
        """Return the gain in log score by knowing the shock, in nats, and over how many weeks."""
        if not self.scored.any():
            return NO_SUM
        total, parts = 0.0, np.zeros(1)
        for one, sign in ((self.shock, 1), (self.without, -1)):
            by_draw = self.chance_of(one, hostile_alone)
            mean = one.mean(by_draw)
            total += sign * float(np.log(mean).sum())
            parts = parts + sign * (one.parts(by_draw) / mean).sum(axis=-1)
        return Sum(total, int(self.scored.sum()), parts)

    def excess(self) -> tuple[Sum, Sum]:
        """Return the excess of hostile weeks that came and the one that was foreseen, positive where the expectation is right."""
        sign, at = _WEIGHT_OF[self.cell.sign], self.scored
        if not sign or not at.any():
            return NO_SUM, NO_SUM
        shock, without = (one.hostile[:, at].sum(axis=-1) for one in (self.shock, self.without))
        base = float(self.without.mean(without))
        came, foreseen = self.hostile[at].sum() - base, float(self.shock.mean(shock)) - base
        base_parts = self.without.parts(without)
        return (
            Sum(sign * float(came), 1, -sign * base_parts),
            Sum(sign * foreseen, 1, sign * (self.shock.parts(shock) - base_parts)),
        )

    def answers(self) -> tuple[Sum, Sum]:
        """Return whether a hostile act came in the own week of a shock, and its chance, where more is expected and none forced."""
        if self.cell.sign != MORE or not self.drawn[0] or self.came[0] == UNOBSERVED:
            return NO_SUM, NO_SUM
        chance = self.shock.hostile[:, 0]
        return Sum(float(self.hostile[0]), 1), Sum(float(self.shock.mean(chance)), 1, self.shock.parts(chance))

    def band(self) -> tuple[float, float]:
        """Return the ends of the band in which the number of hostile weeks is foreseen to lie; nan without paths."""
        if self.paths is None:
            return float("nan"), float("nan")
        tail = (1 - setting("shocks.band")) * 0.5
        counts = (self.paths[:, self.scored] > self.quiet).sum(axis=-1)
        low, high = np.quantile(counts, [tail, 1 - tail], method="inverted_cdf")
        return float(low), float(high)

    def score(self) -> ScoredCell:
        """Return everything that tables show of the cell."""
        at, (low, high) = self.scored, self.band()
        came = int(self.hostile[at].sum())
        inside = NO_SUM if np.isnan(low) or not at.any() else Sum(float(low <= came <= high), 1)
        sums = dict(
            zip(
                MEASURES,
                (*self.excess(), self.gain(), self.gain(hostile_alone=True), *self.answers(), inside),
                strict=True,
            )
        )
        shock, without = (one.mean(one.hostile) for one in (self.shock, self.without))
        first = float("nan") if self.came[0] == UNOBSERVED else float(self.hostile[0])
        row = {
            "weeks": int(at.sum()),
            "hostile": came,
            "without": float(without[at].sum()),
            "with": float(shock[at].sum()),
            "low": low,
            "high": high,
            "gain": _mean(sums[GAIN]),
            "gain_hostile": _mean(sums[GAIN_HOSTILE]),
            "own_week": first,
            "own_week_without": float(without[0]),
            "own_week_with": float(shock[0]),
        }
        return ScoredCell(row, sums)


def _mean(found: Sum) -> float:
    """Return what was summed by what was counted."""
    return found.total / found.number if found.number else float("nan")


def score_cells(shock: Shock, variant: str, runs: Runs, came: Rungs) -> Iterator[ScoredCell]:
    """Yield the cells of a shock as one variant foresaw them.

    Parameters
    ----------
    shock : Shock
    variant : str
        Its name.
    runs : Runs
    came : ndarray of int8, shape (weeks, S, S)
        What came in the weeks from the origin on; -1 where nothing is known.
    """
    states, quiet = runs.shock.states, runs.world.constants.quiet
    with_shock, without = (rung_chances(one.cumulative) for one in (runs.shock, runs.without))
    done = runs.world.forced_rungs[0][np.ix_(runs.world.deciding, runs.world.deciding)]
    for cell in shock.cells:
        i, j = states.index(cell.actor), states.index(cell.target)
        found = CellRuns(
            cell,
            DyadChances(runs.shock, with_shock[:, :, i, j]),
            DyadChances(runs.without, without[:, :, i, j]),
            came[:, i, j],
            runs.drawn[:, i, j],
            None if runs.shock.samples is None else runs.shock.samples[:, :, i, j],
            quiet,
        ).score()
        head = {"shock": shock.id, "kind": shock.kind, "dyad": cell.dyad, "sign": cell.sign, "term": cell.term}
        yield found._replace(row={**head, "variant": variant, "reverse": bool(done[j, i] > quiet), **found.row})
