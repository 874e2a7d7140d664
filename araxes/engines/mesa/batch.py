"""`batch_run`: Mesa's, over replicates 0 to n - 1 whichever release of Mesa is installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import mesa

from araxes.engines.mesa.bookkeeping import RNG
from araxes.engines.mesa.model import Region
from araxes.errors import Fault, InputError, Option
from araxes.options import CHECKS, Refused, check_arguments, whole_number, yes_or_no
from araxes.units import THOUSAND

ONE_STEP_MORE = ("3.3.", "3.4.")
"""Releases of Mesa whose `batch_run` goes one step beyond `max_steps`."""


def _region(value: Any) -> Any:
    """Return a class of regions."""
    if not (isinstance(value, type) and issubclass(value, Region)):
        raise Refused("Region, or a class made from it; mesa.batch_run runs other models")
    return value


def _parameters(value: Any) -> Mapping[str, Any]:
    """Return parameters by name, each region of which keeps a collector."""
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise Refused('values, or lists of values, by the name of the parameter: {"scenario": ["baseline"]}')
    kept = value.get("collect", True)
    if not all(kept if isinstance(kept, Iterable) else [kept]):
        raise Refused("collect=True, or nothing of it: batch_run needs the collector, from which the rows are read")
    return value


def _period(value: Any) -> int:
    """Return a number of weeks, or -1."""
    return (
        -1
        if value == -1
        else int(whole_number("a whole number of weeks, at least 1, or -1 for the last week alone")(value))
    )


def _numbers(value: Any) -> list[int]:
    """Return the numbers of replicates, given as a list or alone."""
    found = [RNG(one) for one in value] if isinstance(value, Iterable) and not isinstance(value, str) else [RNG(value)]
    if not found:
        raise Refused("the number of one replicate at least, such as range(100)")
    return found


@check_arguments(
    model_cls=_region,
    parameters=_parameters,
    number_processes=CHECKS["workers"],
    iterations=CHECKS["replicates"],
    data_collection_period=_period,
    max_steps=CHECKS["weeks"],
    display_progress=yes_or_no,
    rng=_numbers,
)
def batch_run(
    model_cls: type[Region],
    parameters: Mapping[str, Any],
    number_processes: int | None = 1,
    iterations: int | None = None,
    data_collection_period: int = -1,
    max_steps: int = THOUSAND,
    display_progress: bool = True,
    rng: int | Iterable[int] | None = None,
) -> list[dict[str, Any]]:
    """Run regions over all combinations of some parameters, as Mesa's function of this name does, each over the same replicates.

    Parameters
    ----------
    model_cls : type
        `Region`, or a class made from it.
    parameters : mapping of str to value or list of values
        What each region is made with.
    number_processes : int or None
        Worker processes; None takes as many as there are processors. A script that uses more than 1 guards its entry with
        `if __name__ == "__main__":`. The rows are the same for any number.
    iterations : int, optional
        Replicates 0 to n - 1 of each combination; 1 where neither this nor `rng` is given.
    data_collection_period : int
        Weeks between the rows that are returned; -1, the last week alone.
    max_steps : int
        Most weeks, at least 1; a region stops at its scenario's horizon.
    display_progress : bool
    rng : int or iterable of int, optional
        The numbers of the replicates, in [0, 2^32), instead of `iterations`.

    Returns
    -------
    list of dict
        A row a state and collected week, ordered by `RunId`: the parameters, `iteration` (the replicate's place), `replicate`,
        `seed`, `Step` (the week of the run, from 0), and what `Region.datacollector` holds.

    Raises
    ------
    InputError
        When the replicates are given twice, a region would keep no collector, or a parameter is none that it takes.
    """
    _check_given_once(parameters, iterations, rng)
    numbers: Any = [] if "replicate" in parameters else rng or range(iterations or 1)
    first = {"replicate": numbers} if numbers else {}  # what stands first varies slowest, as Mesa's iterations do
    rows: list[dict[str, Any]] = mesa.batch_run(
        model_cls,
        first | dict(parameters),
        number_processes=number_processes,
        data_collection_period=data_collection_period,
        max_steps=max_steps - mesa.__version__.startswith(ONE_STEP_MORE),
        display_progress=display_progress,
    )
    rows.sort(key=_run)
    combinations = (_run(rows[-1]) + 1) // max(len(numbers), 1)
    for row in rows:
        row.pop("rng", None)  # newer releases note that they handed over None
        row["iteration"] = _run(row) // combinations
    return rows


def _run(row: Mapping[str, Any]) -> int:
    """Return the number of a row's run."""
    return int(row["RunId"])


def _check_given_once(parameters: Mapping[str, Any], iterations: int | None, rng: object) -> None:
    """Refuse replicates that are given twice: each would be run again under another name."""
    ways = {"iterations": iterations not in (None, 1), "rng": rng is not None, "replicate": "replicate" in parameters}
    given = [name for name, said in ways.items() if said]
    if len(given) > 1:
        got = f"{' and '.join(given)} together"
        raise InputError([Fault(Option(given[0]), "", got, "one of the two: either says which replicates")])
