"""Rate of an act a day, fitted in many worlds at once: by how much it rises behind another act, beyond its own run and what others do.

    log rate(t) = log density(t) + c + beta * a(t) + own * b's own run(t) + others(t) * gammas

with a(t) and b's own run(t) as they fade (`araxes.claims.timeline`). Poisson regression by Newton's steps under a weak normal prior on the
logs of ratios (setting `claims.prior_sd`), which keeps a ratio finite where an act never followed. Rate ratio: exp(beta).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.claims.timeline import act_weight, days_since
from araxes.display import show_card
from araxes.inputs.parameters import setting


@show_card
class RateFit(NamedTuple):
    """Logs of rate ratios in many worlds.

    Attributes
    ----------
    effect : ndarray, shape (worlds, covariates)
        a first, where there is one, then b's own run, then others.
    error : ndarray, shape (worlds, covariates)
        Standard errors.
    """

    effect: Floats
    error: Floats

    @property
    def score(self) -> Floats:
        """Return by how many standard errors the rate rises after a, shape (worlds,)."""
        return np.asarray(self.effect[:, 0] / self.error[:, 0])


def fit_rates(b: Flags, density: Floats, fixed: Floats) -> RateFit:
    """Return the fit of b's rate in each world.

    Parameters
    ----------
    b : ndarray of bool, shape (worlds, days)
        Days with b.
    density : ndarray, shape (days,) or (worlds, days)
        How densely it is recorded.
    fixed : ndarray, shape (covariates, days) or (worlds, covariates, days)
        What does not depend on b: a as it fades, then others. b's own run is put behind the first of them.
    """
    size = int(setting("claims.block"))
    every = [np.broadcast_to(density, b.shape), np.broadcast_to(fixed, (len(b), *fixed.shape[-2:]))]
    blocks = [slice(start, start + size) for start in range(0, len(b), size)]
    parts = [_fit_block(b[part], *(one[part] for one in every)) for part in blocks]
    return RateFit(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _fit_block(b: Flags, density: Floats, fixed: Floats) -> tuple[Floats, Floats]:
    """Return effects and errors of a block of worlds."""
    design = _design(b, fixed)
    prior = np.full(design.shape[-1], setting("claims.prior_sd") ** -2)
    prior[0] = 0
    offset, found = np.log(density), np.zeros((len(b), design.shape[-1]))
    found[:, 0] = np.log(np.maximum(b.sum(axis=-1), 0.5) / density.sum(axis=-1))
    turned = np.ascontiguousarray(np.swapaxes(design, -1, -2))
    for _ in range(int(setting("claims.newton_steps"))):
        rate = np.exp(np.minimum(offset + (design @ found[..., None])[..., 0], 1))
        slope = (turned @ (b - rate)[..., None])[..., 0] - prior * found
        bend = turned @ (design * rate[..., None]) + np.diag(prior)
        move = np.linalg.solve(bend, slope[..., None])[..., 0]
        found = found + np.clip(move, -1, 1)
        if float(np.abs(move).max()) < setting("claims.newton_tolerance"):
            break
    error = np.sqrt(np.diagonal(np.linalg.inv(bend), axis1=-2, axis2=-1))
    return found[:, 1:], error[:, 1:]


def _design(b: Flags, fixed: Floats) -> Floats:
    """Return 1, the first covariate, b's own run and the other covariates, shape (worlds, days, covariates)."""
    own = act_weight(days_since(b), setting("claims.decay"))
    columns = [np.ones_like(own), *np.moveaxis(fixed[:, :1], 1, 0), own, *np.moveaxis(fixed[:, 1:], 1, 0)]
    return np.stack(columns, axis=-1)
