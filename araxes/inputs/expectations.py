"""Expectations that no comparison can answer: of weeks that are not simulated, against another start or the scenario itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.faults import shown
from araxes.inputs.schema import Expectation
from araxes.weeks import monday


class Head(NamedTuple):
    """What the heads of a scenario's chain of files say together."""

    name: str
    said: Mapping[str, Any]


def expectation_faults(
    file: str, expectations: Sequence[Expectation], own: Head, head_of: Callable[[str], Head]
) -> Iterator[Fault]:
    """Yield the faults of a scenario's own expectations.

    Parameters
    ----------
    file : str
        Of the scenario.
    expectations : sequence of Expectation
    own : Head
        Of the scenario.
    head_of : callable
        Gives the head of a known scenario.
    """
    for index, expectation in enumerate(expectations, start=1):
        key = f"expectation[{index}]"
        if expectation.against == own.name:
            yield Fault(file, f"{key}.against", repr(own.name), "another scenario than this one")
            continue
        try:
            base = head_of(expectation.against)
        except InputError:
            continue  # that file's faults are its own
        yield from _pair_faults(file, key, expectation, own, base)


def _pair_faults(file: str, key: str, expectation: Expectation, own: Head, base: Head) -> Iterator[Fault]:
    """Yield why two scenarios cannot be compared in the weeks that an expectation names."""
    here, there = (head.said.get("start") for head in (own, base))
    if isinstance(here, datetime.date) and isinstance(there, datetime.date) and monday(here) != monday(there):
        allowed = f"a scenario with this one's start, {here}: differences are paired week by week"
        yield Fault(file, f"{key}.against", f"{base.name!r}, which starts on {there}", allowed)
    horizons = {head.said["weeks"]: head.name for head in (base, own) if isinstance(head.said.get("weeks"), int)}
    shortest = min(horizons, default=expectation.weeks[1] + 1)
    if expectation.weeks[1] >= shortest:
        allowed = f"weeks from 0 to {shortest - 1}: {horizons[shortest]} has {shortest}"
        yield Fault(file, f"{key}.weeks", shown(list(expectation.weeks)), allowed)
