"""A file of estimates beside the priors: the table that the estimation made, read back from the overlay."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING

from araxes.estimation.estimate import DATA, PRIOR
from araxes.estimation.priors import LOG, PLAIN, free_parameters
from araxes.inputs.estimates import Overlay, estimated
from araxes.inputs.region import RegionFiles
from araxes.inputs.tabulate import first
from araxes.rules.numerics import logit

if TYPE_CHECKING:
    import pandas as pd


def beside(overlay: Overlay, region: RegionFiles) -> pd.DataFrame:
    """Return the estimates of a file beside the priors, with the columns of `araxes.estimation.estimate.Estimate.table`.

    Parameters
    ----------
    overlay : Overlay
        One of `region.estimates`.
    region : RegionFiles
        Its parameter files give the priors.

    Returns
    -------
    pandas.DataFrame
        Indexed by parameter; those that the file does not hold are left out. What is read back has the digits of the file.
    """
    import pandas as pd  # heavy; needed only here

    plain = estimated(region, datetime.date.min)
    rows = []
    for one in free_parameters(plain):
        if one.path not in overlay.values:
            continue
        found = overlay.values[one.path]
        value, error = first(overlay.values, one.path), found.sd or 0.0
        at = _place(value, one.scale)
        rows.append(
            {
                "parameter": one.path,
                "prior": one.natural(one.mean),
                "prior_sd": one.slope(one.mean) * one.sd,
                "estimate": value,
                "se": error,
                "moved": (at - one.mean) / one.sd,
                "left": error / one.slope(at) / one.sd,
                "says": DATA if found.source.startswith(DATA) else PRIOR,
            }
        )
    return pd.DataFrame(rows).set_index("parameter")


def _place(value: float, scale: str) -> float:
    """Return the place of a value on the scale of its prior."""
    if scale == PLAIN:
        return value
    return math.log(value) if scale == LOG else logit(value, 0)
