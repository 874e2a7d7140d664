"""Pairings: differences between two worlds on the same luck, summed up replicate by replicate while both run.

Sums are taken in the order of the replicates within each parameter draw, whatever the chunks, so that they are the same to the last bit.

Parting: from which week on two scenarios differ. What a comparison reports is counted from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.display import show_card
from araxes.engines.counting import Differences
from araxes.engines.ensemble import Histories, foresee
from araxes.engines.world import World
from araxes.inputs.parameters import setting
from araxes.results.intervals import Credible, credible
from araxes.results.tally import Histogram, call_counter, course, outcomes, space
from araxes.units import GOLDSTEIN_PER_HOSTILITY

if TYPE_CHECKING:
    from araxes.engines.kernel.load import Kernel


Window = tuple[int, int]
"""First and last week, inclusive."""


@show_card
class Pairing:
    """Differences of another world from the base.

    Parameters
    ----------
    base, other : World
        With one start, one horizon and the same states.
    spans : mapping of str to Window
        Windows over which differences are reported, by label, in weeks after the two part.
    parting : int
        The week of the run in which they part (`araxes.results.pairing`).

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
    reached : ndarray of int, shape (2, outcomes, spans, states, states, draws)
        Replicates of each draw in which an outcome (`araxes.results.tally.outcomes`) came within a span, in base and other.
    unlike : ndarray of int, shape (outcomes, spans, states, states)
        Replicates in which it came in one of the two alone.
    """

    def __init__(self, base: World, other: World, spans: dict[str, Window], parting: int = 0) -> None:
        self.base, self.other, self.spans, self.parting = base, other, spans, parting
        weeks, states, draws = base.scenario.weeks, len(base.deciding), base.n_draws
        reach = max(base.constants.hostility + other.constants.hostility) - min(
            base.constants.hostility + other.constants.hostility
        )
        self.count: Whole = np.zeros(draws, dtype=np.int64)
        self.differing: Whole = np.zeros(1, dtype=np.int64)
        self.hostility: Floats = np.zeros((len(spans), states, states, draws))
        self.tension: Floats = np.zeros((states, states, weeks, draws))
        self.outcomes = outcomes(base)
        self.reached: Whole = np.zeros((2, len(self.outcomes), len(spans), states, states, draws), dtype=np.int64)
        self.unlike: Whole = np.zeros(self.reached.shape[1:-1], dtype=np.int64)
        points, most = GOLDSTEIN_PER_HOSTILITY * reach, reach
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
        since, until = (np.array(list(self.spans.values()), dtype=np.int64) + self.parting).T.copy()
        sums = (self.hostility, self.singles.grid, self.tension, self.single_tension.grid)
        levels = np.array(list(self.outcomes.values()), dtype=np.int64)
        out = Differences(since, until, *sums, self.differing, levels, self.reached, self.unlike)
        courses = course(self.base), course(self.other)
        call_counter(kernel, "pair_block", base.rungs, other.rungs, draws, *courses, out, space(base.rungs))

    def total(self, label: str) -> Floats:
        """Return the sums of a span by draw, shape (draws, states, states)."""
        return np.moveaxis(self.hostility[list(self.spans).index(label)], -1, 0)

    def window(self, label: str) -> slice:
        """Return a span as weeks of the run."""
        first, last = self.spans[label]
        return slice(self.parting + first, self.parting + last + 1)

    def hostility_change(self, label: str, known: bool) -> Credible:
        """Return the difference of mean weekly hostility over a span, arrays of shape (states, states); `known` as for `credible`."""
        k, states = list(self.spans).index(label), range(len(self.base.deciding))
        variance = np.array([[self.singles.variance(k, i, j) if i != j else 0.0 for j in states] for i in states])
        return credible(self.count, self.total(label), variance, known=known)

    def tension_change(self, i: int, j: int, known: bool) -> Credible:
        """Return the difference of tension of a dyad, given by places among the states, by week, arrays of shape (weeks,)."""
        weeks = range(self.base.scenario.weeks)
        variance = np.array([self.single_tension.variance(week, i, j) for week in weeks])
        return credible(self.count, np.asarray(self.tension[i, j].T), variance, known=known)

    def chances(self, outcome: str, label: str) -> Floats:
        """Return the chances of an outcome within a span in base and other, shape (2, states, states)."""
        place = list(self.outcomes).index(outcome), list(self.spans).index(label)
        return np.asarray(self.reached[:, *place].sum(axis=-1) / self.count.sum())

    def chance_totals(self, outcome: str, label: str) -> tuple[Floats, Floats]:
        """Return in how many replicates more an outcome came, by draw, shape (draws, states, states), and the variance of single ones."""
        place = list(self.outcomes).index(outcome), list(self.spans).index(label)
        total = np.moveaxis(self.reached[1, *place] - self.reached[0, *place], -1, 0).astype(np.float64)
        number = self.count.sum()
        return total, np.asarray(self.unlike[place] / number - (total.sum(axis=0) / number) ** 2)

    def chance_change(self, outcome: str, label: str, known: bool) -> Credible:
        """Return by how much the chance of an outcome within a span differs, arrays of shape (states, states)."""
        return credible(self.count, *self.chance_totals(outcome, label), known=known)

    def single_quantiles(self, label: str, levels: Sequence[float]) -> Floats:
        """Return quantiles of single replicates' differences over a span, shape (levels, states, states)."""
        return self.singles.quantiles(levels)[:, list(self.spans).index(label)]


def label(window: Window) -> str:
    """Return a window as text."""
    return str(window[0]) if window[0] == window[1] else f"{window[0]}-{window[1]}"


def simulated_window(window: Window, weeks: int) -> Window | None:
    """Return the part of a window that lies within so many weeks, None where none does."""
    return (window[0], min(window[1], weeks - 1)) if window[0] < weeks else None


def quarter(weeks: int) -> Window:
    """Return the first quarter after the two part, of so many weeks as there are."""
    return (0, min(int(setting("compare.window_middle")), weeks) - 1)


def windows(weeks: int) -> list[Window]:
    """Return the windows that are reported, of so many weeks from the parting on, inclusive.

    The week of the parting, then early, middle and late ones, the first quarter, and all; cut at the horizon, each once.
    """
    last = weeks - 1
    ends = [int(setting(f"compare.window_{name}")) for name in ("early", "middle", "late")]
    starts = [1, *[end + 1 for end in ends]]
    inside = [(start, min(end, last)) for start, end in zip(starts, ends, strict=False) if start <= last]
    return list(dict.fromkeys([(0, 0), *inside, quarter(weeks), (0, last)]))


def spans(weeks: int) -> dict[str, Window]:
    """Return the reported windows by label."""
    return {label(window): window for window in windows(weeks)}


def parting_week(
    one: World, other: World, seed: int, workers: int | None = None, announce: Callable[[str], None] | None = None
) -> int | None:
    """Return the first week in which two worlds differ, None where they do not.

    They differ where any chance of an act does by more than rounding, or any act or status, in one of the first `answers.replicates`
    replicates; chances are exact, so that a difference too small to change an act there shows as well.

    Parameters
    ----------
    one, other : World
        With one start, one horizon and the same states.
    seed : int
    workers : int, optional
        As for `araxes.run`.
    announce : callable, optional
        Told before the kernel is compiled.
    """
    weeks, numbers = range(one.scenario.weeks), range(int(setting("answers.replicates")))
    runs = (foresee(world, weeks, numbers, seed, workers=workers, announce=announce) for world in (one, other))
    first = len(weeks)
    for (_, ours), (_, theirs) in zip(*runs, strict=True):
        for mine, yours in zip(ours, theirs, strict=True):
            apart = np.abs(mine.astype(np.float64) - yours) > setting("answers.rounding")
            differs = apart.any(axis=tuple(k for k in range(apart.ndim) if k != 1))
            first = min(first, int(differs.argmax()) if differs.any() else first)
    return first if first < len(weeks) else None
