"""The model in several variants, each run from a shock's origin with the shock and without it: nothing else differs, luck least of all.

as known      estimates of before the origin, dated values frozen there
pushes at 0   the same with all weights 0: what remains of a shock is what forced acts do to habit
hindsight     estimates of the whole record, which had seen the weeks that are scored; values frozen all the same
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from araxes.array_types import Flags
from araxes.engines.world import World, prepare
from araxes.experiments.shock import Shock
from araxes.forecasting.model import ABLATIONS, PUSHES
from araxes.forecasting.origin import scenario_at
from araxes.forecasting.predict import Prediction, drawn, predict
from araxes.history.read import History
from araxes.inputs.scenario import Scenario, load

KNOWN, HABIT, HINDSIGHT = "as known", "pushes at 0", "hindsight"


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
    return Runs(with_shock, without, drawn(with_shock.world, with_shock.horizons)[..., 0] > 0)
