"""Tallies: the same as counting full histories by hand, whatever the chunks, compiled or not."""

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import Histories, counter
from araxes.results.tally import Histogram, Tally, at_least

LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]


@pytest.fixture(scope="module")
def result():
    return araxes.run("baseline", replicates=300, weeks=7)


def part(found, start, stop):
    return Histories(found.rungs[start:stop], found.status[start:stop])


def recount(result, cuts, kernel=None):
    tally = Tally(result.world)
    for start, stop in zip([0, *cuts], [*cuts, result.replicates], strict=True):
        tally.add(range(start, stop), part(result.histories, start, stop), kernel)
    return tally


def same(one, other):
    for name in ("rungs", "highest", "highest_by_draw", "count", "hostile_by_draw", "hostile_weeks"):
        assert (getattr(one, name) == getattr(other, name)).all()
    assert (one.tension.counts == other.tension.counts).all()
    assert (one.status.counts == other.status.counts).all()


@pytest.mark.parametrize("cuts", [[], [1], [128], [17, 40, 299]])
def test_chunks_and_compiling_change_nothing(result, cuts):
    same(recount(result, cuts), result.tally)
    same(recount(result, cuts, counter("kernel")), result.tally)


def test_statuses_between_two_bins_fall_into_the_same_compiled_or_not(result):
    rungs = result.histories.rungs
    halves = (np.arange(rungs.shape[0] * rungs.shape[1]) % 1000 + 0.5) / 1000
    status = np.repeat(halves.reshape(*rungs.shape[:2], 1), len(result.world.issues), axis=2).astype(np.float32)
    tallies = Tally(result.world), Tally(result.world)
    for tally, kernel in zip(tallies, (None, counter("kernel")), strict=True):
        tally.add(range(300), Histories(rungs, status), kernel)
    same(*tallies)


def test_counts_are_those_of_the_histories(result):
    rung, tally = result.data["rung"].values, result.tally
    i, j = 1, 2
    for k in range(11):
        assert (tally.rungs[:, i, j, k] == (rung[:, :, i, j] == k).sum(axis=0)).all()
        assert (
            tally.reached_counts()[:, i, j, k] == (np.maximum.accumulate(rung[:, :, i, j], axis=1) >= k).sum(axis=0)
        ).all()
    top = rung[:, :, i, j].max(axis=1)
    draws = np.arange(300) % result.world.n_draws
    assert tally.highest_by_draw[3, i, j].tolist() == [int(((draws == 3) & (top == k)).sum()) for k in range(11)]
    hostile = rung[:, :, i, j] > result.world.constants.quiet
    assert tally.hostile_by_draw[i, j, :, 3].tolist() == hostile[draws == 3].sum(axis=0).tolist()
    assert tally.hostile_weeks[i, j].tolist() == np.bincount(hostile.sum(axis=1), minlength=8).tolist()
    assert tally.replicates == 300
    assert (tally.rungs[:, 2, 2] == 0).all()


def test_quantiles_are_known_to_half_a_step(result):
    exact = np.quantile(result.data["tension"].values, LEVELS, axis=0, method="inverted_cdf")
    found = result.tension().values
    inside = ~np.eye(5, dtype=bool)
    assert abs(found - exact)[..., inside].max() <= 0.00501
    assert np.isnan(found[..., ~inside]).all()
    status = np.quantile(result.data["status"].values, LEVELS, axis=0, method="inverted_cdf")
    assert abs(result.status().values - status).max() <= 0.000501


def test_summaries_hold_counts_chances_and_first_passages(result):
    data = result.summaries()
    at = {"actor": "IRN", "target": "AZE"}
    assert (data["rung_count"].sel(at).sum("rung") == 300).all()
    assert (data["crossing"].sel(at).isel(rung=0) == 1).all()
    assert (data["first_passage"].sel(at).cumsum("week") / 300 == data["crossing"].sel(at)).all()
    assert data["draw_count"].sum() == 300
    assert data["crossing"].sel(actor="IRN", target="IRN").isnull().all()
    assert data["rung_count"].dims == ("week", "actor", "target", "rung")


def test_a_histogram_by_hand():
    found = Histogram((1, 2), -1, 1, 0.5)
    assert found.counts.shape[:-1] == (1, 2)
    place = {value: round(value / 0.5) - found.first for value in (-1.0, 0.0, 0.5, 1.0)}
    found.counts[0, 0, place[0.0]] = 3
    found.counts[0, 0, place[0.5]] = 1
    found.counts[0, 1, [place[-1.0], place[1.0]]] = 1
    assert found.quantiles([0.0, 0.5, 0.75, 0.76, 1.0])[:, 0, 0].tolist() == [0, 0, 0, 0.5, 0.5]
    assert found.quantiles([0.5, 0.51])[:, 0, 1].tolist() == [-1, 1]
    assert found.mean()[0].tolist() == [0.125, 0]


def test_at_least_adds_up_from_above():
    assert at_least(np.array([[1, 0, 2], [0, 5, 0]])).tolist() == [[3, 2, 2], [5, 5, 0]]
