"""A forecast as tables and files, and why it is not better known.

A forecast as files: NetCDF, tables, and the columns that other forecasting projects read.

Hubverse (docs.hubverse.io): one row a prediction, task columns first, then output_type, output_type_id and value. VIEWS (the columns of its
prediction challenge of 2023): month_id, a unit, draw, outcome; month_id counts months, 1 is January 1980.

Tables of a forecast: chances of rungs by dyad and week, and of what happens within some weeks.

Doubt about a forecast: what of the variance of its events is luck, weights, judged values and the interplay of the last two.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from araxes import dims
from araxes.array_types import Floats, Whole
from araxes.engines.datasets import Labelled, Variable, axes
from araxes.engines.ensemble import histories
from araxes.forecasting.measured import Measured
from araxes.forecasting.origin import horizons_of_settings
from araxes.forecasting.predict import PathCounts, Prediction, past_calm, share_between
from araxes.inputs.catalogue import resolved_data
from araxes.results.doubt import Ensemble, Shares, told_apart, variance_shares
from araxes.results.result import Result
from araxes.results.tally import off_diagonal, quantile_levels
from araxes.units import MONTHS_PER_YEAR, VIEWS_EPOCH_YEAR, week_date

if TYPE_CHECKING:
    from araxes.files import NewFiles
    from araxes.forecasting.result import Forecast


HUBVERSE = (
    "origin_date",
    "target",
    "horizon",
    "target_end_date",
    "location",
    "output_type",
    "output_type_id",
    "value",
)
VIEWS = ("month_id", "dyad_id", "draw", "outcome")
DATA, CHANCES, PAIRS, WITHIN, SKILL, HUB, VIEWS_FILE, SCENARIO = (
    "forecast.nc", "chances.csv", "pairs.csv", "within.csv", "skill.csv", "hubverse.csv", "views.parquet", "scenario.json",
)  # fmt: skip
ONSET = "onset"


def write_forecast(found: Forecast, files: NewFiles) -> None:
    """Write a forecast among new files; an interrupted one not in the formats of others, which cannot say that it is."""
    from araxes.results import formats

    formats.write_netcdf(forecast_arrays(found), files.open(DATA))
    for name, table in {
        CHANCES: found.rung_chances,
        PAIRS: found.chances(),
        WITHIN: found.within,
        SKILL: found.skill,
    }.items():
        files.write_table(name, table)
    if found.interrupted:
        for name in (HUB, VIEWS_FILE):
            files.remove(name)
    else:
        files.write_table(HUB, hubverse(found.prediction), missing="NA")
        paths = views(found.prediction)
        paths.attrs.update(found.basis.attrs())
        paths.to_parquet(files.open(VIEWS_FILE), index=False)
    files.write_json(SCENARIO, resolved_data(found.scenario))


def forecast_arrays(found: Forecast) -> Labelled:
    """Return a forecast as labelled arrays.

    Returns
    -------
    Labelled
        `chance` (week, actor, target, rung): of each rung in a week; `weights_share` (same): of the variance of "this rung or a higher
        one", how much is not knowing the weights; `crossing` (same): chance of having reached at least the rung by the week; `tension`
        (quantile, week, actor, target), Goldstein points. nan where actor and target are the same.
    """
    made = found.prediction
    assert made.tally is not None, "a forecast keeps a tally"
    world, dyad = made.world, (dims.WEEK, dims.ACTOR, dims.TARGET)
    ladder, share = (*dyad, dims.RUNG), made.weights_share()
    least = np.zeros((*share.shape[:-1], 1))
    tension = off_diagonal(made.tally.tension.quantiles(quantile_levels())[..., None], np.nan)[..., 0]
    variables: dict[str, Variable] = {
        "chance": (ladder, off_diagonal(made.chances(), np.nan), {"units": "chance"}),
        "weights_share": (ladder, off_diagonal(np.concatenate([least, share], axis=-1), np.nan), {"units": "share"}),
        "crossing": (ladder, off_diagonal(made.tally.reached_counts() / made.replicates, np.nan), {"units": "chance"}),
        "tension": ((dims.QUANTILE, *dyad), tension, {"units": "Goldstein points", "long_name": "hostile positive"}),
    }
    names = np.array([rung.name for rung in world.scenario.region.rungs], dtype=object)
    coords: dict[str, Variable] = {
        dims.QUANTILE: ((dims.QUANTILE,), np.array(quantile_levels()), {}),
        **{name: value for name, value in axes(world).items() if name != dims.ISSUE},
        dims.RUNG: ((dims.RUNG,), np.arange(len(names)), {}),
        "rung_name": ((dims.RUNG,), names, {}),
    }
    beside = Result(world, made.tally, None, found.seed, found.fixed, asked=made.asked).provenance()
    attrs = {"scenario": world.scenario.name, "record": found.record, "origin": str(found.origin)}
    attrs |= {"measured": found.measured.head()}
    return Labelled(variables, coords, {}).with_attrs(beside | attrs, found.basis)


def hubverse(found: Prediction) -> pd.DataFrame:
    """Return a forecast in the columns of the hubverse, locations as dyads ("IRN>AZE").

    Targets: "weekly rung" (pmf over the keys of the rungs), "highest rung within horizon" (cdf over the keys, in the order of the ladder),
    "tension" (quantiles, Goldstein points). The week of a horizon ends on `target_end_date`, a Sunday.
    """
    assert found.tally is not None, "a forecast keeps a tally"
    keys = [rung.key for rung in found.world.scenario.region.rungs]
    at = [ahead - 1 for ahead in found.horizons]
    highest = found.tally.highest[at].cumsum(axis=-1) / found.replicates
    tension = np.moveaxis(found.tally.tension.quantiles(quantile_levels())[:, at], 0, -1)
    parts = [
        _block(found, "weekly rung", "pmf", keys, found.chances()),
        _block(found, "highest rung within horizon", "cdf", keys, highest),
        _block(found, "tension", "quantile", [f"{level:g}" for level in quantile_levels()], tension),
    ]
    return pd.concat(parts, ignore_index=True)[list(HUBVERSE)]


def _block(found: Prediction, target: str, kind: str, ids: list[str], values: Floats) -> pd.DataFrame:
    """Return the rows of one target, from values of shape (horizons, states, states, ids)."""
    h, i, j = np.nonzero(np.broadcast_to(~np.eye(len(found.states), dtype=bool), values.shape[:-1]))
    ends = [week_date(found.world.first_week + ahead) - datetime.timedelta(days=1) for ahead in found.horizons]
    dyads = [f"{found.states[a]}>{found.states[b]}" for a, b in zip(i, j, strict=True)]
    return pd.DataFrame(
        {
            "origin_date": found.world.scenario.start,
            "target": target,
            "horizon": np.repeat(np.array(found.horizons)[h], len(ids)),
            "target_end_date": np.repeat(np.array(ends, dtype=object)[h], len(ids)),
            "location": np.repeat(np.array(dyads, dtype=object), len(ids)),
            "output_type": kind,
            "output_type_id": np.tile(np.array(ids, dtype=object), len(h)),
            "value": values[h, i, j].ravel(),
        }
    )


def views(found: Prediction) -> pd.DataFrame:
    """Return simulated paths in the columns of the VIEWS prediction challenge, with a dyad for its unit.

    The outcome is the highest rung of the weeks whose Monday lies in the month, by the number of the replicate (`draw`).
    """
    assert found.samples is not None, "a forecast keeps paths"
    paths = found.samples
    months = [month_id(week_date(found.world.first_week + week)) for week in range(paths.shape[1])]
    i, j = np.nonzero(~np.eye(len(found.states), dtype=bool))
    dyads = np.array([f"{found.states[a]}>{found.states[b]}" for a, b in zip(i, j, strict=True)], dtype=object)
    parts = []
    for month in sorted(set(months)):
        weeks = [week for week, number in enumerate(months) if number == month]
        top = paths[:, weeks].max(axis=1)[:, i, j]
        draw = np.repeat(np.arange(len(paths)), len(dyads))
        parts.append(
            pd.DataFrame(
                {"month_id": month, "dyad_id": np.tile(dyads, len(paths)), "draw": draw, "outcome": top.ravel()}
            )
        )
    return pd.concat(parts, ignore_index=True)[list(VIEWS)]


def month_id(date: datetime.date) -> int:
    """Return the number VIEWS gives to the month of a date: 1 is January 1980."""
    return (date.year - VIEWS_EPOCH_YEAR) * MONTHS_PER_YEAR + date.month


def shown_horizons(weeks: int) -> list[int]:
    """Return the horizons that tables show: the usual ones up to the last week, and that week."""
    return sorted({*[h for h in horizons_of_settings() if h <= weeks], weeks})


def chance_rows(found: Prediction) -> pd.DataFrame:
    """Return one row for each dyad, week and rung.

    Columns: dyad, actor, target, week (its Monday), weeks (ahead, 1 for the first), rung, name, chance, at_least (of this rung or a
    higher one), weights_share (of the variance of "this rung or a higher one", how much is not knowing weights and judged values; the
    rest is luck).
    """
    chance, states = found.chances(), found.states
    names = [rung.name for rung in found.world.scenario.region.rungs]
    above = chance[..., ::-1].cumsum(axis=-1)[..., ::-1]
    share = np.concatenate([np.zeros((*chance.shape[:-1], 1)), found.weights_share()], axis=-1)
    h, i, j = np.nonzero(np.broadcast_to(~np.eye(len(states), dtype=bool), chance.shape[:-1]))
    rungs, cells = len(names), len(h)
    mondays = [week_date(found.world.first_week + ahead - 1) for ahead in found.horizons]

    def each(values: list[Any], places: Whole) -> NDArray[Any]:
        return np.repeat(np.array(values, dtype=object)[places], rungs)

    actor, target = each(list(states), i), each(list(states), j)
    return pd.DataFrame(
        {
            "dyad": [f"{a}>{b}" for a, b in zip(actor, target, strict=True)],
            "actor": actor,
            "target": target,
            "week": each(mondays, h),
            "weeks": np.repeat(np.array(found.horizons)[h], rungs),
            "rung": np.tile(np.arange(rungs), cells),
            "name": np.tile(np.array(names, dtype=object), cells),
            "chance": chance[h, i, j].ravel(),
            "at_least": above[h, i, j].ravel(),
            "weights_share": share[h, i, j].ravel(),
        }
    )


def within_rows(found: Prediction, measured: Measured) -> pd.DataFrame:
    """Return one row for each dyad or pair, event and horizon.

    Columns: between ("IRN>AZE" for acts of the first towards the second, "AZE-IRN" for acts either way), event, rung (the lowest that
    counts), weeks, chance, error (Monte Carlo standard error), weights_share, skill.
    """
    return pd.DataFrame(list(_within(found, measured)))


def _within(found: Prediction, measured: Measured) -> Iterator[dict[str, Any]]:
    """Yield the rows of `within_rows`."""
    paths, states = found.paths, found.states
    assert paths is not None, "a forecast counts paths"
    cells = [(i, j, f"{a}>{b}", False) for i, a in enumerate(states) for j, b in enumerate(states) if i != j]
    cells += [(i, j, f"{a}-{b}", True) for i, a in enumerate(states) for j, b in enumerate(states) if i < j]
    events = [(f"rung {rung} or above", rung, place) for place, rung in enumerate(paths.rungs)]
    for name, rung, place in [*events, (ONSET, paths.coercion, None)]:
        tables = [
            (whole if place is None else whole[..., place])
            for whole in ((paths.onset, paths.onset_pair) if place is None else (paths.reached, paths.reached_pair))
        ]
        told = [shares(table, found.count) for table in tables]
        for h in shown_horizons(found.horizons[-1]):
            at, skill = found.horizons.index(h), measured.event(name, h)
            for i, j, between, pair in cells:
                chance, error, share = (float(value[at, i, j]) for value in told[pair])
                yield {
                    "between": between, "event": name, "rung": rung, "weeks": h,
                    "chance": chance, "error": error, "weights_share": share, "skill": skill,
                }  # fmt: skip


def shares(counts: Whole, replicates: Whole) -> tuple[Floats, Floats, Floats]:
    """Return chance, its Monte Carlo standard error and the share of the draws in its variance, from counts by draw.

    Parameters
    ----------
    counts : ndarray of int, shape (draws, ...)
        Replicates in which an event happens.
    replicates : ndarray of int, shape (draws,)
    """
    n = replicates.sum()
    chance = counts.sum(axis=0) / n
    by_draw = counts / np.maximum(replicates, 1).reshape(-1, *[1] * (counts.ndim - 1))
    within = np.tensordot(replicates, by_draw * (1 - by_draw), axes=1) / n
    return chance, np.sqrt(chance * (1 - chance) / n), share_between(by_draw, chance, within, replicates)


def shares_of_forecast(found: Forecast) -> Shares:
    """Return the shares of the events that the table `within` shows, all of them together, each by its variance.

    A second ensemble of as many replicates is simulated, weights and judged values told apart; see `araxes.results.doubt`.
    """
    main = found.prediction.paths
    assert main is not None, "a forecast counts paths"
    if found.fixed:
        return Shares(*map(np.asarray, (1.0, 0.0, 0.0, 0.0)))
    world, numbers = told_apart(found.world, found.prediction.replicates)
    ahead = tuple(shown_horizons(found.weeks))
    other, calm = PathCounts.empty(world, ahead, world.n_draws), past_calm(world)
    for some, part in histories(world, numbers, found.seed):
        other.add(part.rungs, np.asarray(some) % world.n_draws, calm)
    count = found.prediction.count
    again = np.bincount(np.asarray(numbers) % world.n_draws, minlength=world.n_draws)
    at = [main.horizons.index(h) for h in ahead]
    sums, total = np.zeros(len(Shares._fields)), 0.0
    for one, two in zip(_events(main, at), _events(other, list(range(len(ahead)))), strict=True):
        here, there = _ensemble(count, one), _ensemble(again, two)
        parts = np.array(variance_shares(here, there, world.apart, world.judged))
        variance = (here.variance + there.variance) * 0.5
        some_vary = variance > 0
        sums += (parts[:, some_vary] * variance[some_vary]).sum(axis=1)
        total += float(variance.sum())
    return Shares(*(sums / total if total else np.full(len(sums), np.nan)))


def _events(paths: PathCounts, at: list[int]) -> Iterator[Whole]:
    """Yield the replicates of every draw in which events happen, shape (draws, events), dyads and then pairs."""
    apart = ~np.eye(paths.onset.shape[-1], dtype=bool)
    for tables, cells in (
        ((paths.reached, paths.onset), apart),
        ((paths.reached_pair, paths.onset_pair), np.triu(apart)),
    ):
        for table in tables:
            yield table[:, at][:, :, cells].reshape(len(table), -1)


def _ensemble(count: Whole, hits: Whole) -> Ensemble:
    """Return events as an ensemble."""
    chance = hits.sum(axis=0) / count.sum()
    return Ensemble(count, hits.astype(np.float64), chance * (1 - chance))
