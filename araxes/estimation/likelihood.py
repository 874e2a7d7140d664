"""The likelihood of a record: the rule replayed over it, credit included, for many sets of parameters in one pass.

    P(pair) = P(both answers to "hostile?") x P(both kinds of act | the answers)

each with the share b of weeks in which both halves live through one luck (`araxes.rules.luck`). It is exact: all terms are functions of
the past. `by_dyad` gives the chances of single acts, which hold nothing of shared luck and have no kinks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from araxes.array_types import Flags, Floats, Whole
from araxes.estimation.priors import Free, Vector
from araxes.history.replay import Chosen, Past, luck_of_record
from araxes.inputs.region import RegionFiles
from araxes.inputs.tabulate import Constants, constants, first, tree_order
from araxes.rules.arrays import Weights, chances_of_both, ends_of_answers, shares_of_kind
from araxes.rules.luck import Luck

LEAST = sys.float_info.min
"""Below it no chance is taken, so that its log is finite."""


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
        return np.asarray(np.log(np.maximum(chance, LEAST)))

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

        found = luck_of_record(self.past, self._rules(value), Weights(*[scaled(name) for name in Weights._fields]))
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
    return np.asarray(np.log(np.maximum(chance, LEAST)))
