"""The basis of a result: which model and which estimates it rests on."""

import datetime

import araxes
from araxes.inputs.catalogue import resolved_data
from araxes.inputs.region import MODEL_VERSION, PRIORS, Basis, basis_of, basis_on, in_use, with_estimate


def test_it_is_one_short_line():
    assert str(Basis("2 (crisis rule)", "chronology_draw")) == "Model 2 (crisis rule); estimates chronology_draw"
    assert str(Basis("2 (crisis rule)", PRIORS)) == "Model 2 (crisis rule); priors"


def test_files_are_named_once_and_without_any_there_are_priors():
    assert basis_on(["a", "b", "a"]) == Basis(MODEL_VERSION, "a, b")
    assert basis_on([]) == Basis(MODEL_VERSION, PRIORS)


def test_a_start_rests_on_the_latest_estimates_before_it_and_on_priors_before_the_first(region):
    name = region.estimates[0].record
    of_record = [one for one in region.estimates if one.record == name]
    for one in of_record:
        laid_over = with_estimate(region, one.last + datetime.timedelta(days=1), name)
        assert one in in_use(laid_over)
        assert basis_of(laid_over).estimates.split(", ")[-1] == one.name
    assert basis_of(with_estimate(region, of_record[0].last, name)) == Basis(MODEL_VERSION, PRIORS)
    assert basis_of(region) == Basis(MODEL_VERSION, PRIORS), "not laid over for any run"


def test_scenarios_together_name_all_of_theirs(region):
    early, late = (araxes.load(name) for name in ("april_2023_as_it_happened", "baseline"))
    assert early.basis != late.basis
    together = basis_of(early.region, late.region)
    assert together.estimates == f"{early.basis.estimates}, {late.basis.estimates}"


def test_estimates_of_which_every_value_is_set_are_not_in_use(region):
    latest = araxes.load("baseline")
    sets = {path: parameter.at(latest.start) for one in in_use(latest.region) for path, parameter in one.values.items()}
    assert araxes.load("baseline", sets=sets).basis.estimates == PRIORS


def test_a_scenario_as_resolved_says_it(region):
    scenario = araxes.load("baseline")
    told = resolved_data(scenario)
    assert {"model": told["model"], "estimates": told["estimates"]} == scenario.basis.attrs()
