"""The whole posterior by the no-U-turn sampler of NumPyro, kept as an ArviZ file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from araxes.estimation.extras import double_precision, extra
from araxes.estimation.features import Features, Shape, scored
from araxes.estimation.likelihood import log_likelihood
from araxes.estimation.priors import Free, Vector, moments
from araxes.inputs.settings import setting

if TYPE_CHECKING:
    from pathlib import Path

SITE = "z"
"""Name of the vector that is sampled: parameters in standard units of their priors."""


def sample(
    seen: Features,
    shape: Shape,
    free: list[Free],
    start: Vector,
    *,
    seed: int = 1,
    chains: int | None = None,
    samples: int | None = None,
    tuning: int | None = None,
    progress: bool = False,
) -> tuple[NDArray[np.float64], dict[str, NDArray[Any]]]:
    """Return draws of z, shape (chains, samples, parameters), and how the sampler fared at each, shape (chains, samples).

    Parameters
    ----------
    seen : Features
    shape : Shape
    free : list of Free
    start : ndarray, shape (parameters,)
        Where all chains begin: the mode.
    seed : int
    chains, samples, tuning : int, optional
        As in `params/settings.toml` when not given.
    progress : bool
        Show NumPyro's own bar.
    """
    jax, numpyro, infer = extra("jax"), extra("numpyro"), extra("numpyro.infer")
    mean, sd = moments(free)
    many = int(setting("estimation.chains")) if chains is None else chains
    with double_precision():
        kept = jax.tree_util.tree_map(jax.numpy.asarray, scored(seen))

        def model(features: Features) -> None:
            z = numpyro.sample(SITE, numpyro.distributions.Normal(0.0, 1.0).expand([len(free)]).to_event(1))
            numpyro.factor("record", log_likelihood(mean + sd * z, features, shape, jax.numpy))

        kernel = infer.NUTS(model, init_strategy=infer.init_to_value(values={SITE: start}))
        sampler = infer.MCMC(
            kernel,
            num_warmup=int(setting("estimation.tuning")) if tuning is None else tuning,
            num_samples=int(setting("estimation.samples")) if samples is None else samples,
            num_chains=many,
            chain_method="vectorized",
            progress_bar=progress,
        )
        sampler.run(jax.random.PRNGKey(seed), kept, extra_fields=("diverging", "num_steps", "energy"))
        draws = np.asarray(sampler.get_samples(group_by_chain=True)[SITE], dtype=np.float64)
        fared = {name: np.asarray(field) for name, field in sampler.get_extra_fields(group_by_chain=True).items()}
    return draws, fared
