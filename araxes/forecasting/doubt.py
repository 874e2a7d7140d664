"""Doubt about a forecast: what of the variance of its events is luck, weights, judged values and the interplay of the last two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from araxes.array_types import Whole
from araxes.engines.ensemble import histories
from araxes.forecasting.paths import Paths, past_calm
from araxes.forecasting.rows import shown_horizons
from araxes.results.shares import Ensemble, Shares, shares, told_apart

if TYPE_CHECKING:
    from araxes.forecasting.foretold import Forecast


def shares_of_forecast(found: Forecast) -> Shares:
    """Return the shares of the events that the table `within` shows, all of them together, each by its variance.

    A second ensemble of as many replicates is simulated, weights and judged values told apart; see `araxes.results.shares`.
    """
    main = found.prediction.paths
    assert main is not None, "a forecast counts paths"
    if found.fixed:
        return Shares(*map(np.asarray, (1.0, 0.0, 0.0, 0.0)))
    world, numbers = told_apart(found.world, found.prediction.replicates)
    ahead = tuple(shown_horizons(found.weeks))
    other, calm = Paths.empty(world, ahead, world.n_draws), past_calm(world)
    for some, part in histories(world, numbers, found.seed):
        other.add(part.rungs, np.asarray(some) % world.n_draws, calm)
    count = found.prediction.count
    again = np.bincount(np.asarray(numbers) % world.n_draws, minlength=world.n_draws)
    at = [main.horizons.index(h) for h in ahead]
    sums, total = np.zeros(len(Shares._fields)), 0.0
    for one, two in zip(_events(main, at), _events(other, list(range(len(ahead)))), strict=True):
        here, there = _ensemble(count, one), _ensemble(again, two)
        parts = np.array(shares(here, there, world.apart, world.judged))
        variance = (here.variance + there.variance) * 0.5
        some_vary = variance > 0
        sums += (parts[:, some_vary] * variance[some_vary]).sum(axis=1)
        total += float(variance.sum())
    return Shares(*(sums / total if total else np.full(len(sums), np.nan)))


def _events(paths: Paths, at: list[int]) -> Iterator[Whole]:
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
