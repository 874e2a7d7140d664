"""The posterior: its mode, and a normal around it, in the manner of Laplace.

All work is done in standard units of the prior, z = (parameter - prior mean) / prior standard deviation, on the scales of the priors.
Slopes are central differences: all sets of parameters they need are replayed in one pass over the record.

The joint chance of a pair holds an overlap of two intervals, which has kinks where two ends meet, and the halves of a pair nearly
meet. So habit and weights are found on the chances of single acts (a composite likelihood: Varin, Reid and Firth 2011), with errors
from the scores of pairs, which know that both halves live through the same weeks; the shares of luck are found after them, on pairs,
where they are smooth. Draws of the posterior are weighted by the exact likelihood. Curvature is the information in single scores
(Berndt, Hall, Hall and Hausman 1974).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.display import show_card
from araxes.engines.draws import generator
from araxes.estimation.likelihood import Likelihood, Vector, moments
from araxes.inputs.parameters import setting

Matrix = NDArray[np.float64]


@show_card
class Posterior(NamedTuple):
    """The posterior in standard units of the prior.

    Attributes
    ----------
    mode : ndarray, shape (parameters,)
    covariance : ndarray, shape (parameters, parameters)
        Of the normal around it.
    log_likelihood, log_posterior : float
        At the mode; the posterior but for its constant.
    """

    mode: Vector
    covariance: Matrix
    log_likelihood: float
    log_posterior: float


@show_card
class PosteriorDraws(NamedTuple):
    """Draws of the normal, weighted to draws of the posterior (importance sampling).

    Attributes
    ----------
    z : ndarray, shape (draws, parameters)
        In standard units of the priors.
    weight : ndarray, shape (draws,)
        Sums to 1.
    """

    z: Matrix
    weight: Vector

    @property
    def effective(self) -> float:
        """Return how many equally weighted draws these are worth (Kish)."""
        return float(1 / (self.weight @ self.weight))

    @property
    def moments(self) -> tuple[Vector, Matrix]:
        """Return mean and covariance."""
        mean = self.weight @ self.z
        off = self.z - mean
        return mean, (self.weight[:, None] * off).T @ off


def posterior(found: Likelihood, start: Vector | None = None) -> Posterior:
    """Return the mode of the posterior and the normal around it.

    Parameters
    ----------
    found : Likelihood
    start : ndarray, optional
        z from which to climb; the prior means when not given.
    """
    of_luck = np.array([one.path.startswith(LUCK) for one in found.free])
    mode = np.zeros(len(found.free)) if start is None else np.array(start, dtype=float)
    covariance = np.eye(len(mode))
    for part, function in ((~of_luck, found.by_dyad), (of_luck, found.by_pair)):
        if part.any():
            mode = climb(found, function, mode, part)
            covariance[np.ix_(part, part)] = errors(found, function, mode, part)
    level = float(found.total(_parameters(found, mode[None]))[0])
    return Posterior(mode, covariance, level, level - float(0.5 * (mode @ mode)))


LUCK = "behaviour.luck."
Each = Callable[[Matrix], Matrix]
"""Log chances of single acts, shape (sets, weeks, states, states), or of pairs, shape (sets, weeks, pairs), of sets of parameters."""


def _parameters(found: Likelihood, z: Matrix) -> Matrix:
    """Return sets of parameters from standard units."""
    mean, sd = moments(list(found.free))
    return np.asarray(mean + sd * z)


class Slope(NamedTuple):
    """The log posterior at a place, its slope, and the scores of single acts or pairs, shape (parameters, ...)."""

    level: float
    slope: Vector
    scores: Matrix


def slope_at(found: Likelihood, function: Each, z: Vector, part: Matrix) -> Slope:
    """Return level, slope and scores at z in the parameters of a part."""
    step = setting("estimation.score_step")
    moves = step * np.eye(len(z))[part]
    each = function(_parameters(found, np.concatenate([z[None], z + moves, z - moves])))
    scores = (each[1 : 1 + len(moves)] - each[1 + len(moves) :]) / (step + step)
    own = z[part]
    return Slope(float(each[0].sum() - 0.5 * (own @ own)), scores.reshape(len(own), -1).sum(axis=-1) - own, scores)


def climb(found: Likelihood, function: Each, start: Vector, part: Matrix) -> Vector:
    """Return the mode in the parameters of a part, by steps of scoring: the slope seen through the information, halved where too far."""
    z, here = start.copy(), slope_at(found, function, start, part)
    scale = 1.0
    for _ in range(int(setting("estimation.iterations"))):
        flat = here.scores.reshape(len(here.slope), -1)
        step = covariance_of(flat @ flat.T) @ here.slope
        if scale * (step @ here.slope) * 0.5 < setting("estimation.tolerance"):
            break
        ahead = z.copy()
        ahead[part] += scale * step
        there = slope_at(found, function, ahead, part)
        if there.level > here.level:
            z, here, scale = ahead, there, min(scale / 0.5, 1.0)
        else:
            scale = 0.5 * scale
    return z


def errors(found: Likelihood, function: Each, z: Vector, part: Matrix) -> Matrix:
    """Return the covariance of the parameters of a part: of single acts, widened by how far the two halves of a pair score alike.

    The widening is that of a composite likelihood, between the prior's precision plus the information of acts and that of pairs.
    """
    scores = slope_at(found, function, z, part).scores
    flat = scores.reshape(len(scores), -1)
    narrow = covariance_of(flat @ flat.T)
    if scores.ndim == len(("parameter", "week", "pair")):
        return narrow
    paired = (scores + scores.swapaxes(-1, -2))[..., *np.triu_indices(scores.shape[-1], 1)].reshape(len(scores), -1)
    return np.asarray(narrow @ (paired @ paired.T + np.eye(len(scores))) @ narrow)


def covariance_of(curvature: Matrix) -> Matrix:
    """Return the inverse of the prior's precision plus a curvature; no direction counts as wider than the prior."""
    sizes, directions = np.linalg.eigh(curvature)
    return np.asarray((directions / (1 + np.maximum(sizes, 0))) @ directions.T)


def draw_posterior(found: Likelihood, normal: Posterior, draws: int, seed: int) -> PosteriorDraws:
    """Return draws of the posterior, made from draws of the normal by weighting them.

    Parameters
    ----------
    found : Likelihood
    normal : Posterior
    draws : int
    seed : int
        Of their luck.
    """
    luck = generator(seed, "posterior").standard_normal((draws, len(normal.mode)))
    z = normal.mode + luck @ np.linalg.cholesky(normal.covariance).T
    block = int(setting("estimation.block"))
    total = np.concatenate([found.total(_parameters(found, z[k : k + block])) for k in range(0, draws, block)])
    log_weight = total - 0.5 * np.square(z).sum(axis=-1) + 0.5 * np.square(luck).sum(axis=-1)
    weight = np.exp(log_weight - log_weight.max())
    return PosteriorDraws(z, weight / weight.sum())
