"""Free runs against the record: scores, frozen values, and counts of the right weeks."""

import datetime

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

import araxes
from araxes.results.free_runs import classes, count_crps, free_runs, free_scenario

ORIGIN = datetime.date(2023, 4, 3)
WEEKS = 8
COUNTS = st.lists(st.integers(0, 20), min_size=1, max_size=30)


def test_the_score_of_a_forecast_split_between_0_and_2_by_hand():
    even = np.array([0.5, 0.0, 0.5])
    assert count_crps(even, 1) == pytest.approx(0.5)
    assert count_crps(even, 0) == pytest.approx(0.5)


@given(COUNTS, st.integers(0, 20))
def test_the_score_equals_that_of_an_independent_implementation(counts, observed):
    chances = np.bincount(counts, minlength=21) / len(counts)
    expected = scoringrules.crps_ensemble(float(observed), np.array(counts, dtype=float))
    assert count_crps(chances, observed) == pytest.approx(float(expected), abs=1e-9)


@pytest.mark.parametrize(("observed", "share"), [(0, 0.1), (3, 0.3), (12, 0.5), (1, 0.9)])
def test_the_score_of_a_binomial_equals_its_closed_form(observed, share):
    found = count_crps(binom.pmf(np.arange(13), 12, share), observed)
    assert found == pytest.approx(float(scoringrules.crps_binomial(observed, 12, share)), abs=1e-6)


def test_a_better_forecast_has_the_lower_score():
    near, far = binom.pmf(np.arange(21), 20, 0.3), binom.pmf(np.arange(21), 20, 0.8)
    assert count_crps(near, 6) < count_crps(far, 6)


def test_a_free_scenario_knows_nothing_after_its_origin_and_lets_nothing_happen():
    base = araxes.load("april_2023_as_it_happened")
    free = free_scenario(ORIGIN, WEEKS, base)
    assert (free.acts, free.signals, free.changes) == ((), (), ())
    assert (free.start, free.weeks) == (ORIGIN, WEEKS)
    eve, far = ORIGIN - datetime.timedelta(days=1), ORIGIN + datetime.timedelta(weeks=520)
    moved = 0
    for path, parameter in free.book.items():
        assert parameter.at(far) == parameter.at(eve)
        if len(base.book[path].series) == 1 or base.book[path].series[0][0] < ORIGIN:
            assert parameter.at(eve) == base.book[path].at(eve), path
        moved += base.book[path].at(far) != base.book[path].at(eve)
    assert moved > 0


@pytest.fixture(scope="module")
def run():
    return free_runs(ORIGIN, WEEKS, 12)


def test_classes_part_the_ladder(run):
    from araxes.engines.world import prepare

    spans = classes(prepare(free_scenario(ORIGIN, 1)))
    assert [k for span in spans.values() for k in span] == list(range(11))
    assert (spans["verbal"], spans["coercive"]) == (range(4, 7), range(7, 11))
    assert set(run.table["class"]) == set(spans)


def test_there_is_a_row_a_dyad_and_class_and_every_observed_week_counts_once(run):
    assert len(run.table) == 80
    assert (run.table.groupby("dyad")["observed"].sum() == WEEKS).all()


def test_observed_counts_are_those_of_the_weeks_after_the_origin(run, chronology_rows):
    last = ORIGIN + datetime.timedelta(weeks=WEEKS)
    weeks = {
        (datetime.date.fromisoformat(row["date"]) - ORIGIN).days // 7
        for row in chronology_rows
        if (row["source"], row["target"]) == ("AZE", "IRN")
        and ORIGIN <= datetime.date.fromisoformat(row["date"]) < last
        and not row["flag"]
    }
    quiet = run.table.query("dyad == 'AZE>IRN' and `class` == 'quiet'")["observed"].item()
    assert quiet == WEEKS - len(weeks)
    assert run.table.query("dyad == 'AZE>IRN' and `class` == 'coercive'")["observed"].item() >= 1


def test_bands_hold_the_counts_they_were_made_from(run):
    table = run.table
    assert (table["width"] == table["high"] - table["low"]).all()
    inside = (table["low"] <= table["observed"]) & (table["observed"] <= table["high"])
    assert (table["inside"] == inside).all()
    assert run.inside == inside.mean()
    assert run.crps == (table["crps"].mean(), table["crps_climatology"].mean())


def test_the_score_of_the_model_is_that_of_its_counts(run):
    counts = (run.data["rung"].sel(actor="AZE", target="IRN") >= 7).sum("week").values.astype(float)
    row = run.table.query("dyad == 'AZE>IRN' and `class` == 'coercive'").iloc[0]
    assert row["crps"] == pytest.approx(float(scoringrules.crps_ensemble(float(row["observed"]), counts)))


def test_the_chance_of_a_rung_counts_either_side(run):
    acts = run.data["rung"]
    one = (acts.sel(actor="AZE", target="ARM") >= 7).any("week")
    other = (acts.sel(actor="ARM", target="AZE") >= 7).any("week")
    assert run.chance(7, "ARM", "AZE") == run.chance(7, "AZE", "ARM") == float((one | other).mean())
    assert run.chance(0, "ARM", "AZE") == 1
    assert run.chance(7, "ARM", "AZE") >= run.chance(9, "ARM", "AZE")
