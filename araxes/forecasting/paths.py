"""Paths: what happens within some weeks of an origin, counted over simulated histories by parameter draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from araxes.array_types import Flags, Rungs, Whole
from araxes.engines.world import World
from araxes.forecasting.targets import levels
from araxes.inputs.settings import setting


@dataclass(frozen=True)
class Paths:
    """Replicates in which something happens within h weeks; S states, D parameter draws, H horizons.

    Attributes
    ----------
    horizons : tuple of int
        Weeks ahead, 1 for the first week after the origin.
    rungs : tuple of int
        Rungs of which "an act of this rung or higher" is counted.
    coercion : int
        The rung whose first act after calm is an onset.
    reached : ndarray of int, shape (D, H, S, S, rungs)
        By directed dyad.
    reached_pair : ndarray of int, shape (D, H, S, S, rungs)
        Either way; symmetric.
    onset, onset_pair : ndarray of int, shape (D, H, S, S)
        The rung of coercion or a higher one after `hindcast.calm` weeks without.
    """

    horizons: tuple[int, ...]
    rungs: tuple[int, ...]
    coercion: int
    reached: Whole
    reached_pair: Whole
    onset: Whole
    onset_pair: Whole

    @classmethod
    def empty(cls, world: World, horizons: tuple[int, ...], draws: int) -> Paths:
        """Return counts of nothing yet."""
        states = len(world.deciding)
        by_dyad, at_least = (draws, len(horizons), states, states), levels(world.constants.quiet)
        tables = [np.zeros((*by_dyad, *more), dtype=np.int64) for more in ((len(at_least),), (len(at_least),), (), ())]
        return cls(horizons, at_least, int(setting("run.rung_coercion")), *tables)

    def add(self, rungs: Rungs, draws: Whole, calm: Rungs) -> None:
        """Count some replicates.

        Parameters
        ----------
        rungs : ndarray of int8, shape (replicates, weeks, S, S)
        draws : ndarray of int, shape (replicates,)
        calm : ndarray of int8, shape (weeks before, S, S)
            The weeks before the origin that decide whether an act comes after calm; -1 where nothing is known.
        """
        pair = either_way(rungs)
        calm_pair = either_way(calm)
        at = [h - 1 for h in self.horizons]
        for acts, before, reached, onset in (
            (rungs, calm, self.reached, self.onset),
            (pair, calm_pair, self.reached_pair, self.onset_pair),
        ):
            top = np.maximum.accumulate(acts, axis=1)[:, at]
            found = top[..., None] >= np.array(self.rungs)
            begun = np.logical_or.accumulate(onsets(acts >= self.coercion, before >= self.coercion), axis=1)[:, at]
            for place, draw in enumerate(draws.tolist()):
                reached[draw] += found[place]
                onset[draw] += begun[place]


def either_way(rungs: Rungs) -> Rungs:
    """Return the higher of the rungs that two states address to each other, shape (..., states, states)."""
    return np.asarray(np.maximum(rungs, np.einsum("...ij->...ji", rungs)))


def onsets(acts: Flags, before: Flags) -> Flags:
    """Return in which weeks coercion follows calm: an act now, none in as many weeks before as `before` has.

    Parameters
    ----------
    acts : ndarray of bool, shape (replicates, weeks, S, S)
    before : ndarray of bool, shape (weeks before, S, S)

    Returns
    -------
    ndarray of bool, shape of `acts`
    """
    length = len(before)
    whole = np.concatenate([np.broadcast_to(before, (len(acts), *before.shape)), acts], axis=1)
    sums = np.cumsum(np.pad(whole, ((0, 0), (1, 0), (0, 0), (0, 0))), axis=1, dtype=np.int16)
    weeks = acts.shape[1]
    recent = sums[:, length : length + weeks] - sums[:, :weeks]
    return np.asarray(acts & (recent == 0))


def past_calm(world: World) -> Rungs:
    """Return the weeks before the origin that say whether a dyad has been calm, shape (`hindcast.calm`, S, S).

    Weeks of which nothing is known, or from before the record, are -1: they hold no known coercion.
    """
    length, states = int(setting("hindcast.calm")), world.deciding
    known = world.warm.rungs[:, states][:, :, states][-length:] if length else world.warm.rungs[:0, :1, :1]
    missing = np.full((length - len(known), len(states), len(states)), -1, dtype=np.int8)
    return np.concatenate([missing, known])
