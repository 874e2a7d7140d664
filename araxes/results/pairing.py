"""Pairings: differences between two worlds on the same luck, summed up replicate by replicate while both run.

Sums are taken in the order of the replicates within each parameter draw, whatever the chunks, so that they are the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from araxes.engines.counting import Differences
from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.inputs.settings import setting
from araxes.results.tally import Histogram, counting, course, space
from araxes.units import GOLDSTEIN_PER_HOSTILITY, PAIR

if TYPE_CHECKING:
    from araxes.engines.kernel import Kernel

Window = tuple[int, int]
Span = tuple[Window, Window | None]
"""A window of weeks, inclusive; with a second one, its excess over that."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class Pairing:
    """Differences of another world from the base.

    Parameters
    ----------
    base, other : World
        With one start, one horizon and the same states.
    spans : mapping of str to span
        Windows over which differences of hostility are averaged, by label.

    Attributes
    ----------
    count : ndarray of int, shape (draws,)
    differ : bool
        Whether any act differs in any replicate.
    hostility : ndarray of float, shape (spans, states, states, draws)
        Sums over the replicates of each draw of the mean weekly hostility of a span, other minus base.
    singles : Histogram, shape (spans, states, states)
        The same of single replicates.
    tension : ndarray of float, shape (states, states, weeks, draws)
        Goldstein points, other minus base.
    single_tension : Histogram, shape (weeks, states, states)
    """

    def __init__(self, base: World, other: World, spans: dict[str, Span]) -> None:
        self.base, self.other, self.spans = base, other, spans
        weeks, states, draws = base.scenario.weeks, len(base.deciding), base.n_draws
        reach = max(base.rules.hostility + other.rules.hostility) - min(base.rules.hostility + other.rules.hostility)
        self.count: Whole = np.zeros(draws, dtype=np.int64)
        self.differing: Whole = np.zeros(1, dtype=np.int64)
        self.hostility: Floats = np.zeros((len(spans), states, states, draws))
        self.tension: Floats = np.zeros((states, states, weeks, draws))
        points, most = GOLDSTEIN_PER_HOSTILITY * reach, PAIR * reach
        self.singles = Histogram((len(spans), states, states), -most, most, setting("compare.difference_step"))
        self.single_tension = Histogram((weeks, states, states), -points, points, setting("run.tension_step"))

    @property
    def differ(self) -> bool:
        """Return whether any act differs in any replicate."""
        return bool(self.differing[0])

    def add(self, numbers: Sequence[int], base: Histories, other: Histories, kernel: Kernel | None = None) -> None:
        """Add the same replicates of both worlds, in the order of their numbers; a kernel adds faster, and the same."""
        draws = np.asarray(numbers, dtype=np.int64) % self.base.n_draws
        self.count += np.bincount(draws, minlength=len(self.count))
        first, second = zip(*self.spans.values(), strict=True)
        none = [(-1, -1) if over is None else over for over in second]
        since, until = np.array(first, dtype=np.int64).T.copy()
        over_since, over_until = np.array(none, dtype=np.int64).T.copy()
        spans = (since, until, over_since, over_until)
        sums = (self.hostility, self.singles.grid, self.tension, self.single_tension.grid)
        out = Differences(*spans, *sums, self.differing)
        courses = course(self.base), course(self.other)
        counting(kernel, "pair_block", base.rungs, other.rungs, draws, *courses, out, space(base.rungs))

    def total(self, label: str) -> Floats:
        """Return the sums of a span by draw, shape (draws, states, states)."""
        return np.moveaxis(self.hostility[list(self.spans).index(label)], -1, 0)

    def total_tension(self, i: int, j: int) -> Floats:
        """Return the sums of the difference of tension of a dyad, given by places among the states, shape (draws, weeks)."""
        return np.asarray(self.tension[i, j].T)

    def single_quantiles(self, label: str, levels: Sequence[float]) -> Floats:
        """Return quantiles of single replicates' differences over a span, shape (levels, states, states)."""
        return self.singles.quantiles(levels)[:, list(self.spans).index(label)]

    def single_variance(self, label: str, i: int, j: int) -> float:
        """Return the variance of single replicates' differences of a dyad, given by places among the states, over a span."""
        return self.singles.variance(list(self.spans).index(label), i, j)


def label(window: Window) -> str:
    """Return a window as text."""
    return f"{window[0]}-{window[1]}"


def simulated(window: Window, weeks: int) -> Window | None:
    """Return the part of a window that is simulated, None where none is."""
    return (window[0], min(window[1], weeks - 1)) if window[0] < weeks else None


def windows(weeks: int) -> list[Window]:
    """Return the windows of weeks after the start that are reported, inclusive: early, middle, late (cut at the horizon), then all."""
    last = weeks - 1
    ends = [int(setting(f"compare.window_{name}")) for name in ("early", "middle", "late")]
    starts = [1, *[end + 1 for end in ends]]
    inside = [(start, min(end, last)) for start, end in zip(starts, ends, strict=False) if start <= last]
    return [*inside, (0, last)]


def spans(weeks: int) -> dict[str, Span]:
    """Return the reported windows by label, and where there is a late one the excess of the early one over it: what fades."""
    found: dict[str, Span] = {label(window): (window, None) for window in windows(weeks)}
    early, *later = windows(weeks)[:-1] or [(0, 0)]
    if len(later) > 1:
        found[f"{label(early)} over {label(later[-1])}"] = (early, later[-1])
    return found
