"""Tables of the issues: who sees which, who hears which signal, and what grievance is measured from at the origin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.engines.arrays import floats, whole
from araxes.engines.tables_dated import run_layout, signals_in_order
from araxes.engines.world import World


class Issues(NamedTuple):
    """How beliefs move, and where everything starts.

    Attributes
    ----------
    knows : int, shape (states, issues)
    heard_first : int, shape (weeks + 1,)
        First signal of each week.
    heard_issue : int, shape (signals,)
    heard_value, heard_cost : shape (signals,)
    heard_by : int, shape (signals, states)
        Entry of the credulity of those who hear the signal, -1 for the others; see `araxes.engines.tables_dated`.
    bar : shape (states, states, draws)
        What each pair's grievance is measured from, at the origin.
    """

    knows: Whole
    heard_first: Whole
    heard_issue: Whole
    heard_value: Floats
    heard_cost: Floats
    heard_by: Whole
    bar: Floats


def issues(world: World, bar: Floats) -> Issues:
    """Return how beliefs move, and where everything starts."""
    signals = signals_in_order(world)
    count = [len(world.signals.get(week, ())) for week in range(world.scenario.weeks)]
    return Issues(
        knows=whole([world.knows[i] for i in world.deciding]),
        heard_first=whole([0, *np.cumsum(count)]),
        heard_issue=whole([signal.issue for signal in signals]),
        heard_value=floats([signal.value for signal in signals]),
        heard_cost=floats([signal.cost for signal in signals]),
        heard_by=run_layout(world).heard_by,
        bar=bar,
    )
