"""The posterior: its mode, by SciPy with gradients from jax, and a normal around it, in the manner of Laplace.

All work is done in standard units of the prior, z = (parameter - prior mean) / prior standard deviation, on the scales of `priors`.

The joint chance of a pair holds an overlap of two intervals, which has kinks where two ends meet. Laplace's second
derivative at a point does not see them, and a climber stalls on the ridges they make. So the curvature is the
information in the scores of single weeks and pairs, which do see them (Berndt, Hall, Hall and Hausman 1974), and the
mean moves from the mode to where the slope, averaged over the normal, is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.engines.draws import generator
from araxes.estimation.extras import double_precision, extra
from araxes.estimation.features import Features, Shape, padded, scored
from araxes.estimation.likelihood import by_pair, log_likelihood
from araxes.estimation.priors import Free, Vector, moments
from araxes.inputs.settings import setting
from araxes.units import HALF, PAIR

Matrix = NDArray[np.float64]
Slope = Callable[[Vector], tuple[float, Vector]]
"""Minus the log-likelihood and its gradient; of z."""


class Posterior(NamedTuple):
    """The posterior in standard units of the prior.

    Attributes
    ----------
    mode : ndarray, shape (parameters,)
    mean : ndarray, shape (parameters,)
        Of the normal around it.
    covariance : ndarray, shape (parameters, parameters)
        Of the normal.
    log_likelihood, log_posterior : float
        At the mode; the posterior but for its constant.
    """

    mode: Vector
    mean: Vector
    covariance: Matrix
    log_likelihood: float
    log_posterior: float


@cache
def compiled(shape: Shape) -> Any:
    """Return minus the log-likelihood and its gradient, compiled for one shape; of (z, mean, sd, features)."""
    jax = extra("jax")

    def loss(z: Any, mean: Any, sd: Any, seen: Features) -> Any:
        return 0 - log_likelihood(mean + sd * z, seen, shape, jax.numpy)

    return jax.jit(jax.value_and_grad(loss))


def slope_of(seen: Features, shape: Shape, free: list[Free]) -> Slope:
    """Return minus the log-likelihood with its gradient, as a function of z."""
    mean, sd = moments(free)
    jax = extra("jax")
    with double_precision():
        block = int(setting("estimation.block"))
        kept = jax.tree_util.tree_map(jax.numpy.asarray, padded(scored(seen), block))

    def slope(z: Vector) -> tuple[float, Vector]:
        with double_precision():
            value, gradient = compiled(shape)(np.asarray(z), mean, sd, kept)
            return float(value), np.asarray(gradient, dtype=np.float64)

    return slope


def posterior(seen: Features, shape: Shape, free: list[Free], start: Vector | None = None) -> Posterior:
    """Return the mode of the posterior and the normal around it.

    Parameters
    ----------
    seen : Features
    shape : Shape
    free : list of Free
    start : ndarray, optional
        z from which to climb; the prior means when not given.
    """
    slope = slope_of(seen, shape, free)
    mode = climb(slope, np.zeros(len(free)) if start is None else start)
    covariance = covariance_of(information(seen, shape, free, mode))
    mean = middle(slope, mode, covariance)
    loss, _ = slope(mode)
    return Posterior(mode, mean, covariance, -loss, -loss - float(HALF * (mode @ mode)))


def climb(slope: Slope, start: Vector) -> Vector:
    """Return the mode."""
    from scipy.optimize import minimize  # heavy; needed only here

    def minus_posterior(z: Vector) -> tuple[float, Vector]:
        loss, gradient = slope(z)
        return loss + float(HALF * (z @ z)), gradient + z

    options = {"maxiter": int(setting("estimation.iterations")), "gtol": setting("estimation.tolerance")}
    return np.asarray(minimize(minus_posterior, start, jac=True, method="L-BFGS-B", options=options).x)


def information(seen: Features, shape: Shape, free: list[Free], z: Vector) -> Matrix:
    """Return the information of the record about z: the sum over weeks and pairs of the products of their scores."""
    mean, sd = moments(free)
    kept = scored(seen)
    step = setting("estimation.score_step")
    scores = []
    for index in range(len(z)):
        move = np.zeros(len(z))
        move[index] = step
        ahead, behind = (by_pair(mean + sd * (z + to), kept, shape, np) for to in (move, -move))
        scores.append(np.ravel(ahead - behind) / (step + step))
    matrix = np.array(scores)
    return np.asarray(matrix @ matrix.T)


def middle(slope: Slope, mode: Vector, covariance: Matrix) -> Vector:
    """Return the mean of the normal: where the slope of the posterior, averaged over the normal, is nothing.

    Parameters
    ----------
    slope : callable
    mode : ndarray, shape (parameters,)
        Where to begin.
    covariance : ndarray, shape (parameters, parameters)
        Of the normal; it stays. Fitting it as well makes it too narrow, and on some records it runs away.

    Notes
    -----
    Newton steps on the mean slope, each from fresh draws and their mirror images; steps shrink as 1/k, so that later rounds
    average. No step moves a parameter by more than `estimation.normal_step` of its standard deviations: far from the mode a
    weight and a temper that multiply each other are flat together, and a whole step would run away. Draws are addressed: the
    same record gives the same.
    """
    luck, mean = generator(int(setting("run.seed")), "middle"), mode
    half = int(setting("estimation.normal_draws")) // PAIR
    root, sd = np.linalg.cholesky(covariance), np.sqrt(np.diag(covariance))
    furthest = setting("estimation.normal_step")
    for round_ in range(int(setting("estimation.normal_rounds"))):
        one_way = luck.standard_normal((half, len(mean))) @ root.T
        slopes = [slope(mean + move)[1] for move in np.concatenate([one_way, -one_way])]
        step = -covariance @ (np.mean(slopes, axis=0) + mean) / (round_ + PAIR)
        mean = mean + step / max(1, float(np.max(np.abs(step) / sd)) / furthest)
    return mean


def covariance_of(curvature: Matrix) -> Matrix:
    """Return the inverse of the prior's precision plus a curvature; no direction counts as wider than the prior."""
    sizes, directions = np.linalg.eigh(curvature)
    return np.asarray((directions / (1 + np.maximum(sizes, 0))) @ directions.T)
