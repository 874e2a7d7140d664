"""The CAMEO table: every code with its description and Goldstein score."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from araxes.inputs.folders import PARAMS, shipped


@lru_cache(maxsize=1)
def cameo() -> pd.DataFrame:
    """Return the CAMEO table, indexed by code (text), with description, Goldstein score and PLOVER classes.

    Source: the Goldstein (1992) scores of CAMEO codes as distributed with GDELT and with ICEWS.
    """
    return pd.read_csv(shipped() / PARAMS / "cameo.csv", dtype={"code": str}, keep_default_na=False).set_index("code")
