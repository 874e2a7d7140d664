"""What a comparison says in words: how large a change is and how sure, why nothing differs, what was expected."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import araxes
from araxes.inputs.parameters import setting
from araxes.inputs.schema import Act
from araxes.results.changes import leading_row
from araxes.results.expectations import expectation_verdict
from araxes.results.intervals import Credible, sureness
from araxes.wording import MINUS, percent, points_change


@pytest.fixture(scope="module")
def april():
    return araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=60, weeks=10)


@pytest.fixture(scope="module")
def force():
    return araxes.compare(["baseline", "force_syunik"], replicates=200)


def test_a_forced_act_is_told_as_such_and_as_a_large_change_of_which_one_is_over_99_percent_sure(force):
    sentence = force.sentence(force.others[0], "AZE>ARM", (0, 0))
    assert sentence.startswith(
        "A hostile act by Azerbaijan against Armenia (forced) in the week of 1 June 2026: 100 % under"
    )
    assert sentence.endswith("a large change, its direction over 99 % sure, of luck alone.")


def test_the_sentence_is_of_the_dyad_and_class_of_act_that_change_most_for_their_base(force):
    other = force.others[0]
    assert force.focus(other) == "ARM>AZE"
    rows = force.common_rows(other)
    row = leading_row(rows, "ARM>AZE")
    sentence = force.sentence(other)
    assert sentence.startswith(
        f"A {row['outcome']} act by Armenia against Azerbaijan in the 13 weeks from 1 June 2026: "
    )
    assert f"{percent(row['chance'])} under force_syunik against {percent(row['before'])} under baseline, " in sentence
    assert points_change(row["difference"], row["low"], row["high"]) in sentence
    assert "in weeks 1-4 after they part (8 June to 5 July 2026)" in force.sentence(other, "RUS>ARM", (1, 4))


def test_the_answer_has_five_lines_the_second_of_the_dyad_that_the_scenario_speaks_of(force):
    lines = force.answer()
    assert len(lines) == 5
    assert lines[0] == force.sentence("force_syunik")
    assert lines[1].startswith("Beside it, a hostile act by Iran against Azerbaijan: ")
    assert [line.split(":")[0] for line in lines[2:]] == ["How sure", "Caveat", "Next"]
    assert "0.0000" not in " ".join(lines)


def test_a_dyad_that_a_scenario_does_not_move_is_said_to_show_no_difference():
    found = araxes.compare(["baseline", "russia_attention_back"], replicates=2048, weeks=20)
    second = found.answer()[1]
    assert second.startswith("Beside it, a ")
    assert second.endswith(", no difference that can be told.")
    assert "0.0 points" not in second


def test_the_caveat_has_the_figures_of_the_document(force, root):
    share, low, high = (setting(f"compare.foreseen{end}") for end in ("", "_low", "_high"))
    assert f"({share} [{low}, {high}]" in (root / "docs" / "shocks.md").read_text("utf-8")
    assert f"foresaw {share:.0%} [{100 * low:.0f}, {100 * high:.0f}]".replace("%", " %") in force.answer()[3]


def test_one_may_ask_about_a_state_or_a_dyad(force, messages):
    assert "by Russia against" in force.answer("RUS")[0]
    assert "by Turkey against Iran" in force.answer(["TUR>IRN"])[0]
    assert next(iter(force.leading_changes("TUR>IRN")["dyad"])) == "TUR>IRN"
    assert messages(force.answer, "IRM")[0].nearest == "IRN"
    assert messages(force.answer, "IRN>AZ")[0].nearest == "IRN>AZE"


def test_a_copy_of_a_scenario_is_no_difference():
    found = araxes.compare(["baseline", araxes.load("baseline")], replicates=8, weeks=4)
    (line,) = found.answer()
    assert line.startswith("No difference: baseline (2) and baseline do not differ")


def test_of_several_scenarios_the_one_that_moves_most_leads_and_windows_begin_where_the_first_parts():
    names = ["baseline", "force_syunik", "route_extraterritorial", "israel_frozen"]
    found = araxes.compare(names, replicates=100, weeks=30)
    assert found.pairings[0].begin == min(found.parting(name) for name in names[1:])
    lines = found.answer()
    assert len(lines) == 5
    assert lines[1].startswith("The others: ")
    told, _, late = lines[1].partition(" force_syunik parts only on ")
    assert late == "1 June 2026, 5 of these 13 weeks follow: compare it with the base alone for its own quarter."
    assert all(sum(name in line for line in (lines[0], told)) == 1 for name in names[1:])
    rows = found.leading_changes()
    assert rows["since"].nunique() == rows["until"].nunique() == 1
    assert (rows.groupby(["dyad", "outcome"]).size() == 3).all()
    chances = found.chances()
    assert set(chances["scenario"]) == set(names)
    assert chances["since"].nunique() == 1


def test_what_is_forced_in_both_does_not_differ(april):
    assert april.sentence(april.others[0], "AZE>IRN", (0, 0)).endswith("as often in both [0.0, 0.0]; no difference.")


def test_the_table_tells_how_sure_a_sign_is(april):
    table = april.changes()
    assert table["sure"].between(0.5, 1).all()
    assert (table["low"] <= table["difference"]).all()
    assert (table["difference"] <= table["high"]).all()
    clear = (table["low"] > 0) | (table["high"] < 0)
    assert clear.any()
    assert (table.loc[clear, "sure"] >= 0.975).all()
    assert (table.loc[~clear & (table["difference"] != 0), "sure"] <= 0.975).all()
    assert list(table["weeks"].unique()) == ["0", "1-4", "5-9", "0-9"]


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
    happened = table.query("scenario == 'april_2023_as_it_happened' and dyad == 'AZE>IRN' and outcome == 'coercive'")
    assert (happened["chance"] == 1).all()
    changes = pd.DataFrame(april.common_rows(april.others[0])).set_index(["dyad", "outcome"])
    quarter = table[table["until"] == table["until"].min()].set_index(["scenario", "dyad", "outcome"])["chance"]
    assert quarter["april_2023_words_only"].to_dict() == changes["chance"].to_dict()
    assert quarter["april_2023_as_it_happened"].to_dict() == changes["before"].to_dict()


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
        (0.1, 0.1 / 1.96, ", 10 points more [0, 20]; a moderate change, its direction 98 % sure, of luck alone."),
        (-0.03, 0.1, f", 3 points less [{MINUS}23, 17]; a small change, its direction 62 % sure, of luck alone."),
        (0.2, 0.01, ", 20 points more [18, 22]; a large change, its direction over 99 % sure, of luck alone."),
        (0.0, 0.01, f", as often in both [{MINUS}2, 2]; a negligible change, its direction 50 % sure, of luck alone."),
        (0.0, 0.0, ", as often in both [0.0, 0.0]; no difference."),
    ],
)
def test_the_sentence_says_how_large_and_how_sure(april, monkeypatch, mean, deviation, ending):
    monkeypatch.setattr(type(april), "chance_difference", lambda *_: planted(mean, deviation))
    assert april.sentence(april.others[0], "AZE>IRN", (1, 4)).endswith(ending)


def test_no_difference_is_said_where_no_free_dyad_changes_and_not_by_few_replicates(april):
    """What April's arrests changed by is told in weeks 1-4, and is lost in a quarter."""
    sentence = april.sentence(april.others[0])
    assert sentence.startswith(
        "No difference can be told between april_2023_words_only and april_2023_as_it_happened in the 10 weeks from"
    )
    assert "that neither forces changes by 2 points or more beyond luck" in sentence
    rows = pd.DataFrame(april.quarter_rows(april.others[0]))
    rows = rows[rows["free"]].set_index(["dyad", "outcome"])
    dyad, outcome = rows[["low", "high"]].abs().max(axis=1).idxmax()
    assert f"the widest interval is that of {dyad} ({outcome}), " in sentence
    names = ["april_2023_as_it_happened", "april_2023_words_only"]
    few = araxes.compare(names, replicates=2, weeks=1)
    assert few.sentence(few.others[0]).startswith("No difference can be told")
    many = araxes.compare(names, replicates=100, weeks=1)
    assert many.sentence(many.others[0]).startswith(
        "No difference between april_2023_words_only and april_2023_as_it_happened"
    )


def test_a_difference_of_a_free_dyad_is_not_said_to_be_none(force):
    assert not force.sentence(force.others[0]).startswith("No difference")


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
        ["april_2023_as_it_happened", "april_2023_words_only"], replicates=replicates, weeks=6, fixed=fixed, full=False
    )
    assert found.holds_doubt == holds
    assert ("of luck alone" in found.sentence(found.others[0], "IRN>AZE", (1, 4))) != holds
