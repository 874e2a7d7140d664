"""The joint distribution of the two halves of a dyad: in a share b of weeks both live through one and the same luck.

P(Y_ij = k, Y_ji = l) = b |I_ij(k) n I_ji(l)| + (1 - b) |I_ij(k)| |I_ji(l)|,    I(k) = (G(k - 1), G(k)]
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def joint(cumulative: Floats, shared: float) -> Floats:
    """Return the joint chances of the acts of both halves of every dyad, given their own distributions.

    Parameters
    ----------
    cumulative : ndarray of float, shape (..., states, states, rungs - 1)
        G(k) = P(Y <= k); rises along the last axis but for rounding.
    shared : float
        b, in [0, 1].

    Returns
    -------
    ndarray of float, shape (..., states, states, rungs, rungs)
        At [i, j, k, l] the chance that i addresses rung k to j and j rung l to i; 0 on the diagonal of states. Summed over l it is the
        chance of k, whatever `shared` is.
    """
    *outer, states, _, _ = cumulative.shape
    ends = (*outer, states, states, 1)
    edges = np.maximum.accumulate(np.concatenate([np.zeros(ends), cumulative, np.ones(ends)], axis=-1), axis=-1)
    own, other = edges[..., :, None], np.einsum("...ijk->...jik", edges)[..., None, :]
    high = np.minimum(own[..., 1:, :], other[..., 1:])
    low = np.maximum(own[..., :-1, :], other[..., :-1])
    same = np.maximum(high - low, 0)
    apart = (own[..., 1:, :] - own[..., :-1, :]) * (other[..., 1:] - other[..., :-1])
    out = shared * same + (1 - shared) * apart
    out[..., range(states), range(states), :, :] = 0
    return np.asarray(out)
