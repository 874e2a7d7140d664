"""Ends: whether anything answers to what a sweep varies, tried at both ends of every range before the sweep is run."""

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
    """Return whether anything answers to one factor from one end to the other, alone or with the others at their ends."""
    what = f"{factor.name} from {factor.low:g} to {factor.high:g}"
    ends = [{}, {other.name: other.low for other in others}, {other.name: other.high for other in others}]
    for base in plan.shop.bases.values():
        for place, values in enumerate(ends if others else ends[:1]):
            low, high = (_world(base, {**values, factor.name: end}) for end in (factor.low, factor.high))
            found = difference(low, high, announce)
            answer = Answer(what, found, "" if place == 0 else "That is where the others are at their ends.")
            if not answer.inert:
                return answer
    base = next(iter(plan.shop.bases.values()))
    low, high = (_world(base, {factor.name: end}) for end in (factor.low, factor.high))
    tried = "That holds with the others at their ends, too. " if others else ""
    return Answer(what, difference(low, high, announce), tried + what_would(high, low, factor.name))


def _world(base: Base, values: dict[str, float]) -> World:
    """Return the world of a point."""
    return prepare(base.at(values), shelf=base.shelf)
