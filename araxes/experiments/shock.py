"""A shock: what happened on a day outside the dyads that may react to it, and what was expected of them beforehand."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from araxes.inputs.scenario import Scenario

MORE, LESS, QUIETER = "+", "-", "q"
SIGNS = (MORE, LESS, QUIETER)
"""More hostile, less hostile, fewer acts of any kind."""

ACT = "act"
"""The kind of a shock that is an act and nothing else; all other kinds move values."""

PLACEBO = ""
"""The sign of a dyad of which nothing is expected."""


class Cell(NamedTuple):
    """A dyad after a shock.

    Attributes
    ----------
    actor, target : str
        Codes of states.
    sign : str
        One of `SIGNS`, or `PLACEBO`.
    term : str
        In one word the theory behind the sign; it need not name a rule of the model.
    reason : str
    """

    actor: str
    target: str
    sign: str = PLACEBO
    term: str = ""
    reason: str = ""

    @property
    def dyad(self) -> str:
        """Return actor and target, as in "IRN>AZE"."""
        return f"{self.actor}>{self.target}"


class Shock(NamedTuple):
    """A natural experiment.

    Attributes
    ----------
    id : str
    date, origin : datetime.date
        Of the shock, and the Monday of its week, from which the model runs.
    title, kind : str
    reacting, placebo : tuple of Cell
        Of which something is expected, and nothing.
    scenario : Scenario
        What the shock does, and nothing else.
    """

    id: str
    date: datetime.date
    origin: datetime.date
    title: str
    kind: str
    reacting: tuple[Cell, ...]
    placebo: tuple[Cell, ...]
    scenario: Scenario

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return all dyads, those that react first."""
        return self.reacting + self.placebo
