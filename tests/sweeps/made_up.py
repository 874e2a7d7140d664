"""Made-up sweeps of known functions: no simulation, the luck of replicates drawn here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from araxes.inputs.region import Basis
from araxes.sweeps.table import FactorInfo, SweepTable

PI = np.pi
BASIS = Basis("1 (a function)", "of nothing")
ISHIGAMI_A, ISHIGAMI_B = 7.0, 0.1
VARIANCE = ISHIGAMI_A**2 / 8 + ISHIGAMI_B * PI**4 / 5 + ISHIGAMI_B**2 * PI**8 / 18 + 0.5
V1 = 0.5 * (1 + ISHIGAMI_B * PI**4 / 5) ** 2
V2 = ISHIGAMI_A**2 / 8
V13 = ISHIGAMI_B**2 * PI**8 * (1 / 18 - 1 / 50)
FIRST = np.array([V1, V2, 0]) / VARIANCE
TOTAL = np.array([V1 + V13, V2, V13]) / VARIANCE


def ishigami(x):
    return np.sin(x[:, 0]) + ISHIGAMI_A * np.sin(x[:, 1]) ** 2 + ISHIGAMI_B * x[:, 2] ** 4 * np.sin(x[:, 0])


def numbers(bounds, levels=()):
    return tuple(
        FactorInfo(f"x{k + 1}", "number", low, high, "unit", tuple(levels)) for k, (low, high) in enumerate(bounds)
    )


def table(x, y, design, factors, replicates=1, noise=0.0, seed=1, failed=()):
    """The table of a sweep whose outcomes are the columns of y, each mean with the noise of its replicates."""
    rng = np.random.default_rng(seed)
    y = pd.DataFrame(y if isinstance(y, dict) else {"y": y})
    spread = np.zeros(y.shape) + np.asarray(noise, dtype=float)
    draws = rng.standard_normal((replicates, *y.shape)) * spread
    mean = y + draws.mean(axis=0)
    variance = y * 0 + (draws.var(axis=0, ddof=1) if replicates > 1 else np.nan)
    error = np.sqrt(variance / replicates)
    for part in (mean, error, variance):
        part.iloc[list(failed)] = np.nan
    values = pd.DataFrame(x, columns=[factor.name for factor in factors])
    outcomes = pd.DataFrame({"unit": "points", "label": [f"outcome {name}" for name in y]}, index=y.columns)
    why = pd.DataFrame({"point": list(failed), "reason": "made to fail"})
    return SweepTable(
        "made_up", design, factors, values, mean, error, variance, why, outcomes, replicates, 52, seed, BASIS
    )


def sobol_points(bounds, base, seed=1):
    from SALib.sample import sobol

    problem = {"num_vars": len(bounds), "names": [f"x{k}" for k in range(len(bounds))], "bounds": bounds}
    return sobol.sample(problem, base, calc_second_order=False, seed=seed)


def morris_points(bounds, trajectories, seed=1, levels=4):
    from SALib.sample import morris

    problem = {"num_vars": len(bounds), "names": [f"x{k}" for k in range(len(bounds))], "bounds": bounds}
    return morris.sample(problem, trajectories, num_levels=levels, seed=seed)


def replace_factors(table, factors):
    return replace(table, factors=factors)
