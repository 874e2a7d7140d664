"""Worlds shared: forecasters of one origin that differ in weights alone replay the record once.

Weights and tempers decide nothing but the push; memories, calendar and habits of a world are the same whatever they are.
"""

from __future__ import annotations

from dataclasses import replace

from araxes.engines.world import World, prepare
from araxes.history.read import History
from araxes.inputs.parameters import Book
from araxes.inputs.scenario import Scenario


class Shared:
    """Prepares worlds, and keeps the last one of each horizon."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[History, World]] = {}

    def __call__(self, scenario: Scenario, history: History) -> World:
        """Return what `araxes.engines.world.prepare` returns."""
        record, last = self.kept.get(scenario.weeks, (None, None))
        if last is not None and record is history and weightless(scenario) == weightless(last.scenario):
            return replace(last, scenario=scenario)
        world = prepare(scenario, history)
        earlier = {weeks: pair for weeks, pair in self.kept.items() if pair[1].scenario.start == scenario.start}
        self.kept = earlier | {scenario.weeks: (history, world)}
        return world


def weightless(scenario: Scenario) -> Scenario:
    """Return a scenario without weights and tempers."""
    book: Book = {path: p for path, p in scenario.book.items() if not is_weight(path)}
    return replace(scenario, region=replace(scenario.region, book=dict(book)))


def is_weight(path: str) -> bool:
    """Return whether a parameter decides nothing but the push."""
    return path.startswith("behaviour.weight.") or ".temper." in path
