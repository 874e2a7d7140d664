"""Comparisons: paired on the same luck, exact zeros with their reason, intervals that mean something."""

import subprocess
import sys

import numpy as np
import pytest
import scoringrules

import araxes
from araxes.errors import InputError
from araxes.results.free_runs import count_crps
from araxes.results.tally import crossing_chance, quantiles


@pytest.fixture(scope="module")
def april():
    names = ["april_2023_as_it_happened", "april_2023_words_only", "april_2023_no_expulsions"]
    return araxes.compare(names, replicates=40, weeks=10)


def test_a_result_is_known_by_its_name_too_and_what_is_none_is_a_fault(april, messages):
    words = april.others[0]
    name, window = words.scenario.name, (1, 4)
    assert april.sentence(name) == april.sentence(words)
    assert april.pairing(name) is april.pairing(words)
    assert april.focus(name) == april.focus(words)
    assert april.common_rows(name) == april.common_rows(words)
    assert april.differences(name) == april.differences(words)
    assert april.paired_differences(name).equals(april.paired_differences(words))
    assert (april.chances_within(name, window) == april.chances_within(words, window)).all()
    asks = [
        april.sentence, april.pairing, april.paired_differences, april.focus, april.common_rows, april.differences,
        lambda other: april.chance_difference(other, window), lambda other: april.path(other, "AZE", "IRN"),
    ]  # fmt: skip
    for ask in asks:
        assert messages(ask, "april_2023_word_only")[0].nearest == name
        assert messages(ask, april.base)[0].got == "the base"
        assert messages(ask, 0)[0].key == "other"
    assert messages(april.sentence, words, "AZE>IRM")[0].nearest == "AZE>IRN"
    assert messages(april.sentence, words, "AZE")[0].key == "dyad"


def test_a_scenario_compared_with_itself_differs_by_exactly_zero():
    found = araxes.compare(["baseline", "baseline"], replicates=4, weeks=4)
    assert "exactly zero" in found.sentence(found.others[0])
    assert "same once resolved" in found.sentence(found.others[0])
    assert [result.scenario.name for result in found.results] == ["baseline", "baseline (2)"]
    assert (found.changes()[["difference", "low", "high", "error"]] == 0).all(axis=None)
    assert list(found.chances()["scenario"].unique()) == ["baseline", "baseline (2)"]


@pytest.mark.slow
def test_a_scenario_beside_itself_with_other_values_has_a_name_of_its_own():
    plain = araxes.load("baseline", weeks=8)
    others = [araxes.load(plain, sets={"behaviour.weight.alarm": value}) for value in (0.0, 1.0)]
    found = araxes.compare([plain, *others], replicates=40)
    names = ["baseline", "baseline (2)", "baseline (3)"]
    assert [result.scenario.name for result in found.results] == names
    assert list(found.chances()["scenario"].unique()) == names
    assert found.sentence(found.others[1], "AZE>IRN").startswith("A hostile act by Azerbaijan against Iran")


def test_removing_the_expulsions_alone_changes_nothing_and_the_sentence_names_the_arrests(april):
    _, without = april.others
    rows = april.changes().query("scenario == 'april_2023_no_expulsions'")
    assert (rows[["difference", "low", "high"]] == 0).all(axis=None)
    sentence = april.sentence(without)
    assert "exactly zero" in sentence
    assert "arrests" in sentence
    assert "same rung" in sentence
    assert "arrests_shooting, arrests_group" in sentence
    assert "note" not in sentence.split("shares its week with")[1]


def test_words_only_lowers_the_hostility_of_baku_in_the_week_itself(april):
    words = april.others[0]
    first = april.paired_differences(words).isel(week=0).sel(actor="AZE", target="IRN")
    assert np.allclose(first, 0.2 - 0.64)


def test_only_dyads_touched_by_the_change_differ_in_the_first_week(april):
    first = april.paired_differences(april.others[0]).isel(week=0)
    assert int((first != 0).where(first.notnull(), False).any("replicate").sum()) == 1


def test_the_diff_of_the_files_names_what_is_gone(april):
    assert len(april.differences(april.others[1])) == 1
    assert april.differences(april.others[1])[0].startswith("- act expulsions")


def test_scenarios_of_different_starts_are_refused():
    with pytest.raises(InputError, match="the same start"):
        araxes.compare(["baseline", "april_2023_words_only"], replicates=1)


def test_chances_grow_with_time_and_fall_with_the_rung(april):
    chance = crossing_chance(april.base.data).sel(actor="IRN", target="AZE")
    assert (chance.diff("week") >= 0).all()
    assert (chance.diff("rung") <= 0).all()
    assert (chance.isel(rung=0) == 1).all()


def test_quantiles_rise(april):
    bands = quantiles(april.base.data["tension"]).sel(actor="IRN", target="AZE")
    assert (bands.diff("quantile") >= 0).all()


def test_the_crps_of_counts_equals_an_independent_implementation():
    counts = np.array([0, 0, 1, 3, 7, 7, 2])
    chances = np.bincount(counts, minlength=11) / len(counts)
    for observed in (0, 2, 10):
        assert count_crps(chances, observed) == pytest.approx(
            scoringrules.crps_ensemble(observed, counts.astype(float))
        )


def test_the_crps_of_a_sure_forecast_is_its_error():
    sure = np.eye(11)[4]
    assert count_crps(sure, 4) == 0
    assert count_crps(sure, 7) == pytest.approx(3)


@pytest.mark.slow
def test_summaries_say_the_same_as_full_histories_and_mesa_the_same_as_the_kernel():
    names = ["april_2023_as_it_happened", "april_2023_words_only"]
    options = [{"full": True}, {"full": False, "workers": 1}, {"full": True, "engine": "mesa"}]
    one, *others = [araxes.compare(names, replicates=150, weeks=8, **option) for option in options]
    for other in others:
        assert one.changes().equals(other.changes())
        assert one.chances().equals(other.chances())
        assert one.expectations().equals(other.expectations())
        assert one.sentence(one.others[0]) == other.sentence(other.others[0])
        for actor, target in (("IRN", "AZE"), ("AZE", "IRN")):
            ours, theirs = (found.path(found.others[0], actor, target) for found in (one, other))
            assert all(ours[name].identical(theirs[name]) for name in ours)


@pytest.mark.parametrize("place", ["araxes.results.tally", "araxes.results.pairing"])
def test_an_interruption_while_pairs_are_counted_loses_and_halves_none(place, interrupted_count):
    interrupted_count(place)
    with pytest.warns(araxes.InterruptionWarning, match="of 256 replicates of each scenario were finished and kept"):
        found = araxes.compare(
            ["april_2023_as_it_happened", "april_2023_words_only"], replicates=256, weeks=3, workers=1
        )
    said = f"{found.replicates} of 256 replicates, stopped early"
    assert said in found.sentence(found.others[0])
    assert said in repr(found)
    for table in (found.changes(), found.chances(), found.expectations()):
        assert (table["interrupted"] == said).all()
    pairing = found.pairings[0]
    number = found.replicates
    assert found.interrupted
    assert 0 < number < 256
    assert [number] * 2 == [result.replicates for result in (found.base, *found.others)]
    assert number == pairing.count.sum() == pairing.single_tension.counts[0, 0, 1].sum()
    assert len(found.base.histories.rungs) == number


def test_summaries_know_only_the_reported_windows_and_no_single_replicates(messages):
    found = araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=20, weeks=8, full=False)
    (fault,) = messages(found.sentence, found.others[0], "IRN>AZE", (2, 3))
    assert "full=True" in str(fault)
    (fault,) = messages(found.paired_differences, found.others[0])
    assert "full=True" in str(fault)


def test_one_replicate_says_nothing_about_its_error():
    found = araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=1)
    assert found.changes()[["low", "high", "sure", "error"]].isna().all(axis=None)
    assert "one replicate" in found.sentence(found.others[0])
    assert set(found.expectations()["verdict"]) == {"too close to say"}


def test_scenarios_with_different_states_are_refused(own_folder, root):
    text = (root / "params" / "actors" / "GEO.toml").read_text(encoding="utf-8")
    own = own_folder({"params/actors/GEO.toml": text.replace('role = "outside"', 'role = "state"')})
    six = araxes.load("april_2023_words_only", own=own)
    with pytest.raises(InputError, match="the same states"):
        araxes.compare(["april_2023_as_it_happened", six], replicates=1)


def test_an_answer_and_its_page_need_no_pandas(compiled):
    code = """
import sys, araxes
found = araxes.compare("baseline", "force_syunik", replicates=32)
found.answer(), found.plot()
print([name for name in ("pandas", "xarray") if name in sys.modules])
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
