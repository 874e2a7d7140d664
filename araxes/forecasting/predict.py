"""Prediction: what an ensemble says about the weeks ahead, with luck and what is not known about weights and judged values told apart.

The chance of each rung in a week is the mean of the exact conditional distributions of all replicates (`araxes.engines.ensemble`), with a
declared share of the record's pooled climatology, as in every forecast it is scored beside: coders err, and habit cannot know how. The
chance of an act within some weeks, and of an onset after calm, is a share of the simulated paths.

Paths: what happens within some weeks of an origin, counted over simulated histories by parameter draw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from araxes.array_types import Flags, Floats, Rungs, Whole
from araxes.display import show_card
from araxes.engines.calendar import FREE
from araxes.engines.ensemble import Histories, Progress, counter, foresee
from araxes.engines.world import World
from araxes.forecasting.simple import pooled_shares
from araxes.forecasting.targets import event_levels, indicators
from araxes.inputs.parameters import setting
from araxes.options import KERNEL
from araxes.results.tally import Tally


@show_card
@dataclass(frozen=True)
class PathCounts:
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
    def empty(cls, world: World, horizons: tuple[int, ...], draws: int) -> PathCounts:
        """Return counts of nothing yet."""
        states = len(world.deciding)
        by_dyad, at_least = (draws, len(horizons), states, states), event_levels(world.constants.quiet)
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
            begun = np.logical_or.accumulate(coercion_onsets(acts >= self.coercion, before >= self.coercion), axis=1)[
                :, at
            ]
            for place, draw in enumerate(draws.tolist()):
                reached[draw] += found[place]
                onset[draw] += begun[place]


def either_way(rungs: Rungs) -> Rungs:
    """Return the higher of the rungs that two states address to each other, shape (..., states, states)."""
    return np.asarray(np.maximum(rungs, np.einsum("...ij->...ji", rungs)))


def coercion_onsets(acts: Flags, before: Flags) -> Flags:
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


@show_card
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
    paths : PathCounts or None
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
    paths: PathCounts | None = None
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
        return rung_chances(np.tensordot(self.count, self.cumulative, axes=1) / self.replicates)

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
    events = PathCounts.empty(world, ahead, draws) if paths else None
    tally, calm = Tally(world) if paths else None, past_calm(world)
    samples: list[Rungs] = []
    share = (setting("hindcast.mix") if mix is None else mix) * drawn_cells(world, ahead)
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


def drawn_cells(world: World, horizons: Sequence[int]) -> Floats:
    """Return 1 for every act that is drawn and 0 for those that a scenario forces, shape (H, S, S, 1)."""
    free = world.forced_rungs[[h - 1 for h in horizons]] == FREE
    return np.asarray(free[np.ix_(range(len(horizons)), world.deciding, world.deciding)][..., None], dtype=np.float64)


def pooled_cumulative(world: World) -> Floats:
    """Return P(Y <= k) of the record's pooled climatology before the origin, shape (S, S, K - 1), 0 on the diagonal."""
    states = np.ix_(range(len(world.warm.rungs)), world.deciding, world.deciding)
    shares = pooled_shares(indicators(world.warm.rungs[states], len(world.constants.hostility)))
    return np.asarray(~np.eye(len(world.deciding), dtype=bool)[..., None] * np.cumsum(shares)[:-1])


def rung_chances(cumulative: Floats) -> Floats:
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
