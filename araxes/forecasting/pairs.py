"""What a forecast says of pairs: chances of acts either way, how often they came before, and what came when as much was said.

The answer: what a reader is told first, in sentences: which pairs, how sure and why, what to doubt, where to look next.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from araxes import dims
from araxes.array_types import Floats
from araxes.engines.world import World
from araxes.forecasting.exports import ONSET, shown_horizons
from araxes.forecasting.measured import LikeForecasts
from araxes.forecasting.predict import PathCounts, coercion_onsets, either_way
from araxes.inputs.parameters import setting
from araxes.rules.memory import UNOBSERVED
from araxes.wording import date_text, enumeration, percent, points, points_interval

if TYPE_CHECKING:
    from araxes.forecasting.result import Forecast
    from araxes.results.doubt import Shares

HOSTILE_ACT, COERCIVE_ACT, VIOLENT_ACT = "hostile act", "coercive act", "violent act"
ACTS = (HOSTILE_ACT, COERCIVE_ACT, VIOLENT_ACT)
"""What acts of the levels that forecasts count, and higher ones, are called."""


def leading_horizons(weeks: int) -> tuple[int, ...]:
    """Return the horizons that are told first: a month and a quarter, or as far as a forecast reaches."""
    last = min(weeks, int(setting("hindcast.third_horizon")))
    first = int(setting("hindcast.second_horizon"))
    return (first, last) if first < last else (last,)


def pair_rows(found: Forecast) -> pd.DataFrame:
    """Return one row for each pair, event and horizon, the pair likeliest to see a coercive act first.

    Returns
    -------
    pandas.DataFrame
        Columns pair ("AZE-IRN": acts either way), event ("hostile act", "coercive act", "violent act", "onset"), rung (the lowest that
        counts), weeks, until (the last day); chance, low and high (ends of the interval that the number of replicates leaves); base
        (share of past spans of as many weeks that held the event, of the record before the origin; nan without two apart) and spans
        (how many there were); said_low, said_high, forecasts, came (of the chances between these ends that were given to the pair in
        the measured forecasts: how many, and after how many it came; missing where none was or nothing was measured); skill, skill_low,
        skill_high (of such events of all dyads together: by which share the Brier score was below that of dyad climatology).
    """
    table = pd.DataFrame(list(_rows(found)))
    last = leading_horizons(found.weeks)[-1]
    first = table[(table["event"] == COERCIVE_ACT) & (table["weeks"] == last)]
    order = {pair: place for place, pair in enumerate(first.sort_values("chance", ascending=False)["pair"])}
    table.attrs[dims.BASIS] = str(found.basis)
    return table.sort_values("pair", key=lambda pairs: pairs.map(order), kind="stable", ignore_index=True)


def _rows(found: Forecast) -> Iterator[dict[str, Any]]:
    """Yield the rows of `pair_rows`."""
    made, paths = found.prediction, found.prediction.paths
    assert paths is not None, "a forecast counts paths"
    counts = np.concatenate([paths.reached_pair, paths.onset_pair[..., None]], axis=-1).sum(axis=0)
    events = [*zip(ACTS, paths.rungs, strict=True), (ONSET, paths.coercion)]
    for weeks in shown_horizons(found.weeks):
        base, spans = base_rates(found.world, paths, weeks)
        until = found.origin + datetime.timedelta(weeks=weeks, days=-1)
        for at, (event, rung) in enumerate(events):
            target = event if event == ONSET else f"rung {rung} or above"
            skill = found.measured.over_climatology(target, weeks) or (math.nan, math.nan, math.nan)
            for i, j in zip(*np.triu_indices(len(made.states), 1), strict=True):
                pair = f"{made.states[i]}-{made.states[j]}"
                count = int(counts[paths.horizons.index(weeks), i, j, at])
                chance = count / made.replicates
                low, high = counting_interval(count, made.replicates)
                past = found.measured.past(pair, target, weeks, chance)
                yield {
                    "pair": pair, "event": event, "rung": rung, "weeks": weeks, "until": until,
                    "chance": chance, "low": low, "high": high, "base": float(base[i, j, at]), "spans": int(spans[i, j]),
                    "said_low": past and past.low, "said_high": past and past.high,
                    "forecasts": past and past.forecasts, "came": past and past.came,
                    "skill": skill[0], "skill_low": skill[1], "skill_high": skill[2],
                }  # fmt: skip


def base_rates(world: World, paths: PathCounts, weeks: int) -> tuple[Floats, Floats]:
    """Return how often what is forecast of pairs came in past spans of as many weeks.

    Parameters
    ----------
    world : World
        Its memory holds the record before the origin.
    paths : PathCounts
        Which rungs are counted.
    weeks : int
        Length of a span.

    Returns
    -------
    base : ndarray of float, shape (states, states, rungs + 1)
        Shares of the spans all weeks of which are known; of onsets in the last column. nan where no two of them lie apart.
    spans : ndarray of float, shape (states, states)
        How many there are.
    """
    known = world.warm.rungs[:, world.deciding][:, :, world.deciding]
    rungs = either_way(known)
    missing = np.minimum(known, known.swapaxes(1, 2)) == UNOBSERVED
    coercive, before = rungs >= paths.coercion, np.zeros((int(setting("hindcast.calm")), *rungs.shape[1:]), dtype=bool)
    acts = np.stack([*(rungs >= rung for rung in paths.rungs), coercion_onsets(coercive[None], before)[0]], axis=-1)
    whole = ~_any_within(missing, weeks)
    spans = whole.sum(axis=0).astype(np.float64)
    hits = (_any_within(acts, weeks) & whole[..., None]).sum(axis=0)
    enough = spans > weeks  # two spans or more that share no week
    return np.where(enough.T, hits.T / np.maximum(spans, 1).T, np.nan).T, spans


def _any_within(weekly: Any, weeks: int) -> Any:
    """Return whether anything lies in each span of some weeks, shape (spans, ...), from shape (all weeks, ...)."""
    sums = np.concatenate([np.zeros((1, *weekly.shape[1:]), dtype=np.int64), weekly.cumsum(axis=0)])
    return sums[weeks:] > sums[:-weeks]


def counting_interval(count: float, number: float, level: float | None = None) -> tuple[float, float]:
    """Return the interval of a chance that was counted, in 0..1 (Wilson 1927), at a level, that of `compare.level` when not given."""
    z = NormalDist().inv_cdf(1 - (1 - (setting("compare.level") if level is None else level)) * 0.5)
    share, more = count / number, z * z / number
    middle = (share + more * 0.5) / (1 + more)
    half = math.sqrt(more * share * (1 - share) + (more * 0.5) ** 2) / (1 + more)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def forecast_answer(found: Forecast) -> list[str]:
    """Return what a forecast says in four sentences or so: the finding, how sure and why, what to doubt, where to look next."""
    table, last = found.chances(), leading_horizons(found.weeks)[-1]
    rows = table[(table["event"] == COERCIVE_ACT) & (table["weeks"] == last)]
    return [
        f"Finding: {_likeliest(found, rows, last)}",
        f"How sure: {luck_and_doubt(found.shares)} {_counting_in_words(found, rows)}",
        f"But: {_caveat(found, table[table['weeks'] == last], rows)}",
        f"Look next: {_next_step(found)}",
    ]


def _likeliest(found: Forecast, rows: pd.DataFrame, weeks: int) -> str:
    """Return which pairs are likeliest to see a coercive act, beside how often they did, and the skill of such chances."""
    until = date_text(rows["until"].iloc[0])
    when = f"within {weeks} week{'s' if weeks > 1 else ''} (by {until})"
    if not rows["chance"].max():
        return f"{when} no pair sees a coercive act in any of {found.extent}."
    named: list[Any] = [row for row in rows.head(int(setting("forecast.pairs_named"))).itertuples() if row.chance]
    first, *others = [
        f"{names_of(found, row.pair)}: {percent(row.chance)} ({_base_in_words(row.base, not place)})"
        for place, row in enumerate(named)
    ]
    more = f"; next {', '.join(others)}" if others else ""
    return f"{when} a coercive act is likeliest between {first}{more}. {skill_in_words(rows, 'Skill of such chances')}"


def _base_in_words(base: float, first: bool) -> str:
    """Return a base rate, explained where it is the first, or that there is none."""
    if math.isnan(base):
        return "the record is too short for a base rate" if first else "no base rate"
    return f"{percent(base)} of past spans held one" if first else percent(base)


def skill_in_words(rows: pd.DataFrame, lead: str) -> str:
    """Return in words how much better than base rates chances of an event were; `rows` of one event and horizon."""
    value, low, high = (float(rows[column].iloc[0]) for column in ("skill", "skill_low", "skill_high"))
    if math.isnan(value):
        return f"{lead}: not measured."
    if math.isnan(low):
        return f"{lead}: too few weeks scored to tell."
    size = f"errors {points(abs(value), sign=False)} % {'smaller' if value >= 0 else 'larger'} than those of base rates"
    verdict = "" if low > 0 else ", worse" if high < 0 else ", none shown"
    return f"{lead}: {size} {points_interval(low, high)}{verdict}."


def luck_and_doubt(shares: Shares) -> str:
    """Return in a sentence what of the variance of the events is luck, and what is doubt about what."""
    luck, weights, judgements, both = (max(float(share), 0.0) for share in shares)
    if any(map(math.isnan, shares)):
        return "too few replicates to tell luck from doubt about weights and judged values."
    why = "better estimates would hardly sharpen it" if luck > 0.5 else "better estimates would sharpen it"
    return (
        f"{percent(luck)} of the doubt about such acts is luck, {percent(weights)} weights that are not known, "
        f"{percent(judgements)} judged values, {percent(both)} both together: {why}. Doubt about the rule comes on top."
    )


def _counting_in_words(found: Forecast, rows: pd.DataFrame) -> str:
    """Return in a sentence what the number of replicates leaves open of the first chance."""
    top = rows.iloc[0]
    ends = f"{percent(top['low']).removesuffix(' %')} to {percent(top['high'])}"
    return f"Counted in {found.extent}, {percent(top['chance'])} may be {ends}."


def _caveat(found: Forecast, table: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Return for which events no skill is shown, and what came when as much was said of the leading pair."""
    if not found.measured.content:
        return f"nothing was ever scored on '{found.record}': hold each chance against its base rate, and trust neither alone."
    firsts = table.drop_duplicates("event").set_index("event")
    lowest = firsts["skill_low"].to_dict()
    without = [event for event in (*ACTS, ONSET) if not lowest[event] > 0]
    unshown = f"no skill over base rates is shown for {_listed(without)}. " if without else ""
    if firsts["skill"].isna().all():
        return f"skill was not measured over {firsts['weeks'].iloc[0]} weeks: hold each chance against its base rate."
    top = rows.iloc[0]
    if pd.isna(top["forecasts"]):
        return f"{unshown}What came when as much was said of {names_of(found, top['pair'])} is not known."
    past = LikeForecasts(*(top[column] for column in ("said_low", "said_high", "forecasts", "came")))
    return (
        f"{unshown}Of {names_of(found, top['pair'])} {percent(past.low).removesuffix(' %')} to {percent(past.high)} was said on "
        f"{past.forecasts:.0f} scored Mondays, and it came after {past.came:.0f} of them ({percent(past.came / past.forecasts)})."
    )


def _listed(events: list[str]) -> str:
    """Return events as a sentence lists them."""
    kinds = [event.removesuffix(" act") for event in events if event in ACTS]
    acts = [f"{enumeration(kinds)} acts"] if kinds else []
    return enumeration([*acts, *(f"{event}s" for event in events if event not in ACTS)])


def _next_step(found: Forecast) -> str:
    """Return where to look next."""
    if not found.measured.content:
        return "`araxes hindcast` measures the skill on this record; chances.csv holds every rung week by week."
    return "chances.csv for every rung week by week, within.csv for single directions; `araxes compare` asks what would change it."


def names_of(found: Forecast, pair: str) -> str:
    """Return a pair by the names of its states, as in "Azerbaijan and Iran"."""
    return " and ".join(found.scenario.region.actors[code].name for code in pair.split("-"))
