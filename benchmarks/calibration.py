"""Simulation-based calibration: `python benchmarks/calibration.py [--nuts] [-n DRAWS] [--weeks WEEKS] [--seed SEED] [--out FILE]`.

Parameters are drawn from their priors, a history from the model under them, a posterior from the history. Over many
draws the rank of the truth among draws of its posterior is uniform if everything is right (Talts and others 2018).
The log-likelihood is ranked as well, because it sees faults that single parameters hide (Modrak and others 2023).
Uniformity by Kolmogorov and Smirnov, p-values adjusted after Holm.

Draws come from the normal around the mode, or with `--nuts` from a chain of the no-U-turn sampler. Neighbours in a
chain are alike, which piles ranks up at both ends, so only every fourth counts; printed is how many independent draws
the chain is worth.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from araxes.estimation.extras import extra
from araxes.estimation.features import Features, Shape, scored, shape
from araxes.estimation.nuts import single
from recovery import one
from scipy.stats import kstest

from araxes.engines.draws import generator
from araxes.estimation.likelihood import log_likelihood
from araxes.estimation.posterior import Posterior
from araxes.estimation.priors import Free, free_parameters, moments
from araxes.inputs.region import read_region

RANKS = 99
"""Draws of the normal among which the truth is ranked."""
SINGLE, THIN, TUNING = 49, 4, 100
"""Draws of the chain among which it is ranked, moves from one to the next, moves before the first."""
FARED = ("fewest effective draws", "effective draws, middle", "effective draws, log-likelihood", "divergent", "steps")
"""What is kept of a chain beside the ranks."""


class Drawn(NamedTuple):
    """Draws of z and their log-likelihoods, those among which the truth is ranked, and how the chain fared."""

    z: np.ndarray
    chances: np.ndarray
    fared: list[float]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nuts", action="store_true", help="rank among draws of the sampler, not of the normal")
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=Path, help="file of ranks (.npy) to keep, and to go on from")
    asked = parser.parse_args()
    region = read_region()
    free, form = free_parameters(region), shape(region)
    names = [*(one.path for one in free), "log-likelihood"]
    rows = before(asked.out, len(names) + asked.nuts * len(FARED))
    begin = time.perf_counter()
    for number in range(len(rows), asked.n):
        z, found, seen = one(region, free, asked.weeks, asked.seed, number)
        draw = by_sampler if asked.nuts else by_normal
        drawn = draw(scored(seen), form, free, found, asked.seed, number)
        chance = chances(z[None], scored(seen), form, free)
        rows.append([*(drawn.z < z).sum(axis=0), (drawn.chances < chance).sum(), *drawn.fared])
        if asked.out:
            np.save(asked.out, np.array(rows))
        if number % 10 == 9:
            print(f"{number + 1:4d}  {time.perf_counter() - begin:6.0f} s", flush=True)
    table = np.array(rows)
    report(table[:, : len(names)], SINGLE if asked.nuts else RANKS, names, asked.seed)
    if asked.nuts:
        print(pd.DataFrame(table[:, len(names) :], columns=list(FARED)).describe().round(1).T.to_string())


def before(out: Path | None, width: int) -> list[list[float]]:
    """Return the rows that a file holds already."""
    if out is None or not out.is_file():
        return []
    rows = np.load(out)
    if rows.shape[1:] != (width,):
        raise SystemExit(f"{out} holds ranks of the other kind of draws; name another file.")
    return rows.tolist()


def chances(draws: np.ndarray, seen: Features, form: Shape, free: list[Free]) -> np.ndarray:
    """Return the log-likelihoods of draws of z, shape (draws,)."""
    mean, sd = moments(free)
    return np.array([log_likelihood(mean + sd * z, seen, form, np) for z in draws])


def by_normal(seen: Features, form: Shape, free: list[Free], found: Posterior, seed: int, number: int) -> Drawn:
    """Return draws of the normal around the mode."""
    luck = generator(seed, "ranks", str(number))
    draws = luck.multivariate_normal(found.mean, found.covariance, RANKS, method="cholesky")
    return Drawn(draws, chances(draws, seen, form, free), [])


def by_sampler(seen: Features, form: Shape, free: list[Free], found: Posterior, seed: int, number: int) -> Drawn:
    """Return thinned draws of a chain, which begins at a draw of the normal."""
    chain, fared = single(seen, form, free, found, seed=seed, number=number, samples=SINGLE * THIN, tuning=TUNING)
    along = chances(chain, seen, form, free)
    arviz = extra("arviz")
    ess = np.array([arviz.ess(column[None]) for column in (*chain.T, along)])
    seen_of_chain = [ess[:-1].min(), np.median(ess[:-1]), ess[-1], fared["diverging"].sum(), fared["num_steps"].mean()]
    return Drawn(chain[THIN - 1 :: THIN], along[THIN - 1 :: THIN], seen_of_chain)


def report(ranks: np.ndarray, most: int, names: list[str], seed: int) -> None:
    """Print the verdict, parameter by parameter, on ranks from 0 to `most`."""
    jitter = generator(seed, "jitter").random(ranks.shape)
    share = (ranks + jitter) / (most + 1)
    p = np.array([kstest(column, "uniform").pvalue for column in share.T])
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1)
    table = pd.DataFrame(
        {"mean rank": share.mean(axis=0), "spread": share.std(axis=0) * 12**0.5, "p": p, "Holm": adjusted}, index=names
    )
    print(table.round(3).to_string())
    print(
        f"{len(ranks)} draws; smallest Holm-adjusted p {adjusted.min():.3f}: {'passes' if adjusted.min() > 0.05 else 'fails'} at 0.05"
    )


if __name__ == "__main__":
    main()
