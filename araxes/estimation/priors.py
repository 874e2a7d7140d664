"""Priors: which parameters are free, on which scale they are estimated, and what is thought of them before the data.

Weights keep the prior of `behaviour.toml`. Shrinkage and anchor are positive and get normal priors on their logs; borrowing and shared luck
are shares and get normal priors on their log odds, as wide, in logs, at the shipped value. Tempers are shrunk to their shipped values.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.errors import Fault, InputError
from araxes.inputs.merge import TEMPERS, WEIGHTS
from araxes.inputs.parameters import Parameter
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import first, tree_order
from araxes.rules.numerics import logit, sigmoid

LOG, ODDS, PLAIN = "log", "log odds", "plain"

Vector = NDArray[np.float64]


class Free(NamedTuple):
    """A parameter that is estimated.

    Attributes
    ----------
    path : str
    scale : {"log", "log odds", "plain"}
        On which the prior is normal.
    mean, sd : float
        Of the prior, on that scale.
    """

    path: str
    scale: str
    mean: float
    sd: float

    def natural(self, value: float) -> float:
        """Return a value of the scale as the parameter itself."""
        if self.scale == LOG:
            return math.exp(value)
        return sigmoid(value) if self.scale == ODDS else value

    def slope(self, value: float) -> float:
        """Return how much the parameter changes for each unit of the scale, at a value of the scale."""
        here = self.natural(value)
        if self.scale == LOG:
            return here
        return here * (1 - here) if self.scale == ODDS else 1.0


def habits(region: RegionFiles) -> list[Free]:
    """Return the free parameters of habit and luck: shrinkage of every node, borrowing, anchor, shared luck.

    Raises
    ------
    InputError
        When one of them is 0 (or a share is 1): switched off, it cannot be estimated.
    """
    width = setting("estimation.log_sd")
    scales = {f"ladder.{key}.shrinkage": LOG for key in tree_order(region)}
    scales |= {"behaviour.habit.borrowing": ODDS, "behaviour.habit.anchor": LOG, "behaviour.luck.shared": ODDS}
    faults = [_off(region.book[path]) for path, scale in scales.items() if not _inside(first(region.book, path), scale)]
    if faults:
        raise InputError(faults)
    out = []
    for path, scale in scales.items():
        value = first(region.book, path)
        if scale == LOG:
            out.append(Free(path, scale, math.log(value), width))
        else:
            out.append(Free(path, scale, logit(value, 0), width / (1 - value)))
    return out


def _inside(value: float, scale: str) -> bool:
    """Return whether a value has a finite place on its scale."""
    return value > 0 and (scale == LOG or value < 1)


def _off(parameter: Parameter) -> Fault:
    """Return the fault of a parameter at the end of its range."""
    step = "Estimate with the shipped value, or with one of your own inside the range."
    return Fault(parameter.origin, parameter.path, f"{parameter.series[0][1]:g}", "a value off 0 and 1", step=step)


def weights(region: RegionFiles) -> list[Free]:
    """Return the weights of the push and of attention, with the priors of their file."""
    paths = [f"behaviour.weight.{name}" for name in WEIGHTS]
    return [Free(path, PLAIN, first(region.book, path), region.book[path].sd or 0.0) for path in paths]


def tempers(region: RegionFiles) -> list[Free]:
    """Return the tempers of every state."""
    paths = [f"{code}.temper.{temper}" for code in region.states for temper in TEMPERS]
    return [Free(path, PLAIN, first(region.book, path), setting("estimation.temper_sd")) for path in paths]


def free_parameters(region: RegionFiles) -> list[Free]:
    """Return all free parameters in the order of the likelihood's vector: habits, weights, tempers.

    Parameters
    ----------
    region : RegionFiles
        As read from files, without estimates: priors must not have seen the data. A weight without spread stays where it is.
    """
    return [*habits(region), *weights(region), *tempers(region)]


def moments(free: list[Free]) -> tuple[Vector, Vector]:
    """Return means and standard deviations of the priors on their scales, shape (parameters,)."""
    return np.array([one.mean for one in free]), np.array([one.sd for one in free])


def natural(free: list[Free], vector: Vector) -> dict[str, float]:
    """Return a vector of the working scales as values by path."""
    return {one.path: one.natural(float(value)) for one, value in zip(free, vector, strict=True)}
