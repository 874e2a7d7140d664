"""The Bayesian average of recencies, for each dyad: members that forecast a dyad well of late speak louder for it.

    weight_m proportional to exp(sum over past weeks of f^age log p_m(Y))

p_m(Y) is the chance that member m, h weeks before, gave to what came; f forgets. Members are recencies of several half-lives blended with
the recent pool, the dyad's climatology, and the pool itself (Raftery and others 2010 average with forgetting).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from araxes.array_types import Floats
from araxes.forecasting.frequencies import blended, shares
from araxes.forecasting.record import Weeks, indicators
from araxes.inputs.settings import setting
from araxes.rules.memory import kept


def half_lives() -> list[float]:
    """Return the half-lives that are tried, in weeks: each twice the one before."""
    found = [setting("hindcast.half_life_shortest")]
    while found[-1] * 2 <= setting("hindcast.half_life_longest"):
        found.append(found[-1] * 2)
    return found


@dataclass(frozen=True)
class BayesAverage:
    """The average; with no past all members weigh the same."""

    n_rungs: int
    name: str = "Bayesian average"

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen = indicators(past.rungs, self.n_rungs)
        members = histories(seen)
        return np.stack([_averaged(members, seen, horizon) for horizon in horizons])


def histories(seen: Floats) -> Floats:
    """Return what every member said before each past week and after the last, shape (weeks + 1, members, states, states, rungs)."""
    lives, floor = half_lives(), setting("hindcast.average_shrinkage")
    keep = np.array([kept(life) for life in lives])[:, None, None, None]
    pool_keep = kept(setting("hindcast.pool_half_life"))
    counts = np.zeros((len(lives), *seen.shape[1:]))
    ever, region, recent = np.zeros(seen.shape[1:]), np.zeros(seen.shape[-1]), np.zeros(seen.shape[-1])
    out = np.empty((len(seen) + 1, len(lives) + 2, *seen.shape[1:]))
    for week in range(len(seen) + 1):
        pool = shares(recent)
        out[week, : len(lives)] = blended(counts, floor, pool)
        out[week, len(lives)] = blended(ever, setting("hindcast.climatology_shrinkage"), shares(region))
        out[week, len(lives) + 1] = pool
        if week < len(seen):
            together = seen[week].sum(axis=0).sum(axis=0)
            counts = keep * counts + seen[week]
            ever, region, recent = ever + seen[week], region + together, pool_keep * recent + together
    return out


def _averaged(members: Floats, seen: Floats, horizon: int) -> Floats:
    """Return the average of what the members say now, weighed by what they said `horizon` weeks before each past week."""
    spoken = members[: max(len(seen) - horizon + 1, 0)]
    came = seen[horizon - 1 :]
    given = np.einsum("wmijk,wijk->wmij", spoken, came)
    known = came.sum(axis=-1)[:, None] > 0
    mix = setting("hindcast.mix")
    floor = mix / seen.shape[-1]
    logs = np.log(np.where(known, (1 - mix) * given + floor, 1))
    ages = np.arange(len(logs))[::-1]
    record = np.tensordot(setting("hindcast.average_forgetting") ** ages, logs, axes=(0, 0))
    weight = np.exp(record - record.max(axis=0))
    return np.asarray(np.einsum("mij,mijk->ijk", weight / weight.sum(axis=0), members[-1]))
