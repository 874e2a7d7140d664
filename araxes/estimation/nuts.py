"""The whole posterior, by the no-U-turn sampler of NumPyro."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from araxes.engines.draws import generator
from araxes.estimation.extras import double_precision, extra
from araxes.estimation.features import Features, Shape, scored
from araxes.estimation.likelihood import log_likelihood
from araxes.estimation.posterior import Matrix, Posterior
from araxes.estimation.priors import Free, Vector, moments
from araxes.inputs.settings import setting
from araxes.units import HALF

FARED = ("diverging", "num_steps", "energy")
"""What is kept of how the sampler fared."""


def minus_posterior(x: Any, middle: Any, root: Any, mean: Any, sd: Any, seen: Features, shape: Shape) -> Any:
    """Return minus the log-posterior, but for its constant, of a place in the units of a normal: z = middle + root x.

    Parameters
    ----------
    x : array, shape (parameters,)
    middle, root : array, shape (parameters,) and (parameters, parameters)
        Mean of the normal, and the root of its covariance.
    mean, sd : array, shape (parameters,)
        Of the priors.
    seen : Features
        Of the weeks that count.
    shape : Shape
    """
    z = middle + root @ x
    return HALF * (z @ z) - log_likelihood(mean + sd * z, seen, shape, extra("jax").numpy)


def key_of(seed: int, number: int) -> Any:
    """Return the key of jax from which a chain takes its luck."""
    jax = extra("jax")
    return jax.random.fold_in(jax.random.PRNGKey(seed), number)


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

            sampler = infer.MCMC(
                infer.NUTS(potential_fn=lambda x: minus_posterior(x, near.mean, root, mean, sd, kept, shape)),
                num_warmup=tuned,
                num_samples=kept_draws,
                progress_bar=progress,
            )
            sampler.run(key_of(seed, number), init_params=begin[number], extra_fields=FARED)
            fared = {name: np.asarray(field) for name, field in sampler.get_extra_fields().items()}
            return near.mean + np.asarray(sampler.get_samples(), dtype=np.float64) @ root.T, fared

    workers = int(min(setting("run.processes"), many))
    with ThreadPoolExecutor(workers) as pool:  # a chain is one compiled loop, during which other threads go on
        chains_run = list(pool.map(chain, range(many)))
    draws = np.stack([z for z, _ in chains_run])
    return draws, {name: np.stack([fared[name] for _, fared in chains_run]) for name in chains_run[0][1]}


def single(
    seen: Features,
    shape: Shape,
    free: list[Free],
    near: Posterior,
    *,
    seed: int,
    number: int,
    samples: int,
    tuning: int,
) -> tuple[Matrix, dict[str, NDArray[Any]]]:
    """Return one chain of z, shape (samples, parameters), and how the sampler fared at each; for many records of one length.

    What `sample` compiles holds the record, so it compiles for every record. Here the record is an argument: records
    with as many weeks that count share one compilation. Only the length of a step is tuned, the rest is the normal's.

    Parameters
    ----------
    seen : Features
    shape : Shape
    free : list of Free
    near : Posterior
        As for `sample`.
    seed, number : int
        Address of the chain's luck.
    samples, tuning : int
        Moves that are kept, and those before them.
    """
    jax = extra("jax")
    begin = generator(seed, "single", str(number)).standard_normal(len(free))
    root = np.linalg.cholesky(near.covariance)
    with double_precision():
        kept = jax.tree_util.tree_map(jax.numpy.asarray, scored(seen))
        run = _compiled(shape, samples, tuning)
        places, fared = run(key_of(seed, number), begin, near.mean, root, *moments(free), kept)
        z: Vector = near.mean + np.asarray(places, dtype=np.float64) @ root.T
        return z, {name: np.asarray(field) for name, field in zip(FARED, fared, strict=True)}


@cache
def _compiled(shape: Shape, samples: int, tuning: int) -> Any:
    """Return a chain, compiled; of (key, beginning, middle, root, mean, sd, features)."""
    jax, numpyro_hmc = extra("jax"), extra("numpyro.infer.hmc")

    def run(key: Any, begin: Any, middle: Any, root: Any, mean: Any, sd: Any, seen: Features) -> Any:
        start, move = numpyro_hmc.hmc(lambda x: minus_posterior(x, middle, root, mean, sd, seen, shape), algo="NUTS")
        state = start(begin, tuning, adapt_mass_matrix=False, rng_key=key)

        def kept(state: Any, _: None) -> Any:
            after = move(state)
            return after, (after.z, tuple(getattr(after, name) for name in FARED))

        _, every = jax.lax.scan(kept, state, None, length=tuning + samples)  # in one loop, to compile a move but once
        return jax.tree_util.tree_map(lambda field: field[tuning:], every)

    return jax.jit(run)
