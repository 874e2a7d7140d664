"""What a comparison says in words: whether it is distinguishable from zero, why nothing differs, what was expected."""

from dataclasses import replace

import pytest

import araxes
from araxes.inputs.schema import Act
from araxes.results.verdict import expected


@pytest.fixture(scope="module")
def april():
    return araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=60, weeks=10)


def test_the_forced_week_itself_is_distinguishable_and_says_by_how_much(april):
    sentence = april.sentence(april.others[0], "AZE>IRN", (0, 0))
    assert "AZE is less hostile towards IRN" in sentence
    assert "by 0.4400 on average" in sentence
    assert sentence.endswith(": distinguishable from zero.")


def test_what_could_be_chance_is_said_to_be_not_distinguishable(april):
    table = april.table()
    chance = table[(table["low"] <= 0) & (table["high"] >= 0) & (table["weeks"] == "1-4") & (table["difference"] != 0)]
    assert len(chance) > 0
    sentence = april.sentence(april.others[0], chance["dyad"].iloc[0], (1, 4))
    assert sentence.endswith("not distinguishable from zero.")


def test_the_table_tells_how_many_draws_agree(april):
    table = april.table()
    assert (table["more"] + table["less"] + table["same"]).round(9).eq(1).all()
    assert (table["low"] <= table["difference"]).all()
    assert (table["difference"] <= table["high"]).all()
    assert (table["single_low"] <= table["single_high"]).all()


def test_a_window_mean_is_the_mean_of_its_weeks(april):
    other = april.others[0]
    at = {"actor": "AZE", "target": "IRN"}
    paired = april.paired(other).sel(at)
    assert april.window_mean(other, (1, 4)).sel(at).values == pytest.approx(
        paired.isel(week=[1, 2, 3, 4]).mean("week").values
    )
    assert list(april.table()["weeks"].unique()) == ["1-4", "5-9", "0-9"]


def test_an_expectation_is_set_beside_what_the_model_says(april):
    table = april.expectations()
    assert table["dyad"].tolist() == ["AZE>IRN", "IRN>AZE", "IRN>AZE"]
    assert table["weeks"].tolist() == ["1-4", "1-4", "5-9"]
    for row in table.to_dict("records"):
        says = "higher" if row["low"] > 0 else "lower" if row["high"] < 0 else "same"
        assert row["model"] == says
        verdict = "agrees" if says == row["expected"] else "not distinguishable" if says == "same" else "disagrees"
        assert row["verdict"] == verdict


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


@pytest.mark.parametrize(
    ("difference", "model", "higher", "same"),
    [
        ((0.1, 1e-12, 0.2), "higher", "agrees", "disagrees"),
        ((0.1, 0.0, 0.2), "same", "not distinguishable", "agrees"),
        ((0.0, 0.0, 0.0), "same", "not distinguishable", "agrees"),
        ((-0.1, -0.2, 0.0), "same", "not distinguishable", "agrees"),
        ((-0.1, -0.2, -1e-12), "lower", "disagrees", "disagrees"),
    ],
)
def test_an_interval_that_reaches_zero_itself_is_neither_higher_nor_lower(
    april, monkeypatch, difference, model, higher, same
):
    monkeypatch.setattr(type(april), "of_dyad", lambda *_: difference)
    expectation = april.others[0].scenario.expectations[0]
    for sign, verdict in (("higher", higher), ("same", same)):
        row = expected(april, april.others[0], expectation.model_copy(update={"sign": sign}))
        assert (row["model"], row["verdict"]) == (model, verdict)


@pytest.mark.parametrize(
    ("difference", "ending"),
    [
        ((0.1, 1e-12, 0.2), ": distinguishable from zero."),
        ((0.1, 0.0, 0.2), "not distinguishable from zero."),
        ((-0.1, -0.2, 0.0), "not distinguishable from zero."),
        ((0.0, 0.0, 0.0), "the difference is exactly zero."),
    ],
)
def test_the_sentence_draws_the_same_line_at_zero(april, monkeypatch, difference, ending):
    monkeypatch.setattr(type(april), "of_dyad", lambda *_: difference)
    sentence = april.sentence(april.others[0], "AZE>IRN", (1, 4))
    assert sentence.endswith(ending)
    assert ("as hostile" in sentence) == (difference[0] == 0)


def test_an_expectation_of_weeks_beyond_a_shortened_horizon_has_no_verdict():
    found = araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=2, weeks=1)
    table = found.expectations()
    assert table["weeks"].tolist() == ["1-4", "1-4", "5-26"]
    assert table["verdict"].tolist() == ["not simulated"] * 3
    assert table[["difference", "low", "high"]].isna().all(axis=None)
