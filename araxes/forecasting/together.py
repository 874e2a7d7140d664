"""All dyads of a week together: the joint log score of pairs and the energy score, with luck that is shared in a pair and without.

Marginal scores cannot tell forecasts that differ only in what happens at the same time; these can. Shared luck leaves every dyad's own
chances as they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from araxes.array_types import Floats
from araxes.engines.draws import generator
from araxes.forecasting.habit_tree import shared_luck
from araxes.forecasting.halves import joint_log_score
from araxes.forecasting.hindcast import Hindcast
from araxes.forecasting.record import dyads
from araxes.forecasting.scores import energy
from araxes.forecasting.skill import gain
from araxes.forecasting.tables import summed
from araxes.inputs.settings import setting
from araxes.rules.arrays import pick_rungs
from araxes.rules.remember import UNOBSERVED
from araxes.units import GOLDSTEIN_PER_HOSTILITY


def together_table(found: Hindcast) -> pd.DataFrame:
    """Return scores of whole weeks.

    Returns
    -------
    pandas.DataFrame
        Columns horizon, forecaster, weeks; joint (nats a week, all pairs, shared luck), joint_gain (by which it betters independent
        luck) with _low and _high; energy (Goldstein points, all dyads, shared luck) and energy_gain the same.
    """
    rows, share = [], setting("hindcast.tree_luck")
    for place, horizon in enumerate(found.horizons):
        came = found.came[:, place]
        for name, chance in found.chance.items():
            scores: dict[str, Floats] = {}
            for label, b in (("shared", share), ("apart", 0.0)):
                scores[f"joint {label}"] = joint_log_score(chance[:, place], came, b)
                scores[f"energy {label}"] = energy_scores(found, name, place, b)
            row: dict[str, Any] = {"horizon": horizon, "forecaster": name}
            for kind in ("joint", "energy"):
                both = summed(found, {label: scores[f"{kind} {label}"] for label in ("shared", "apart")}, horizon)
                value = gain(both.total["shared"], both.total["apart"], horizon)
                row |= {"weeks": len(both.weeks), kind: _mean(both.total["shared"])}
                row |= {f"{kind}_gain": value.value, f"{kind}_gain_low": value.low, f"{kind}_gain_high": value.high}
            rows.append(row)
    return pd.DataFrame(rows)


def _mean(totals: Floats) -> float:
    """Return the mean of a week, nan where none was scored."""
    return float(totals.mean()) if len(totals) else float("nan")


def energy_scores(found: Hindcast, name: str, place: int, share: float, seed: int = 1) -> Floats:
    """Return the energy score of each origin, shape (origins, 1), in Goldstein points; nan unless all dyads are known.

    The same luck is drawn for every forecaster.
    """
    cells, points = dyads(len(found.states)), found.hostility * GOLDSTEIN_PER_HOSTILITY
    out = np.full((len(found.origins), 1), np.nan)
    n = int(setting("hindcast.samples"))
    for row, date in enumerate(found.origins):
        came = found.came[row, place][cells]
        if (came == UNOBSERVED).any():
            continue
        draw = generator(seed, "hindcast", "energy", str(date), str(found.horizons[place]))
        luck = shared_luck(draw, (n, *cells.shape), share)[:, cells]
        below = found.chance[name][row, place][cells].cumsum(axis=-1)
        out[row] = energy(points[pick_rungs(luck, below[..., :-1])], points[came])
    return out
