"""Priors: which parameters are free, on which scale they are estimated, and what is thought of them before the data.

Weights keep the prior of `behaviour.toml`. Shrinkage and anchor are positive and get normal priors on their logs; borrowing and the
shares of luck get normal priors on their log odds, as wide, in logs, at the shipped value.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.errors import Fault, InputError
from araxes.inputs.parameters import Parameter
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import first, tree_order
from araxes.rules.luck import Luck
from araxes.rules.numerics import logit, sigmoid
from araxes.rules.terms import ESTIMATED

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


def habit_scales(region: RegionFiles) -> dict[str, str]:
    """Return the paths of the free parameters of habit (shrinkage of every question, borrowing, anchor) with their scales."""
    scales = {f"ladder.{key}.shrinkage": LOG for key in tree_order(region)}
    return scales | {"behaviour.habit.borrowing": ODDS, "behaviour.habit.anchor": LOG}


def _free(region: RegionFiles, scales: dict[str, str]) -> list[Free]:
    """Return free parameters with priors at their shipped values.

    Raises
    ------
    InputError
        When one of them is 0 (or a share is 1): switched off, it cannot be estimated.
    """
    width, out = setting("estimation.log_sd"), []
    faults = [_off(region.book[path]) for path, scale in scales.items() if not _inside(first(region.book, path), scale)]
    if faults:
        raise InputError(faults)
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
    """Return the weights of which a record speaks, with the priors of their file; the weights of scenario levers are judged."""
    paths = [f"behaviour.weight.{name}" for name in ESTIMATED]
    return [Free(path, PLAIN, first(region.book, path), region.book[path].sd or 0.0) for path in paths]


def free_parameters(region: RegionFiles, habit: bool = True) -> list[Free]:
    """Return all free parameters: habit where it is to be estimated too, luck, weights.

    Parameters
    ----------
    region : RegionFiles
        As read from files, without estimates: priors must not have seen the data. A weight without spread stays where it is.
    habit : bool
        Whether the parameters of habit are free.

    Raises
    ------
    InputError
        When a parameter of habit or luck is at the end of its range.
    """
    scales = habit_scales(region) if habit else {}
    return [*_free(region, scales | {f"behaviour.luck.{name}": ODDS for name in Luck._fields}), *weights(region)]


def moments(free: list[Free]) -> tuple[Vector, Vector]:
    """Return means and standard deviations of the priors on their scales, shape (parameters,)."""
    return np.array([one.mean for one in free]), np.array([one.sd for one in free])


def natural(free: list[Free], vector: Vector) -> dict[str, float]:
    """Return a vector of the working scales as values by path."""
    return {one.path: one.natural(float(value)) for one, value in zip(free, vector, strict=True)}
