"""A forecast as files: NetCDF, tables, and the columns that other forecasting projects read.

Hubverse (docs.hubverse.io): one row a prediction, task columns first, then output_type, output_type_id and value. VIEWS (the columns of its
prediction challenge of 2023): month_id, a unit, draw, outcome; month_id counts months, 1 is January 1980.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from araxes import dims
from araxes.array_types import Floats
from araxes.engines.labelled import Labelled, Variable, axes
from araxes.forecasting.predict import Prediction
from araxes.inputs.resolved import resolved
from araxes.results.labelled import off_diagonal
from araxes.results.outcomes import levels
from araxes.results.result import Result
from araxes.units import MONTHS_PER_YEAR, VIEWS_EPOCH_YEAR
from araxes.weeks import week_date

if TYPE_CHECKING:
    from araxes.files import NewFiles
    from araxes.forecasting.foretold import Forecast


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
DATA, CHANCES, WITHIN, SKILL, HUB, VIEWS_FILE, SCENARIO = (
    "forecast.nc", "chances.csv", "within.csv", "skill.csv", "hubverse.csv", "views.parquet", "scenario.json",
)  # fmt: skip


def write(found: Forecast, files: NewFiles) -> None:
    """Write a forecast among new files; an interrupted one not in the formats of others, which cannot say that it is."""
    from araxes.results import netcdf

    netcdf.write(labelled(found), files.open(DATA))
    for name, table in {CHANCES: found.chances, WITHIN: found.within, SKILL: found.skill}.items():
        files.write_table(name, table)
    if found.interrupted:
        for name in (HUB, VIEWS_FILE):
            files.remove(name)
    else:
        files.write_table(HUB, hubverse(found.prediction), missing="NA")
        paths = views(found.prediction)
        paths.attrs.update(found.basis.attrs())
        paths.to_parquet(files.open(VIEWS_FILE), index=False)
    files.write_json(SCENARIO, resolved(found.scenario))


def labelled(found: Forecast) -> Labelled:
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
    tension = off_diagonal(made.tally.tension.quantiles(levels())[..., None], np.nan)[..., 0]
    variables: dict[str, Variable] = {
        "chance": (ladder, off_diagonal(made.chances(), np.nan), {"units": "chance"}),
        "weights_share": (ladder, off_diagonal(np.concatenate([least, share], axis=-1), np.nan), {"units": "share"}),
        "crossing": (ladder, off_diagonal(made.tally.reached() / made.replicates, np.nan), {"units": "chance"}),
        "tension": ((dims.QUANTILE, *dyad), tension, {"units": "Goldstein points", "long_name": "hostile positive"}),
    }
    names = np.array([rung.name for rung in world.scenario.region.rungs], dtype=object)
    coords: dict[str, Variable] = {
        dims.QUANTILE: ((dims.QUANTILE,), np.array(levels()), {}),
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
    tension = np.moveaxis(found.tally.tension.quantiles(levels())[:, at], 0, -1)
    parts = [
        _block(found, "weekly rung", "pmf", keys, found.chances()),
        _block(found, "highest rung within horizon", "cdf", keys, highest),
        _block(found, "tension", "quantile", [f"{level:g}" for level in levels()], tension),
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
