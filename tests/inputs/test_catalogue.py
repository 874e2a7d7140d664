"""The catalogue and the difference between two scenarios as resolved."""

import datetime

import pytest

import araxes
from araxes.inputs.catalogue import differences, series_text


def test_the_catalogue_lists_what_the_files_hold(root, region):
    assert set(araxes.catalogue("actors").index) == {path.stem for path in (root / "params" / "actors").glob("*.toml")}
    assert list(araxes.catalogue("issues").index) == list(region.issues)
    assert list(araxes.catalogue("rungs")["key"]) == [rung.key for rung in region.rungs]


def test_the_catalogue_lists_the_scenarios_of_both_folders(root, own_folder, head):
    own = own_folder({"scenarios/mine.toml": head})
    shipped = {path.stem for path in (root / "scenarios").glob("*.toml")}
    listed = araxes.catalogue("scenarios", own)
    assert set(listed.index) == shipped | {"mine"}
    assert listed.loc["mine", "weeks"] == 8


def test_every_value_is_listed_with_unit_source_and_file_and_those_nobody_named_are_not(region):
    params = araxes.catalogue("params")
    assert list(params.index) == sorted(path for path, parameter in region.book.items() if parameter.named)
    assert (params[["unit", "source", "origin"]] != "").all(axis=None)
    assert params.loc["behaviour.weight.grievance", "sd"] == 1.0


def test_what_is_estimated_says_on_what_record_with_which_error_and_all_else_is_judged_published_or_a_prior(region):
    params = araxes.catalogue("params")
    estimated = params[params["estimate"] != ""]
    paths = {path for one in region.estimates for path in one.values if region.book[path].named}
    assert set(estimated.index) == paths
    assert (estimated["estimated_on"] != "").all()
    assert (params.loc[~params.index.isin(paths), ["estimate", "estimated_on", "earlier"]] == "").all(axis=None)
    assert set(params["confidence"]) == {"judged", "published", "prior"}
    priors = params[params["confidence"] == "prior"]
    assert (priors["sd"] > 0).all()
    levers = priors[priors["estimate"] == ""]
    assert levers["source"].str.startswith("judged").all(), "a prior of which no record speaks is a judgement"


def test_the_latest_estimate_of_each_record_stands_beside_the_value_and_earlier_ones_are_told(region):
    path = "behaviour.weight.grievance"
    line = araxes.catalogue("params").loc[path]
    of_chronology = [one for one in region.estimates if one.record.startswith("Chronology")]
    last = of_chronology[-1]
    found = last.values[path]
    since = last.last + datetime.timedelta(days=1)
    assert line["value"] == f"{last.under[path].series[0][1]:g}"
    assert f"{found.series[0][1]:.3g} +- {found.sd:.2g} from {since}" in line["estimate"].split(", ")
    assert f"{last.name}, on {last.record}, {last.first} to {last.last}, {last.method}" in line["estimated_on"].split(
        "; "
    )
    for one in of_chronology[:-1]:
        assert f"from {one.last + datetime.timedelta(days=1)}" in line["earlier"]
        assert one.name not in line["estimated_on"]


def test_an_estimate_of_ones_own_on_another_record_stands_beside_the_shipped_one(own_folder):
    head = 'record = "mine"\nfirst = 2020-01-06\nlast = 2024-01-07\nweeks = 9\nlog_likelihood = -1.0\nmethod = "x"\ncommand = "x"\n'
    text = f'[estimate]\n{head}\n[value]\n"behaviour.weight.grievance" = '
    leaf = (
        '{value = 1.5, se = 0.25, unit = "logits", range = [-10.0, 10.0], source = "mine", confidence = "estimated"}\n'
    )
    own = own_folder({"params/estimates/by_me.toml": text + leaf})
    mine, shipped = (araxes.catalogue("params", folder).loc["behaviour.weight.grievance"] for folder in (own, None))
    assert mine["estimate"] == f"{shipped['estimate']}, 1.5 +- 0.25 from 2024-01-08"
    assert mine["estimated_on"] == f"{shipped['estimated_on']}; by_me, on mine, 2020-01-06 to 2024-01-07, x"


def test_hidden_issues_say_who_sees_them():
    known = araxes.catalogue("issues")["known to"]
    assert known["israel"] == "AZE, ISR"
    assert known["treaty"] == "all"


def test_an_unknown_list_has_its_message(messages):
    (fault,) = messages(araxes.catalogue, "scenaros")
    assert fault.nearest == "scenarios"


def test_dated_values_are_told_with_their_dates(region):
    assert series_text(region.book["ladder.quiet.goldstein"]) == "0"
    dated = region.book["relations.tie.ARM.RUS"]
    assert series_text(dated).count(" from ") == len(dated.series)


def test_a_scenario_does_not_differ_from_itself():
    scenario = araxes.load("april_2023_words_only")
    assert differences(scenario, scenario) == []


def test_dropping_an_act_is_one_line():
    (line,) = differences(araxes.load("april_2023_as_it_happened"), araxes.load("april_2023_no_expulsions"))
    assert line == "- act expulsions: AZE>IRN CAMEO 174 on 2023-04-06"


def test_every_kind_of_difference_has_its_line(scenario_file, head):
    event = 'id = "x"\ndate = 2023-04-10\nreference = "hypothetical"\n'
    text = (
        '\n[override]\n"issues.treaty.status" = 0.9\n'
        f'\n[[act]]\n{event}source = "AZE"\ntarget = "IRN"\nrung = "warning"\nuntil = 2023-05-01\nevery = 2\n'
        f'\n[[signal]]\n{event.replace("x", "y")}source = "IRN"\nissue = "networks"\nvalue = 0.1\ncost = 0.5\n'
        f'\n[[change]]\n{event.replace("x", "z")}path = "issues.media.status"\nvalue = 0.1\n'
    )
    base = araxes.load(scenario_file())
    other = araxes.load(scenario_file(text, name="other", start=head.replace("weeks = 8", "weeks = 9")))
    lines = differences(base, other)
    assert lines[0] == "~ weeks: 8 -> 9"
    assert lines[1].startswith("~ issues.treaty.status: ")
    assert "-> 0.9 (" in lines[1]
    assert lines[2:] == [
        "+ act x: AZE>IRN warning on 2023-04-10, every 2 week(s) until 2023-05-01",
        "+ signal y: IRN signals networks = 0.1 on 2023-04-10 (cost 0.5)",
        "+ change z: issues.media.status = 0.1 from 2023-04-10 (step)",
    ]
    assert [line[0] for line in differences(other, base)] == ["~", "~", "-", "-", "-"]


@pytest.mark.parametrize("what", ["params", "actors"])
def test_the_catalogue_reads_a_users_folder(what, own_folder):
    own = own_folder({"params/actors/GEO.toml": '[actor]\ncode = "GEO"\nname = "Sakartvelo"\nrole = "state"\n'})
    mine, shipped = araxes.catalogue(what, own), araxes.catalogue(what)
    assert list(mine.index) == list(shipped.index)
    if what == "actors":
        assert mine.loc["GEO", "name"] == "Sakartvelo"
