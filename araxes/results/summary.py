"""What a run comes to: weeks with hostile acts and chances of acts by dyad, beside the record, as a table and in sentences."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from araxes.array_types import Floats, Rungs
from araxes.engines.world import World
from araxes.inputs.parameters import setting
from araxes.results.intervals import Credible, credible, credible_chance, never_seen, told_from_luck
from araxes.results.tally import COERCIVE, HOSTILE, VIOLENT, Tally, outcomes, quantile_levels
from araxes.rules.memory import UNOBSERVED
from araxes.units import DAYS_PER_WEEK
from araxes.wording import count_interval, enumeration, percent, percent_interval

if TYPE_CHECKING:
    from araxes.results.result import Result

WAR = "war"
"""The class of acts on the highest rung alone."""


class HostileWeeks(NamedTuple):
    """Weeks with a hostile act within the horizon.

    Attributes
    ----------
    found : Credible
        Their mean over replicates, arrays of shape (states, states).
    doubt : ndarray of float, shape (states, states)
        Share of their variance over replicates that is not knowing weights and judged values; the rest is luck. nan where nothing varies,
        or where it cannot be told from luck.
    """

    found: Credible
    doubt: Floats


def acts_told(world: World) -> dict[str, int]:
    """Return the least rung of every class of acts whose chance is told: "hostile", "coercive", "violent" and "war"."""
    return outcomes(world) | {WAR: len(world.constants.hostility) - 1}


def hostile_weeks(tally: Tally, fixed: bool) -> HostileWeeks:
    """Return how many weeks have a hostile act, by directed dyad; `fixed` as for `araxes.run`."""
    weeks = np.arange(tally.hostile_weeks.shape[-1])
    shares = tally.hostile_weeks / np.maximum(tally.hostile_weeks.sum(axis=-1, keepdims=True), 1)
    variance = shares @ weeks**2 - (shares @ weeks) ** 2
    total = np.moveaxis(tally.hostile_by_draw.sum(axis=2), -1, 0).astype(np.float64)
    found = credible(tally.count, total, variance, known=fixed)
    wide = NormalDist().inv_cdf(0.5 + setting("compare.level") * 0.5)
    between = ((found.high - found.low) * 0.5 / wide) ** 2 - found.error**2
    told = (variance > 0) & (not fixed and told_from_luck(tally.count))
    doubt = np.divide(between, variance, out=np.full_like(variance, np.nan), where=told)
    most = weeks[-1]
    unseen = most * never_seen(tally.replicates)
    low = np.where(found.mean == most, most - unseen, np.clip(found.low, 0, most))
    high = np.where(found.mean == 0, unseen, np.clip(found.high, 0, most))
    return HostileWeeks(found._replace(low=low, high=high), doubt)


def weekly_chances(tally: Tally, fixed: bool) -> Credible:
    """Return the chance of a hostile act in every week, arrays of shape (states, states, weeks) in [0, 1].

    Single weeks say little of their own doubt: in all weeks of a dyad the variance of the mean is the same share of that of replicates.
    """
    hits = np.moveaxis(tally.hostile_by_draw, -1, 0).astype(np.float64)
    mean = hits.sum(axis=0) / tally.replicates
    variance = mean * (1 - mean)
    found = credible(tally.count, hits, variance, known=fixed)
    squares, whole = ((found.high - found.mean) ** 2).sum(axis=-1), variance.sum(axis=-1)
    share = np.divide(squares, whole, out=np.zeros_like(whole), where=whole > 0)
    half = np.sqrt(share[..., None] * variance)
    return found._replace(low=np.clip(mean - half, 0, 1), high=np.clip(mean + half, 0, 1))


def act_chances(tally: Tally, fixed: bool) -> dict[str, Credible]:
    """Return the chance of at least one act of each class within the horizon, arrays of shape (states, states)."""
    reached = tally.reached_by_draw()
    return {
        name: credible_chance(tally.count, reached[..., least], known=fixed)
        for name, least in acts_told(tally.world).items()
    }


def acts_before(world: World, weeks: int | None = None) -> Rungs:
    """Return the acts on record in so many weeks before the start, as many as the run has where not given; fewer of a short record.

    Returns
    -------
    ndarray of int8, shape (weeks, states, states)
        Rungs, -1 where nothing is known.
    """
    seen = world.warm.rungs[-(world.scenario.weeks if weeks is None else weeks) :]
    return np.asarray(seen[np.ix_(range(len(seen)), world.deciding, world.deciding)])


def directed_places(world: World) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield every directed dyad of states, such as "IRN>AZE", with the places of its actor and target."""
    for (i, actor), (j, target) in itertools.permutations(enumerate(world.states), 2):
        yield f"{actor}>{target}", (i, j)


def summary_rows(tally: Tally, fixed: bool) -> list[dict[str, Any]]:
    """Return one row a directed dyad, numbers throughout; see `araxes.results.result.Result.summary`."""
    weeks, chances, record = hostile_weeks(tally, fixed).found, act_chances(tally, fixed), acts_before(tally.world)
    rows = []
    for dyad, (i, j) in directed_places(tally.world):
        past = record[:, i, j]
        row: dict[str, Any] = {"dyad": dyad} | _with_ends("hostile_weeks", weeks, i, j)
        row["record_weeks"] = int((past != UNOBSERVED).sum())
        row |= {f"record_{name}_weeks": int((past >= least).sum()) for name, least in outcomes(tally.world).items()}
        for name, chance in chances.items():
            row |= _with_ends(f"chance_{name}", chance, i, j)
        rows.append(row)
    return rows


def _with_ends(name: str, found: Credible, i: int, j: int) -> dict[str, float]:
    """Return a mean of one dyad with its interval under their names."""
    ends = {"": found.mean, "_low": found.low, "_high": found.high}
    return {f"{name}{end}": float(values[i, j]) for end, values in ends.items()}


def act_chance_rows(tally: Tally, fixed: bool, by_week: bool) -> list[dict[str, Any]]:
    """Return one row a directed dyad and class of acts, by week where asked; see `araxes.results.result.Result.chances`."""
    if not by_week:
        chances = act_chances(tally, fixed)
        return [
            {"dyad": dyad, "act": name}
            | {"chance": float(found.mean[i, j]), "low": float(found.low[i, j]), "high": float(found.high[i, j])}
            for dyad, (i, j) in directed_places(tally.world)
            for name, found in chances.items()
        ]
    reached, start = tally.reached_counts() / tally.replicates, tally.world.scenario.start
    dates = [start + datetime.timedelta(DAYS_PER_WEEK * week) for week in range(len(reached))]
    return [
        {"dyad": dyad, "act": name, "week": date, "chance": float(chance)}
        for dyad, (i, j) in directed_places(tally.world)
        for name, least in acts_told(tally.world).items()
        for date, chance in zip(dates, reached[:, i, j, least], strict=True)
    ]


def forced_weeks(world: World, least: int) -> dict[str, list[int]]:
    """Return the weeks of the run in which the scenario itself forces an act of a rung or above, by directed dyad; no others are named."""
    places = {(world.deciding[i], world.deciding[j]): dyad for dyad, (i, j) in directed_places(world)}
    found: dict[str, list[int]] = {}
    for (week, actor, target), rung in sorted(world.forced.forced.items()):
        if rung >= least and (actor, target) in places and week < world.scenario.weeks:
            found.setdefault(places[actor, target], []).append(week)
    return found


def run_answer(result: Result) -> list[str]:
    """Return what a run says, a sentence or two each: coercion, violence and war, hostile weeks, how sure, what to keep in mind."""
    return [
        _coercion(result),
        _violence(result),
        _hostile_weeks(result),
        _how_sure(result),
        "Keep in mind: nothing is decided here but what the scenario says, and what the record cannot show, no chance can know.",
    ]


def _coercion(result: Result) -> str:
    """Say which dyads are likeliest to see a coercive act, and on which the scenario sets one."""
    set_by = sorted(forced_weeks(result.world, acts_told(result.world)[COERCIVE]))
    within = f"within {result.scenario.weeks} weeks"
    given = f" The scenario itself sets one {enumeration([_named(result, dyad) for dyad in set_by])}." if set_by else ""
    rows = _likeliest(result, COERCIVE)
    if not rows:
        return f"No history has a coercive act {within} that is not set; the chance is at most {_most(result, COERCIVE)}.{given}"
    told = [
        f"{_named(result, row['dyad'])}, {_chance(row, COERCIVE)}"
        for row in rows[: int(setting("compare.dyads_shown"))]
    ]
    return f"A coercive act {within} is likeliest {enumeration(told, '; ', '; and ')}.{given}"


def _violence(result: Result) -> str:
    """Say where violence, and war, is likeliest, but for dyads on which the scenario sets it."""
    violent, war = _likeliest(result, VIOLENT), _likeliest(result, WAR)
    if not violent:
        return f"No history has a violent act that is not set; the chance is at most {_most(result, VIOLENT)}."
    text = f"Violence is likeliest {_named(result, violent[0]['dyad'])}, {_chance(violent[0], VIOLENT)}"
    if not war:
        return f"{text}; no history has a major attack or war, the chance is at most {_most(result, WAR)}."
    return f"{text}; a major attack or war {_named(result, war[0]['dyad'])}, {_chance(war[0], WAR)}."


def _hostile_weeks(result: Result) -> str:
    """Say which dyad has most weeks with a hostile act, beside the record."""
    row = result.leading_rows[0]
    mean = count_interval(*(row[f"hostile_weeks{end}"] for end in ("", "_low", "_high")))
    before, known = row["record_hostile_weeks"], row["record_weeks"]
    given = (
        " (the scenario itself sets some)"
        if row["dyad"] in forced_weeks(result.world, acts_told(result.world)[HOSTILE])
        else ""
    )
    text = f"Most weeks with a hostile act: {mean} of {result.scenario.weeks} {_named(result, row['dyad'])}{given}"
    return f"{text}; the record before the start has {before} in {known}." if known else f"{text}."


def _how_sure(result: Result) -> str:
    """Say what intervals hold, and how far single histories differ."""
    level = percent(setting("compare.level"))
    if result.replicates == 1:
        return "How sure: one history says nothing about its own error; run more replicates."
    if result.fixed:
        return f"How sure: brackets ({level}) hold the error of {result.extent} alone; weights and judged values are taken as they are."
    if not told_from_luck(result.tally.count):
        need = 2 * result.world.n_draws
        return f"How sure: brackets ({level}) hold the error of {result.extent} alone; from {need} on, doubt about weights too."
    dyad = result.leading_rows[0]["dyad"]
    i, j = dict(directed_places(result.world))[dyad]
    luck = 1 - float(hostile_weeks(result.tally, result.fixed).doubt[i, j])
    low, high = _of_single_histories(result.tally.hostile_weeks[i, j])
    share = "" if np.isnan(luck) else f", and {percent(luck)} of that is luck"
    return (
        f"How sure: brackets ({level}) hold what is not known about weights and judged values. Single histories differ more: "
        f"{percent(setting('run.band_outer'))} of them have {low} to {high} hostile weeks {_named(result, dyad)}{share}."
    )


def _of_single_histories(counts: Any) -> tuple[int, int]:
    """Return the band in which most replicates lie, from how many have each number of weeks."""
    levels = quantile_levels()
    up_to = np.cumsum(counts) / counts.sum()
    low, high = (int((up_to < level).sum()) for level in (levels[0], levels[-1]))
    return low, high


def free_rows(result: Result, name: str) -> list[dict[str, Any]]:
    """Return the rows of dyads on which the scenario forces no act of a class."""
    forced = forced_weeks(result.world, acts_told(result.world)[name])
    return [row for row in result.rows if row["dyad"] not in forced]


def _likeliest(result: Result, name: str) -> list[dict[str, Any]]:
    """Return the rows of dyads with any chance of a class of acts that is not forced, likeliest first."""
    rows = [row for row in free_rows(result, name) if row[f"chance_{name}"] > 0]
    return sorted(rows, key=lambda row: -row[f"chance_{name}"])


def _most(result: Result, name: str) -> str:
    """Return the highest end of the chances of a class of acts that is not forced."""
    return percent(max((row[f"chance_{name}_high"] for row in free_rows(result, name)), default=0.0))


def _chance(row: dict[str, Any], name: str) -> str:
    """Return a chance of a row with its interval."""
    return percent_interval(*(row[f"chance_{name}{end}"] for end in ("", "_low", "_high")))


def _named(result: Result, dyad: str) -> str:
    """Return a directed dyad in words, as in "from Iran towards Azerbaijan"."""
    actor, target = (result.scenario.region.actors[code].name for code in dyad.split(">"))
    return f"from {actor} towards {target}"
