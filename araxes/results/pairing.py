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
from araxes.results.intervals import Credible, credible, credible_chance
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
        The week of the run in which they part.
    begin : int, optional
        The week of the run from which acts are followed; that of the parting when not given.

    Attributes
    ----------
    count : ndarray of int, shape (draws,)
    differ : bool
        Whether any act differs in any replicate.
    tension : ndarray of float, shape (states, states, weeks, draws)
        Goldstein points, other minus base.
    single_tension : Histogram, shape (weeks, states, states)
    reached : ndarray of int, shape (2, outcomes, spans, states, states, draws)
        Replicates of each draw in which an outcome (`araxes.results.tally.outcomes`) came within a span, in base and other.
    unlike : ndarray of int, shape (outcomes, spans, states, states)
        Replicates in which it came in one of the two alone.
    weeks : ndarray of int, shape (2, outcomes, spans, states, states, draws)
        Weeks of a span with an outcome, summed over the replicates of each draw, in base and other.
    weeks_squared : ndarray of int, shape (outcomes, spans, states, states)
        Sums over replicates of the squared differences of these weeks.
    first : ndarray of int, shape (2, outcomes, states, states, weeks)
        Replicates in which an outcome came for the first time since `begin`, by week of the run, in base and other.
    """

    def __init__(
        self, base: World, other: World, spans: dict[str, Window], parting: int = 0, begin: int | None = None
    ) -> None:
        self.base, self.other, self.spans, self.parting = base, other, spans, parting
        self.begin = parting if begin is None else begin
        weeks, states, draws = base.scenario.weeks, len(base.deciding), base.n_draws
        reach = max(base.constants.hostility + other.constants.hostility) - min(
            base.constants.hostility + other.constants.hostility
        )
        self.count: Whole = np.zeros(draws, dtype=np.int64)
        self.differing: Whole = np.zeros(1, dtype=np.int64)
        self.tension: Floats = np.zeros((states, states, weeks, draws))
        self.outcomes = outcomes(base)
        self.reached: Whole = np.zeros((2, len(self.outcomes), len(spans), states, states, draws), dtype=np.int64)
        self.unlike: Whole = np.zeros(self.reached.shape[1:-1], dtype=np.int64)
        self.weeks, self.weeks_squared = np.zeros_like(self.reached), np.zeros_like(self.unlike)
        self.first: Whole = np.zeros((2, len(self.outcomes), states, states, weeks), dtype=np.int64)
        points = GOLDSTEIN_PER_HOSTILITY * reach
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
        sums = (self.tension, self.single_tension.grid)
        levels = np.array(list(self.outcomes.values()), dtype=np.int64)
        begin = np.array([self.begin], dtype=np.int64)
        outcome_counts = (self.reached, self.unlike, self.weeks, self.weeks_squared, begin, self.first)
        out = Differences(since, until, *sums, self.differing, levels, *outcome_counts)
        courses = course(self.base), course(self.other)
        call_counter(kernel, "pair_block", base.rungs, other.rungs, draws, *courses, out, space(base.rungs))

    def window(self, label: str) -> slice:
        """Return a span as weeks of the run."""
        first, last = self.spans[label]
        return slice(self.parting + first, self.parting + last + 1)

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

    def chances_known(self, outcome: str, label: str, known: bool) -> tuple[Credible, Credible]:
        """Return the chances of an outcome within a span in base and other, each with its interval, arrays of shape (states, states)."""
        place = list(self.outcomes).index(outcome), list(self.spans).index(label)
        before, after = (
            credible_chance(self.count, np.moveaxis(part[place], -1, 0), known=known) for part in self.reached
        )
        return before, after

    def mean_weeks(self, outcome: str, label: str) -> Floats:
        """Return the mean number of weeks of a span with an outcome in base and other, shape (2, states, states)."""
        place = list(self.outcomes).index(outcome), list(self.spans).index(label)
        return np.asarray(self.weeks[:, *place].sum(axis=-1) / self.count.sum())

    def weeks_change(self, outcome: str, label: str, known: bool) -> Credible:
        """Return by how many weeks with an outcome a span differs, arrays of shape (states, states)."""
        place = list(self.outcomes).index(outcome), list(self.spans).index(label)
        total = np.moveaxis(self.weeks[1, *place] - self.weeks[0, *place], -1, 0).astype(np.float64)
        number = self.count.sum()
        variance = np.asarray(self.weeks_squared[place] / number - (total.sum(axis=0) / number) ** 2)
        return credible(self.count, total, variance, known=known)

    def course_of_chance(self, outcome: str) -> Floats:
        """Return the chance by week that an outcome has come since `begin`, in base and other, shape (2, states, states, weeks)."""
        return np.asarray(self.first[:, list(self.outcomes).index(outcome)].cumsum(axis=-1) / self.count.sum())


def label(window: Window) -> str:
    """Return a window as text."""
    return str(window[0]) if window[0] == window[1] else f"{window[0]}-{window[1]}"


def simulated_window(window: Window, weeks: int) -> Window | None:
    """Return the part of a window that lies within so many weeks, None where none does."""
    return (window[0], min(window[1], weeks - 1)) if window[0] < weeks else None


def quarter(weeks: int) -> Window:
    """Return the first quarter after the two part, of so many weeks as there are."""
    return (0, min(int(setting("compare.window_middle")), weeks) - 1)


def common_windows(weeks: int, parting: int, begin: int) -> list[Window]:
    """Return a quarter and all weeks of a run of so many from week `begin` on, in weeks after the parting; each once."""
    found = (quarter(weeks - begin), (0, weeks - begin - 1))
    return list(dict.fromkeys((begin - parting + first, begin - parting + last) for first, last in found))


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
