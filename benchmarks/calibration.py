"""Simulation-based calibration: `python benchmarks/calibration.py [--weighted] [-n DRAWS] [--weeks WEEKS] [--seed SEED] [--out FILE]`.

Parameters are drawn from their priors, a history from the model under them, a posterior from the history. Over many
draws the rank of the truth among draws of its posterior is uniform if everything is right (Talts and others 2018).
The log-likelihood is ranked as well, because it sees faults that single parameters hide (Modrak and others 2023).
Uniformity by Kolmogorov and Smirnov, p-values adjusted after Holm.

Draws come from the normal around the mode, or with `--weighted` from draws of it that are weighted by the exact likelihood; printed
then is how many independent draws these are worth.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from recovery import Vector, one, plain_region
from scipy.stats import kstest

from araxes.engines.draws import generator
from araxes.estimation.likelihood import Likelihood, free_parameters, moments
from araxes.estimation.posterior import Posterior, draw_posterior
from araxes.inputs.parameters import setting

RANKS, WEIGHTED = 99, 400
"""Draws among which the truth is ranked; draws that are weighted."""


class Drawn(NamedTuple):
    """Draws of z among which the truth is ranked, shape (draws, parameters), and how many independent ones they are worth."""

    z: Vector
    worth: float


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weighted", action="store_true", help="rank among weighted draws, not those of the normal")
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=Path, help="file of ranks (.npy) to keep, and to go on from")
    asked = parser.parse_args()
    region = plain_region()
    free = free_parameters(region)
    names = [*(one.path for one in free), "log-likelihood"]
    rows = before(asked.out, len(names) + 1, asked.weighted)
    begin = time.perf_counter()
    for number in range(len(rows), asked.n):
        z, found, seen = one(region, free, asked.weeks, asked.seed, number)
        drawn = (weighted if asked.weighted else normal)(seen, found, asked.seed, number)
        below = chances(drawn.z, seen) < chances(z[None], seen)
        rows.append([*(drawn.z < z).sum(axis=0), below.sum(), drawn.worth])
        if asked.out:
            np.save(asked.out, np.array(rows))
        if number % 10 == 9:
            print(f"{number + 1:4d}  {time.perf_counter() - begin:6.0f} s", flush=True)
    table = np.array(rows)
    report(table[:, :-1], names, asked.seed)
    if asked.weighted:
        print(f"weighted draws are worth {np.median(table[:, -1]):.0f}, at the least {table[:, -1].min():.0f}")


def before(out: Path | None, width: int, weighted: bool) -> list[list[float]]:
    """Return the rows that a file holds already."""
    if out is None or not out.is_file():
        return []
    rows = np.load(out)
    if rows.shape[1:] != (width,) or (rows[:, -1] == RANKS).all() == weighted:
        raise SystemExit(f"{out} holds ranks of other draws; name another file.")
    return list(rows.tolist())


def chances(z: Vector, seen: Likelihood) -> Vector:
    """Return the log-likelihoods of draws in standard units, shape (draws,), of draws of shape (draws, parameters)."""
    mean, sd = moments(list(seen.free))
    block = int(setting("estimation.block"))
    return np.concatenate([seen.total(mean + sd * z[k : k + block]) for k in range(0, len(z), block)])


def normal(_seen: Likelihood, found: Posterior, seed: int, number: int) -> Drawn:
    """Return draws of the normal around the mode."""
    luck = generator(seed, "ranks", str(number))
    return Drawn(luck.multivariate_normal(found.mode, found.covariance, RANKS, method="cholesky"), RANKS)


def weighted(seen: Likelihood, found: Posterior, seed: int, number: int) -> Drawn:
    """Return draws of the normal, taken again by their weights."""
    luck = generator(seed, "ranks", str(number))
    drawn = draw_posterior(seen, found, WEIGHTED, int(luck.integers(np.iinfo(np.int64).max)))
    return Drawn(drawn.z[luck.choice(len(drawn.z), size=RANKS, p=drawn.weight)], drawn.effective)


def report(ranks: Vector, names: list[str], seed: int) -> None:
    """Print the verdict, parameter by parameter, on ranks from 0 to `RANKS`."""
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
