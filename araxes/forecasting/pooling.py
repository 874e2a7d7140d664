"""Pools of forecasters: equal weights, and weights fitted on forecasts that have come true.

A pool mixes chances: P = sum over members of w_m P_m. Weights that maximise the past log score are found by expectation and maximisation
(a mixture with known parts), held towards equal weights by a prior that counts as so many forecasts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from araxes.array_types import Floats
from araxes.inputs.settings import setting


def equal_pool(members: Sequence[Floats]) -> Floats:
    """Return the mean of the members' chances, arrays of one shape."""
    return np.asarray(np.mean(np.stack(members), axis=0))


def stacked(members: Sequence[Floats], weights: Floats) -> Floats:
    """Return the weighted mean of the members' chances."""
    return np.asarray(np.tensordot(weights, np.stack(members), axes=(0, 0)))


def fitted_weights(given: Floats) -> Floats:
    """Return the weights under which a pool would have scored best.

    Parameters
    ----------
    given : ndarray of float, shape (members, forecasts)
        The chance that each member gave to what came; no forecasts give equal weights.

    Returns
    -------
    ndarray of float, shape (members,)
        Sum to 1.
    """
    n = len(given)
    weights = np.full(n, 1 / n)
    prior = setting("hindcast.stack_prior") / n
    for _ in range(int(setting("hindcast.stack_steps")) if given.size else 0):
        parts = weights[:, None] * given
        total = parts.sum(axis=0)
        share = np.where(total > 0, parts / np.where(total > 0, total, 1), 1 / n)
        weights = share.sum(axis=1) + prior
        weights /= weights.sum()
    return weights
