"""Discovery: where among the swept values an outcome is high (or low), as a box with few limits.

The patient rule induction method (PRIM) of Friedman and Fisher (1999), as Bryant and Lempert (2010) use it to find scenarios, through the
EMA Workbench. Coverage: the share of all points of interest that lie in the box. Density: the share of the box's points that are of
interest.
"""

from __future__ import annotations

import inspect
import logging
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats
from araxes.engines.draws import generator
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting
from araxes.options import check_arguments, either, path
from araxes.sweeps.boxes import Box, Discovery, Limit
from araxes.sweeps.leading import check_differs, checked_outcomes, leading_outcomes, rounding_error
from araxes.sweeps.sensitivity import sweep_table_of
from araxes.sweeps.table import NUMBER, SweepTable

if TYPE_CHECKING:
    import pandas as pd

Mask = NDArray[np.bool_]
WORKBENCH = "EMAworkbench"


@check_arguments(sweep=either(SweepTable, path))
def discover(
    sweep: SweepTable | Path | str,
    outcome: str | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
    progress: Callable[[int], None] | None = None,
) -> Discovery:
    """Return boxes of swept values in which an outcome's mean lies beyond a level.

    Parameters
    ----------
    sweep : SweepTable, Path or str
        What `araxes.sweep` returns, or the folder of a sweep.
    outcome : str, optional
        Such as "chance.9.IRN>AZE"; that of which the factors move the chance most when not given.
    above, below : float, optional
        The level, in units of the outcome: points at or above (at or below) it are of interest. The highest quarter of the points when
        neither is given.
    progress : callable, optional
        Told of each half of the points that was searched, `discovery.resamples` in all.

    Returns
    -------
    Discovery
        Boxes from the whole range inwards, the one chosen (the whole range where luck finds as good a box, `better_than_luck`), and how
        often its limits come back in halves of the points.

    Raises
    ------
    InputError
        When the folder holds no sweep, the outcome is unknown or the same at all points, both levels are given, or there are too few
        points of interest.
    """
    table = sweep_table_of(sweep)
    name = _default(table) if outcome is None else checked_outcomes(table, outcome)[0]
    mean = table.mean[name].to_numpy(dtype=np.float64)
    kept = np.flatnonzero(np.isfinite(mean))
    level, high = _level(mean[kept], above, below)
    check_differs(table, name, "discovery")
    apart = rounding_error(table, name)
    hit = mean[kept] >= level - apart if high else mean[kept] <= level + apart
    _check(name, len(kept), int(hit.sum()), level, high)
    points = table.values.iloc[kept].reset_index(drop=True)
    boxes = peel(table, points, hit)
    chosen = choose_box(boxes) if better_than_luck(table, points, hit, boxes) else 0
    found = Discovery(table, name, level, high, boxes, chosen, len(kept), int(hit.sum()), len(mean) - len(kept), {})
    found.stability.update(box_stability(table, points, hit, progress))
    return found


def _default(table: SweepTable) -> str:
    """Return the chance that the factors move most, or the leading outcome where the sweep holds no chance."""
    names = leading_outcomes(table)
    return next((name for name in names if name.startswith("chance.")), names[0])


def _level(mean: Floats, above: float | None, below: float | None) -> tuple[float, bool]:
    """Return the level and whether what lies above it is of interest."""
    if above is not None and below is not None:
        raise InputError([Fault(Option("above"), "", f"{above:g} beside `below` {below:g}", "one of the two")])
    if above is not None:
        return float(above), True
    if below is not None:
        return float(below), False
    return float(np.quantile(mean, 1 - setting("discovery.highest"))) if mean.size else 0.0, True


def _check(outcome: str, points: int, hits: int, level: float, high: bool) -> None:
    """Raise the fault of a sweep with too few points, or of a level that too few points or all of them reach."""
    option = Option("above") if high else Option("below")
    if points < setting("discovery.points"):
        enough = f"at least {setting('discovery.points'):.0f} without a failed point"
        raise InputError([Fault("discovery", "points", str(points), enough, step="Grow the sweep.")])
    least = setting("discovery.interest")
    if hits < least or hits == points:
        allowed = f"a level that {least:.0f} points or more reach, and not all {points}"
        raise InputError([Fault(option, outcome, f"{level:g}, which {hits} points reach", allowed)])


def peel(table: SweepTable, points: pd.DataFrame, hit: Mask) -> list[Box]:
    """Return the boxes that PRIM finds on its way inwards, the whole range first.

    Parameters
    ----------
    table : SweepTable
        For the factors.
    points : pandas.DataFrame
        A row a point, a column a factor.
    hit : ndarray of bool, shape (points,)
        Which points are of interest.
    """
    limits = _limits_by_workbench(table, points, hit)
    return [_box(table, points, hit, frame) for frame in limits]


def _limits_by_workbench(table: SweepTable, points: pd.DataFrame, hit: Mask) -> list[pd.DataFrame]:
    """Return the limits of each box as the EMA Workbench gives them: rows low and high, or the same set of choices twice."""
    prim = _workbench()
    plain = points.copy()
    plain.columns = [f"factor_{k}" for k in range(points.shape[1])]  # its release 3 wants identifiers
    for k, factor in enumerate(table.factors):
        column = f"factor_{k}"
        plain[column] = plain[column].astype(float if factor.kind == NUMBER else object)
    options: dict[str, Any] = {"peel_alpha": setting("discovery.peel"), "mass_min": setting("discovery.mass")}
    if "threshold" in inspect.signature(prim.Prim).parameters:
        options["threshold"] = 0.0  # release 2: no box is thrown away for its density
    before = logging.getLogger(WORKBENCH).level
    logging.getLogger(WORKBENCH).setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            box = prim.Prim(plain, hit, **options).find_box()
    finally:
        logging.getLogger(WORKBENCH).setLevel(before)
    return list(box.box_lims)


def _workbench() -> Any:
    """Return the EMA Workbench's module of PRIM."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about optional parts of the workbench
            from ema_workbench.analysis import prim
    except ImportError:
        step = "Install it with: pip install 'araxes[sensitivity]'"
        raise InputError(
            [Fault("discovery", "", "no EMA Workbench", "the EMA Workbench for PRIM", step=step)]
        ) from None
    return prim


def _box(table: SweepTable, points: pd.DataFrame, hit: Mask, frame: pd.DataFrame) -> Box:
    """Return a box of the workbench in our words."""
    limits = {}
    for k, factor in enumerate(table.factors):
        column = f"factor_{k}"
        if column not in frame:
            continue  # a choice of which only one was swept
        low, high = frame[column].iloc[0], frame[column].iloc[-1]
        values = points[factor.name]
        if factor.kind == NUMBER:
            below, beyond = bool(low > values.min()), bool(high < values.max())
            limits[factor.name] = Limit(
                float(low) if below else factor.low, float(high) if beyond else factor.high, below, beyond
            )
        elif set(low) != set(values):
            limits[factor.name] = Limit(choices=tuple(sorted(map(str, low))))
    return _measured({name: limit for name, limit in limits.items() if limit.restricts}, points, hit)


def _measured(limits: dict[str, Limit], points: pd.DataFrame, hit: Mask) -> Box:
    """Return a box with its coverage, density and mass."""
    inside = np.ones(len(points), dtype=bool)
    for name, limit in limits.items():
        inside &= limit.holds(points[name])
    both = int((inside & hit).sum())
    return Box(limits, both / int(hit.sum()), both / max(int(inside.sum()), 1), float(inside.mean()))


def choose_box(boxes: Sequence[Box]) -> int:
    """Return which box to look at first: of those nearly as good as the best, the one with the fewest limits.

    Good is the harmonic mean of coverage and density; every limit more must raise it by `discovery.simpler`.
    """
    return max(range(len(boxes)), key=lambda k: worth(boxes[k]))


def worth(box: Box) -> float:
    """Return how good a box is, less what its limits cost; at most 1."""
    return box.balance - setting("discovery.simpler") * len(box.limits)


def better_than_luck(table: SweepTable, points: pd.DataFrame, hit: Mask, boxes: Sequence[Box]) -> bool:
    """Return whether the best of some boxes is better than the best found where luck alone says which points are of interest.

    Boxes are looked for again after the points of interest were shuffled, `discovery.shuffles` times; ours must be better than each of
    these: where no factor matters, that happens in one of `discovery.shuffles` + 1 sweeps at most.
    """
    rng, ours = generator(table.seed, "discovery", "shuffles"), worth(boxes[choose_box(boxes)])
    for _ in range(int(setting("discovery.shuffles"))):
        shuffled = peel(table, points, rng.permutation(hit))
        if worth(shuffled[choose_box(shuffled)]) >= ours:
            return False
    return True


def box_stability(
    table: SweepTable, points: pd.DataFrame, hit: Mask, progress: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """Return what becomes of a box when it is looked for and chosen again in random halves of the points.

    Returns
    -------
    dict
        `again`: for each factor the share of halves in which the box chosen there limits it; `coverage`, `density`: means of these boxes
        in the other half, which has not seen them; `halves`: how many were tried.
    """
    rng, count = generator(table.seed, "discovery"), int(setting("discovery.resamples"))
    again, other = dict.fromkeys((factor.name for factor in table.factors), 0.0), []
    tried = 0
    for _ in range(count):
        order = rng.permutation(len(points))
        half, rest = order[: int(len(order) * 0.5)], order[int(len(order) * 0.5) :]
        if not hit[half].any() or not hit[rest].any():
            continue
        tried += 1
        if progress:
            progress(1)
        found = peel(table, points.iloc[half].reset_index(drop=True), hit[half])
        near = found[choose_box(found)]
        for name in near.limits:
            again[name] += 1
        test = _measured(near.limits, points.iloc[rest], hit[rest])
        other.append((test.coverage, test.density))
    coverage, density = np.mean(other, axis=0) if other else (float("nan"),) * 2
    return {
        "again": {name: times / max(tried, 1) for name, times in again.items()},
        "coverage": float(coverage),
        "density": float(density),
        "halves": tried,
    }
