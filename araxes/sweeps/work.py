"""Work: points simulated and summed up, here or on a worker of a cluster, the same to the last bit.

Moments: mean, its error and the variance of one replicate, from sums that are added up block by block.

Replicates of one parameter draw share its weights: the error of a mean takes whole draws as its independent pieces (as
`araxes.results.intervals` does by resampling), the variance of one replicate holds luck and weights together.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.engines.cache import Lookahead
from araxes.engines.ensemble import Histories, chunk_runner, run_replicates
from araxes.engines.world import World, prepare
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario
from araxes.options import MESA
from araxes.results.tally import classes, course
from araxes.sweeps.outcomes import HistoryNames, Measures, functions_of
from araxes.sweeps.points import Base, digest, model_version, number_of, split_row
from araxes.sweeps.table import FactorInfo

USER, OURS = "input", "defect"


class Moments:
    """Sums over the replicates of a point, added in the order of their numbers.

    Parameters
    ----------
    outcomes : int
    draws : int
        Parameter draws; replicate n uses draw n modulo this.
    alone : bool
        Whether every replicate is independent of every other: weights are not drawn.
    """

    def __init__(self, outcomes: int, draws: int, alone: bool) -> None:
        self.alone = alone
        self.count = np.zeros(draws, dtype=np.int64)
        self.total = np.zeros((draws, outcomes))
        self.square = np.zeros(outcomes)
        self.base: Floats = np.zeros(outcomes)

    def add(self, values: Floats) -> None:
        """Add a block of replicates, at most one a draw, that begins with draw 0; shape (replicates, outcomes)."""
        if not self.count[0]:
            self.base = values[0].copy()  # sums of squares around it lose no digits
        around = values - self.base
        self.count[: len(values)] += 1
        self.total[: len(values)] += around
        self.square += _added(around * around)

    def result(self) -> tuple[Floats, Floats, Floats]:
        """Return mean, its standard error, and the variance of one replicate, each of shape (outcomes,); nan where one says nothing."""
        n = int(self.count.sum())
        mean = _added(self.total) / n
        unknown = np.full(mean.shape, np.nan)
        if n == 1:
            return self.base + mean, unknown, unknown
        variance = np.maximum(self.square - n * mean * mean, 0) / (n - 1)
        if self.alone:
            return self.base + mean, np.sqrt(variance / n), variance
        draws = int((self.count > 0).sum())
        if draws == 1:
            return self.base + mean, unknown, variance
        off = self.total - self.count[:, None] * mean
        error = np.sqrt(_added(off * off) * draws / (draws - 1)) / n
        return self.base + mean, error, variance


def _added(rows: Floats) -> Floats:
    """Return rows added up one after the other.

    `sum` adds a single column in another order than several, so that a lone outcome would differ in its last bit.
    """
    return np.asarray(np.cumsum(rows, axis=0)[-1])


class Job(NamedTuple):
    """Everything that work on any point of a sweep needs, sent to every worker.

    Attributes
    ----------
    scenarios : dict of (scenario, overlay) to Scenario
    factors : tuple of FactorInfo
    replicates, seed : int
    fixed, judged : bool
        Whether the weights are at their means, and judged values drawn.
    engine : str
    independent : bool
        Whether every point has luck of its own.
    patterns, functions : tuple of str
        Outcomes that are kept, and the user's own.
    model : str
        Digest of the model that asks for the work.
    """

    scenarios: dict[tuple[str, str], Scenario]
    factors: tuple[FactorInfo, ...]
    replicates: int
    seed: int
    fixed: bool
    judged: bool
    engine: str
    independent: bool
    patterns: tuple[str, ...]
    functions: tuple[str, ...]
    model: str


class PointResult(NamedTuple):
    """The results of one point: mean, error and variance of every outcome, or why there are none and whose fault it is."""

    point: int
    key: str
    row: tuple[float, ...]
    measured: tuple[Floats, Floats, Floats] | None
    reason: str = ""
    blame: str = ""


@dataclass(frozen=True)
class Workshop:
    """A job, with what its points share."""

    job: Job

    @cached_property
    def bases(self) -> dict[tuple[str, str], Base]:
        """Return the bases of the points."""
        return {key: Base(scenario) for key, scenario in self.job.scenarios.items()}

    @cached_property
    def measures(self) -> Measures:
        """Return the outcomes."""
        base = next(iter(self.bases.values()))
        world = prepare(base.scenario, shelf=base.shelf)
        region = base.scenario.region
        names = HistoryNames(
            states=tuple(world.states),
            issues=tuple(world.issues),
            rungs=tuple(rung.key for rung in region.rungs),
            classes=classes(world),
            quiet=world.constants.quiet,
            weeks=base.scenario.weeks,
        )
        return Measures(names, functions_of(self.job.functions), self.job.patterns)

    def key(self, row: Any) -> tuple[str, int, Scenario, Base]:
        """Return a point's key, the seed of its luck, its scenario and its base."""
        job = self.job
        chosen, values = split_row(job.factors, row)
        base = self.base(chosen)
        scenario = base.at(values)
        parameters = base.resolved_digest(scenario, tuple(values))
        key = digest(f"{parameters} {job.model} {job.seed} {job.replicates} {job.fixed} {job.judged}".encode())
        luck = number_of(digest(f"{parameters} {job.seed}".encode())) if job.independent else job.seed
        return key, luck, scenario, base

    def base(self, chosen: tuple[str, str]) -> Base:
        """Return the base of a point.

        Raises
        ------
        InputError
            When an unfinished point of the folder starts from a scenario or overlay that was not named this time.
        """
        if chosen not in self.bases:
            names = " + ".join(filter(None, chosen))
            step = "Unfinished points of this folder start from it."
            raise InputError(
                [Fault(Option("vary"), "", f"nothing of {names}", f"{names} among the choices", step=step)]
            )
        return self.bases[chosen]

    def points(self, numbers: Sequence[int], rows: Floats | Sequence[Floats]) -> Iterator[PointResult]:
        """Yield the results of points; of one base the record is replayed at once where they differ in weights and stances alone."""
        keys = [self.key(row) for row in rows]
        of_base: dict[int, list[Scenario]] = {}
        for _, _, scenario, base in keys:
            of_base.setdefault(id(base), []).append(scenario)
        ahead = {id(base): Lookahead(base.shelf, of_base[id(base)]) for *_, base in keys}
        for number, row, (key, luck, scenario, base) in zip(numbers, rows, keys, strict=True):
            mine = ahead[id(base)]
            yield self._point(number, row, key, luck, scenario, mine)
            mine.place += 1

    def _point(self, number: int, row: Any, key: str, luck: int, scenario: Scenario, ahead: Lookahead) -> PointResult:
        """Return the results of one point; whatever fails is a reason, not an end."""
        values = tuple(float(value) for value in row)
        try:
            world = prepare(scenario, shelf=ahead.shelf, judged=self.job.judged, ahead=ahead)
            return PointResult(number, key, values, self.measure(world, luck))
        except InputError as error:
            return PointResult(number, key, values, None, str(error), USER)
        except Exception as error:  # noqa: BLE001 - one point must not end the sweep
            where = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"
            return PointResult(number, key, values, None, reason, OURS)

    def measure(self, world: World, luck: int) -> tuple[Floats, Floats, Floats]:
        """Return mean, error and variance of every outcome of a world."""
        measures, n = self.measures, self.job.replicates
        run, at = self.runner(world, luck), course(world)
        sums = Moments(len(measures.outcomes), min(n, world.n_draws), self.job.fixed)
        for start in range(0, n, world.n_draws):
            sums.add(measures.values(run(range(start, min(start + world.n_draws, n))), at))
        return sums.result()

    def runner(self, world: World, luck: int) -> Callable[[range], Histories]:
        """Return a function that gives the histories of some consecutive replicates."""
        job = self.job
        if job.engine == MESA:
            return lambda numbers: run_replicates(world, numbers, luck, job.fixed)
        return chunk_runner(world, luck, job.fixed, job.replicates)


KNOWN: dict[str, Workshop] = {}
"""Workshops of this process, by the digest of their jobs: batches of one sweep share what they have worked out."""


def workshop(name: str, job: Job) -> Workshop:
    """Return the workshop of a job in this process; only the latest is kept."""
    known = KNOWN.get(name)
    return known or keep_workshop(name, Workshop(job))


def keep_workshop(name: str, shop: Workshop) -> Workshop:
    """Keep a workshop, and return it."""
    KNOWN.clear()
    KNOWN[name] = shop
    return shop


def run_batch(name: str, job: Job, numbers: Sequence[int], rows: Floats) -> list[PointResult]:
    """Return the results of some points.

    Parameters
    ----------
    name : str
        Digest of the job.
    job : Job
    numbers : sequence of int
        The points' numbers.
    rows : ndarray of float, shape (points, factors)

    Raises
    ------
    InputError
        When this process has another model than the one that asks.
    """
    check_model(job.model)
    shop = workshop(name, job)
    size = int(setting("sweep.replays"))
    return [
        result
        for start in range(0, len(numbers), size)
        for result in shop.points(numbers[start : start + size], rows[start : start + size])
    ]


@lru_cache(maxsize=1)
def check_model(asked: str) -> None:
    """Refuse to work for another model than this process has."""
    own = model_version()["digest"]
    if own != asked:
        raise InputError(
            [Fault(Option("dask"), "worker", f"model {own}", f"model {asked}, as in the process that asks")]
        )
