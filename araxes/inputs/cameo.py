"""The CAMEO table: every code with its description and Goldstein score."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING

from araxes.inputs.folders import PARAMS, shipped

if TYPE_CHECKING:
    import pandas as pd

TABLE = "cameo.csv"


@lru_cache(maxsize=1)
def goldstein_scores() -> dict[str, float]:
    """Return the Goldstein score of every CAMEO code (text)."""
    with (shipped() / PARAMS / TABLE).open(encoding="utf-8", newline="") as lines:
        return {row["code"]: float(row["goldstein"]) for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def other_halves() -> dict[str, str]:
    """Return the code of the other half of every act that two do together, by CAMEO code: a guest's visit is the host's reception."""
    with (shipped() / PARAMS / TABLE).open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["mutual"] for row in csv.DictReader(lines) if row["mutual"]}


@lru_cache(maxsize=1)
def cameo() -> pd.DataFrame:
    """Return the CAMEO table, indexed by code (text), with description, Goldstein score, PLOVER classes and other half.

    Source: the Goldstein (1992) scores of CAMEO codes as distributed with GDELT and with ICEWS.
    """
    import pandas as pd  # heavy; checks of codes do without

    return pd.read_csv(shipped() / PARAMS / TABLE, dtype={"code": str}, keep_default_na=False).set_index("code")
