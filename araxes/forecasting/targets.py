"""What is forecast: the rung of a week, any act of a level within some weeks, and whether a dyad was calm before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from araxes.array_types import Flags, Floats, Rungs
from araxes.forecasting.means import independent, n_paths
from araxes.forecasting.record import Forecaster, Told, Weeks, observed
from araxes.inputs.settings import setting
from araxes.rules.remember import UNOBSERVED


def levels(quiet: int) -> tuple[int, ...]:
    """Return the rungs of which "any act of this rung or above" is forecast: the first hostile one, coercion, violence."""
    return (quiet + 1, int(setting("run.rung_coercion")), int(setting("run.rung_violence")))


def scored(seen: Flags, origin: int, horizon: int) -> bool:
    """Return whether the week `horizon` weeks after an origin is scored: observed, and no gap of the record before it.

    Parameters
    ----------
    seen : ndarray of bool, shape (weeks,)
        Which weeks of the record are observed.
    origin : int
        Place of the first week that is forecast.
    horizon : int
        1 for that week.
    """
    target = origin + horizon - 1
    if target >= len(seen) or not seen[target]:
        return False
    longest, missing = 0, 0 if seen[origin] else _missing_before(seen, origin)
    for known in seen[origin:target]:
        missing = 0 if known else missing + 1
        longest = max(longest, missing)
    return bool(longest <= setting("hindcast.longest_gap"))


def _missing_before(seen: Flags, origin: int) -> int:
    """Return how many unobserved weeks in a row end just before an origin: a gap that it lies in began there."""
    known = np.flatnonzero(seen[:origin])
    return origin - 1 - int(known[-1]) if len(known) else origin


def what_came(weeks: Weeks, origins: Sequence[int], horizons: Sequence[int]) -> Rungs:
    """Return the rungs that came, shape (origins, horizons, states, states); -1 where none is scored."""
    seen, n_states = observed(weeks.rungs), weeks.rungs.shape[1]
    out = np.full((len(origins), len(horizons), n_states, n_states), UNOBSERVED, dtype=np.int8)
    for row, origin in enumerate(origins):
        for column, horizon in enumerate(horizons):
            if scored(seen, origin, horizon):
                out[row, column] = weeks.rungs[origin + horizon - 1]
    return out


def what_happened(weeks: Weeks, origins: Sequence[int], horizons: Sequence[int], rungs: Sequence[int]) -> Floats:
    """Return 1 where a level was reached within the horizon, shape (origins, horizons, states, states, levels).

    nan unless all weeks of the span are observed: what was not seen may have happened.
    """
    n_states = weeks.rungs.shape[1]
    out = np.full((len(origins), len(horizons), n_states, n_states, len(rungs)), np.nan)
    for row, origin in enumerate(origins):
        for column, horizon in enumerate(horizons):
            span = weeks.rungs[origin : origin + horizon]
            whole = (span != UNOBSERVED).all(axis=0) & (len(span) == horizon)
            top = span.max(axis=0, initial=UNOBSERVED)[..., None]
            out[row, column] = np.where(whole[..., None], top >= np.array(rungs), np.nan)
    return out


def calm_before(weeks: Weeks, origins: Sequence[int]) -> Flags:
    """Return which dyads were calm before each origin, shape (origins, states, states): neither half known to have coerced for weeks."""
    length, coercion = int(setting("hindcast.calm")), int(setting("run.rung_coercion"))
    worst = [weeks.rungs[max(at - length, 0) : at].max(axis=0, initial=UNOBSERVED) for at in origins]
    return np.array([np.maximum(one, one.T) < coercion for one in worst], dtype=bool)


def told(forecaster: Forecaster, past: Weeks, horizons: Sequence[int], rungs: Sequence[int]) -> Told:
    """Return what a forecaster says of rungs and of levels within the horizons.

    A forecaster that simulates says both (its method `tell`); of any other the chance within h weeks is that of independent weeks,
    1 - product over the weeks of (1 - P(Y >= level)), and its paths are of independent weeks.
    """
    own: Any = getattr(forecaster, "tell", None)
    if own is not None:
        found: Told | None = own(past, horizons, rungs)
        if found is not None:
            return found
    chance = forecaster(past, range(1, max(horizons) + 1))
    each = np.stack([chance[..., rung:].sum(axis=-1) for rung in rungs], axis=-1)
    never = np.cumprod(np.clip(1 - each, 0, 1), axis=0)
    at = [horizon - 1 for horizon in horizons]
    paths = independent(chance, past, n_paths()) if max(horizons) > 1 else None
    return Told(chance[at], 1 - never[at], paths)


def reached(paths: Rungs, horizons: Sequence[int], rungs: Sequence[int]) -> Floats:
    """Return the share of paths that reach each level within each horizon, shape (horizons, states, states, levels)."""
    top = np.maximum.accumulate(paths, axis=1)[:, [horizon - 1 for horizon in horizons]]
    return np.stack([(top >= rung).mean(axis=0) for rung in rungs], axis=-1)
