"""Whether estimation finds known parameters again: `python benchmarks/recovery.py [-n HISTORIES] [--weeks WEEKS] [--seed SEED]`.

Every history is drawn by the model itself, shared luck included, under parameters drawn from their priors. It begins
with half a year of given weeks, about as dense as machine-coded ones. Printed: how often 90 % intervals hold the
truth, parameter by parameter.
"""

from __future__ import annotations

import argparse
import datetime
import time

import numpy as np
import pandas as pd
from araxes.estimation.features import features, shape
from araxes.estimation.synthetic import lead_in, synthetic, truth
from scipy.stats import norm

from araxes.estimation.posterior import Posterior, posterior
from araxes.estimation.priors import Free, free_parameters
from araxes.inputs.region import RegionFiles, read_region

SHARES = np.array([0.05, 0.35, 0.10, 0.30, 0.05, 0.025, 0.01, 0.025, 0.01, 0.05, 0.03])
"""Shares of the rungs in the given weeks."""
CONCENTRATION = 8.0
LEAD = 26
FIRST = datetime.date(2018, 1, 1)
LEVEL = 0.9


def one(
    region: RegionFiles, free: list[Free], weeks: int, seed: int, number: int
) -> tuple[np.ndarray, Posterior, object]:
    """Return truth, posterior and features of one synthetic history."""
    z = truth(free, seed, number)
    lead = lead_in(region, SHARES, CONCENTRATION, LEAD, seed, number)
    seen = features(region, synthetic(region, free, z, lead, weeks, first=FIRST, seed=seed, number=number))
    return z, posterior(seen, shape(region), free), seen


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=30)
    parser.add_argument("--weeks", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    region = read_region()
    free = free_parameters(region)
    reach = norm.ppf((1 + LEVEL) / 2)
    held, errors, widths = [], [], []
    begin = time.perf_counter()
    for number in range(asked.n):
        z, found, _ = one(region, free, asked.weeks, asked.seed, number)
        sd = np.sqrt(np.diag(found.covariance))
        held.append(np.abs(z - found.mean) <= reach * sd)
        errors.append(z - found.mean)
        widths.append(sd)
        print(f"{number + 1:3d}  {held[-1].mean():.2f}  {time.perf_counter() - begin:6.0f} s", flush=True)
    inside, error, width = np.array(held), np.array(errors), np.array(widths)
    names = [one.path for one in free]
    table = pd.DataFrame(
        {
            "held": inside.sum(axis=0),
            "bias": error.mean(axis=0),
            "rmse": np.sqrt((error**2).mean(axis=0)),
            "sd": width.mean(axis=0),
        },
        index=names,
    )
    print(table.round(2).to_string())
    tempers = np.array([".temper." in name for name in names])
    for label, some in (("habits, luck and weights", ~tempers), ("tempers", tempers), ("all", tempers | ~tempers)):
        print(
            f"{label}: {inside[:, some].mean():.3f} of {LEVEL:.0%} intervals hold it; fewest {table['held'][some].min()} of {asked.n}"
        )


if __name__ == "__main__":
    main()
