"""The model beside the weeks of the record: clustering of hostile weeks, violence foretold, chances week by week.

Clustering: whether hostile weeks of a pair come in spells as they do in the record, beside how many there are.

A pair's week is hostile where either side is. Hostile weeks at most `health.join` weeks apart are one spell, weeks of coercion one crisis.

    autocorrelation   sum of (x_t - m)(x_{t+lag} - m) / sum of (x_t - m)^2
    dispersion        variance over mean of hostile weeks counted in blocks; coin flips that fall hostile with chance p have 1 - p

Violence: whether the rule foretells violence within a quarter better than habit alone does, quarter by quarter of the record.

Spans do not overlap, so quarters can be resampled as they are. Estimates and dated values are those known before each origin; habit is
the same model with the weights of all that a record speaks of set to 0.

Chances on record: how likely a hostile act was in every week of the record, by the rule, which knew the weeks before alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from araxes import dims
from araxes.array_types import Floats, Rungs, Whole
from araxes.display import show_card
from araxes.engines.cache import Shelf
from araxes.engines.datasets import mondays, record_dataset
from araxes.engines.ensemble import Progress
from araxes.engines.past import mean_weights, record_before
from araxes.engines.world import World, prepare
from araxes.inputs.constants import constants
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario, load
from araxes.records.history import days
from araxes.records.replay import luck_of_record
from araxes.results import intervals
from araxes.results.free_runs import date_setting, free_scenario, simulated_rungs
from araxes.results.tally import hard_rungs
from araxes.rules.arrays import TermWeights
from araxes.units import week_number

if TYPE_CHECKING:
    import xarray as xr


Events = NDArray[np.bool_]
Measure = Callable[[Rungs], Floats]
"""From the rungs of both halves of a pair, shape (runs, weeks, halves), what is measured, shape (runs,)."""

IN_FULL = (("AZE", "IRN"), ("ARM", "AZE"))
"""Pairs of which everything is measured: those with most hostile weeks."""

COUNTED = (("ARM", "RUS"), ("AZE", "RUS"), ("RUS", "TUR"), ("IRN", "TUR"))
"""Pairs of which hostile weeks are counted."""

ALL = "all pairs"
HOSTILE_WEEKS = "hostile weeks"
COERCION_WEEKS = "weeks of coercion"
LONGEST_GAP = "longest gap between hostile spells"
CRISIS_LENGTH = "mean length of crises"


def autocorrelation_name(lag: int) -> str:
    """Return what the autocorrelation at a lag is called."""
    return f"autocorrelation, lag {lag}"


def autocorrelation(events: Events, lag: int) -> Floats:
    """Return the autocorrelation of weeks that have or have not an event, shape (...,); nan where all are alike.

    Parameters
    ----------
    events : ndarray of bool, shape (..., weeks)
    lag : int
        Weeks, from 1 to one less than there are.
    """
    apart = events - events.mean(axis=-1, keepdims=True)
    together = (apart[..., lag:] * apart[..., :-lag]).sum(axis=-1)
    total = (apart**2).sum(axis=-1)
    alike = events.all(axis=-1) | ~events.any(axis=-1)
    return np.asarray(np.divide(together, total, out=np.full(total.shape, np.nan), where=~alike))


def dispersion(events: Events, block: int) -> Floats:
    """Return the variance over the mean of how many events fall into each block of weeks, shape (...,); nan where there is none.

    Parameters
    ----------
    events : ndarray of bool, shape (..., weeks)
    block : int
        Weeks; those left over at the end do not count.
    """
    blocks = events.shape[-1] // block
    counts = events[..., : blocks * block].reshape(*events.shape[:-1], blocks, block).sum(axis=-1)
    mean = counts.mean(axis=-1)
    return np.asarray(np.divide(counts.var(axis=-1), mean, out=np.full(mean.shape, np.nan), where=mean > 0))


def spells(events: Events, join: int) -> Whole:
    """Return the first and the last week of every spell, shape (spells, 2).

    Parameters
    ----------
    events : ndarray of bool, shape (weeks,)
    join : int
        Events at most so many weeks apart belong together.
    """
    weeks = np.flatnonzero(events)
    if not len(weeks):
        return np.zeros((0, 2), dtype=np.int64)
    breaks = np.flatnonzero(np.diff(weeks) > join)
    return np.stack([weeks[np.concatenate([[0], breaks + 1])], weeks[np.concatenate([breaks, [-1]])]], axis=1)


def spell_lengths(events: Events, join: int) -> Whole:
    """Return how many weeks every spell lasts, from its first event to its last; arguments as for `spells`."""
    found = spells(events, join)
    return np.asarray(found[:, 1] - found[:, 0] + 1)


def longest_spell(events: Events, join: int) -> Floats:
    """Return the length of the longest spell, 0 where there is none, shape (runs,); `events` has shape (runs, weeks)."""
    return np.array([spell_lengths(run, join).max(initial=0) for run in events], dtype=float)


def longest_gap(events: Events, join: int) -> Floats:
    """Return the weeks from the end of a spell to the beginning of the next, the most of them; nan where there are fewer than two spells.

    Shape (runs,); `events` has shape (runs, weeks). Quiet weeks before the first and after the last spell are no gap.
    """
    gaps = [found[1:, 0] - found[:-1, 1] for found in (spells(run, join) for run in events)]
    return np.array([run.max() if len(run) else np.nan for run in gaps], dtype=float)


def mean_length(pairs: Events, join: int) -> Floats:
    """Return the mean length of the spells of some pairs together, nan where there is none.

    Parameters
    ----------
    pairs : ndarray of bool, shape (pairs, runs, weeks)
    join : int

    Returns
    -------
    ndarray of float, shape (runs,)
    """
    runs = [np.concatenate([spell_lengths(pair, join) for pair in run]) for run in pairs.swapaxes(0, 1)]
    return np.array([run.mean() if len(run) else np.nan for run in runs])


def share_below(runs: Floats, observed: float) -> float:
    """Return the share of runs that lie below what was observed, those that are equal counted half; runs that are nan do not count."""
    known = runs[~np.isnan(runs)]
    if not len(known) or np.isnan(observed):
        return float("nan")
    return float(((known < observed) + 0.5 * (known == observed)).mean())


def pair_measures(quiet: int, levels: int) -> dict[str, Measure]:
    """Return what is measured of a pair, by name.

    Parameters
    ----------
    quiet : int
        Acts above this rung are hostile.
    levels : int
        Number of rungs.
    """
    hard, join, block = hard_rungs(levels)[0], int(setting("health.join")), int(setting("health.block"))
    lags = [int(setting(f"health.lag_{name}")) for name in ("first", "second", "third")]

    def hostile(acts: Rungs) -> Events:
        return np.asarray((acts > quiet).any(axis=-1))

    def coercive(acts: Rungs) -> Events:
        return np.asarray((acts >= hard).any(axis=-1))

    return {
        HOSTILE_WEEKS: lambda acts: hostile(acts).sum(axis=-1).astype(float),
        "weeks hostile on both sides": lambda acts: (acts > quiet).all(axis=-1).sum(axis=-1).astype(float),
        **{autocorrelation_name(lag): lambda acts, lag=lag: autocorrelation(hostile(acts), lag) for lag in lags},  # type: ignore[misc]
        f"dispersion in {block} weeks": lambda acts: dispersion(hostile(acts), block),
        "longest hostile spell": lambda acts: longest_spell(hostile(acts), join),
        LONGEST_GAP: lambda acts: longest_gap(hostile(acts), join),
        COERCION_WEEKS: lambda acts: coercive(acts).sum(axis=-1).astype(float),
        CRISIS_LENGTH: lambda acts: mean_length(coercive(acts)[None], join),
    }


def clustering_table(runs: Rungs, record: Rungs, states: list[str], quiet: int, levels: int) -> pd.DataFrame:
    """Return clustering and levels of hostile weeks, of the record and of free runs.

    Parameters
    ----------
    runs : ndarray of int8, shape (runs, weeks, states, states)
    record : ndarray of int8, shape (weeks, states, states)
        The weeks that followed.
    states : list of str
        Codes.
    quiet, levels : int
        As for `pair_measures`.

    Returns
    -------
    pandas.DataFrame
        Columns pair, measure, observed, low, median, high (the middle `health.band` of the runs), below (share of runs below what was
        observed), inside.
    """
    tail = (1 - setting("health.band")) * 0.5
    rows = []
    for pair, name, found, seen in _measured(runs, record, states, quiet, levels):
        known = found[~np.isnan(found)]
        low, median, high = np.quantile(known if len(known) else [np.nan], [tail, 0.5, 1 - tail])
        below = share_below(found, seen)
        rows.append(
            {
                "pair": pair,
                "measure": name,
                "observed": seen,
                "low": low,
                "median": median,
                "high": high,
                "below": below,
                "inside": bool(tail <= below <= 1 - tail),
            }
        )
    return pd.DataFrame(rows)


def _measured(
    runs: Rungs, record: Rungs, states: list[str], quiet: int, levels: int
) -> Iterator[tuple[str, str, Floats, float]]:
    """Yield pair, measure, what the runs have, shape (runs,), and what the record has."""
    every = pair_measures(quiet, levels)
    for pairs, chosen in ((IN_FULL, every), (COUNTED, {HOSTILE_WEEKS: every[HOSTILE_WEEKS]})):
        for pair in pairs:
            here, seen = (halves_of_pair(acts, states, pair) for acts in (runs, record[None]))
            for name, measure in chosen.items():
                yield "-".join(pair), name, measure(here), float(measure(seen)[0])
    hard, join = hard_rungs(levels)[0], int(setting("health.join"))

    def crises(acts: Rungs) -> Floats:
        names = [(a, b) for a in states for b in states if a < b]
        coercive = np.stack([(halves_of_pair(acts, states, pair) >= hard).any(axis=-1) for pair in names])
        return mean_length(coercive, join)

    yield ALL, CRISIS_LENGTH, crises(runs), float(crises(record[None])[0])


def halves_of_pair(acts: Rungs, states: list[str], pair: tuple[str, str]) -> Rungs:
    """Return what the two sides of a pair do to each other, shape (..., weeks, 2), of acts of shape (..., weeks, states, states)."""
    i, j = (states.index(code) for code in pair)
    return np.stack([acts[..., i, j], acts[..., j, i]], axis=-1)


@show_card
class Foretold(NamedTuple):
    """How violence within a quarter was foretold.

    Attributes
    ----------
    quarters : int
    happened : int
        Directed dyads and quarters with violence.
    skill, low, high : float
        Brier skill of the rule over habit alone, and the interval of it.
    """

    quarters: int
    happened: int
    skill: float
    low: float
    high: float


def quarters(end: datetime.date) -> list[datetime.date]:
    """Return the origins a quarter apart from `health.scored_origin` on, each with a whole quarter before `end`."""
    first, span = date_setting("scored_origin"), days(int(setting("compare.window_middle")))
    return [first + span * k for k in range((end - first) // span)]


def violence_foretold(end: datetime.date, replicates: int, seed: int = 1, progress: Progress | None = None) -> Foretold:
    """Return how violence within a quarter was foretold, up to the record's end."""
    rule = load("baseline")
    habit = load("baseline", sets={f"behaviour.weight.{name}": 0 for name in TermWeights._fields})
    world = prepare(free_scenario(end, 1))
    acts, weeks = record_dataset(world)["rung"].values, int(setting("compare.window_middle"))
    violent = hard_rungs(len(world.constants.hostility))[1]
    scores, happened = [], 0
    for origin in quarters(end):
        begin = len(acts) - (end - origin) // days(1)
        came = (acts[begin : begin + weeks] >= violent).any(axis=0)
        happened += int(came.sum())
        free = [free_scenario(origin, weeks, base) for base in (rule, habit)]
        shelf = Shelf(free[0])
        chances = [
            violence_chance(prepare(one, shelf=shelf), violent, replicates, seed, progress=progress) for one in free
        ]
        scores.append([float(((chance - came) ** 2).sum()) for chance in chances])
    of_rule, of_habit = np.array(scores).T
    return Foretold(len(scores), happened, *violence_skill(of_rule, of_habit, seed))


def violence_chance(
    world: World, violent: int, replicates: int, seed: int = 1, progress: Progress | None = None
) -> Floats:
    """Return the chance that a dyad reaches the rung `violent` within the horizon, shape (states, states)."""
    acts = simulated_rungs(world, replicates, seed, progress=progress)
    return np.asarray((acts >= violent).any(axis=1).mean(axis=0))


def violence_skill(score: Floats, reference: Floats, seed: int = 1) -> tuple[float, float, float]:
    """Return 1 - sum of scores / sum of the reference's, and the ends of its interval by resampling origins; all of shape (origins,)."""
    taken = intervals.piece_picks(np.ones(len(score), dtype=np.int64), int(setting("compare.resamples")), seed)
    tail = (1 - setting("compare.level")) * 0.5
    low, high = np.quantile(1 - (taken @ score) / (taken @ reference), [tail, 1 - tail])
    return float(1 - score.sum() / reference.sum()), float(low), float(high)


def record_chances(scenario: Scenario) -> xr.Dataset:
    """Return how likely a hostile act was in every week of the record before a scenario's start.

    Parameters
    ----------
    scenario : Scenario
        Its weights are taken at their means.

    Returns
    -------
    xarray.Dataset
        Dims (week, actor, target): `rung` (what was observed, -1 where nothing is known), `pushed` (the chance of a hostile act) and
        `habit` (the same with all weights at 0); the chances of weeks in which nothing is known are nan.
    """
    import xarray as xr  # heavy; needed only here

    past, rules, weights = record_before(scenario), constants(scenario.region), mean_weights(scenario)
    none, axes = TermWeights(*[np.zeros_like(weight) for weight in weights]), (dims.WEEK, dims.ACTOR, dims.TARGET)
    chances = {
        name: (axes, 1 - luck_of_record(past, rules, used).friendly)
        for name, used in (("pushed", weights), ("habit", none))
    }
    weeks, states = len(past.acts), list(scenario.region.states)
    coords = {
        dims.WEEK: mondays(week_number(scenario.start) - weeks, weeks),
        dims.ACTOR: states,
        dims.TARGET: states,
    }
    return xr.Dataset({"rung": (axes, past.acts), **chances}, coords)
