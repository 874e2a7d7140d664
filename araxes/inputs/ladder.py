"""Codes of acts, and when changes act: the CAMEO table with Goldstein scores, the rung of a code, the weeks of a change."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from araxes.inputs.read import PARAMS, shipped_folder
from araxes.inputs.schema import Rung
from araxes.units import week_number

if TYPE_CHECKING:
    import pandas as pd


_TABLE = "cameo.csv"


@lru_cache(maxsize=1)
def goldstein_scores() -> dict[str, float]:
    """Return the Goldstein score of every CAMEO code (text)."""
    with (shipped_folder() / PARAMS / _TABLE).open(encoding="utf-8", newline="") as lines:
        return {row["code"]: float(row["goldstein"]) for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def other_halves() -> dict[str, str]:
    """Return the code of the other half of every act that two do together, by CAMEO code: a guest's visit is the host's reception."""
    with (shipped_folder() / PARAMS / _TABLE).open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["mutual"] for row in csv.DictReader(lines) if row["mutual"]}


@lru_cache(maxsize=1)
def cameo() -> pd.DataFrame:
    """Return the CAMEO table, indexed by code (text), with description, Goldstein score, PLOVER classes and other half.

    Source: the Goldstein (1992) scores of CAMEO codes as distributed with GDELT and with ICEWS.
    """
    import pandas as pd  # heavy; checks of codes do without

    return pd.read_csv(shipped_folder() / PARAMS / _TABLE, dtype={"code": str}, keep_default_na=False).set_index("code")


def busy_weeks(date: datetime.date, until: datetime.date | None, shape: str) -> range:
    """Return the numbers of the weeks in which a change sets its path: one for a step, all of them for a pulse or a ramp."""
    first = week_number(date)
    if shape == "step" or until is None:
        return range(first, first + 1)
    last = week_number(until)
    return range(first, last + 1 if shape == "ramp" else max(last, first + 1))


def rung_of_code(code: str, rungs: Sequence[Rung]) -> int | None:
    """Return the rung of a CAMEO code by its longest listed prefix, or None when no rung lists one."""
    best, found = 0, None
    for index, rung in enumerate(rungs):
        for prefix in rung.cameo:
            if code.startswith(prefix) and len(prefix) > best:
                best, found = len(prefix), index
    return found


def rung_of_act(key: str | None, code: str | None, rungs: Sequence[Rung]) -> int:
    """Return the rung of an act of a scenario, which names its key or a CAMEO code; -1 where the ladder has neither."""
    found = [rung.key for rung in rungs].index(key) if key else rung_of_code(str(code), rungs)
    return -1 if found is None else found
