"""Whether estimation finds known parameters again: `python benchmarks/recovery.py [-n HISTORIES] [--weeks WEEKS] [--seed SEED]`.

Every history is the embedded record up to January 2021, which is not scored, and weeks that the model itself draws after it, shared luck
included, under parameters drawn from their priors. Printed: how often 90 % intervals hold the truth, parameter by parameter.
"""

from __future__ import annotations

import argparse
import datetime
import time
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from araxes.engines.draws import generator
from araxes.engines.ensemble import histories
from araxes.engines.world import prepare
from araxes.estimation.likelihood import (
    Free,
    Likelihood,
    deciding_indices,
    free_parameters,
    moments,
    natural,
    of_rungs,
    past_given,
    record_weeks,
    with_values,
)
from araxes.estimation.posterior import Posterior, posterior
from araxes.inputs.constants import constants
from araxes.inputs.region import RegionFiles, read_region, with_estimate
from araxes.inputs.scenario import load
from araxes.records.history import read_history
from araxes.results.free_runs import free_scenario

ORIGIN = datetime.date(2021, 1, 4)
LEVEL = 0.9

Vector = NDArray[np.float64]


def plain_region() -> RegionFiles:
    """Return the shipped region without estimates: its values are the priors."""
    return with_estimate(read_region(), datetime.date.min)


def one(
    region: RegionFiles, free: list[Free], weeks: int, seed: int, number: int
) -> tuple[Vector, Posterior, Likelihood]:
    """Return truth, posterior and likelihood of one drawn history; truth in standard units of the priors."""
    z = generator(seed, "truth", str(number)).standard_normal(len(free))
    mean, sd = moments(free)
    drawn = drawn_history(with_values(region, natural(free, mean + sd * z)), tuple(free), weeks, seed, number)
    return z, posterior(drawn), drawn


def drawn_history(known: RegionFiles, free: tuple[Free, ...], weeks: int, seed: int, number: int) -> Likelihood:
    """Return the likelihood of a history that goes on from the embedded record under the parameters of `known`.

    What a run does not renew after its origin is not renewed in the likelihood either: dated values, long-run shares, and which dyads
    fought.
    """
    scenario = free_scenario(ORIGIN, weeks, replace(load("baseline"), region=known))
    ((_, found),) = histories(prepare(scenario), range(number, number + 1), seed, fixed=True)
    lead, states = record_weeks(read_history(known), known, ORIGIN), deciding_indices(known)
    after = np.full((weeks, *lead.rungs.shape[1:]), constants(known).quiet, dtype=np.int8)
    after[np.ix_(range(weeks), states, states)] = found.rungs[0]
    rungs, pooled = (np.concatenate([part, after]) for part in (lead.rungs, lead.pooled))
    past = past_given(of_rungs(lead.first, rungs, pooled, states, lead.norm), scenario.region)
    past.anchor[lead.weeks :] = past.anchor[lead.weeks]
    past.classes[lead.weeks :] = past.classes[lead.weeks]
    return Likelihood(past, np.arange(len(rungs)) >= lead.weeks, scenario.region, free)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=30)
    parser.add_argument("--weeks", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    region = plain_region()
    free = free_parameters(region)
    reach = norm.ppf((1 + LEVEL) / 2)
    held, errors, widths = [], [], []
    begin = time.perf_counter()
    for number in range(asked.n):
        z, found, _ = one(region, free, asked.weeks, asked.seed, number)
        sd = np.sqrt(np.diag(found.covariance))
        held.append(np.abs(z - found.mode) <= reach * sd)
        errors.append(z - found.mode)
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
    print(f"{inside.mean():.3f} of {LEVEL:.0%} intervals hold the truth; fewest {table['held'].min()} of {asked.n}")


if __name__ == "__main__":
    main()
