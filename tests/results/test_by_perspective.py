"""A scenario by perspective: each comparison is that of the perspective alone, distances are paired, and the sentence follows the table."""

from dataclasses import replace

import pandas as pd
import pytest

import araxes
from araxes.results.by_perspective import compare_perspectives

PAIR = ("baseline", "route_extraterritorial")
CAPITALS = ["Ankara", "Baku", "Moscow", "Tehran", "Yerevan"]
SIZE = {"replicates": 512, "weeks": 20}


@pytest.fixture(scope="module")
def found():
    return compare_perspectives(*PAIR, **SIZE)


def test_the_neutral_perspective_comes_first_and_all_capitals_follow(found):
    assert list(found.comparisons) == ["neutral", *CAPITALS]
    assert found.basis.perspective == ", ".join(["neutral", *CAPITALS])
    assert found.names == PAIR


@pytest.mark.parametrize("capital", [None, "Tehran"])
def test_each_is_the_comparison_in_that_perspective_alone(found, capital):
    alone = araxes.compare(*PAIR, perspective=capital, full=False, **SIZE)
    pd.testing.assert_frame_equal(alone.changes(), found.comparisons[capital or "neutral"].changes())


def test_distances_are_the_differences_of_the_changes_and_the_neutral_one_is_zero(found):
    for _, rows in found.all_changes.groupby("dyad"):
        neutral = rows.iloc[0]
        assert neutral["perspective"] == "neutral"
        assert (neutral["apart"], neutral["differs"]) == (0, False)
        assert rows["apart"].tolist() == pytest.approx((rows["difference"] - neutral["difference"]).tolist())
        assert ((rows["apart_low"] <= rows["apart"]) & (rows["apart"] <= rows["apart_high"])).all()


def test_an_answer_differs_where_the_interval_leaves_the_neutral_change_out_and_it_is_not_next_to_it(found):
    for _, rows in found.all_changes.groupby("dyad"):
        level = rows["difference"].iloc[0]
        outside = (rows["low"] > level) | (rows["high"] < level)
        assert (rows["differs"] == (outside & ((rows["difference"] - level).abs() >= 0.02))).all()


def test_where_intervals_hold_luck_alone_no_capital_is_said_to_change_the_answer():
    few = compare_perspectives(*PAIR, replicates=16, weeks=20)
    assert not few.neutral.holds_doubt
    assert not few.all_changes["differs"].any()
    assert few.sentence().startswith("Intervals hold luck alone here")


def test_a_panel_holds_each_perspective_once_and_the_leading_dyad_comes_first(found):
    table = found.changes()
    dyads = list(dict.fromkeys(table["dyad"]))
    assert dyads[0] == found.all_changes["dyad"].iloc[0]
    assert len(dyads) <= 3
    assert table["perspective"].tolist() == ["neutral", *CAPITALS] * len(dyads)
    asked = found.changes("IRN")["dyad"]
    assert asked.str.startswith("IRN>").all()


def test_the_sentence_names_the_capitals_of_the_table(found):
    said, changed = found.sentence(), set(found.all_changes[found.all_changes["differs"]]["perspective"])
    assert said.startswith("The answer changes") == bool(changed)
    for capital in changed:
        assert f"{capital} (" in said


def test_a_sentence_about_a_dyad_speaks_of_no_other(found):
    dyad = found.all_changes["dyad"].iloc[-1]
    said = found.sentence(dyad)
    assert {word.strip("(") for word in said.split() if ">" in word} == {dyad}


def test_where_no_capital_changes_the_answer_the_sentence_says_so(found):
    same = replace(found, comparisons=dict.fromkeys(found.comparisons, found.neutral))
    assert same.sentence().startswith("No capital changes the answer (")
    assert not same.all_changes["differs"].any()
    assert (same.all_changes["apart"] == 0).all()


def test_where_scenarios_do_not_differ_nothing_does():
    alike = compare_perspectives("baseline", "baseline", replicates=16, weeks=2)
    assert alike.sentence() == "No difference in any perspective: no act differs in any history."


def test_a_perspective_that_is_given_is_replaced():
    seen = araxes.load("baseline", perspective="Baku")
    one, other = (compare_perspectives(base, PAIR[1], replicates=16, weeks=6) for base in ("baseline", seen))
    pd.testing.assert_frame_equal(one.neutral.changes(), other.neutral.changes())
