"""Simulated acts as events, in the same columns as the history: reading them back gives the same rungs."""

from __future__ import annotations

import datetime
from typing import Any

from araxes.dims import EVENT_COLUMNS
from araxes.inputs.cameo import goldstein_scores
from araxes.inputs.region import RegionFiles
from araxes.records.events import GENERAL

QUADS = {"01": "verbal_cooperation", "06": "material_cooperation", "09": "verbal_conflict", "14": "material_conflict"}
"""The quad class that begins at each CAMEO root."""


def quad_of(code: str) -> str:
    """Return the quad class of a CAMEO code by its root."""
    return next(quad for root, quad in reversed(QUADS.items()) if code >= root)


def simulated_event(
    region: RegionFiles, date: datetime.date, source: str, target: str, rung: int, issue: str = ""
) -> dict[str, Any]:
    """Return one simulated act as a row of the events table.

    Parameters
    ----------
    region : RegionFiles
        Its ladder gives the rung's representative CAMEO code.
    date : datetime.date
        Monday of the week.
    source, target : str
        Codes.
    rung : int
        Not the quiet one.
    issue : str
        Issue of the largest grievance; "general" when empty.
    """
    code = region.rungs[rung].code
    values = (
        f"{date}-{source}-{target}-1",
        date,
        source,
        target,
        code,
        quad_of(code),
        goldstein_scores()[code],
        issue or GENERAL,
        "",
        f"simulated: {region.rungs[rung].name.lower()}",
        "simulated",
        "simulated",
    )
    return dict(zip(EVENT_COLUMNS, values, strict=True))
