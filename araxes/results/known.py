"""What is known to fail: where the model does not do what the record shows or what is asked of it, said each time it is checked.

A thing stays listed until it holds for good; one that holds, though listed, is said too.
"""

from __future__ import annotations

import pandas as pd

from araxes.inputs.settings import setting
from araxes.results.clustering import (
    ALL,
    COERCION_WEEKS,
    CRISIS_LENGTH,
    HOSTILE_WEEKS,
    LONGEST_GAP,
    autocorrelation_name,
)
from araxes.results.violence import Foretold


def known_of_clustering() -> list[tuple[str, str]]:
    """Return pair and measure of what free runs are known not to show as the record does."""
    return [
        ("AZE-IRN", autocorrelation_name(int(setting("health.lag_second")))),
        ("AZE-IRN", COERCION_WEEKS),
        (ALL, CRISIS_LENGTH),
        ("ARM-AZE", LONGEST_GAP),
        ("IRN-TUR", HOSTILE_WEEKS),
    ]


def known_failures(clustering: pd.DataFrame, violence: Foretold) -> pd.DataFrame:
    """Return what is known to fail, and whether it does.

    Parameters
    ----------
    clustering, violence
        As `clustering_table` and `violence_foretold` return them.

    Returns
    -------
    pandas.DataFrame
        Columns what, required, observed (nan where the record has no such figure), low, found, high (an interval; the median for free
        runs), holds.
    """
    band = setting("health.band")
    by_name = {(row["pair"], row["measure"]): row for row in clustering.to_dict("records")}
    rows: list[dict[str, object]] = []
    for pair, measure in known_of_clustering():
        row = by_name[(pair, measure)]
        rows.append(
            {
                "what": f"{pair}: {measure}",
                "required": f"the record inside the middle {band:.0%} of free runs",
                "observed": row["observed"],
                "low": row["low"],
                "found": row["median"],
                "high": row["high"],
                "holds": bool(row["inside"]),
            }
        )
    rows.append(
        {
            "what": "violence within a quarter: Brier skill over habit alone",
            "required": "its interval above 0",
            "low": violence.low,
            "found": violence.skill,
            "high": violence.high,
            "holds": violence.low > 0,
        }
    )
    return pd.DataFrame(rows)
