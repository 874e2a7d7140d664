"""Which replicate a region is when nobody named one: the next of a count, or, in a worker process, a drawn one.

In the user's own process 0, 1, 2 and so on, for each scenario and seed: a script gives the same each time, and two scenarios still share
their luck. A worker cannot know what its siblings took, and would count from 0 as they do, so there the number is drawn. Either is written
down (`region.replicate`, and in every row of the collector) and makes the same history when it is named.
"""

from __future__ import annotations

import hashlib
import inspect
import multiprocessing
import os
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import count
from types import EllipsisType
from typing import Any

from araxes.engines.draws import WORD
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.catalogue import resolved_data
from araxes.inputs.scenario import Scenario
from araxes.options import whole_number

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
