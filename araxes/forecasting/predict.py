"""Prediction: what an ensemble says about the weeks ahead, with luck and what is not known about weights and judged values told apart.

The chance of each rung in a week is the mean of the exact conditional distributions of all replicates (`araxes.engines.foresight`), with a
declared share of the record's pooled climatology, as in every forecast it is scored beside: coders err, and habit cannot know how. The
chance of an act within some weeks, and of an onset after calm, is a share of the simulated paths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from araxes.array_types import Floats, Rungs, Whole
from araxes.engines.ensemble import Histories, Progress, counter
from araxes.engines.foresight import foresee
from araxes.engines.outside import FREE
from araxes.engines.world import World
from araxes.forecasting.frequencies import pooled
from araxes.forecasting.paths import Paths, past_calm
from araxes.forecasting.record import indicators
from araxes.inputs.settings import setting
from araxes.options import KERNEL
from araxes.results.tally import Tally


@dataclass(frozen=True)
class Prediction:
    """What is to be expected of the weeks after an origin; S states, K rungs, D parameter draws, H horizons.

    Attributes
    ----------
    world : World
    horizons : tuple of int
        Weeks ahead, 1 for the first week after the origin; rising.
    count : ndarray of int, shape (D,)
        Replicates of each parameter draw.
    cumulative : ndarray of float, shape (D, H, S, S, K - 1)
        P(Y <= k) in the h-th week by parameter draw; 0 on the diagonal and where a draw has no replicate.
    squares : ndarray of float, shape (H, S, S, K - 1)
        Mean over replicates of the square of their conditional P(Y <= k).
    paths : Paths or None
        What happens within h weeks, by parameter draw, where it was asked for.
    tally : Tally or None
        The paths week by week, where they were asked for.
    samples : ndarray of int8, shape (replicates, weeks, S, S)
        The first paths, at most `forecast.samples`, -1 on the diagonal; none where paths were not asked for.
    asked : int, optional
        How many replicates were asked for; as many as there are when not given.
    """

    world: World
    horizons: tuple[int, ...]
    count: Whole
    cumulative: Floats
    squares: Floats
    paths: Paths | None = None
    tally: Tally | None = None
    samples: Rungs | None = None
    asked: int | None = None

    @property
    def interrupted(self) -> bool:
        """Return whether the simulation was stopped before all replicates were finished."""
        return self.asked is not None and self.replicates < self.asked

    @property
    def replicates(self) -> int:
        """Return how many replicates were finished."""
        return int(self.count.sum())

    @property
    def states(self) -> list[str]:
        """Return the codes of the states, alphabetical."""
        return self.world.states

    def chances(self) -> Floats:
        """Return the chance of each rung, shape (H, S, S, K); sums to 1, 0 on the diagonal."""
        return chances(np.tensordot(self.count, self.cumulative, axes=1) / self.replicates)

    def at_least(self) -> Floats:
        """Return P(Y >= k) in the h-th week, shape (H, S, S, K - 1), for every rung k but the lowest; nan on the diagonal."""
        above = 1 - np.tensordot(self.count, self.cumulative, axes=1) / self.replicates
        return blank_diagonal(above)

    def weights_share(self) -> Floats:
        """Return the share of the variance of "rung k or higher in the h-th week" that lies between parameter draws, shape of `at_least`.

        The rest is luck: it would remain if weights and judged values were known. Corrected for the replicates of a draw being few; by
        chance it may fall a little below 0.
        """
        chance = self.at_least()
        within = self.squares - np.tensordot(self.count, self.cumulative**2, axes=1) / self.replicates
        return share_between(1 - self.cumulative, chance, within, self.count)


def predict(
    world: World,
    horizons: Sequence[int],
    seed: int,
    replicates: int,
    *,
    fixed: bool = False,
    engine: str = KERNEL,
    workers: int | None = None,
    paths: bool = True,
    mix: float | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Prediction:
    """Simulate a world and return what is to be expected.

    Parameters
    ----------
    world : World
        Its horizon is at least the furthest of `horizons`.
    horizons : sequence of int
        Weeks ahead, at least 1.
    seed, fixed, engine, workers
        As for `araxes.engines.ensemble.histories`.
    replicates : int
    paths : bool
        Whether chances within h weeks and the tally are wanted.
    mix : float, optional
        Share of pooled climatology in the chances of rungs; `hindcast.mix` of `params/settings.toml` where not given.
    progress : callable, optional
        Told how many replicates were finished.
    announce : callable, optional
        Told before the kernel is compiled.

    Raises
    ------
    KeyboardInterrupt
        When interrupted before any replicate was finished.
    """
    ahead = tuple(sorted(set(horizons)))
    states, rungs = len(world.deciding), len(world.constants.hostility)
    draws = 1 if fixed else world.n_draws
    shape = (len(ahead), states, states, rungs - 1)
    sums, squares, count = np.zeros((draws, *shape)), np.zeros(shape), np.zeros(draws, dtype=np.int64)
    events = Paths.empty(world, ahead, draws) if paths else None
    tally, calm = Tally(world) if paths else None, past_calm(world)
    samples: list[Rungs] = []
    share = (setting("hindcast.mix") if mix is None else mix) * drawn(world, ahead)
    pool = share * pooled_cumulative(world)
    found = foresee(
        world, [h - 1 for h in ahead], range(replicates), seed,
        fixed=fixed, engine=engine, workers=workers, announce=announce,
    )  # fmt: skip
    try:
        for numbers, part in found:
            draw = np.asarray(numbers) % draws
            for d, own in zip(draw, part.cumulative, strict=True):  # one after the other: chunks change no bit
                one = (1 - share) * own + pool
                sums[d] += one
                squares += one * one
            count += np.bincount(draw, minlength=draws)
            if events is not None and tally is not None:
                events.add(part.rungs, draw, calm)
                tally.add(numbers, Histories(part.rungs, part.status), counter(engine))
                samples += [part.rungs] if numbers[0] < setting("forecast.samples") else []
            if progress:
                progress(len(numbers))
    except KeyboardInterrupt:
        if not count.any():
            raise
    means = sums / np.maximum(count, 1)[:, None, None, None, None]
    kept = np.concatenate(samples)[: int(setting("forecast.samples"))] if samples else None
    return Prediction(world, ahead, count, means, squares / count.sum(), events, tally, kept, replicates)


def drawn(world: World, horizons: Sequence[int]) -> Floats:
    """Return 1 for every act that is drawn and 0 for those that a scenario forces, shape (H, S, S, 1)."""
    free = world.forced_rungs[[h - 1 for h in horizons]] == FREE
    return np.asarray(free[np.ix_(range(len(horizons)), world.deciding, world.deciding)][..., None], dtype=np.float64)


def pooled_cumulative(world: World) -> Floats:
    """Return P(Y <= k) of the record's pooled climatology before the origin, shape (S, S, K - 1), 0 on the diagonal."""
    states = np.ix_(range(len(world.warm.rungs)), world.deciding, world.deciding)
    shares = pooled(indicators(world.warm.rungs[states], len(world.constants.hostility)))
    return np.asarray(~np.eye(len(world.deciding), dtype=bool)[..., None] * np.cumsum(shares)[:-1])


def chances(cumulative: Floats) -> Floats:
    """Return the chances of all rungs from P(Y <= k) of all but the last, along the last axis; 0 on the diagonal of states.

    Parameters
    ----------
    cumulative : ndarray of float, shape (..., states, states, rungs - 1)
    """
    *outer, states, _, _ = cumulative.shape
    ends = (*outer, states, states, 1)
    out = np.diff(np.concatenate([np.zeros(ends), cumulative, np.ones(ends)], axis=-1), axis=-1)
    out = np.maximum(out, 0)
    out[..., range(states), range(states), :] = 0
    return out


def blank_diagonal(values: Floats) -> Floats:
    """Return values, shape (..., states, states, something), with nan where actor and target are the same."""
    out = np.array(values)
    *_, states, _ = out.shape
    out[..., range(states), range(states), :] = np.nan
    return out


def share_between(by_draw: Floats, chance: Floats, within: Floats, count: Whole) -> Floats:
    """Return which share of the variance of an event lies between parameter draws.

    Parameters
    ----------
    by_draw : ndarray of float, shape (draws, ...)
        Chance of the event by draw; rows of draws without replicates are not read.
    chance : ndarray of float, shape (...)
        Chance over all.
    within : ndarray of float, shape (...)
        Variance of a replicate's (conditional) chance within its draw, mean over replicates, not yet corrected for few replicates.
    count : ndarray of int, shape (draws,)

    Returns
    -------
    ndarray of float
        Var(E[event | draw]) / Var(event), without bias, hence sometimes below 0; 0 where the event is certain either way, nan where no
        draw has two replicates: then luck cannot be told from weights.
    """
    used = count > 0
    n, d = count.sum(), int(used.sum())
    weight = count[used] / n
    spread = np.tensordot(weight, (by_draw[used] - chance) ** 2, axes=1)
    noise = within * ((d - 1) / (n - d) if n > d else np.nan if d > 1 else 0)
    total = chance * (1 - chance)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(total > 0, (spread - noise) / total, 0)
    return np.where(np.isnan(chance), np.nan, share)
