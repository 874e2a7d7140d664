"""Rate of an act a day, fitted in many worlds at once: by how much it rises behind another act, beyond its own run and what others do.

    log rate(t) = log density(t) + c + beta * a(t) + own * b's own run(t) + others(t) * gammas

with a(t) and b's own run(t) as they fade (`araxes.claims.timeline`). Poisson regression by Newton's steps under a weak normal prior on the
logs of ratios (setting `claims.prior_sd`), which keeps a ratio finite where an act never followed. Rate ratio: exp(beta).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.claims.timeline import days_since, fade
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
    density : ndarray, shape (days,)
        How densely it is recorded.
    fixed : ndarray, shape (covariates, days)
        What does not depend on b: a as it fades, then others. b's own run is put behind the first of them.
    """
    size = int(setting("claims.block"))
    parts = [_fit_block(b[start : start + size], density, fixed) for start in range(0, len(b), size)]
    return RateFit(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _fit_block(b: Flags, density: Floats, fixed: Floats) -> tuple[Floats, Floats]:
    """Return effects and errors of a block of worlds."""
    worlds, days = b.shape
    design = np.empty((worlds, days, 2 + len(fixed)))
    design[..., 0] = 1
    design[..., 1] = fixed[0] if len(fixed) else 0
    own = fade(days_since(b), setting("claims.decay"))
    places = [*range(1, 1 + len(fixed[:1])), *range(2 + len(fixed[:1]), 2 + len(fixed))]
    design[..., 1 + len(fixed[:1])] = own
    for place, values in zip(places, fixed, strict=True):
        design[..., place] = values
    offset = np.log(density)
    prior = np.full(design.shape[-1], setting("claims.prior_sd") ** -2)
    prior[0] = 0
    found = np.zeros((worlds, design.shape[-1]))
    found[:, 0] = np.log(np.maximum(b.sum(axis=-1), 0.5) / density.sum())
    step = np.inf
    for _ in range(int(setting("claims.newton_steps"))):
        rate = np.exp(np.minimum(offset + np.einsum("wdc,wc->wd", design, found), 2))
        slope = np.einsum("wd,wdc->wc", b - rate, design) - prior * found
        bend = np.swapaxes(design, -1, -2) @ (design * rate[..., None]) + np.diag(prior)
        move = np.linalg.solve(bend, slope[..., None])[..., 0]
        found = found + np.clip(move, -1, 1)
        step = float(np.abs(move).max())
        if step < setting("claims.newton_tolerance"):
            break
    error = np.sqrt(np.diagonal(np.linalg.inv(bend), axis1=-2, axis2=-1))
    return found[:, 1:], error[:, 1:]
