"""Whether a skill file speaks of the model at hand: what it said at the last origin that was scored, beside what it says there now.

A digest of files would call every comment another model. What decides is whether the forecasts are the same ones.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from araxes.errors import InputError
from araxes.forecasting.hindcast import Hindcast
from araxes.forecasting.measured import Measured
from araxes.forecasting.model import ModelForecaster
from araxes.forecasting.origin import origin_of
from araxes.forecasting.record import dyads
from araxes.history.read import History
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting

NO_WITNESS = "It cannot be told whether it is of this model: the file does not say what the model said."
OTHER_RECORD = (
    "The record at hand does not reach the last origin scored: it cannot be told whether the skill is of this model."
)


def said(found: Hindcast, name: str) -> dict[str, Any]:
    """Return what a forecaster said at the last origin, as plain values.

    Returns
    -------
    dict
        origin; chance, by horizon and by dyad, as text: the chances of all rungs, lowest first.
    """
    states, digits = found.states, int(setting("forecast.digits"))
    cells = np.argwhere(dyads(len(states))).tolist()
    row = found.chance[name][-1]
    chance = {
        str(horizon): {
            f"{states[i]}>{states[j]}": " ".join(f"{value:.{digits}f}" for value in row[place, i, j]) for i, j in cells
        }
        for place, horizon in enumerate(found.horizons)
    }
    return {"origin": str(found.origins[-1]), "chance": chance}


def held_against(known: Measured, history: History, region: RegionFiles) -> Measured:
    """Return measured skill with a word of doubt where the model at hand does not forecast what was scored.

    Parameters
    ----------
    known : Measured
    history : History
        The record a forecast is made from.
    region : RegionFiles
        The parameters it is made with.
    """
    if not known.content:
        return known
    return replace(known, doubt=doubt(known.content.get("said"), history, region))


def doubt(told: object, history: History, region: RegionFiles) -> str:
    """Return what keeps skill from being that of the model at hand, empty where nothing does."""
    if not isinstance(told, Mapping):
        return NO_WITNESS
    try:
        origin = datetime.date.fromisoformat(told["origin"])
        horizons = [int(horizon) for horizon in told["chance"]]
        rows = [[text.split() for text in one.values()] for one in told["chance"].values()]
        then = np.array(rows, dtype=np.float64)
    except (AttributeError, KeyError, TypeError, ValueError):
        return NO_WITNESS
    try:
        origin_of(origin, history)
    except InputError:
        return OTHER_RECORD
    found = ModelForecaster(history, region).predict(origin, horizons)
    now = found.chances()[:, dyads(len(found.states))]
    if then.shape == now.shape and np.abs(then - now).max() <= setting("forecast.same"):
        return ""
    apart = f" by up to {np.abs(then - now).max():.3f}" if then.shape == now.shape else ""
    return (
        "It was measured with other parameters, another version of the model, or other weeks unknown: "
        f"chances from {origin} differ{apart}."
    )
