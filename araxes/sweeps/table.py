"""The table of a sweep: what was varied, and for every point and outcome the mean, its error and the variance of one replicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from araxes.inputs.basis import Basis
from araxes.interruption import tell_finished

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

NUMBER, CHOICE = "number", "choice"
POINT, OUTCOME, FACTOR = "point", "outcome", "factor"
GRID, LHS, SOBOL, MORRIS, RANDOM, FILE = DESIGNS = ("grid", "lhs", "sobol", "morris", "random", "file")


class FactorInfo(NamedTuple):
    """One thing that is varied.

    Attributes
    ----------
    name : str
        The parameter's path, "scenario" or "overlay".
    kind : {"number", "choice"}
        Whether its values are numbers, or names of scenarios or files.
    low, high : float
        Least and largest value; nan for choices.
    unit : str
    levels : tuple
        The values of a grid or a choice in rising or given order; empty where a design draws them from a range.
    """

    name: str
    kind: str
    low: float
    high: float
    unit: str
    levels: tuple[Any, ...]


@dataclass(frozen=True)
class SweepTable:
    """A sweep as tables, one row a point.

    Attributes
    ----------
    scenario : str
    design : {"grid", "lhs", "sobol", "morris", "random", "file"}
    factors : tuple of FactorInfo
    values : pandas.DataFrame
        Index point (int, in the order of the design); a column a factor, floats or, for choices, texts.
    mean : pandas.DataFrame
        Index point, a column an outcome; nan where the point failed or is missing.
    error : pandas.DataFrame
        Same shape: standard error of that mean over replicates, parameter draws taken as wholes; nan where it cannot be known.
    variance : pandas.DataFrame
        Same shape: variance of one replicate, luck and parameter draw together.
    failed : pandas.DataFrame
        Columns point, reason.
    outcomes : pandas.DataFrame
        Index outcome; columns unit, label.
    replicates, weeks, seed : int
    basis : Basis
        Which model and which estimates it rests on.
    missing : int
        Points without a result or a reason for having none: those of a sweep that was stopped early.
    """

    scenario: str
    design: str
    factors: tuple[FactorInfo, ...]
    values: pd.DataFrame
    mean: pd.DataFrame
    error: pd.DataFrame
    variance: pd.DataFrame
    failed: pd.DataFrame
    outcomes: pd.DataFrame
    replicates: int
    weeks: int
    seed: int
    basis: Basis
    missing: int = 0

    @property
    def extent(self) -> str:
        """Return how many points there are, of how many where the sweep was stopped early."""
        return tell_finished(len(self.values), len(self.values) + self.missing, "points")

    def dataset(self) -> xr.Dataset:
        """Return the sweep as labelled arrays.

        Returns
        -------
        xarray.Dataset
            `mean`, `error` and `variance`, dims (point, outcome); each factor a coordinate along `point`, `unit` and `label` along
            `outcome`, and `low` and `high` along `factor`.
        """
        import numpy as np
        import xarray as xr

        points = self.values.index.to_numpy()
        measured = {
            name: ((POINT, OUTCOME), getattr(self, name).to_numpy(dtype=np.float64))
            for name in ("mean", "error", "variance")
        }
        coords: dict[str, Any] = {
            POINT: points,
            OUTCOME: self.mean.columns.to_numpy(dtype=object),
            FACTOR: np.array([factor.name for factor in self.factors], dtype=object),
            "low": (FACTOR, [factor.low for factor in self.factors]),
            "high": (FACTOR, [factor.high for factor in self.factors]),
            "unit": (OUTCOME, self.outcomes["unit"].to_numpy(dtype=object)),
            "label": (OUTCOME, self.outcomes["label"].to_numpy(dtype=object)),
        }
        coords |= {factor.name: (POINT, self.values[factor.name].to_numpy()) for factor in self.factors}
        attrs = {name: getattr(self, name) for name in ("scenario", "design", "replicates", "weeks", "seed")}
        return xr.Dataset(measured, coords, attrs | self.basis.attrs())
