"""Simulation-based calibration: `python benchmarks/calibration.py [-n DRAWS] [--weeks WEEKS] [--seed SEED] [--out FILE]`.

Parameters are drawn from their priors, a history from the model under them, a posterior from the history. Over many
draws the rank of the truth among draws of its posterior is uniform if everything is right (Talts and others 2018).
The log-likelihood is ranked as well, because it sees faults that single parameters hide (Modrak and others 2023).
Uniformity by Kolmogorov and Smirnov, p-values adjusted after Holm.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
from recovery import one
from scipy.stats import kstest

from araxes.engines.draws import generator
from araxes.estimation.features import scored, shape
from araxes.estimation.likelihood import log_likelihood
from araxes.estimation.priors import free_parameters, moments
from araxes.inputs.region import read_region

RANKS = 99


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=Path, help="file of ranks (.npy) to keep, and to go on from")
    asked = parser.parse_args()
    region = read_region()
    free, form = free_parameters(region), shape(region)
    mean, sd = moments(free)
    kept_before = asked.out is not None and asked.out.is_file()
    ranks = np.load(asked.out).tolist() if kept_before else []
    begin = time.perf_counter()
    for number in range(len(ranks), asked.n):
        z, found, seen = one(region, free, asked.weeks, asked.seed, number)
        luck = generator(asked.seed, "ranks", str(number))
        draws = luck.multivariate_normal(found.mean, found.covariance, RANKS, method="cholesky")
        kept = scored(seen)
        chances = [log_likelihood(mean + sd * row, kept, form, np) for row in (z, *draws)]
        ranks.append([*(draws < z).sum(axis=0), int((np.array(chances[1:]) < chances[0]).sum())])
        if asked.out:
            np.save(asked.out, np.array(ranks))
        if number % 10 == 9:
            print(f"{number + 1:4d}  {time.perf_counter() - begin:6.0f} s", flush=True)
    report(np.array(ranks), [*(one.path for one in free), "log-likelihood"], asked.seed)


def report(ranks: np.ndarray, names: list[str], seed: int) -> None:
    """Print the verdict, parameter by parameter."""
    jitter = generator(seed, "jitter").random(ranks.shape)
    share = (ranks + jitter) / (RANKS + 1)
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
