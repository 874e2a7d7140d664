"""Rounding: how far the means of the same numbers can lie apart, and whether points differ by more than that.

    |m1 - m2| <= (n + w) eps r,   r^2 = E Y^2

A mean adds n replicates one after the other, and a replicate is itself a mean over w weeks: n + w roundings, each at most eps / 2 of a sum
that is at most n times E|Y| <= r (Higham, 2002, section 4.2). Two such means may err in opposite directions. The same numbers are added up
differently where the first replicate, around which the sums run, differs between points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from araxes.array_types import Floats
from araxes.errors import Fault, InputError

if TYPE_CHECKING:
    from araxes.sweeps.table import SweepTable

EPSILON = float(np.finfo(np.float64).eps)


def rounding(table: SweepTable, outcome: str) -> float:
    """Return how far means of an outcome may lie apart by rounding alone, in units of the outcome; 0 where no point has a mean."""
    mean = table.mean[outcome].to_numpy(dtype=np.float64)
    deviation = np.sqrt(np.nan_to_num(table.variance[outcome].to_numpy(dtype=np.float64)))
    scale = np.hypot(mean, deviation)[np.isfinite(mean)].max(initial=0.0)
    return (table.replicates + table.weeks) * EPSILON * float(scale)


def alike(mean: Floats, apart: float) -> bool:
    """Return whether two means or more differ by no more than `apart`; means that are missing are left out."""
    seen = mean[np.isfinite(mean)]
    return seen.size >= 2 and bool(np.ptp(seen) <= apart)


def same_everywhere(table: SweepTable, outcome: str) -> bool:
    """Return whether an outcome is the same at all points of a sweep, but for rounding."""
    return alike(table.mean[outcome].to_numpy(dtype=np.float64), rounding(table, outcome))


def check_differs(table: SweepTable, outcome: str, place: str) -> None:
    """Refuse to ask where or why an outcome differs that is the same at all points; `place` is what the fault names.

    Raises
    ------
    InputError
    """
    if same_everywhere(table, outcome):
        allowed, step = "an outcome that differs between points", "'araxes sensitivity' says which do."
        raise InputError([Fault(place, outcome, "the same at all points", allowed, step=step)])
