"""Half-lives on a grid: the loop records other features for each, so they are tried one at a time rather than differentiated."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from araxes.estimation.features import features, scored, shape
from araxes.estimation.given import Given, given, with_values
from araxes.estimation.posterior import climb, slope_of
from araxes.estimation.priors import Free, Vector, free_parameters
from araxes.history.read import History
from araxes.inputs.estimates import estimated
from araxes.inputs.merge import KEYS
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import first
from araxes.units import HALF
from araxes.weeks import monday

if TYPE_CHECKING:
    import pandas as pd


def half_lives() -> list[str]:
    """Return the paths of all half-lives."""
    return [f"behaviour.memory.{name}" for name in KEYS["behaviour.memory"]]


def profiled(
    history: History,
    region: RegionFiles,
    until: datetime.date | None = None,
    *,
    paths: list[str] | None = None,
    announce: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Return the best log posterior for every half-life on a grid around its shipped value, the others as shipped.

    Parameters
    ----------
    history, region, until
        As for `araxes.estimation.estimate.fit`.
    paths : list of str, optional
        Some half-lives only.
    announce : callable, optional
        Told what begins.

    Returns
    -------
    pandas.DataFrame
        Indexed by path; columns factors on the shipped half-life, values in nats from it. The best of a row is not
        taken over by itself: ten tries on one record find differences of a nat or two by chance.
    """
    import pandas as pd  # heavy; needed only here

    plain = estimated(region, datetime.date.min)
    weeks = given(history, plain, min(monday(until or history.next_start), history.next_start))
    free = free_parameters(plain)
    steps = int(setting("estimation.grid_steps"))
    powers = [power for power in range(-steps, steps + 1) if power]
    base, mode = _best(plain, weeks, free, np.zeros(len(free)))
    rows: dict[str, dict[str, float]] = {}
    for path in paths or half_lives():
        if announce:
            announce(f"Half-lives: {path}.")
        rows[path] = {_label(0): 0.0}
        for power in powers:
            value = first(plain.book, path) * setting("estimation.grid_factor") ** power
            rows[path][_label(power)] = _best(with_values(plain, {path: value}), weeks, free, mode)[0] - base
    columns = [_label(power) for power in range(-steps, steps + 1)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=None)[columns].rename_axis("parameter")


def _label(power: int) -> str:
    """Return the factor of a power of the grid as text."""
    return f"x{setting('estimation.grid_factor') ** power:.3g}"


def _best(region: RegionFiles, weeks: Given, free: list[Free], start: Vector) -> tuple[float, Vector]:
    """Return the log posterior at its mode, and the mode."""
    slope = slope_of(scored(features(region, weeks)), shape(region), free)
    z = climb(slope, start)
    return -slope(z)[0] - float(HALF * (z @ z)), z
