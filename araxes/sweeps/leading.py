"""Which outcomes of a sweep to look at, and whether their points differ by more than rounding.

Rounding: how far the means of the same numbers can lie apart, and whether points differ by more than that.

    |m1 - m2| <= (n + w) eps r,   r^2 = E Y^2

A mean adds n replicates one after the other, and a replicate is itself a mean over w weeks: n + w roundings, each at most eps / 2 of a sum
that is at most n times E|Y| <= r (Higham, 2002, section 4.2). Two such means may err in opposite directions. The same numbers are added up
differently where the first replicate, around which the sums run, differs between points.

Which outcomes of a sweep are asked for: by name, or those that the factors move most.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import numpy as np

from araxes.array_types import Floats
from araxes.errors import Fault, InputError, Option, nearest
from araxes.inputs.parameters import setting
from araxes.sweeps.design import INDEPENDENT

if TYPE_CHECKING:
    from araxes.sweeps.table import SweepTable


EPSILON = float(np.finfo(np.float64).eps)
LEADING = ("chance", "count", "tension")
"""Kinds of outcome of which the leading one is shown when none is asked for."""


def rounding_error(table: SweepTable, outcome: str) -> float:
    """Return how far means of an outcome may lie apart by rounding alone, in units of the outcome; 0 where no point has a mean."""
    mean = table.mean[outcome].to_numpy(dtype=np.float64)
    deviation = np.sqrt(np.nan_to_num(table.variance[outcome].to_numpy(dtype=np.float64)))
    scale = np.hypot(mean, deviation)[np.isfinite(mean)].max(initial=0.0)
    return (table.replicates + table.weeks) * EPSILON * float(scale)


def equal_within(mean: Floats, apart: float) -> bool:
    """Return whether two means or more differ by no more than `apart`; means that are missing are left out."""
    seen = mean[np.isfinite(mean)]
    return seen.size >= 2 and bool(np.ptp(seen) <= apart)


def same_everywhere(table: SweepTable, outcome: str) -> bool:
    """Return whether an outcome is the same at all points of a sweep, but for rounding."""
    return equal_within(table.mean[outcome].to_numpy(dtype=np.float64), rounding_error(table, outcome))


def check_differs(table: SweepTable, outcome: str, place: str) -> None:
    """Refuse to ask where or why an outcome differs that is the same at all points; `place` is what the fault names.

    Raises
    ------
    InputError
    """
    if same_everywhere(table, outcome):
        allowed, step = "an outcome that differs between points", "'araxes sensitivity' says which do."
        raise InputError([Fault(place, outcome, "the same at all points", allowed, step=step)])


def checked_outcomes(table: SweepTable, outcomes: str | Sequence[str] | None) -> list[str]:
    """Return the outcomes asked for by name, `*` standing for any text; all where none is.

    Raises
    ------
    InputError
        With every name that the sweep does not hold.
    """
    known = [str(name) for name in table.mean.columns]
    asked = ["*"] if outcomes is None else [outcomes] if isinstance(outcomes, str) else list(outcomes)
    found, faults = [], []
    for name in asked:
        matched = [one for one in known if one == name or fnmatchcase(one, name)]
        found += matched
        if not matched:
            place = Fault(
                Option("outcomes"), "", repr(name), "an outcome of this sweep", nearest(name, known), _examples(known)
            )
            faults.append(place)
    if faults:
        raise InputError(faults)
    return list(dict.fromkeys(found))


def _examples(known: Sequence[str]) -> str:
    """Return the names that a sweep holds: all of one kind as one, with the number of them."""
    kinds: dict[str, list[str]] = {}
    for name in known:
        kinds.setdefault(name.split(".")[0], []).append(name)
    parts = [f"{names[0]} and {len(names) - 1} more like it" if names[1:] else names[0] for names in kinds.values()]
    return f"It holds {', '.join(parts)}."


def shares_luck(table: SweepTable) -> bool:
    """Return whether all points of a sweep share their luck, so that they differ by their factors alone."""
    return table.design not in INDEPENDENT


def response(table: SweepTable, outcome: str) -> float:
    """Return the variance of an outcome's mean over the points, less the noise of the means where luck is independent; at least 0.

    It is 0 where the points differ by no more than rounding.
    """
    mean = table.mean[outcome].to_numpy(dtype=np.float64)
    seen = np.isfinite(mean)
    if not seen.any() or same_everywhere(table, outcome):
        return 0.0
    noise = 0.0 if shares_luck(table) else float(np.nanmean(np.append(table.error[outcome].to_numpy()[seen] ** 2, 0)))
    return max(float(mean[seen].var()) - noise, 0.0)


def _surely(table: SweepTable, outcome: str) -> bool:
    """Return whether the points differ by more than the noise of their means, as far as a variance over so many points tells."""
    from scipy.special import ndtri

    mean = table.mean[outcome].to_numpy(dtype=np.float64)
    seen = mean[np.isfinite(mean)]
    bound = float(ndtri(setting("compare.level"))) * float(seen.var()) * (2 / max(len(seen) - 1, 1)) ** 0.5
    return bool(len(seen) > 2 and response(table, outcome) > bound)


def leading_outcomes(table: SweepTable) -> list[str]:
    """Return the outcome of each leading kind whose mean varies most over the points; those that do not move beyond noise are left out.

    Where none of these kinds moves, the outcome of any kind that varies most.
    """
    spread = {str(name): response(table, str(name)) for name in table.mean.columns}
    sure = {name for name in spread if spread[name] > 0 and _surely(table, name)}
    found = []
    for kind in LEADING:
        names = [name for name in spread if name.split(".")[0] == kind and name in sure]
        found += [max(names, key=lambda name: spread[name])] if names else []
    return found or [max(spread, key=lambda name: spread[name])]
