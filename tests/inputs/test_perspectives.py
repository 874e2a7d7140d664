"""Perspectives: the shipped ones differ from the neutral values, say what they rest on, and leave what is set as it is."""

import datetime
import re

import pytest

import araxes
from araxes.inputs.catalogue import differences, resolved_data
from araxes.inputs.parameters import ANCHOR
from araxes.inputs.perspectives import read_perspective, with_perspective, without_perspective
from araxes.inputs.read import PERSPECTIVES
from araxes.inputs.readings import voice_files
from araxes.inputs.region import NEUTRAL, Basis
from araxes.inputs.scenario import basis_over, seen_from

CAPITALS = ("Ankara", "Baku", "Moscow", "Tehran", "Yerevan")
HEADS = {"Ankara": "TUR", "Baku": "AZE", "Moscow": "RUS", "Tehran": "IRN", "Yerevan": "ARM"}
ROW = re.compile(r"\d{4}-\d{2}-\d{2}-[A-Z]+-[A-Z]+-\d+")
SET = "IRN.position.karabakh"


def series(scenario):
    return {path: parameter.series for path, parameter in scenario.book.items()}


def test_five_capitals_are_shipped():
    assert tuple(voice_files(PERSPECTIVES)) == CAPITALS


@pytest.mark.parametrize("capital", CAPITALS)
def test_a_shipped_perspective_holds_what_differs_and_nothing_else(capital, region):
    view = read_perspective(capital.lower(), region)
    assert view.name == capital
    assert view.title.startswith(f"{capital}: ")
    assert view.faults
    for path, parameter in view.values.items():
        under = view.under.get(path)
        assert under is None or parameter.series != under.series, path
        assert parameter.plausible is not None, path
        assert parameter.plausible[0] <= parameter.at(ANCHOR) <= parameter.plausible[1], path


@pytest.mark.parametrize("capital", CAPITALS)
def test_sources_are_judged_and_rows_are_of_the_record(capital, region, chronology):
    rows = set(chronology.columns["id"])
    for parameter in read_perspective(capital, region).values.values():
        assert parameter.confidence == "judged"
        assert parameter.source.startswith("judged; ")
        assert set(ROW.findall(parameter.source)) <= rows


@pytest.mark.parametrize("capital", CAPITALS)
def test_whom_to_blame_is_said_for_the_capital_itself_and_shares_make_a_whole(capital, region):
    blame = {path: value for path, value in read_perspective(capital, region).values.items() if ".blame." in path}
    assert {path.split(".")[0] for path in blame} == {HEADS[capital]}
    for issue in {path.split(".")[2] for path in blame}:
        parts = [value for path, value in blame.items() if path.split(".")[2] == issue]
        for day in (ANCHOR, datetime.date(2025, 12, 31)):
            assert sum(part.at(day) for part in parts) == pytest.approx(1)


def test_karabakh_is_held_by_azerbaijan_after_september_2023_whoever_judges(region):
    for capital in CAPITALS:
        seen = with_perspective(region, read_perspective(capital, region))
        assert seen.book["issues.karabakh.status"].at(datetime.date(2023, 10, 1)) == 1


def test_two_voices_of_tehran_are_their_weighted_mean(region):
    status = read_perspective("Tehran", region).values["issues.israel.status"]
    assert status.at(ANCHOR) == pytest.approx(0.5 * 0.65 + 0.5 * 0.45)
    assert status.at(datetime.date(2025, 12, 31)) == pytest.approx(0.4 * 0.8 + 0.6 * 0.45)


def test_a_region_comes_back_as_it_was(region):
    view = read_perspective("Baku", region)
    seen = with_perspective(region, view)
    assert seen.book != region.book
    assert without_perspective(seen, view) == region
    assert with_perspective(region, None) is region
    assert without_perspective(region, None) is region


def test_without_a_perspective_nothing_is_touched():
    plain, back = araxes.load("force_syunik"), seen_from(araxes.load("force_syunik", perspective="Moscow"), None)
    assert plain == back
    assert plain.perspective is None


def test_what_is_set_stays_and_a_loaded_scenario_keeps_its_perspective_until_another_is_asked_for():
    before = araxes.load("baseline", sets={SET: 0.3}, perspective="Tehran")
    after = araxes.load(araxes.load("baseline", sets={SET: 0.3}), perspective="Tehran")
    assert series(before) == series(after)
    assert before.book[SET].at(before.start) == 0.3
    assert before.unset == after.unset
    assert before.unset[SET].at(before.start) == 1
    assert araxes.load(before, weeks=3).perspective == before.perspective
    other = araxes.load(before, perspective="Baku")
    assert other.unset[SET].at(before.start) == 0.4
    assert series(other) == series(araxes.load("baseline", sets={SET: 0.3}, perspective="Baku"))


def test_what_a_scenario_sets_wins_over_a_perspective(scenario_file):
    path = scenario_file(f'[override]\n"{SET}" = 0.2\n')
    assert araxes.load(path, perspective="Baku").book[SET].at(ANCHOR) == 0.2


def test_only_a_perspective_that_is_not_neutral_is_said():
    neutral, seen = araxes.load("baseline"), araxes.load("baseline", perspective="tehran")
    assert "perspective" not in neutral.basis.attrs()
    assert "perspective" not in resolved_data(neutral)
    assert seen.basis.attrs() == neutral.basis.attrs() | {"perspective": "Tehran"}
    assert resolved_data(seen)["perspective"] == "Tehran"
    assert seen.heading == f"{seen.title}, in the perspective of Tehran"
    assert str(Basis("2", "all", "Baku", "Tehran")) == "Model 2; estimates all; reading Baku; perspective Tehran"
    assert basis_over([neutral, seen]).perspective == f"{NEUTRAL}, Tehran"
    assert differences(neutral, seen)[0] == "~ perspective: neutral -> Tehran"


def test_a_folder_of_ones_own_may_add_one_and_replace_a_shipped_one(own_folder, region):
    line = (
        '"AZE.blame.israel.ISR" = {value = 1, unit = "share", range = [0, 1], source = "ours", confidence = "judged"}\n'
    )
    text = f'[perspective]\ntitle = "Tbilisi: ours"\n[value]\n{line}'
    folder = own_folder({"perspectives/Tbilisi.toml": text, "perspectives/Baku.toml": text})
    for name in ("TBILISI", "Baku"):
        assert list(read_perspective(name, region, folder).values) == ["AZE.blame.israel.ISR"]
    assert araxes.load("baseline", folder, perspective="Tbilisi").book["AZE.blame.israel.ISR"].at(ANCHOR) == 1


def test_a_perspective_moves_a_run_in_both_engines_alike():
    runs = [araxes.run("baseline", 4, weeks=3, perspective="Yerevan", **engine) for engine in ({}, {"engine": "mesa"})]
    for one, other in zip(*(run.histories for run in runs), strict=True):
        assert one.tobytes() == other.tobytes()
    neutral = araxes.run("baseline", 64, weeks=8).histories
    seen = araxes.run("baseline", 64, weeks=8, perspective="Yerevan").histories
    assert any(one.tobytes() != other.tobytes() for one, other in zip(neutral, seen, strict=True))
