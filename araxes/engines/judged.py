"""Judged values: each has a range that was judged plausible, and every parameter draw has values of its own from these ranges.

One shift moves the whole dated series of a value; each entry is kept in its admissible range. The shift is triangular around no shift, and
puts the share `run.plausible` inside the plausible range (`araxes.engines.draws.triangular_shifts`). It depends on seed, draw and path and
on nothing else. What a scenario or an option sets is exact, and so is a dated change from its date on; what has a standard deviation is
drawn from that; how the record is read (ladder, behaviour) is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from araxes.array_types import Floats
from araxes.engines.draws import judged_units, triangular_shifts
from araxes.inputs.parameters import Parameter
from araxes.inputs.scenario import Scenario
from araxes.inputs.settings import setting

KEPT = 4
"""Tables of units that are kept: those of the run, the record and the tempers of a world at work, and one more."""


def judged_shifts(parameters: Sequence[Parameter], seed: int, draws: Sequence[int]) -> Floats:
    """Return by how much some judged values are shifted in some draws, shape (parameters, draws)."""
    around = np.array([parameter.around for parameter in parameters]).reshape(-1, 2)
    units = _units(seed, tuple(draws), tuple(parameter.path for parameter in parameters))
    return triangular_shifts(units, around[:, :1], around[:, 1:], setting("run.plausible"))


@lru_cache(maxsize=KEPT)
def _units(seed: int, draws: tuple[int, ...], paths: tuple[str, ...]) -> Floats:
    """Return `judged_units`, kept for the next world that draws the same; not to be altered."""
    found = judged_units(seed, draws, paths)
    found.flags.writeable = False
    return found


def shifted(parameter: Parameter, by: Any) -> Parameter:
    """Return a parameter with its whole series shifted and kept in its range, exact from then on.

    Parameters
    ----------
    parameter : Parameter
    by : float or ndarray of float
        The shift; an array makes every value of the series an array.
    """
    low, high = parameter.low, parameter.high
    series = tuple((since, np.clip(value + by, low, high)) for since, value in parameter.series)
    return replace(parameter, series=series, exact=True)


def judged_scenario(scenario: Scenario, seed: int, draw: int) -> Scenario:
    """Return a scenario as one draw judges: every judged value shifted."""
    parameters = [parameter for parameter in scenario.book.values() if parameter.is_judged]
    moves = judged_shifts(parameters, seed, [draw])[:, 0].tolist()
    book = dict(scenario.book)
    for parameter, by in zip(parameters, moves, strict=True):
        made = shifted(parameter, by)
        book[parameter.path] = replace(made, series=tuple((since, float(value)) for since, value in made.series))
    return replace(scenario, region=replace(scenario.region, book=book))
