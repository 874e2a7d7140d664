"""Changes: those of full histories, free and forced dyads, sizes, and what is told from luck."""

import itertools

import numpy as np
import pytest

import araxes
from araxes.results.changes import (
    CHANGE_COLUMNS,
    by_chance,
    effect_size,
    exceeds_luck,
    fine_enough,
    forced_within,
    leading_dyads,
    leading_row,
    size_name,
    stands_out,
)
from araxes.results.tally import COERCIVE, HOSTILE, VIOLENT

FIRST, COUNT = 12, 64
"""The week of `force_syunik` in which force begins; histories."""


@pytest.fixture(scope="module")
def found(compiled):
    return araxes.compare(["baseline", "force_syunik"], replicates=COUNT, full=True)


@pytest.fixture(scope="module")
def table(found):
    return found.changes()


def test_there_is_a_row_a_dyad_class_of_act_and_window(found, table):
    assert list(table.columns) == list(CHANGE_COLUMNS)
    assert not table.duplicated(["scenario", "dyad", "outcome", "weeks"]).any()
    assert len(table) == 20 * 3 * len(found.pairings[0].spans)
    assert set(table["scenario"]) == {"force_syunik"}
    assert set(table["base"]) == {"baseline"}


def test_chances_are_those_of_full_histories(found, table):
    rows = table.set_index(["dyad", "outcome", "weeks"]).sort_index()
    keys = [rung.key for rung in found.base.scenario.region.rungs]
    assert keys[3] == "quiet"
    least = found.pairings[0].outcomes
    assert least[HOSTILE] == 4
    assert least[HOSTILE] < least[COERCIVE] < least[VIOLENT] < len(keys)
    for (label, (since, until)), outcome in itertools.product(found.pairings[0].spans.items(), least):
        weeks = slice(FIRST + since, FIRST + until + 1)
        before, after = (
            (one.histories.rungs[:, weeks] >= least[outcome]).any(axis=1).mean(axis=0) for one in found.results
        )
        for (i, actor), (j, target) in itertools.permutations(enumerate(found.states), 2):
            row = rows.loc[(f"{actor}>{target}", outcome, label)]
            assert (row["before"], row["chance"]) == pytest.approx((before[i, j], after[i, j]))
            assert row["difference"] == pytest.approx(after[i, j] - before[i, j])


def test_intervals_hold_the_difference_and_are_no_narrower_than_the_error(table):
    assert (table["low"] <= table["difference"]).all()
    assert (table["difference"] <= table["high"]).all()
    assert (table["high"] - table["low"] >= 2 * table["error"]).all()
    assert table["sure"].between(0.5, 1).all()


def test_rarer_classes_and_shorter_windows_have_smaller_chances(table):
    for column in ("before", "chance"):
        by_class = table.pivot_table(index=["dyad", "weeks"], columns="outcome", values=column)
        assert (by_class[HOSTILE] >= by_class[COERCIVE]).all()
        assert (by_class[COERCIVE] >= by_class[VIOLENT]).all()
        by_weeks = table.pivot_table(index=["dyad", "outcome"], columns="weeks", values=column)
        for within in ("0", "1-4"):
            assert (by_weeks["0-12"] >= by_weeks[within]).all()


def test_a_dyad_is_free_but_in_windows_in_which_either_scenario_forces_an_act(found, table):
    forced = table[~table["free"]]
    assert set(forced["dyad"]) == {"AZE>ARM"}
    assert {"0", "1-4", "0-12"} <= set(forced["weeks"])
    assert "5-13" not in set(forced["weeks"])
    assert (forced.loc[(forced["weeks"] == "0") & (forced["outcome"] == VIOLENT), "chance"] == 1).all()
    i, j = (found.states.index(code) for code in ("AZE", "ARM"))
    force = found.others[0]
    for weeks, held in (
        (slice(0, FIRST), False),
        (slice(FIRST, FIRST + 1), True),
        (slice(FIRST + 3, FIRST + 9), False),
    ):
        free = forced_within(force, weeks)
        assert free[i, j] == held
        assert free.sum() == held
    assert not forced_within(found.base, slice(0, FIRST + 3)).any()


@pytest.mark.parametrize(
    ("change", "size"),
    [
        (0, "negligible"),
        (0.0199, "negligible"),
        (0.02, "small"),
        (-0.0499, "small"),
        (-0.05, "moderate"),
        (0.1499, "moderate"),
        (0.15, "large"),
        (-1, "large"),
    ],
)
def test_sizes_begin_where_the_settings_say_whatever_the_sign(change, size):
    assert size_name(change) == size


def test_weeks_with_an_act_are_those_of_full_histories(found, table):
    rows = table.set_index(["dyad", "outcome", "weeks"]).sort_index()
    least = found.pairings[0].outcomes
    for label, outcome in itertools.product(found.pairings[0].spans, least):
        weeks = found.pairings[0].window(label)
        before, after = (
            (one.histories.rungs[:, weeks] >= least[outcome]).sum(axis=1).mean(axis=0) for one in found.results
        )
        row = rows.loc[("ARM>AZE", outcome, label)]
        assert (row["weeks_before"], row["weeks_after"]) == pytest.approx((before[0, 1], after[0, 1]))
        assert row["weeks_difference"] == pytest.approx(after[0, 1] - before[0, 1])
        assert row["weeks_low"] <= row["weeks_difference"] <= row["weeks_high"]


def test_an_effect_is_as_large_where_arcsines_differ_as_much():
    assert effect_size(0.0, 1.0) == pytest.approx(np.pi)
    assert effect_size(0.3, 0.3) == 0
    assert effect_size(0.2, 0.1) == -effect_size(0.1, 0.2)
    assert effect_size(0.01, 0.06) > effect_size(0.31, 0.36)


def changed(dyad, before, chance, error, free=True, outcome="hostile"):
    ends = {"low": chance - before - 2 * error, "high": chance - before + 2 * error, "error": error, "free": free}
    return {"dyad": dyad, "outcome": outcome, "before": before, "chance": chance, "difference": chance - before, **ends}


def test_free_dyads_lead_by_what_they_change_for_their_base_and_luck_is_not_listed():
    rows = [
        changed("A>B", 0.50, 0.60, 0.01),
        changed("B>A", 0.01, 0.11, 0.01),
        changed("A>C", 0.0, 1.0, 0.0, free=False),
        changed("C>A", 0.50, 0.52, 0.02),
        changed("C>B", 0.5, 0.50004, 0.000001),
    ]
    assert leading_dyads(rows) == ["B>A", "A>B"]
    assert exceeds_luck(rows).tolist() == [True, True, True, False, False]


def test_the_row_of_a_dyad_is_of_the_class_of_act_that_changes_most_and_is_told():
    rows = [
        changed("A>B", 0.50, 0.60, 0.01),
        changed("A>B", 0.10, 0.25, 0.01, outcome="coercive"),
        changed("A>B", 0.0, 0.05, 0.03, outcome="violent"),
    ]
    assert leading_row(rows, "A>B")["outcome"] == "coercive"


def made_up(rng, planted=0.0, rows=60, error=0.03):
    """Return rows whose changes are luck, but for one."""
    difference = rng.normal(0, error, rows)
    difference[0] += planted
    return [{"difference": float(change), "error": error} for change in difference]


def of_errors(*errors):
    """Return rows of which only the errors are known."""
    return [{"error": error} for error in errors]


def test_pure_luck_is_told_in_few_tables_though_the_furthest_row_is_far_from_0():
    rng = np.random.default_rng(1)
    tables = [made_up(rng) for _ in range(2000)]
    assert np.mean([stands_out(rows).any() for rows in tables]) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 2000)
    assert np.mean([any(abs(row["difference"]) > 1.96 * row["error"] for row in rows) for rows in tables]) > 0.9


def test_a_planted_change_is_told_and_nothing_else():
    rng = np.random.default_rng(2)
    tables = [stands_out(made_up(rng, planted=0.2)) for _ in range(500)]
    assert np.mean([rows[0] for rows in tables]) > 0.99
    assert np.mean([rows[1:].any() for rows in tables]) < 0.08


def test_a_change_that_is_sure_but_negligible_is_not_told():
    rows = [{"difference": change, "error": 0.0001} for change in (0.0199, 0.02, -0.02, 0.0)]
    assert stands_out(rows).tolist() == [False, True, True, False]


def test_the_more_rows_there_are_the_further_luck_brings_the_furthest():
    one, many = (by_chance(of_errors(*[0.01] * rows)) for rows in (1, 100))
    assert one[0] == pytest.approx(0.0196, abs=1e-4)
    assert many[0] == pytest.approx(0.0348, abs=1e-4)


def test_replicates_are_enough_where_a_moderate_change_would_be_told():
    assert fine_enough(of_errors(*[0.01] * 60), 1000)
    assert not fine_enough(of_errors(*[0.01] * 59, 0.02), 1000)


def test_few_replicates_that_are_all_alike_are_not_enough():
    alike = of_errors(*[0.0] * 60)
    assert [fine_enough(alike, replicates) for replicates in (2, 58, 59)] == [False, False, True]
