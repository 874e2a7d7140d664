"""Pairings: differences between two worlds on the same luck, summed up replicate by replicate while both run.

Sums are taken in the order of the replicates within each parameter draw, whatever the chunks, so that they are the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from araxes.engines.ensemble import Histories
from araxes.engines.labelled import tensions
from araxes.engines.world import World
from araxes.inputs.settings import setting
from araxes.results.resample import Moments
from araxes.results.tally import Histogram
from araxes.units import GOLDSTEIN_PER_HOSTILITY, SQUARE

Window = tuple[int, int]
Span = tuple[Window, Window | None]
"""A window of weeks, inclusive; with a second one, its excess over that."""

Floats = NDArray[np.float64]


class Sums:
    """Sums and sums of squares of a value by parameter draw, shape (draws, ...)."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.total, self.squares = np.zeros(shape), np.zeros(shape)

    def add(self, draws: NDArray[np.int64], values: Floats) -> None:
        """Add the values of replicates, in their order."""
        np.add.at(self.total, draws, values)
        np.add.at(self.squares, draws, values**SQUARE)


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
    hostility : dict of str to Sums, shape (draws, states, states)
        Mean weekly hostility of a span, other minus base.
    singles : dict of str to Histogram, shape (1, states, states)
        The same of single replicates.
    tension : Sums, shape (draws, weeks, states, states)
        Goldstein points, other minus base.
    single_tension : Histogram, shape (weeks, states, states)
    """

    def __init__(self, base: World, other: World, spans: dict[str, Span]) -> None:
        self.base, self.other, self.spans = base, other, spans
        weeks, states, draws = base.scenario.weeks, len(base.deciding), base.n_draws
        reach = max(base.rules.hostility) - min(base.rules.hostility)
        step, points = setting("compare.difference_step"), GOLDSTEIN_PER_HOSTILITY * reach
        self.count = np.zeros(draws, dtype=np.int64)
        self.differ = False
        self.hostility = {label: Sums((draws, states, states)) for label in spans}
        wide = {label: reach * (1 if span[1] is None else SQUARE) for label, span in spans.items()}
        self.singles = {label: Histogram((1, states, states), -far, far, step) for label, far in wide.items()}
        self.tension = Sums((draws, weeks, states, states))
        self.single_tension = Histogram((weeks, states, states), -points, points, setting("run.tension_step"))

    def add(self, numbers: Sequence[int], base: Histories, other: Histories) -> None:
        """Add the same replicates of both worlds."""
        draws = np.asarray(numbers) % self.base.n_draws
        self.count += np.bincount(draws, minlength=len(self.count))
        self.differ = self.differ or bool((base.rungs != other.rungs).any())
        ours, theirs = np.array(self.base.rules.hostility), np.array(self.other.rules.hostility)
        gap = theirs[other.rungs] - ours[base.rungs]
        for label, span in self.spans.items():
            values = span_mean(gap, span)
            self.hostility[label].add(draws, values)
            self.singles[label].add(0, values)
        pair = zip(tensions(self.base, base.rungs), tensions(self.other, other.rungs), strict=True)
        for week, (one, two) in enumerate(pair):
            values = GOLDSTEIN_PER_HOSTILITY * (two - one)
            np.add.at(self.tension.total[:, week], draws, values)
            np.add.at(self.tension.squares[:, week], draws, values**SQUARE)
            self.single_tension.add(week, values)

    def moments(self, label: str) -> Moments:
        """Return the sums of a span by draw."""
        return Moments(self.count, self.hostility[label].total, self.hostility[label].squares)


def span_mean(values: Floats, span: Span) -> Floats:
    """Return values, shape (replicates, weeks, ...), averaged over a span."""
    (start, end), over = span
    mean = values[:, start : end + 1].mean(axis=1)
    return np.asarray(mean if over is None else mean - span_mean(values, (over, None)))


def label(window: Window) -> str:
    """Return a window as text."""
    return f"{window[0]}-{window[1]}"


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
