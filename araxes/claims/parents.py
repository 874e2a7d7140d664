"""Parents of acts: which of several sources of acts each act descends from, told from days alone.

The acts of one actor are taken for a point process that feeds on itself and on others (Hawkes 1971), in days:

    rate(t) = b + a sum over own acts s < t of k(t - s - 1) + sum over motives m of w_m sum over stimuli s <= t of k(t - s)
    k(d) = (1 - r) r^d,  r = exp(-1 / decay),  d = 0, 1, 2, ...

so that w_m is the number of acts that a stimulus brings in the end, and a the number that an act brings. A stimulus may be answered on its
own day, for the order within a day is not on record; an act is no parent of acts of its own day. Each act has one parent, and given the
parents the weights are gamma distributed and given the weights the parents are independent, so both are drawn in turn (Gibbs; for such
processes Rasmussen 2013). All functions take many worlds at once, along the first axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats
from araxes.display import show_card

DayArray = NDArray[np.integer[Any]]
CONSTANT, OWN_RUN = "constant", "own run"
OWN_SOURCES = (CONSTANT, OWN_RUN)
"""The sources that are no motive; they come first."""


@show_card
class Pulls(NamedTuple):
    """What each source would add to the rate of acts, for a weight of 1.

    Attributes
    ----------
    at_acts : ndarray, shape (worlds, acts, sources)
        On the day of each act, acts a day. Sources are the constant, the own run, then the motives.
    in_all : ndarray, shape (worlds, sources)
        Summed over all days of the span.
    """

    at_acts: Floats
    in_all: Floats


def daily_pull(stimuli: DayArray, span: int, decay: float) -> Floats:
    """Return the sum of k(t - s) over the stimuli until each day; shape (span,).

    Parameters
    ----------
    stimuli : ndarray of int, shape (stimuli,)
        Days counted from the first of the span, 0 to span - 1.
    span : int
        Days.
    decay : float
        Mean delay in days, above 0.
    """
    kept = math.exp(-1 / decay)
    fresh = np.bincount(stimuli, minlength=span) * (1 - kept)
    out, level = np.empty(span), 0.0
    for day in range(span):
        level = level * kept + fresh[day]
        out[day] = level
    return out


def own_pull(acts: DayArray, decay: float) -> Floats:
    """Return at each act the sum of k over its world's acts of earlier days; shape of `acts`, (worlds, acts), which are in order."""
    kept = math.exp(-1 / decay)
    out, level, last_day = np.zeros(acts.shape), np.zeros(len(acts)), np.ones(len(acts))
    for place, gap in enumerate(np.diff(acts, axis=1).T, start=1):
        later = level * kept**gap + last_day * (1 - kept) * kept ** np.maximum(gap - 1, 0)
        level = np.where(gap > 0, later, level)
        last_day = np.where(gap > 0, 1, last_day + 1)  # acts of the day, which are parents of later days only
        out[:, place] = level
    return out


def pulls_on(acts: DayArray, motives: Sequence[Floats], decay: float) -> Pulls:
    """Return the pulls of all sources on the acts of each world.

    Parameters
    ----------
    acts : ndarray of int, shape (worlds, acts)
        Days counted from the first of the span, in order.
    motives : sequence of ndarray, each of shape (span,)
        Daily pull of each motive's stimuli.
    decay : float
        Mean delay in days.
    """
    span, kept = len(motives[0]), math.exp(-1 / decay)
    at_acts = np.stack([np.ones(acts.shape), own_pull(acts, decay), *(pull[acts] for pull in motives)], axis=-1)
    brought = (1 - kept ** (span - 1 - acts)).sum(axis=-1)
    in_all = [np.full(len(acts), float(span)), brought, *(np.full(len(acts), pull.sum()) for pull in motives)]
    return Pulls(at_acts, np.stack(in_all, axis=-1))


def likeliest_weights(pulls: Pulls, steps: int) -> Floats:
    """Return the weights under which the acts are likeliest, by `steps` of expectation and maximisation; shape (worlds, sources)."""
    at_acts = np.ascontiguousarray(pulls.at_acts)
    weights = at_acts.shape[1] / (pulls.in_all * pulls.in_all.shape[-1])
    for _ in range(steps):
        rate = at_acts @ weights[:, :, None]
        weights = weights * ((1 / rate).swapaxes(1, 2) @ at_acts)[:, 0] / pulls.in_all
    return np.asarray(weights)


def shares_by_weights(pulls: Pulls, weights: Floats) -> Floats:
    """Return which share of the acts is expected of each source at some weights; shape (worlds, sources), summing to 1."""
    return np.asarray(parent_chances(pulls, weights).mean(axis=1))


def parent_chances(pulls: Pulls, weights: Floats) -> Floats:
    """Return the chance of each source to be the parent of each act; shape (worlds, acts, sources), summing to 1."""
    parts = pulls.at_acts * weights[:, None, :]
    return np.asarray(parts / parts.sum(axis=-1, keepdims=True))


@show_card
class Parentage(NamedTuple):
    """What was drawn of the parents.

    Attributes
    ----------
    counts : ndarray of int, shape (draws, worlds, sources)
        Acts of each source.
    weights : ndarray, shape (draws, worlds, sources)
        Of the constant acts a day, else acts an own act or a stimulus.
    chances : ndarray, shape (worlds, acts, sources)
        Of each source to be the parent of each act, mean over the draws.
    """

    counts: NDArray[np.int64]
    weights: Floats
    chances: Floats

    @property
    def shares(self) -> Floats:
        """Return the share of acts of each source; shape (draws, worlds, sources), summing to 1."""
        return np.asarray(self.counts / self.counts.sum(axis=-1, keepdims=True))

    def one_world(self) -> Parentage:
        """Return all worlds as draws of one: they are chains on the same acts."""
        shape = (-1, 1, self.counts.shape[-1])
        return Parentage(
            self.counts.reshape(shape), self.weights.reshape(shape), self.chances.mean(axis=0, keepdims=True)
        )


def draw_parents(
    pulls: Pulls, luck: np.random.Generator, *, shape: float, rate: float, draws: int, settle: int
) -> Parentage:
    """Return parents and weights drawn in turn.

    Parameters
    ----------
    pulls : Pulls
    luck : numpy.random.Generator
    shape, rate : float
        Of the gamma prior of every weight.
    draws, settle : int
        Draws that are kept, and those before them that are not.
    """
    worlds, acts, sources = pulls.at_acts.shape
    counts = np.full((worlds, sources), acts / sources)
    kept_counts, kept_weights = [], []
    chances = np.zeros(pulls.at_acts.shape)
    for step in range(settle + draws):
        weights = luck.gamma(shape + counts) / (rate + pulls.in_all)
        ends = np.cumsum(pulls.at_acts * weights[:, None, :], axis=-1)
        place = luck.random((worlds, acts, 1)) * ends[..., -1:]
        parent = (place >= ends[..., :-1]).sum(axis=-1)
        chosen = parent + sources * np.arange(worlds)[:, None]
        counts = np.bincount(chosen.ravel(), minlength=worlds * sources).reshape(worlds, sources)
        if step >= settle:
            kept_counts.append(counts)
            kept_weights.append(weights)
            chances += np.diff(ends, axis=-1, prepend=0) / ends[..., -1:]
    return Parentage(np.array(kept_counts), np.array(kept_weights), chances / max(draws, 1))
