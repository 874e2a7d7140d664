"""What is known to fail: where the model does not do what the record shows or what is asked of it, said each time it is checked.

A thing stays listed until it holds for good; one that holds, though listed, is said too.
"""

from __future__ import annotations

import datetime

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
from araxes.results.free_runs import dated
from araxes.results.gates import inside_band, spread_in_year
from araxes.results.long_runs import DRAWN
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


def known_of_gates() -> list[tuple[datetime.date | None, str]]:
    """Return origin and name of the gates that are known not to hold.

    Where weights are drawn, long runs lie further apart than required, and bands of two years hold nearly every count of the record.
    """
    return [
        (dated("origin_second"), inside_band()),
        (None, spread_in_year(int(setting("health.drift_years")), DRAWN)),
    ]


def known_failures(clustering: pd.DataFrame, violence: Foretold, gates: pd.DataFrame) -> pd.DataFrame:
    """Return what is known to fail, and whether it does.

    Parameters
    ----------
    clustering, violence
        As `clustering_table` and `violence_foretold` return them.
    gates
        The rows of the gates that are known not to hold.

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
    rows += [
        {
            "what": row["what"] if row["origin"] is None else f"{row['what']}, from {row['origin']}",
            "required": row["required"],
            "found": row["found"],
            "holds": row["holds"],
        }
        for row in gates.to_dict("records")
    ]
    return pd.DataFrame(rows)
