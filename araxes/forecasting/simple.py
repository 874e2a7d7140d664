"""Simple forecasters: climatology, persistence, recency, a Markov chain, and averages of them.

The simple baselines: climatology of all dyads and of each, half persistence, and recency.

Recency (exponentially weighted frequencies) is hard to beat week by week; its shares are blended with the dyad's climatology or with the
recent pool of all dyads. What any of them says holds for every horizon, except that half persistence repeats the last rung only.

A shrunk Markov chain: what a dyad does next, given what it did last.

    Q_ij(m, k) = (n_ij(m, k) + w B_ij(m, k)) / (n_ij(m) + w),      B_ij(m, k) = (C_ij(k) + R(m, k)) / 2

n counts transitions between weeks that follow each other (never across a gap), C is the dyad's climatology, R the pooled transitions.
Several weeks ahead the chain is run that often.

Frequencies: how often each rung was seen, forgotten by half-lives, and blended with a broader frequency.

    N_ij(k) = sum over past weeks of 2^(-age / half-life) 1{Y_ij = k}        age 0 is the last week
    blended = (N_ij(k) + w B(k)) / (N_ij + w)                                w weeks of the broader frequency B

Unobserved weeks count nothing and age what came before them, so no lag reaches across a gap.

The Bayesian average of recencies, for each dyad: members that forecast a dyad well of late speak louder for it.

    weight_m proportional to exp(sum over past weeks of f^age log p_m(Y))

p_m(Y) is the chance that member m, h weeks before, gave to what came; f forgets. Members are recencies of several half-lives blended with
the recent pool, the dyad's climatology, and the pool itself (Raftery and others 2010 average with forgetting).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from araxes.array_types import Floats
from araxes.forecasting.targets import WeeklyRungs, indicators, repeat_over_horizons
from araxes.inputs.parameters import setting
from araxes.rules.arrays import decayed_counts
from araxes.rules.memory import UNOBSERVED, share_kept


def counts_at_end(counts: Floats, half_life: float) -> Floats:
    """Return decayed counts at the end of the last week.

    Parameters
    ----------
    counts : ndarray of float, shape (weeks, ...)
    half_life : float
        In weeks.

    Returns
    -------
    ndarray of float, shape (...)
    """
    return decayed_counts(counts, share_kept(half_life))


def pooled_shares(seen: Floats) -> Floats:
    """Return the shares of the rungs over all dyads and weeks, shape (rungs,), from indicators of shape (weeks, states, states, rungs)."""
    return floored_shares(seen.sum(axis=(0, 1)).sum(axis=0))


def recent_pool(seen: Floats) -> Floats:
    """Return the shares of the rungs over all dyads in recent weeks, shape (rungs,)."""
    return floored_shares(counts_at_end(seen.sum(axis=1).sum(axis=1), setting("hindcast.pool_half_life")))


def floored_shares(counts: Floats) -> Floats:
    """Return counts over the last axis as shares, with a floor that keeps every rung possible."""
    lifted = counts + setting("hindcast.pool_floor") / counts.shape[-1]
    return np.asarray(lifted / lifted.sum(axis=-1, keepdims=True))


def blend_frequencies(counts: Floats, weight: float, broader: ArrayLike) -> Floats:
    """Return counts as shares over the last axis, blended with `weight` weeks of a broader frequency."""
    total = counts.sum(axis=-1, keepdims=True) + weight
    return np.asarray(
        np.where(total > 0, counts + weight * np.asarray(broader), broader) / np.where(total > 0, total, 1)
    )


def climatology(seen: Floats) -> Floats:
    """Return each dyad's shares over all past weeks, blended with the pooled ones, shape (states, states, rungs)."""
    return blend_frequencies(seen.sum(axis=0), setting("hindcast.climatology_shrinkage"), pooled_shares(seen))


@dataclass(frozen=True)
class Pooled:
    """The shares of all dyads and weeks, the same for every dyad."""

    n_rungs: int
    name: str = "pooled climatology"

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen = indicators(past.rungs, self.n_rungs)
        return repeat_over_horizons(np.broadcast_to(pooled_shares(seen), seen.shape[1:]), horizons)


@dataclass(frozen=True)
class Climatology:
    """Each dyad's shares over all past weeks."""

    n_rungs: int
    name: str = "dyad climatology"

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        return repeat_over_horizons(climatology(indicators(past.rungs, self.n_rungs)), horizons)


@dataclass(frozen=True)
class Persistence:
    """Half the last observed rung, half climatology."""

    n_rungs: int
    name: str = "half persistence"

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen, share = indicators(past.rungs, self.n_rungs), setting("hindcast.persistence")
        usual = climatology(seen)
        last = indicators(last_rungs(past), self.n_rungs)
        kept = last.sum(axis=-1, keepdims=True) * share
        return repeat_over_horizons(share * last + (1 - kept) * usual, horizons)


def last_rungs(past: WeeklyRungs) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    """Return the last observed rung of every dyad, shape (states, states); -1 where there is none."""
    last = np.full(past.rungs.shape[1:], UNOBSERVED, dtype=np.int8)
    for week in past.rungs:
        last = np.where(week != UNOBSERVED, week, last)
    return last


@dataclass(frozen=True)
class Recency:
    """Recent frequencies of each dyad, blended with its climatology or with the recent pool.

    Attributes
    ----------
    n_rungs : int
    half_life : float
        In weeks.
    to_pool : bool
        Blend with the pool rather than with the dyad's climatology.
    """

    n_rungs: int
    half_life: float
    to_pool: bool = False

    @property
    def name(self) -> str:
        """Return what tables call it: recency, its half-life, what it is blended with."""
        return f"recency {self.half_life:g} to {'pool' if self.to_pool else 'climatology'}"

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen = indicators(past.rungs, self.n_rungs)
        counts = counts_at_end(seen, self.half_life)
        if self.to_pool:
            return repeat_over_horizons(
                blend_frequencies(counts, setting("hindcast.recency_pool_shrinkage"), recent_pool(seen)), horizons
            )
        return repeat_over_horizons(
            blend_frequencies(counts, setting("hindcast.recency_shrinkage"), climatology(seen)), horizons
        )


@dataclass(frozen=True)
class Markov:
    """A shrunk Markov chain of each dyad; from an unobserved week it starts at the dyad's climatology."""

    n_rungs: int
    name: str = "Markov chain"

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen = indicators(past.rungs, self.n_rungs)
        usual = climatology(seen)
        moves = transitions(seen, usual)
        now = seen[-1] if len(seen) else np.zeros_like(usual)
        now = np.where(now.sum(axis=-1, keepdims=True) > 0, now, usual)
        ahead = []
        for _ in range(max(horizons)):
            now = np.einsum("ijm,ijmk->ijk", now, moves)
            ahead.append(now)
        return np.stack([ahead[horizon - 1] for horizon in horizons])


def transitions(seen: Floats, usual: Floats) -> Floats:
    """Return the chance of each rung after each, shape (states, states, rungs, rungs).

    Parameters
    ----------
    seen : ndarray of float, shape (weeks, states, states, rungs)
        Indicators of the past rungs.
    usual : ndarray of float, shape (states, states, rungs)
        Climatology of each dyad.
    """
    counts = np.einsum("wijm,wijk->ijmk", seen[:-1], seen[1:])
    weight = setting("hindcast.markov_shrinkage")
    region = blend_frequencies(counts.sum(axis=0).sum(axis=0), weight, pooled_shares(seen))
    return blend_frequencies(counts, weight, 0.5 * (usual[:, :, None] + region))


def half_lives() -> list[float]:
    """Return the half-lives that are tried, in weeks: each twice the one before."""
    found = [setting("hindcast.half_life_shortest")]
    while found[-1] * 2 <= setting("hindcast.half_life_longest"):
        found.append(found[-1] * 2)
    return found


@dataclass(frozen=True)
class BayesAverage:
    """The average; with no past all members weigh the same."""

    n_rungs: int
    name: str = "Bayesian average"

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `Forecaster`."""
        seen = indicators(past.rungs, self.n_rungs)
        members = member_histories(seen)
        return np.stack([_averaged(members, seen, horizon) for horizon in horizons])


def member_histories(seen: Floats) -> Floats:
    """Return what every member said before each past week and after the last, shape (weeks + 1, members, states, states, rungs)."""
    lives, floor = half_lives(), setting("hindcast.average_shrinkage")
    keep = np.array([share_kept(life) for life in lives])[:, None, None, None]
    pool_keep = share_kept(setting("hindcast.pool_half_life"))
    counts = np.zeros((len(lives), *seen.shape[1:]))
    ever, region, recent = np.zeros(seen.shape[1:]), np.zeros(seen.shape[-1]), np.zeros(seen.shape[-1])
    out = np.empty((len(seen) + 1, len(lives) + 2, *seen.shape[1:]))
    for week in range(len(seen) + 1):
        pool = floored_shares(recent)
        out[week, : len(lives)] = blend_frequencies(counts, floor, pool)
        out[week, len(lives)] = blend_frequencies(
            ever, setting("hindcast.climatology_shrinkage"), floored_shares(region)
        )
        out[week, len(lives) + 1] = pool
        if week < len(seen):
            together = seen[week].sum(axis=0).sum(axis=0)
            counts = keep * counts + seen[week]
            ever, region, recent = ever + seen[week], region + together, pool_keep * recent + together
    return out


def _averaged(members: Floats, seen: Floats, horizon: int) -> Floats:
    """Return the average of what the members say now, weighed by what they said `horizon` weeks before each past week."""
    spoken = members[: max(len(seen) - horizon + 1, 0)]
    came = seen[horizon - 1 :]
    given = np.einsum("wmijk,wijk->wmij", spoken, came)
    known = came.sum(axis=-1)[:, None] > 0
    mix = setting("hindcast.mix")
    floor = mix / seen.shape[-1]
    logs = np.log(np.where(known, (1 - mix) * given + floor, 1))
    ages = np.arange(len(logs))[::-1]
    record = np.tensordot(setting("hindcast.average_forgetting") ** ages, logs, axes=(0, 0))
    weight = np.exp(record - record.max(axis=0))
    return np.asarray(np.einsum("mij,mijk->ijk", weight / weight.sum(axis=0), members[-1]))
