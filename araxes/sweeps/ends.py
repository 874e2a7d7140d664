"""Ends: whether anything answers to what a sweep varies, tried before the sweep is run at both ends of every range and at its middle.

The ends alone do not tell: a red line that is crossed from the first day and one that is never reached push alike, and one between them
is crossed on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from araxes.engines.world import World, prepare
from araxes.errors import InputError
from araxes.results.answers import Answer, answers, difference, what_would
from araxes.sweeps.plan import Plan
from araxes.sweeps.points import Base
from araxes.sweeps.table import CHOICE, FactorInfo

Announce = Callable[[str], None]
BESIDE = "That is where the others are at their ends."
ALIKE = "That is between its ends, which do alike."


def answers_of(plan: Plan, announce: Announce | None = None) -> Iterator[Answer]:
    """Yield whether anything answers to each value that is set in a sweep, then to each parameter that is varied.

    Parameters
    ----------
    plan : Plan
        Of several scenarios or overlays, a parameter is tried in one after the other until one answers.
    announce : callable, optional
        Told before the kernel is compiled.
    """
    for base in plan.shop.bases.values():
        lead = f"{base.scenario.name}: " if len(plan.shop.bases) > 1 else ""
        for answer in answers(base.scenario, announce=announce):
            yield answer._replace(what=f"{lead}{answer.what}")
    factors = [factor for factor in plan.design.factors if factor.kind != CHOICE]
    for factor in factors:
        with suppress(InputError):  # no world is made at an end: the sweep tells of points that fail
            yield _answer(plan, factor, [other for other in factors if other is not factor], announce)


def _answer(plan: Plan, factor: FactorInfo, others: list[FactorInfo], announce: Announce | None) -> Answer:
    """Return whether anything answers to one factor along its range, alone or with the others at their ends."""
    what = f"{factor.name} from {factor.low:g} to {factor.high:g}"
    ends = [{}, {other.name: other.low for other in others}, {other.name: other.high for other in others}]
    for base in plan.shop.bases.values():
        for place, values in enumerate(ends if others else ends[:1]):
            low = _world(base, {**values, factor.name: factor.low})
            for value in (factor.high, *_between(factor)):
                found = difference(low, _world(base, {**values, factor.name: value}), announce)
                if found.moves:
                    advice = [ALIKE] * (value != factor.high) + [BESIDE] * (place > 0)
                    return Answer(what, found, " ".join(advice))
    base = next(iter(plan.shop.bases.values()))
    low, high = (_world(base, {factor.name: end}) for end in (factor.low, factor.high))
    tried = "That holds with the others at their ends, too. " if others else ""
    return Answer(what, difference(low, high, announce), tried + what_would(high, low, factor.name))


def _between(factor: FactorInfo) -> tuple[float, ...]:
    """Return the value in the middle of a factor's levels, or of its range where a design draws from it; none between two levels."""
    if not factor.levels:
        return ((factor.low + factor.high) * 0.5,)
    return (factor.levels[len(factor.levels) // 2],) if len(factor.levels) > 2 else ()


def _world(base: Base, values: dict[str, float]) -> World:
    """Return the world of a point."""
    return prepare(base.at(values), shelf=base.shelf)
