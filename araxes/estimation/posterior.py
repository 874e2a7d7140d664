"""The posterior: its mode, by SciPy with gradients from jax, and a normal approximation around it (Laplace).

All work is done in standard units of the prior, z = (parameter - prior mean) / prior standard deviation, on the scales of `priors`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.estimation.extras import double_precision, extra
from araxes.estimation.features import Features, Shape, scored
from araxes.estimation.likelihood import log_likelihood
from araxes.estimation.priors import Free, Vector, moments
from araxes.inputs.settings import setting
from araxes.units import HALF

Slope = Callable[[Vector], tuple[float, Vector]]
"""Minus the log posterior, but for a constant, and its gradient; of z."""


class Mode(NamedTuple):
    """The mode of the posterior and the normal approximation around it.

    Attributes
    ----------
    z : ndarray, shape (parameters,)
        Mode, in standard units of the prior.
    covariance : ndarray, shape (parameters, parameters)
        Of z.
    log_likelihood, log_posterior : float
        At the mode; the posterior but for its constant.
    """

    z: Vector
    covariance: NDArray[np.float64]
    log_likelihood: float
    log_posterior: float


@cache
def compiled(shape: Shape) -> Any:
    """Return minus the log posterior and its gradient, compiled for one shape; of (z, mean, sd, features)."""
    jax = extra("jax")

    def loss(z: Any, mean: Any, sd: Any, seen: Features) -> Any:
        return HALF * (z @ z) - log_likelihood(mean + sd * z, seen, shape, jax.numpy)

    return jax.jit(jax.value_and_grad(loss))


def slope_of(seen: Features, shape: Shape, free: list[Free]) -> Slope:
    """Return the function that is minimised."""
    mean, sd = moments(free)
    jax = extra("jax")
    with double_precision():
        kept = jax.tree_util.tree_map(jax.numpy.asarray, scored(seen))

    def slope(z: Vector) -> tuple[float, Vector]:
        with double_precision():
            value, gradient = compiled(shape)(np.asarray(z), mean, sd, kept)
            return float(value), np.asarray(gradient, dtype=np.float64)

    return slope


def mode(seen: Features, shape: Shape, free: list[Free], start: Vector | None = None) -> Mode:
    """Return the mode of the posterior and its curvature.

    The overlap of two intervals has kinks: the top of the posterior is a ridge on which a climber stalls, and a second derivative at a point
    does not see them. Gradients half a standard error to either side do. Their mean leads to the middle of the top, their differences give the
    curvature; they are taken twice, first on the scale of the prior.

    Parameters
    ----------
    seen : Features
    shape : Shape
    free : list of Free
    start : ndarray, optional
        z from which to climb; the prior means when not given.
    """
    from scipy.optimize import minimize  # heavy; needed only here

    slope = slope_of(seen, shape, free)
    begin = np.zeros(len(free)) if start is None else start
    options = {"maxiter": int(setting("estimation.iterations")), "gtol": setting("estimation.tolerance")}
    z = np.asarray(minimize(slope, begin, jac=True, method="L-BFGS-B", options=options).x)
    width = np.ones(len(z))
    for _ in ("on the prior's scale", "on the posterior's"):
        gradient, matrix = _differences(slope, z, setting("estimation.step") * width)
        covariance = _inverse(matrix)
        z = z - covariance @ gradient
        width = np.sqrt(np.diag(covariance))
    loss, _ = slope(z)
    return Mode(z, covariance, float(HALF * (z @ z) - loss), -loss)


def _differences(slope: Slope, z: Vector, step: Vector) -> tuple[Vector, NDArray[np.float64]]:
    """Return the mean gradient around z and the symmetrical matrix of its differences; `step` is how far they are taken."""
    rows, means = [], []
    for index, size in enumerate(step):
        move = np.zeros(len(z))
        move[index] = size
        above, below = slope(z + move)[1], slope(z - move)[1]
        rows.append((above - below) / (size + size))
        means.append(HALF * (above + below))
    matrix = np.array(rows)
    return np.mean(means, axis=0), HALF * (matrix + matrix.T)


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the inverse; a direction that is flatter than the prior by rounding or kinks counts as flat as the prior."""
    sizes, directions = np.linalg.eigh(matrix)
    inverse = (directions / np.where(sizes > 0, sizes, 1)) @ directions.T
    return np.asarray(inverse)
