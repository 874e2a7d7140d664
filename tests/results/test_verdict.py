"""What a comparison says in words: how large a change is and how sure, why nothing differs, what was expected."""

from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.inputs.schema import Act
from araxes.results.intervals import Credible, sureness
from araxes.results.verdict import expectation_verdict


@pytest.fixture(scope="module")
def april():
    return araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=60, weeks=10)


@pytest.fixture(scope="module")
def force():
    return araxes.compare(["baseline", "force_syunik"], replicates=200)


def test_a_forced_act_is_told_as_a_large_change_of_which_one_is_over_99_percent_sure(force):
    sentence = force.sentence(force.others[0], "AZE>ARM", (0, 0))
    assert "AZE acts with hostility against ARM in week 0 after the two part (2026-06-01 to 2026-06-07)" in sentence
    assert "in 100.0% of histories, under baseline in" in sentence
    assert sentence.endswith("a large change, its sign over 99% sure.")


def test_the_sentence_gives_the_chances_of_the_weeks_in_which_the_scenario_expects_something(force):
    other = force.others[0]
    dyad = force.focus(other)
    row = force.changes().query(f"dyad == '{dyad}' and weeks == '1-12' and outcome == 'hostile'").iloc[0]
    sentence = force.sentence(other)
    assert dyad == "IRN>AZE"
    assert "in weeks 1-12 after the two part (2026-06-08 to 2026-08-30)" in sentence
    assert f"in {row['chance']:.1%} of histories, under baseline in {row['before']:.1%}: " in sentence
    assert f"(95% interval for luck alone {100 * row['low']:+.1f} to {100 * row['high']:+.1f})" in sentence
    assert "in weeks 0-12 after the two part (2026-06-01 to 2026-08-30)" in force.sentence(other, "RUS>ARM")


def test_what_is_forced_in_both_does_not_differ(april):
    assert april.sentence(april.others[0], "AZE>IRN", (0, 0)).endswith("in 100.0%: no difference.")


def test_the_table_tells_how_sure_a_sign_is(april):
    table = april.table()
    assert table["sure"].between(0.5, 1).all()
    assert (table["low"] <= table["difference"]).all()
    assert (table["difference"] <= table["high"]).all()
    assert (table["single_low"] <= table["single_high"]).all()
    clear = (table["low"] > 0) | (table["high"] < 0)
    assert clear.any()
    assert (table.loc[clear, "sure"] >= 0.975).all()
    assert (table.loc[~clear & (table["difference"] != 0), "sure"] <= 0.975).all()


def test_a_window_mean_is_the_mean_of_its_weeks(april):
    other = april.others[0]
    at = {"actor": "AZE", "target": "IRN"}
    paired = april.paired_differences(other).sel(at)
    assert april.window_mean(other, (1, 4)).sel(at).values == pytest.approx(
        paired.isel(week=[1, 2, 3, 4]).mean("week").values
    )
    assert list(april.table()["weeks"].unique()) == ["0", "1-4", "5-9", "0-9"]


def test_an_expectation_is_set_beside_what_the_model_says(april):
    table = april.expectations()
    assert table["dyad"].tolist() == ["AZE>IRN", "IRN>AZE", "IRN>AZE"]
    assert table["weeks"].tolist() == ["1-4", "1-4", "5-9"]
    assert table["outcome"].tolist() == ["hostile"] * 3
    changes = april.changes().set_index(["dyad", "outcome", "weeks"])
    for row in table.to_dict("records"):
        known = changes.loc[(row["dyad"], row["outcome"], row["weeks"])]
        assert [row[name] for name in ("difference", "low", "high")] == known[["difference", "low", "high"]].tolist()
        sign = ("higher" if row["difference"] > 0 else "lower") if known["sure"] >= 0.95 else "sign not sure"
        assert row["model"].startswith(sign)
        expected_sign = row["expected"].split(",")[0]
        known_verdict = {expected_sign: "agrees", "sign not sure": "too close to say"}.get(sign, "disagrees")
        assert row["verdict"].split(",")[0] == known_verdict


def test_chances_side_by_side_have_their_intervals(april):
    table = april.chances()
    assert set(table["scenario"]) == {"april_2023_as_it_happened", "april_2023_words_only"}
    assert (table["low"] <= table["chance"]).all()
    assert (table["chance"] <= table["high"]).all()
    happened = table.query("scenario == 'april_2023_as_it_happened' and dyad == 'AZE>IRN' and rung == 7")
    assert happened["chance"].item() == 1


def test_a_change_that_no_rule_reads_is_named_as_such():
    plain = araxes.load("baseline", weeks=3)
    other = araxes.load(plain, sets={"USA.attention.overstretch": 0.9})
    found = araxes.compare([plain, other], replicates=3)
    sentence = found.sentence(found.others[0])
    assert "every difference is exactly zero" in sentence
    assert "Nothing in the model answers" in sentence
    assert "USA.attention.overstretch" in sentence


def test_an_act_below_another_of_its_week_says_which_one_covers_it():
    base = araxes.load("april_2023_as_it_happened", weeks=3)
    note = Act(
        id="one_more_note", date=base.start, source="AZE", target="IRN", rung="criticism", reference="hypothetical"
    )  # fmt: skip
    found = araxes.compare([base, replace(base, name="one_more", acts=(*base.acts, note))], replicates=3)
    sentence = found.sentence(found.others[0])
    assert "A week keeps one rung" in sentence
    assert "one_more_note" in sentence
    assert "expulsions" in sentence


def planted(mean, deviation, states=5):
    """Return a change of which every dyad's mean and standard deviation are the given ones."""
    ends = [np.full((states, states), mean + side * 1.96 * deviation) for side in (-1, 1)]
    means, deviations = np.full((states, states), mean), np.full((states, states), deviation)
    return Credible(means, *ends, sureness(means, deviations), deviations)


@pytest.mark.parametrize(
    ("mean", "deviation", "model", "higher", "same"),
    [
        (0.1, 0.01, "higher, moderate", "agrees", "disagrees"),
        (0.1, 0.1 / 1.65, "higher, moderate", "agrees", "disagrees"),
        (0.1, 0.1 / 1.64, "sign not sure", "too close to say", "too close to say"),
        (-0.1, 0.1 / 1.65, "lower, moderate", "disagrees", "disagrees"),
        (-0.1, 0.1 / 1.64, "sign not sure", "too close to say", "too close to say"),
        (-0.0199, 0.001, "lower, negligible", "disagrees", "agrees"),
        (-0.015, 0.001, "lower, negligible", "disagrees", "agrees"),
        (0.0, 0.0, "same", "disagrees", "agrees"),
        (0.0, 0.005, "same", "disagrees", "agrees"),
        (0.0, 0.05, "sign not sure", "too close to say", "too close to say"),
    ],
)
def test_a_sign_counts_where_it_is_sure_and_the_same_is_less_than_a_small_change(
    april, monkeypatch, mean, deviation, model, higher, same
):
    monkeypatch.setattr(type(april), "chance_difference", lambda *_: planted(mean, deviation))
    expectation = april.others[0].scenario.expectations[0]
    for sign, verdict in (("higher", higher), ("same", same)):
        row = expectation_verdict(april, april.others[0], expectation.model_copy(update={"sign": sign, "size": None}))
        assert (row["model"], row["verdict"]) == (model, verdict)


@pytest.mark.parametrize(
    ("mean", "size", "verdict"),
    [
        (0.03, "small", "agrees"),
        (0.03, "moderate", "agrees, but smaller"),
        (0.01, "small", "agrees, but smaller"),
        (0.2, "moderate", "agrees, but larger"),
        (0.2, "large", "agrees"),
        (-0.2, "large", "disagrees"),
        (0.2, None, "agrees"),
    ],
)
def test_a_size_is_held_against_the_expected_one(april, monkeypatch, mean, size, verdict):
    monkeypatch.setattr(type(april), "chance_difference", lambda *_: planted(mean, 0.001))
    expectation = april.others[0].scenario.expectations[0].model_copy(update={"sign": "higher", "size": size})
    row = expectation_verdict(april, april.others[0], expectation)
    assert row["expected"] == (f"higher, {size}" if size else "higher")
    assert row["verdict"] == verdict


def test_an_expectation_is_measured_by_the_class_of_act_that_it_names(april):
    expectation = april.others[0].scenario.expectations[1].model_copy(update={"outcome": "coercive"})
    row = expectation_verdict(april, april.others[0], expectation)
    changes = april.changes().set_index(["dyad", "outcome", "weeks"])
    assert row["outcome"] == "coercive"
    assert row["difference"] == changes.loc[("IRN>AZE", "coercive", "1-4"), "difference"]
    assert row["difference"] != changes.loc[("IRN>AZE", "hostile", "1-4"), "difference"]


@pytest.mark.parametrize(
    ("mean", "deviation", "ending"),
    [
        (
            0.1,
            0.1 / 1.96,
            ": 10.0 points more (95% interval for luck alone +0.0 to +20.0), a moderate change, its sign 98% sure.",
        ),
        (
            -0.03,
            0.1,
            ": 3.0 points less (95% interval for luck alone -22.6 to +16.6), a small change, its sign 62% sure.",
        ),
        (
            0.2,
            0.01,
            ": 20.0 points more (95% interval for luck alone +18.0 to +22.0), a large change, its sign over 99% sure.",
        ),
        (
            0.0,
            0.01,
            ": as often in both (95% interval for luck alone -2.0 to +2.0), a negligible change, its sign 50% sure.",
        ),
        (0.0, 0.0, ": no difference."),
    ],
)
def test_the_sentence_says_how_large_and_how_sure(april, monkeypatch, mean, deviation, ending):
    monkeypatch.setattr(type(april), "chance_difference", lambda *_: planted(mean, deviation))
    assert april.sentence(april.others[0], "AZE>IRN", (1, 4)).endswith(ending)


def test_no_difference_is_said_where_no_free_dyad_changes_and_not_by_few_replicates(april):
    """What April's arrests changed by is told in weeks 1-4, and is lost in a quarter."""
    sentence = april.sentence(april.others[0])
    assert sentence.startswith(
        "At 60 replicates no difference can be told between april_2023_words_only and april_2023_as_it_h"
    )
    assert "that neither forces changes by 2 points or more that luck would not bring." in sentence
    rows = april.quarter_changes(april.others[0])
    rows = rows[rows["free"]].set_index(["dyad", "outcome"])
    dyad, outcome = rows[["low", "high"]].abs().max(axis=1).idxmax()
    assert f"The widest interval is that of {dyad} ({outcome}): " in sentence
    names = ["april_2023_as_it_happened", "april_2023_words_only"]
    few = araxes.compare(names, replicates=2, weeks=1)
    assert few.sentence(few.others[0]).startswith("At 2 replicates no difference can be told")
    many = araxes.compare(names, replicates=100, weeks=1)
    assert many.sentence(many.others[0]).startswith(
        "No difference between april_2023_words_only and april_2023_as_it_happened"
    )


def test_a_difference_of_a_free_dyad_is_not_said_to_be_none(force):
    assert not force.sentence(force.others[0]).startswith(("No difference", "At "))


def test_an_expectation_of_weeks_beyond_a_shortened_horizon_has_no_verdict():
    found = araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=2, weeks=1)
    table = found.expectations()
    assert table["weeks"].tolist() == ["1-4", "1-4", "5-26"]
    assert table["verdict"].tolist() == ["not simulated"] * 3
    assert table[["difference", "low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("replicates", "fixed", "holds"), [(300, False, False), (512, False, True), (512, True, False)]
)
def test_an_interval_that_holds_luck_alone_says_so(replicates, fixed, holds):
    found = araxes.compare(
        ["april_2023_as_it_happened", "april_2023_words_only"], replicates, weeks=6, fixed=fixed, full=False
    )
    assert found.holds_doubt == holds
    assert ("interval for luck alone" in found.sentence(found.others[0], "IRN>AZE", (1, 4))) != holds
