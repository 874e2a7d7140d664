"""A shrunk Markov chain: what a dyad does next, given what it did last.

    Q_ij(m, k) = (n_ij(m, k) + w B_ij(m, k)) / (n_ij(m) + w),      B_ij(m, k) = (C_ij(k) + R(m, k)) / 2

n counts transitions between weeks that follow each other (never across a gap), C is the dyad's climatology, R the pooled transitions.
Several weeks ahead the chain is run that often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from araxes.array_types import Floats
from araxes.forecasting.frequencies import blended, climatology, pooled
from araxes.forecasting.record import Weeks, indicators
from araxes.inputs.settings import setting


@dataclass(frozen=True)
class Markov:
    """The chain of each dyad; from an unobserved week it starts at the dyad's climatology."""

    n_rungs: int
    name: str = "Markov chain"

    def __call__(self, past: Weeks, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen = indicators(past.rungs, self.n_rungs)
        usual = climatology(seen)
        moves = transitions(seen, usual)
        now = seen[-1] if len(seen) else np.zeros_like(usual)
        now = np.where(now.sum(axis=-1, keepdims=True) > 0, now, usual)
        ahead = []
        for _ in range(max(horizons)):
            now = np.einsum("ijm,ijmk->ijk", now, moves)
            ahead.append(now)
        return np.stack([ahead[horizon - 1] for horizon in horizons])


def transitions(seen: Floats, usual: Floats) -> Floats:
    """Return the chance of each rung after each, shape (states, states, rungs, rungs).

    Parameters
    ----------
    seen : ndarray of float, shape (weeks, states, states, rungs)
        Indicators of the past rungs.
    usual : ndarray of float, shape (states, states, rungs)
        Climatology of each dyad.
    """
    counts = np.einsum("wijm,wijk->ijmk", seen[:-1], seen[1:])
    weight = setting("hindcast.markov_shrinkage")
    region = blended(counts.sum(axis=0).sum(axis=0), weight, pooled(seen))
    return blended(counts, weight, 0.5 * (usual[:, :, None] + region))
