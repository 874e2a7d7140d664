"""Statistics of one act behind another: each takes the days of b in many worlds and gives a number a world, larger where b follows a.

pull        by how many standard errors b's rate rises behind a (`araxes.claims.rates`)
preceded    share of b's days with an a on the same day or in the days before
tilt        log ratio of b's rate in the days behind an a to that in the days before one; days that are both count in neither
order       pairs of an a and a b within the days: (b behind a - b before a) / pairs that are not of one day
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.claims.planted import Case, link_shape
from araxes.claims.rates import RateFit, fit_rates
from araxes.claims.timeline import days_since
from araxes.inputs.parameters import setting

Statistic = Callable[[Case, Flags, int], Floats]


def pull_fit(case: Case, b: Flags) -> RateFit:
    """Return the fit of b's rate behind a, shape (worlds, ...)."""
    shape = link_shape(case, setting("claims.decay"))
    return fit_rates(b, case.density, np.array([shape, *case.others]))


def pull(case: Case, b: Flags, days: int) -> Floats:
    """Return the score of b's rate behind a; `days` does not matter."""
    return pull_fit(case, b).score


def share_preceded(case: Case, b: Flags, days: int) -> Floats:
    """Return the share of b's days with an a on the same day or in the `days` before."""
    near = days_since(case.a, own_day=True) <= days
    out: Floats = (b @ near.astype(float)) / np.maximum(b.sum(axis=-1), 1)
    return out


def tilt(case: Case, b: Flags, days: int) -> Floats:
    """Return the log ratio of b's rate in the `days` behind an a to that in the `days` before one."""
    behind = days_since(case.a) <= days
    before = days_since(case.a[::-1])[::-1] <= days
    alone = [behind & ~before, before & ~behind]
    after, early = [(b @ side.astype(float) + 0.5) / (side.sum() + 1) for side in alone]
    out: Floats = np.log(after / early)
    return out


def order(case: Case, b: Flags, days: int) -> Floats:
    """Return the share of pairs within `days` in which b comes behind a, less that in which it comes before."""
    ones = np.concatenate([[0], np.cumsum(case.a, dtype=float)])
    place = np.arange(len(case.a))
    low, high = np.maximum(place - days, 0), np.minimum(place + days + 1, len(case.a))
    behind, before = ones[place] - ones[low], ones[high] - ones[place + 1]
    pairs = np.maximum(b @ (behind + before), 1)
    out: Floats = b @ (behind - before) / pairs
    return out


STATISTICS: dict[str, Statistic] = {"pull": pull, "preceded": share_preceded, "tilt": tilt, "order": order}
