"""Sensitivity: what share of an outcome's variance each factor accounts for, and what share is chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from araxes.errors import Fault, InputError
from araxes.inputs.settings import setting
from araxes.options import checked, either, path
from araxes.sweeps import measures
from araxes.sweeps.asked import checked_outcomes, shared_luck
from araxes.sweeps.indices import Sensitivity
from araxes.sweeps.measures import Measure
from araxes.sweeps.table import GRID, MORRIS, SOBOL, SweepTable

if TYPE_CHECKING:
    import pandas as pd


class Method(NamedTuple):
    """How a design is analysed."""

    measure: Callable[[SweepTable, str], Measure]
    name: str
    pieces: str
    """What is left out where a point failed."""
    least: str
    """The setting that says how many pieces are needed."""


METHODS = {
    SOBOL: Method(measures.sobol, "Sobol indices of the response without noise", "base samples", "base_samples"),
    MORRIS: Method(measures.morris, "Morris screening: elementary effects", "trajectories", "trajectories"),
    GRID: Method(measures.grid, "shares of variance over the grid, by level means", "points", ""),
}
HOLED = Method(
    measures.holed, "first-order shares of variance, by an additive fit to a grid with holes", "points", "points"
)
BINNED = Method(measures.binned, "first-order shares of variance, by bins of the points", "points", "points")


@checked(sweep=either(SweepTable, path))
def sensitivity(sweep: SweepTable | Path | str, outcomes: str | Sequence[str] | None = None) -> Sensitivity:
    """Return which factors of a sweep matter, for many outcomes at once, beside chance.

    Parameters
    ----------
    sweep : SweepTable, Path or str
        What `araxes.sweep` returns, or the folder of a sweep.
    outcomes : str or sequence of str, optional
        All of the sweep when not given.

    Returns
    -------
    Sensitivity
        By the design: Sobol indices (`S1`, `ST`), Morris's measures (`mu_star`, `mu`, `sigma`), shares over a complete grid (`S1`, `ST`),
        or first-order shares (`S1`) by an additive fit for grids with holes, by bins for LHS, random and designs from a file. Base
        samples, trajectories or points in which the outcome is missing are left out, and counted.

    Raises
    ------
    InputError
        When the folder holds no sweep, an outcome is unknown, there is one factor only, or there are too few points.
    """
    table = opened(sweep)
    names = checked_outcomes(table, outcomes)
    if len(table.factors) < 2:
        raise InputError(
            [
                Fault(
                    _place(sweep),
                    "factors",
                    ", ".join(factor.name for factor in table.factors) or "none",
                    "at least 2 factors: with one there is nothing to share out",
                    step="A line with its band shows one factor: 'araxes plot'.",
                )
            ]
        )
    method = method_of(table)
    _check_salib(method)
    found = {name: method.measure(table, name) for name in names}
    if method.least and not any(measure.used >= setting(f"sensitivity.{method.least}") for measure in found.values()):
        most = max(measure.used for measure in found.values())
        needed = f"at least {setting(f'sensitivity.{method.least}'):.0f} {method.pieces} without a failed point"
        raise InputError(
            [Fault(_place(sweep), method.pieces, str(most), needed, step="Grow the sweep, or rerun its failed points.")]
        )
    return Sensitivity(table, method.name, method.pieces, shared_luck(table), frame(found), spread(table, found))


def method_of(table: SweepTable) -> Method:
    """Return how a sweep is analysed; a grid with holes differs from a complete one."""
    if table.design == GRID and not measures.complete(table):
        return HOLED
    return METHODS.get(table.design, BINNED)


def _check_salib(method: Method) -> None:
    """Raise the fault of a method that needs SALib where it is not installed."""
    from importlib.util import find_spec

    if method in (METHODS[SOBOL], METHODS[MORRIS]) and find_spec("SALib") is None:
        step = "Install it with: pip install 'araxes[sensitivity]'"
        raise InputError([Fault("sensitivity", "", "no SALib", f"SALib for {method.name}", step=step)])


def opened(sweep: SweepTable | Path | str) -> SweepTable:
    """Return the table of a sweep that is given as such or by its folder."""
    if isinstance(sweep, SweepTable):
        return sweep
    from araxes.sweeps.read import read_sweep

    return read_sweep(Path(sweep))


def _place(sweep: SweepTable | Path | str) -> str:
    """Return what a fault names: the folder, or the scenario that was swept."""
    return f"sweep of {sweep.scenario}" if isinstance(sweep, SweepTable) else str(sweep)


def frame(found: dict[str, Measure]) -> pd.DataFrame:
    """Return all indices, one row an outcome, factor and index, with columns value, low and high; chance as its own row."""
    import pandas as pd

    rows = [(name, *row) for name, measure in found.items() for row in measure.rows]
    return pd.DataFrame(rows, columns=["outcome", "factor", "index", "value", "low", "high"])


def spread(table: SweepTable, found: dict[str, Measure]) -> pd.DataFrame:
    """Return, for each outcome, its mean, both parts of the variance of one replicate, and what was used."""
    import pandas as pd

    rows = {
        name: {
            "unit": table.outcomes["unit"].get(name, ""),
            "label": table.outcomes["label"].get(name, name),
            "mean": float(table.mean[name].mean()),
            "by_factors": measure.between,
            "by_chance": measure.within,
            "resolved": measure.resolved,
            "same": measure.same,
            "used": measure.used,
            "dropped": measure.dropped,
        }
        for name, measure in found.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")
