"""The likelihood of a record under the rule, and the priors of its parameters.

What is given to the likelihood: observed weeks, what the states had against each other in them, and which of them count.

After a gap in the record recent conduct is unknown. The weeks in which memories are warmed up again are not scored.

The likelihood of a record: the rule replayed over it, credit included, for many sets of parameters in one pass.

    P(pair) = P(both answers to "hostile?") x P(both kinds of act | the answers)

each with the share b of weeks in which both halves live through one luck (`araxes.rules.luck`). It is exact: all terms are functions of
the past. `by_dyad` gives the chances of single acts, which hold nothing of shared luck and have no kinks.

Priors: which parameters are free, on which scale they are estimated, and what is thought of them before the data.

Weights keep the prior of `behaviour.toml`. Shrinkage and anchor are positive and get normal priors on their logs; borrowing and the
shares of luck get normal priors on their log odds, as wide, in logs, at the shipped value.
"""

from __future__ import annotations

import datetime
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Flags, Floats, Rungs, Whole
from araxes.display import show_card
from araxes.engines.past import stance_before
from araxes.errors import Fault, InputError
from araxes.inputs.constants import Constants, constants, first, tree_order
from araxes.inputs.parameters import ALWAYS, Parameter, setting
from araxes.inputs.region import RegionFiles
from araxes.inputs.scenario import Scenario
from araxes.records.history import History, before, without_contested
from araxes.records.replay import Chosen, Observed, Past, luck_of_record, past_of
from araxes.records.weekly import weekly_rungs
from araxes.rules.arrays import TermWeights, chances_of_both, ends_of_answers, shares_of_kind
from araxes.rules.luck import Luck
from araxes.rules.memory import UNOBSERVED
from araxes.rules.numerics import logit, sigmoid
from araxes.rules.terms import ESTIMATED

LOG, ODDS, PLAIN = "log", "log odds", "plain"

Vector = NDArray[np.float64]
_LEAST = sys.float_info.min
"""Below it no chance is taken, so that its log is finite."""


class RecordWeeks(NamedTuple):
    """Observed weeks.

    Attributes
    ----------
    first : datetime.date
        Monday of the first week.
    rungs : ndarray of int8, shape (weeks, actors, actors)
        All actors, alphabetical; `UNOBSERVED` where nothing is known.
    pooled : ndarray of int8, shape (weeks, actors, actors)
        The same as far as it may speak for other dyads: without acts of contested authorship.
    opens : ndarray of bool, shape (weeks,)
        Weeks before which recent conduct is unknown.
    scored : ndarray of bool, shape (weeks,)
        Weeks that count for the likelihood.
    norm : int
        How many first observed weeks are not scored at least.
    """

    first: datetime.date
    rungs: Rungs
    pooled: Rungs
    opens: Flags
    scored: Flags
    norm: int = 0

    @property
    def weeks(self) -> int:
        """Return the number of weeks."""
        return len(self.rungs)


def record_weeks(history: History, region: RegionFiles, until: datetime.date) -> RecordWeeks:
    """Return the weeks of a record before `until`; later rows are not read."""
    past = before(history, until)
    first, rungs = weekly_rungs(past, region, until)
    _, pooled = weekly_rungs(without_contested(past), region, until)
    return of_rungs(first, rungs, pooled, deciding_indices(region), past.header.warmup)


def of_rungs(first: datetime.date, rungs: Rungs, pooled: Rungs, states: list[int], norm: int = 0) -> RecordWeeks:
    """Return given weeks with what counts of them worked out; `states` are the indices of the actors that decide."""
    known = (rungs[:, states][:, :, states] != UNOBSERVED).any(axis=(1, -1))
    return RecordWeeks(first, rungs, pooled, *_windows(known.tolist(), norm), norm)


def deciding_indices(region: RegionFiles) -> list[int]:
    """Return the indices of the actors that decide."""
    return [list(region.actors).index(code) for code in region.states]


def _windows(known: list[bool], norm: int) -> tuple[Flags, Flags]:
    """Return which weeks open a window of the record, and which are scored, from which are observed."""
    gap, long_gap = int(setting("record.silent_weeks")), int(setting("estimation.long_gap"))
    warmup = int(setting("estimation.warmup"))
    opens, scored = np.zeros(len(known), dtype=bool), np.zeros(len(known), dtype=bool)
    silent, waiting = 0, max(warmup, norm)
    for week, seen in enumerate(known):
        if not seen:
            silent += 1
            continue
        opens[week] = silent >= gap
        if silent >= long_gap:
            waiting = warmup
        scored[week] = waiting == 0
        waiting, silent = max(waiting - 1, 0), 0
    return opens, scored


def past_given(weeks: RecordWeeks, region: RegionFiles) -> Past:
    """Return given weeks as the rule reads them, with the dated stance of the states in each."""
    rules, states = constants(region), deciding_indices(region)
    after = weeks.first + datetime.timedelta(weeks=weeks.weeks)
    stance = stance_before(record_scenario(region, after, 1), weeks.weeks, states)
    unknown = ~(weeks.rungs[:, states][:, :, states] != UNOBSERVED).any(axis=(1, -1))
    seen = Observed(weeks.first, weeks.rungs, weeks.pooled, unknown.tolist(), weeks.norm)
    return past_of(seen, stance, rules, states, first(region.book, "behaviour.habit.anchor_shrinkage"))


def record_scenario(region: RegionFiles, first: datetime.date, weeks: int) -> Scenario:
    """Return the scenario of the record itself: dated values as the files give them, nothing forced, nothing changed."""
    return Scenario(
        name="record",
        title="The record",
        question="What does the record say?",
        expect="What was observed.",
        sources=("the record",),
        start=first,
        weeks=weeks,
        region=region,
        acts=(),
        signals=(),
        changes=(),
        expectations=(),
        files=(),
    )


def with_values(region: RegionFiles, values: dict[str, float]) -> RegionFiles:
    """Return the region with some parameters set; they are no longer drawn."""
    book = dict(region.book)
    for path, value in values.items():
        book[path] = book[path].set(((ALWAYS, float(value)),), "estimation", "set by the estimation")
    return replace(region, book=book)


@show_card
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


def _weights(region: RegionFiles) -> list[Free]:
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
    return [*_free(region, scales | {f"behaviour.luck.{name}": ODDS for name in Luck._fields}), *_weights(region)]


def moments(free: list[Free]) -> tuple[Vector, Vector]:
    """Return means and standard deviations of the priors on their scales, shape (parameters,)."""
    return np.array([one.mean for one in free]), np.array([one.sd for one in free])


def natural(free: list[Free], vector: Vector) -> dict[str, float]:
    """Return a vector of the working scales as values by path."""
    return {one.path: one.natural(float(value)) for one, value in zip(free, vector, strict=True)}


@show_card
@dataclass(frozen=True)
class Likelihood:
    """The likelihood of a record as a function of some free parameters.

    Attributes
    ----------
    past : Past
    scored : ndarray of bool, shape (weeks,)
        Weeks that count.
    region : RegionFiles
        Its parameters are taken where they are not free.
    free : tuple of Free
    """

    past: Past
    scored: Flags
    region: RegionFiles
    free: tuple[Free, ...]

    @cached_property
    def rules(self) -> Constants:
        """Return the constants of the region."""
        return constants(self.region)

    def by_pair(self, vectors: Floats) -> Floats:
        """Return the log-likelihood of every scored week and pair.

        Parameters
        ----------
        vectors : ndarray, shape (sets, parameters)
            On the scales of the free parameters.

        Returns
        -------
        ndarray, shape (sets, scored weeks, pairs)
            0 where nothing is known.
        """
        value = self._values(vectors)
        shares: Any = Luck(*[value(f"behaviour.luck.{name}")[:, None, None] for name in Luck._fields])  # type: ignore[arg-type]
        return joint_log_chance(self.past.acts[self.scored], self._chosen(value), shares, self.rules.quiet)

    def by_dyad(self, vectors: Floats) -> Floats:
        """Return the log chance of every single act, shape (sets, scored weeks, states, states); 0 where nothing is known."""
        found, acts = self._chosen(self._values(vectors)), self.past.acts[self.scored]
        low, high = ends_of_answers(acts > self.rules.quiet, found.friendly)
        chance = np.where(acts >= 0, (high - low) * (found.high - found.low), 1)
        return np.asarray(np.log(np.maximum(chance, _LEAST)))

    def _values(self, vectors: Floats) -> Callable[[str], Vector]:
        """Return what gives a parameter of every set by its path, shape (sets,)."""
        values = {one.path: np.array([one.natural(float(v)) for v in vectors[:, k]]) for k, one in enumerate(self.free)}
        book = self.region.book
        return lambda path: values[path] if path in values else np.full(len(vectors), first(book, path))

    def _chosen(self, value: Callable[[str], Vector]) -> Chosen:
        """Return under which luck the rule would have chosen what was observed in the scored weeks."""
        codes, book = list(self.region.states), self.region.book

        def scaled(name: str) -> Floats:
            temper = np.array([first(book, f"{code}.temper.{name}") for code in codes])
            return np.asarray(value(f"behaviour.weight.{name}")[:, None] * temper)

        found = luck_of_record(
            self.past, self._rules(value), TermWeights(*[scaled(name) for name in TermWeights._fields])
        )
        return Chosen(*[part[:, self.scored] for part in found])

    def _rules(self, value: Callable[[str], Vector]) -> Constants:
        """Return the constants with one value for every set of parameters where they may be free."""
        kappas = np.stack([value(f"ladder.{key}.shrinkage") for key in tree_order(self.region)], axis=-1)
        several: dict[str, Any] = {
            "borrowing": value("behaviour.habit.borrowing")[:, None, None, None],
            "anchor_weeks": value("behaviour.habit.anchor")[:, None, None, None],
            "tree": self.rules.tree._replace(shrinkage=kappas[:, None, None]),  # type: ignore[arg-type]
        }
        return self.rules._replace(**several)

    def total(self, vectors: Floats) -> Vector:
        """Return the log-likelihood of the record, nats, shape (sets,); `vectors` as for `by_pair`."""
        return np.asarray(self.by_pair(vectors).sum(axis=(-2, -1)))


def joint_log_chance(acts: Whole, found: Chosen, shares: Any, quiet: int) -> Floats:
    """Return the log chance of what both halves of every pair did, shape (..., weeks, pairs); 0 where nothing is known.

    Parameters
    ----------
    acts : ndarray of int, shape (weeks, states, states)
    found : Chosen
    shares : Luck of floats or of arrays
        Each broadcast to the shape of the result.
    quiet : int
    """
    i, j = np.triu_indices(acts.shape[-1], 1)
    halves = [(i, j), (j, i)]
    act = [acts[:, a, b] for a, b in halves]
    hostile, known = [one > quiet for one in act], [one >= 0 for one in act]
    answers = [ends_of_answers(yes, found.friendly[..., a, b]) for (a, b), yes in zip(halves, hostile, strict=True)]
    kinds = [(found.low[..., a, b], found.high[..., a, b]) for a, b in halves]
    of_kind = shares_of_kind(hostile[0], hostile[1], shares.friendly_kind, shares.hostile_kind)
    both = chances_of_both(*answers[0], *answers[1], shares.hostile) * chances_of_both(*kinds[0], *kinds[1], of_kind)
    alone = [
        np.where(seen, (high - low) * (top - bottom), 1)
        for seen, (low, high), (bottom, top) in zip(known, answers, kinds, strict=True)
    ]
    chance = np.where(known[0] & known[1], both, alone[0] * alone[1])
    return np.asarray(np.log(np.maximum(chance, _LEAST)))
