"""The whole posterior, by the no-U-turn sampler of NumPyro."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from araxes.engines.draws import generator
from araxes.estimation.extras import double_precision, extra
from araxes.estimation.features import Features, Shape, scored
from araxes.estimation.likelihood import log_likelihood
from araxes.estimation.posterior import Matrix, Posterior
from araxes.estimation.priors import Free, moments
from araxes.inputs.settings import setting
from araxes.units import HALF


def sample(
    seen: Features,
    shape: Shape,
    free: list[Free],
    near: Posterior,
    *,
    seed: int = 1,
    chains: int | None = None,
    samples: int | None = None,
    tuning: int | None = None,
    progress: bool = False,
) -> tuple[Matrix, dict[str, NDArray[Any]]]:
    """Return draws of z, shape (chains, samples, parameters), and how the sampler fared at each, shape (chains, samples).

    Parameters
    ----------
    seen : Features
    shape : Shape
    free : list of Free
    near : Posterior
        The sampler moves in the standard units of its normal, in which the posterior is nearly round; chains begin at draws from it.
    seed : int
    chains, samples, tuning : int, optional
        As in `params/settings.toml` when not given.
    progress : bool
        Show NumPyro's own bar.
    """
    jax, infer = extra("jax"), extra("numpyro.infer")
    mean, sd = moments(free)
    many, kept_draws, tuned = (
        int(setting(f"estimation.{name}")) if asked is None else asked
        for name, asked in (("chains", chains), ("samples", samples), ("tuning", tuning))
    )
    root = np.linalg.cholesky(near.covariance)
    begin = generator(seed, "chains").standard_normal((many, len(free)))

    def chain(number: int) -> tuple[Matrix, dict[str, NDArray[Any]]]:
        with double_precision():  # for this thread
            kept = jax.tree_util.tree_map(jax.numpy.asarray, scored(seen))

            def minus_posterior(x: Any) -> Any:
                z = near.mean + root @ x
                return HALF * (z @ z) - log_likelihood(mean + sd * z, kept, shape, jax.numpy)

            sampler = infer.MCMC(
                infer.NUTS(potential_fn=minus_posterior),
                num_warmup=tuned,
                num_samples=kept_draws,
                progress_bar=progress,
            )
            key = jax.random.fold_in(jax.random.PRNGKey(seed), number)
            sampler.run(key, init_params=begin[number], extra_fields=("diverging", "num_steps", "energy"))
            fared = {name: np.asarray(field) for name, field in sampler.get_extra_fields().items()}
            return near.mean + np.asarray(sampler.get_samples(), dtype=np.float64) @ root.T, fared

    workers = int(min(setting("run.processes"), many))
    with ThreadPoolExecutor(workers) as pool:  # a chain is one compiled loop, during which other threads go on
        chains_run = list(pool.map(chain, range(many)))
    draws = np.stack([z for z, _ in chains_run])
    return draws, {name: np.stack([fared[name] for _, fared in chains_run]) for name in chains_run[0][1]}
