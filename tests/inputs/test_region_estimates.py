"""Estimates laid over parameter files: who sees them, what they replace, and what is wrong with a file of them."""

import datetime
from dataclasses import replace

import pytest

import araxes
from araxes.inputs.catalogue import resolved_data
from araxes.inputs.region import MODEL_VERSION, read_region, with_estimate
from araxes.results.free_runs import free_scenario

RECORD = "Chronology of directed acts, South Caucasus and neighbours"
HEAD = f"""[estimate]
record = "{RECORD}"
first = 2022-01-03
last = 2023-04-02
weeks = 60
log_likelihood = -100.0
method = "by hand"
command = "none"

[value]
"""
LAST = datetime.date(2023, 4, 2)
GRIEVANCE = "behaviour.weight.grievance"


def leaf(path=GRIEVANCE, value="3.0", unit="logits", confidence="estimated", more="se = 0.25, "):
    return (
        f'"{path}" = {{value = {value}, {more}unit = "{unit}", range = [-10.0, 10.0], '
        f'source = "a record", confidence = "{confidence}"}}\n'
    )


@pytest.fixture
def own(own_folder):
    """A user's folder with an estimate of one weight and one temper, fitted until 2 April 2023."""
    temper = leaf("IRN.temper.grievance", "1.2", "multiplier").replace("[-10.0, 10.0]", "[0.0, 3.0]")
    return own_folder({"params/estimates/tested.toml": HEAD + leaf() + temper})


def value(scenario, path=GRIEVANCE):
    return scenario.book[path].series[0][1]


def test_a_scenario_that_begins_later_draws_from_it(own):
    scenario = araxes.load("april_2023_as_it_happened", own)
    assert scenario.start > LAST
    parameter = scenario.book[GRIEVANCE]
    assert value(scenario) == 3.0
    assert parameter.sd == 0.25
    assert parameter.confidence == "estimated"
    assert value(scenario, "IRN.temper.grievance") == 1.2


def test_with_priors_a_scenario_has_the_values_of_the_parameter_files_and_keeps_what_it_sets(own):
    scenario = araxes.load("april_2023_as_it_happened", own, sets={"behaviour.weight.alarm": 0.5}).with_priors()
    assert value(scenario) == read_region(own).book[GRIEVANCE].series[0][1] != 3.0
    assert value(scenario, "behaviour.weight.alarm") == 0.5


def test_one_that_begins_earlier_does_not_see_it(own):
    scenario = araxes.load("february_2023", own)
    assert scenario.start <= LAST
    assert "tested" not in scenario.book[GRIEVANCE].origin
    assert value(scenario) != 3.0


def test_a_free_run_from_an_earlier_origin_ignores_it(own):
    base = araxes.load("baseline", own)
    assert value(base) == 3.0
    assert value(free_scenario(LAST, 10, base)) != 3.0
    before = datetime.date(2022, 1, 3)
    assert value(free_scenario(before, 10, base)) == value(free_scenario(before, 10, araxes.load("baseline")))
    assert value(free_scenario(LAST + datetime.timedelta(days=1), 10, base)) == 3.0
    early = free_scenario(datetime.date(2022, 1, 3), 10, base)
    assert value(free_scenario(datetime.date(2024, 1, 1), 10, early)) == 3.0


def test_what_a_scenario_or_an_option_sets_stays(own):
    base = araxes.load("baseline", own, sets={GRIEVANCE: 1.0})
    assert value(base) == 1.0
    assert base.book[GRIEVANCE].sd is None
    assert value(free_scenario(datetime.date(2022, 1, 3), 10, base)) == 1.0


def test_the_winner_is_named(own):
    named = resolved_data(araxes.load("baseline", own))["parameters"]
    assert named[GRIEVANCE]["origin"].endswith("params/estimates/tested.toml")
    assert named["behaviour.memory.fast"]["origin"] == "params/behaviour.toml"


def test_runs_draw_from_it(own):
    from araxes.engines.world import prepare, weights_of_draws
    from araxes.rules.terms import TERM

    world = prepare(araxes.load("april_2023_as_it_happened", own))
    push, _ = weights_of_draws(world, 1, range(256))
    drawn = push[:, world.states.index("AZE"), TERM["grievance"]]
    assert drawn.mean() == pytest.approx(3.0, abs=0.3)
    assert drawn.std() > 0.2


def test_a_value_in_a_folder_of_ones_own_is_not_replaced_by_a_shipped_estimate(own, own_folder):
    folder = own_folder(
        {"params/behaviour.toml": "[weight]\n" + leaf("grievance", "1.5", confidence="judged", more="")}
    )
    assert value(araxes.load("baseline", folder)) == 3.0, "an estimate lies over the values of its own folder"
    region = read_region(folder)
    shipped = replace(region.estimates[-1], values={}, under={})
    later = with_estimate(replace(region, estimates=(shipped,)), datetime.date(2026, 1, 5), RECORD)
    assert later.book[GRIEVANCE].series[0][1] == 1.5


def test_the_later_of_two_estimates_wins(own_folder):
    later = HEAD.replace("2023-04-02", "2024-01-01") + leaf(value="4.0")
    folder = own_folder({"params/estimates/a.toml": later, "params/estimates/b.toml": HEAD + leaf()})
    assert [overlay.last.year for overlay in read_region(folder).estimates][-2:] == [2023, 2024]
    assert value(araxes.load("baseline", folder)) == 4.0
    assert value(araxes.load("april_2023_as_it_happened", folder)) == 3.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + leaf("behaviour.weight.grievence"), "behaviour.weight.grievance"),
        (HEAD + leaf("ARM.position.karabakh", unit="status"), "a value that may be dated"),
        (HEAD + leaf(confidence="judged", more=""), "'estimated'"),
        (HEAD + leaf(more=""), "'se' exactly where"),
        (HEAD + leaf(value="11.0"), "-10 to 10"),
        (HEAD + leaf(unit="weeks"), "'logits'"),
        (HEAD.replace("last = 2023", "last = 2021") + leaf(), "2022-01-03 or later"),
        (leaf(), "estimate"),
        (
            HEAD.replace("weeks =", 'model = "1 (another)"\nweeks =') + leaf(),
            "It was fitted with another model; made anew by: none",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said(own_folder, messages, text, said):
    folder = own_folder({"params/estimates/tested.toml": text})
    faults = messages(read_region, folder)
    assert any(said in str(fault) for fault in faults), faults
    assert all("tested.toml" in fault.file for fault in faults)


def test_an_estimate_of_the_model_at_hand_or_one_that_names_none_is_read(own_folder):
    named = HEAD.replace("weeks =", f'model = "{MODEL_VERSION}"\nweeks =')
    folder = own_folder({"params/estimates/a.toml": named + leaf(), "params/estimates/b.toml": HEAD + leaf()})
    assert {"a", "b"} <= {one.name for one in read_region(folder).estimates}


def test_check_finds_the_faults_of_one_file(own_folder):
    folder = own_folder({"params/estimates/tested.toml": HEAD + leaf(unit="weeks")})
    faults = araxes.check(folder / "params" / "estimates" / "tested.toml")
    assert [fault.key for fault in faults] == [f"{GRIEVANCE}.unit"]


def test_shipped_estimates_are_known_to_no_origin_before_their_last_day(region):
    for overlay in region.estimates:
        assert with_estimate(region, overlay.last, overlay.record).book[GRIEVANCE] != overlay.values[GRIEVANCE]
        after = with_estimate(region, overlay.last + datetime.timedelta(days=1), overlay.record)
        assert after.book[GRIEVANCE] == overlay.values[GRIEVANCE]
        assert with_estimate(after, datetime.date.min).book == region.book
