"""Worlds shared: forecasters of one origin that differ in the weights of scenario levers alone replay the record once.

Levers are measured from the origin: what a record leaves is the same whatever they weigh.
"""

from __future__ import annotations

from dataclasses import replace

from araxes.engines.world import World, prepare
from araxes.history.read import History
from araxes.inputs.parameters import Book
from araxes.inputs.scenario import Scenario
from araxes.rules.terms import ESTIMATED, WEIGHTS


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
    """Return a scenario without the weights and tempers of levers."""
    book: Book = {path: p for path, p in scenario.book.items() if not is_weight(path)}
    return replace(scenario, region=replace(scenario.region, book=dict(book)))


LEVERS = tuple(name for name in WEIGHTS if name not in ESTIMATED)
"""Weights of scenario levers."""


def is_weight(path: str) -> bool:
    """Return whether a parameter decides nothing but how much a lever pushes."""
    section, _, name = path.rpartition(".")
    return name in LEVERS and (section == "behaviour.weight" or section.endswith(".temper"))
