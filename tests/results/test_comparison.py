"""Comparisons: paired on the same luck, exact zeros with their reason, intervals that mean something."""

import numpy as np
import pytest
import scoringrules

import araxes
from araxes.errors import InputError
from araxes.results.free_runs import crps
from araxes.results.outcomes import crossing_chance, quantiles
from araxes.results.resample import interval, never_sure, weights


@pytest.fixture(scope="module")
def april():
    names = ["april_2023_as_it_happened", "april_2023_words_only", "april_2023_no_expulsions"]
    return araxes.compare(names, replicates=40, weeks=10)


def test_a_scenario_compared_with_itself_differs_by_exactly_zero():
    found = araxes.compare(["baseline", "baseline"], replicates=4, weeks=4)
    assert (found.table()[["difference", "low", "high"]] == 0).all(axis=None)
    assert "exactly zero" in found.sentence(found.others[0])
    assert "same once resolved" in found.sentence(found.others[0])


def test_removing_the_expulsions_alone_changes_nothing_and_the_sentence_names_the_arrests(april):
    _, without = april.others
    rows = april.table().query("scenario == 'april_2023_no_expulsions'")
    assert (rows[["difference", "low", "high"]] == 0).all(axis=None)
    sentence = april.sentence(without)
    assert "exactly zero" in sentence
    assert "arrests" in sentence
    assert "same rung" in sentence
    assert "arrests_shooting, arrests_group" in sentence
    assert "note" not in sentence.split("shares its week with")[1]


def test_words_only_lowers_the_hostility_of_baku_in_the_week_itself(april):
    words = april.others[0]
    first = april.paired(words).isel(week=0).sel(actor="AZE", target="IRN")
    assert np.allclose(first, 0.2 - 0.64)


def test_only_dyads_touched_by_the_change_differ_in_the_first_week(april):
    first = april.paired(april.others[0]).isel(week=0)
    assert int((first != 0).where(first.notnull(), False).any("replicate").sum()) == 1


def test_the_diff_of_the_files_names_what_is_gone(april):
    assert len(april.differences(april.others[1])) == 1
    assert april.differences(april.others[1])[0].startswith("- act expulsions")


def test_scenarios_of_different_starts_are_refused():
    with pytest.raises(InputError, match="one start"):
        araxes.compare(["baseline", "april_2023_words_only"], replicates=1)


def test_chances_grow_with_time_and_fall_with_the_rung(april):
    chance = crossing_chance(april.base.data).sel(actor="IRN", target="AZE")
    assert (chance.diff("week") >= 0).all()
    assert (chance.diff("rung") <= 0).all()
    assert (chance.isel(rung=0) == 1).all()


def test_quantiles_rise(april):
    bands = quantiles(april.base.data["tension"]).sel(actor="IRN", target="AZE")
    assert (bands.diff("quantile") >= 0).all()


def test_the_interval_of_a_mean_resamples_whole_draws():
    rng = np.random.default_rng(0)
    draws = np.arange(400) % 20
    by_draw = rng.normal(0, 1, 20)[draws] + rng.normal(0, 0.01, 400)
    alone = rng.normal(0, 1, 400)
    wide = interval(by_draw, weights(draws, 1000, 1))
    narrow = interval(alone, weights(np.arange(400), 1000, 1))
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert wide.low < wide.mean < wide.high
    assert weights(draws, 50, 1).shape == (50, 400)


def test_identical_values_have_an_interval_of_no_width():
    found = interval(np.full(30, 0.25), weights(np.arange(30), 200, 1))
    assert (found.mean, found.low, found.high) == pytest.approx((0.25, 0.25, 0.25))


def test_the_interval_covers_a_known_mean_about_as_often_as_it_says():
    rng = np.random.default_rng(1)
    counts = weights(np.arange(60), 400, 1)
    covered = [found.low <= 1 <= found.high for found in (interval(rng.exponential(1, 60), counts) for _ in range(300))]
    assert 0.86 < np.mean(covered) < 0.99


def test_the_crps_of_counts_equals_an_independent_implementation():
    counts = np.array([0, 0, 1, 3, 7, 7, 2])
    chances = np.bincount(counts, minlength=11) / len(counts)
    for observed in (0, 2, 10):
        assert crps(chances, observed) == pytest.approx(scoringrules.crps_ensemble(observed, counts.astype(float)))


def test_the_crps_of_a_sure_forecast_is_its_error():
    sure = np.eye(11)[4]
    assert crps(sure, 4) == 0
    assert crps(sure, 7) == pytest.approx(3)


def test_what_was_never_seen_is_not_impossible():
    none = interval(np.zeros((50, 2)), weights(np.arange(50), 100, 1))
    opened = never_sure(none, 50, 0.95)
    assert opened.high == pytest.approx(1 - 0.05 ** (1 / 50))
    assert (opened.low == 0).all()
    always = never_sure(interval(np.ones((50, 2)), weights(np.arange(50), 100, 1)), 50, 0.95)
    assert always.low == pytest.approx(0.05 ** (1 / 50))
    assert (always.high == 1).all()
