"""What a sweep varies, and the table of what came of it: for every point and outcome mean, error and variance of one replicate.

Factors: what a sweep varies, read off texts such as "behaviour.weight.alarm=0:2:11" and checked before anything runs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from araxes.display import Card, figure_maker, show_card
from araxes.errors import Fault, InputError, Option, similar_names
from araxes.inputs.faults import value_text, went_out
from araxes.inputs.parameters import Parameter, canonical, find, kind_at, setting
from araxes.inputs.region import Basis
from araxes.inputs.scenario import Scenario
from araxes.interruption import tell_finished

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.axes import Axes


NUMBER, CHOICE = "number", "choice"
POINT, OUTCOME, FACTOR = "point", "outcome", "factor"
GRID, LHS, SOBOL, MORRIS, RANDOM, FILE = DESIGNS = ("grid", "lhs", "sobol", "morris", "random", "file")
SCENARIO, OVERLAY = CHOICES = ("scenario", "overlay")
_HOW = "PATH=low:high:count, PATH=a,b,c, PATH=low:high or PATH, such as behaviour.weight.alarm=0:2:11"
SOME = "5"  # levels of the example in a message
NAN = math.nan

Vary = str | Sequence[str] | Mapping[str, Any]
"""Texts as on the command line, or paths with what they take: a text, a list of values, (low, high), (low, high, count) or None."""


@show_card
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


@show_card
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

    def _card(self) -> Card:
        """Return what was swept, and how much of it there is."""
        names = ", ".join(factor.name for factor in self.factors)
        size = f"{self.extent}, {self.replicates} replicates each, {len(self.outcomes)} outcomes, {self.weeks} weeks"
        return Card(
            f"Sweep of {self.scenario} over {names}",
            size,
            ("mean", "error", "dataset()"),
            {"design": self.design, "size": size},
        )

    @property
    def extent(self) -> str:
        """Return how many points there are, of how many where the sweep was stopped early."""
        return tell_finished(len(self.values), len(self.values) + self.missing, "points")

    def plot(self, outcome: str | None = None) -> Axes | list[Axes]:
        """Draw an outcome, that which the factors move most when not given, as `araxes.plot` does; notebooks show it."""
        drawn: Axes | list[Axes] = figure_maker("plot")(self, outcome)
        return drawn

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


def factors(vary: Vary, scenario: Scenario, design: str, allow_outside: bool = False) -> tuple[FactorInfo, ...]:
    """Return the factors of a sweep.

    Parameters
    ----------
    vary : sequence of str, or mapping
        What is varied.
    scenario : Scenario
        The base, whose parameters give ranges and units.
    design : str
        A grid takes levels, the others take ranges.
    allow_outside : bool
        Take values outside a parameter's documented range too, so long as they make sense at all.

    Raises
    ------
    InputError
        With the faults of all factors.
    """
    found, faults = [], []
    for name, wanted in _items(vary):
        try:
            found.append(_factor(name, wanted, scenario, design, allow_outside))
        except InputError as error:
            faults += error.faults
    names = [factor.name for factor in found]
    faults += [
        Fault(Option("vary"), name, "the same twice", "each once")
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if not found and not faults:
        faults.append(Fault(Option("vary"), "", "nothing", _HOW))
    if faults:
        raise InputError(faults)
    return tuple(found)


def _items(vary: Vary) -> list[tuple[str, Any]]:
    """Return names with what they take; an empty text for the documented range."""
    if isinstance(vary, str):
        vary = [vary]
    if isinstance(vary, Mapping):
        return [(str(name), "" if wanted is None else wanted) for name, wanted in vary.items()]
    parted = [text.partition("=") for text in vary]
    return [(name.strip(), wanted.strip() if sign else "") for name, sign, wanted in parted]


def _factor(name: str, wanted: Any, scenario: Scenario, design: str, allow_outside: bool) -> FactorInfo:
    """Return one factor, or raise its faults."""
    if name in CHOICES:
        return _choice(name, wanted, design)
    parameter = _varied(name, scenario)
    low, high, levels = _asked(parameter, wanted, name)
    if design == GRID and not levels:
        got = f"{low:g}:{high:g}" if wanted else "no values"
        step = f"Such as {name}={low:g}:{high:g}:{SOME}; or `design=lhs` with a number of `points`, which draws from the range."
        raise InputError(
            [Fault(Option("vary"), name, got, f"values for a grid: {name}=low:high:count or {name}=a,b,c", step=step)]
        )
    if design == MORRIS and levels:
        raise InputError(
            [Fault(Option("vary"), name, "single values", f"a range for Morris's method: {name}=low:high")]
        )
    check_values(parameter, levels or (low, high), Option("vary"), name, allow_outside)
    return FactorInfo(parameter.path, NUMBER, low, high, parameter.unit, levels)


def _varied(name: str, scenario: Scenario) -> Parameter:
    """Return the parameter at a path, or raise its fault with all names that are alike."""
    try:
        return find(scenario.book, name, Option("vary"), name)
    except InputError as error:
        (fault,) = error.faults
        known = [] if went_out(name) else sorted(scenario.book)
        others = [path for path in similar_names(name, known) if path != fault.nearest]
        step = f"Also alike: {', '.join(others)}. {fault.step}" if others else fault.step
        raise InputError([replace(fault, step=step)]) from None


def _choice(name: str, wanted: Any, design: str) -> FactorInfo:
    """Return a factor whose values are scenarios or overlay files."""
    items = [part.strip() for part in wanted.split(",")] if isinstance(wanted, str) else list(wanted)
    levels = tuple(str(item) for item in items if item)
    if not levels or len(set(levels)) < len(levels):
        raise InputError([Fault(Option("vary"), name, value_text(wanted), f"names, each once: {name}=a,b,c")])
    if design == MORRIS:
        raise InputError([Fault(Option("vary"), name, "names", "ranges of numbers for Morris's method")])
    return FactorInfo(name, CHOICE, NAN, NAN, name, levels)


def _asked(parameter: Parameter, wanted: Any, name: str) -> tuple[float, float, tuple[float, ...]]:
    """Return low, high and levels (none for a range) of what was asked for a parameter."""
    if isinstance(wanted, tuple):
        wanted = ":".join(repr(part) for part in wanted)
    if isinstance(wanted, str) and not wanted:
        return *own_range(parameter), ()
    if isinstance(wanted, str) and ":" in wanted:
        return _range(wanted, name, own_range(parameter))
    parts = wanted.split(",") if isinstance(wanted, str) else wanted
    levels = tuple(_number(part, name) for part in (parts if isinstance(parts, list | np.ndarray) else [parts]))
    if len(set(levels)) < len(levels) or not levels:
        raise InputError([Fault(Option("vary"), name, value_text(wanted), "values, each once")])
    return min(levels), max(levels), levels


def own_range(parameter: Parameter) -> tuple[float, float]:
    """Return the range judged plausible of a parameter; of an estimate, which has none, that of its error; else the documented one."""
    if parameter.plausible:
        return parameter.plausible
    if not parameter.sd:
        return parameter.low, parameter.high
    middle = parameter.series[0][1]
    reach = NormalDist().inv_cdf(0.5 * (1 + setting("sweep.own_range"))) * parameter.sd
    return max(parameter.low, middle - reach), min(parameter.high, middle + reach)


def _range(text: str, name: str, own: tuple[float, float]) -> tuple[float, float, tuple[float, ...]]:
    """Return "low:high" or "low:high:count" as low, high and levels; a bound that is left out is the parameter's own."""
    parts = text.split(":")
    if len(parts) not in (len(CHOICES), len(CHOICES) + 1):
        raise InputError([Fault(Option("vary"), name, repr(text), _HOW)])
    bounds = zip(parts, own, strict=False)
    low, high = (_number(part, name) if part.strip() else bound for part, bound in bounds)
    if low > high:
        raise InputError(
            [Fault(Option("vary"), name, f"the range {low:g} to {high:g}, reversed", "the lower bound first")]
        )
    if low == high:
        raise InputError(
            [Fault(Option("vary"), name, f"the range {low:g} to {high:g}, empty", "two bounds that differ")]
        )
    if len(parts) == len(CHOICES):
        return low, high, ()
    count, most = _count(parts[-1]), int(setting("sweep.most_points"))
    if count is None or count > most:
        got, allowed = f"{parts[-1].strip()!r} values", f"a whole number of values, from 2 to {most:,}"
        raise InputError([Fault(Option("vary"), name, got, allowed)])
    return low, high, tuple(_rounded(value) for value in np.linspace(low, high, count).tolist())


def _count(text: str) -> int | None:
    """Return a number of levels, None where it is not one."""
    text = text.strip()
    return int(text) if text.isdecimal() and int(text) > 1 else None


def _number(value: Any, name: str) -> float:
    """Return a finite number."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = NAN
    if isinstance(value, bool) or not math.isfinite(number):
        raise InputError([Fault(Option("vary"), name, repr(value), f"a number; {_HOW}")])
    return number


def _rounded(value: float) -> float:
    """Return a value to the digits in which levels are written, so that a finer grid contains the levels of a coarser one."""
    return float(f"{value:.{int(setting('sweep.digits'))}g}")


def check_values(parameter: Parameter, values: Sequence[float], file: str, key: str, allow_outside: bool) -> None:
    """Refuse values outside the documented range, or, where that is allowed, values that make no sense at all.

    Raises
    ------
    InputError
        Naming the least or the greatest value at fault.
    """
    low, high, step = parameter.low, parameter.high, "To take it all the same: `allow_outside=True`."
    if allow_outside:
        kind = kind_at(parameter.path)
        low, high = -math.inf if kind.low is None else kind.low, math.inf if kind.high is None else kind.high
        step = "Outside it the value makes no sense."
    for value in (min(values), max(values)):
        if not low <= value <= high:
            raise InputError([Fault(file, key, f"{value:g}", f"{low:g} to {high:g} ({parameter.unit})", step=step)])


def with_value(parameter: Parameter, value: float, series: Any, origin: str) -> Parameter:
    """Return a parameter at a value of a factor, its range widened where the value lies outside."""
    made = parameter.set(series, origin, f"set by {origin}")
    low, high = min(parameter.low, value), max(parameter.high, value)
    return made if (low, high) == (made.low, made.high) else replace(made, low=low, high=high)


def name_of(path: str) -> str:
    """Return the name of a factor as it is kept."""
    return path if path in CHOICES else canonical(path)
