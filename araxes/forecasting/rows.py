"""Tables of a forecast: chances of rungs by dyad and week, and of what happens within some weeks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from araxes.array_types import Floats, Whole
from araxes.forecasting.horizons import horizons_of_settings
from araxes.forecasting.measured import Measured
from araxes.forecasting.predict import Prediction, share_between
from araxes.weeks import week_date

ONSET = "onset"


def shown_horizons(weeks: int) -> list[int]:
    """Return the horizons that tables show: the usual ones up to the last week, and that week."""
    return sorted({*[h for h in horizons_of_settings() if h <= weeks], weeks})


def chance_rows(found: Prediction) -> pd.DataFrame:
    """Return one row for each dyad, week and rung.

    Columns: dyad, actor, target, week (its Monday), weeks (ahead, 1 for the first), rung, name, chance, at_least (of this rung or a
    higher one), weights_share (of the variance of "this rung or a higher one", how much is not knowing weights and judged values; the
    rest is luck).
    """
    chance, states = found.chances(), found.states
    names = [rung.name for rung in found.world.scenario.region.rungs]
    above = chance[..., ::-1].cumsum(axis=-1)[..., ::-1]
    share = np.concatenate([np.zeros((*chance.shape[:-1], 1)), found.weights_share()], axis=-1)
    h, i, j = np.nonzero(np.broadcast_to(~np.eye(len(states), dtype=bool), chance.shape[:-1]))
    rungs, cells = len(names), len(h)
    mondays = [week_date(found.world.first_week + ahead - 1) for ahead in found.horizons]

    def each(values: list[Any], places: Whole) -> NDArray[Any]:
        return np.repeat(np.array(values, dtype=object)[places], rungs)

    actor, target = each(list(states), i), each(list(states), j)
    return pd.DataFrame(
        {
            "dyad": [f"{a}>{b}" for a, b in zip(actor, target, strict=True)],
            "actor": actor,
            "target": target,
            "week": each(mondays, h),
            "weeks": np.repeat(np.array(found.horizons)[h], rungs),
            "rung": np.tile(np.arange(rungs), cells),
            "name": np.tile(np.array(names, dtype=object), cells),
            "chance": chance[h, i, j].ravel(),
            "at_least": above[h, i, j].ravel(),
            "weights_share": share[h, i, j].ravel(),
        }
    )


def within_rows(found: Prediction, measured: Measured) -> pd.DataFrame:
    """Return one row for each dyad or pair, event and horizon.

    Columns: between ("IRN>AZE" for acts of the first towards the second, "AZE-IRN" for acts either way), event, rung (the lowest that
    counts), weeks, chance, error (Monte Carlo standard error), weights_share, skill.
    """
    return pd.DataFrame(list(_within(found, measured)))


def _within(found: Prediction, measured: Measured) -> Iterator[dict[str, Any]]:
    """Yield the rows of `within_rows`."""
    paths, states = found.paths, found.states
    assert paths is not None, "a forecast counts paths"
    cells = [(i, j, f"{a}>{b}", False) for i, a in enumerate(states) for j, b in enumerate(states) if i != j]
    cells += [(i, j, f"{a}-{b}", True) for i, a in enumerate(states) for j, b in enumerate(states) if i < j]
    events = [(f"rung {rung} or above", rung, place) for place, rung in enumerate(paths.rungs)]
    for name, rung, place in [*events, (ONSET, paths.coercion, None)]:
        tables = [
            (whole if place is None else whole[..., place])
            for whole in ((paths.onset, paths.onset_pair) if place is None else (paths.reached, paths.reached_pair))
        ]
        told = [shares(table, found.count) for table in tables]
        for h in shown_horizons(found.horizons[-1]):
            at, skill = found.horizons.index(h), measured.event(name, h)
            for i, j, between, pair in cells:
                chance, error, share = (float(value[at, i, j]) for value in told[pair])
                yield {
                    "between": between, "event": name, "rung": rung, "weeks": h,
                    "chance": chance, "error": error, "weights_share": share, "skill": skill,
                }  # fmt: skip


def shares(counts: Whole, replicates: Whole) -> tuple[Floats, Floats, Floats]:
    """Return chance, its Monte Carlo standard error and the share of the draws in its variance, from counts by draw.

    Parameters
    ----------
    counts : ndarray of int, shape (draws, ...)
        Replicates in which an event happens.
    replicates : ndarray of int, shape (draws,)
    """
    n = replicates.sum()
    chance = counts.sum(axis=0) / n
    by_draw = counts / np.maximum(replicates, 1).reshape(-1, *[1] * (counts.ndim - 1))
    within = np.tensordot(replicates, by_draw * (1 - by_draw), axes=1) / n
    return chance, np.sqrt(chance * (1 - chance) / n), share_between(by_draw, chance, within, replicates)
