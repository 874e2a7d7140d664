"""`batch_run`, ours and Mesa's: different histories, each row's recorded replicate makes it again, model and agents of one week."""

import inspect
import warnings
from collections import Counter

import mesa
import pytest

import araxes
from araxes.engines.mesa import bookkeeping
from araxes.engines.mesa.model import Region

QUIETLY = {"display_progress": False}


class Small(Region):
    """A region of three weeks that knows of no rng, as a user may write one."""

    def __init__(self, scenario, seed=1):
        super().__init__(araxes.load(scenario, weeks=3), replicate=None, seed=seed)


def at(world, *codes):
    return tuple(world.codes.index(code) for code in codes)


@pytest.fixture(autouse=True)
def counted_anew(monkeypatch):
    monkeypatch.setattr(bookkeeping, "_COUNTS", type(bookkeeping._COUNTS)(bookkeeping.count))


def made_again(row, scenario):
    return Region(scenario, row["replicate"], row["seed"]).run()


def replicates(rows):
    return [row["replicate"] for row in rows if row["actor"] == "IRN"]


# --- Ours ---------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2, None])
def test_iterations_are_replicates_from_0_and_every_row_holds_one_week(processes, short_scenario):
    rows = araxes.batch_run(Region, {"scenario": short_scenario}, processes, iterations=3, **QUIETLY)
    assert replicates(rows) == [0, 1, 2]
    assert len({row["tension"] for row in rows}) == 3
    for row in rows:
        alone = made_again(row, short_scenario)
        target = "AZE" if row["actor"] != "AZE" else "ARM"
        assert (row["iteration"], row["Step"], row["date"]) == (row["replicate"], 5, "2023-05-08")
        assert row["tension"] == pytest.approx(alone.region_tension(), abs=0)
        assert row[f"tension_to_{target}"] == pytest.approx(alone.tension(row["actor"], target), abs=0)
        assert row[f"rung_to_{target}"] == alone.rungs[-1][at(alone.world, row["actor"], target)]


def test_its_parameters_are_those_of_mesa_in_the_same_order():
    ours, theirs = (list(inspect.signature(function).parameters) for function in (araxes.batch_run, mesa.batch_run))
    assert ours[: len(theirs)] == theirs


def test_each_combination_has_the_same_replicates_and_a_seed_is_kept(short_scenario):
    parameters = {"scenario": short_scenario, "fixed": [True, False], "seed": 7}
    rows = [row for row in araxes.batch_run(Region, parameters, iterations=2, **QUIETLY) if row["actor"] == "IRN"]
    found = [(row["RunId"], row["iteration"], row["replicate"], row["fixed"], row["seed"]) for row in rows]
    assert found == [(0, 0, 0, True, 7), (1, 0, 0, False, 7), (2, 1, 1, True, 7), (3, 1, 1, False, 7)]


def test_replicates_can_be_named_in_either_way(short_scenario):
    scenario = {"scenario": short_scenario}
    by_rng = araxes.batch_run(Region, scenario, rng=iter([5, 3]), **QUIETLY)
    by_name = araxes.batch_run(Region, {**scenario, "replicate": [5, 3]}, **QUIETLY)
    assert replicates(by_rng) == replicates(by_name) == [5, 3]
    assert [row["tension"] for row in by_rng] == [row["tension"] for row in by_name]
    assert replicates(araxes.batch_run(Region, scenario, rng=4, **QUIETLY)) == [4]
    assert replicates(araxes.batch_run(Region, scenario, **QUIETLY)) == [0]


def test_rows_can_be_of_every_week_and_no_more_weeks_are_run_than_asked_for(short_scenario):
    options = {"data_collection_period": 1, "max_steps": 4}
    rows = araxes.batch_run(Region, {"scenario": short_scenario, "replicate": 1}, **options, **QUIETLY)
    alone = Region(short_scenario, 1).run()
    i, j = at(alone.world, "IRN", "AZE")
    found = {row["Step"]: (row["date"], row["rung_to_AZE"]) for row in rows if row["actor"] == "IRN"}
    dates = alone.datacollector.model_vars["date"]
    assert found == {week: (dates[week], alone.rungs[week][i, j]) for week in range(4)}


FAULTS = {
    "replicates twice": ({"replicate": [0, 1]}, {"iterations": 3}, "iterations: got iterations and replicate together; allowed: one of"),
    "rng and iterations": ({}, {"iterations": 3, "rng": range(3)}, "iterations: got iterations and rng together; allowed: one of"),
    "no rng": ({}, {"rng": []}, "rng: got []; allowed: the number of one replicate at least"),
    "no collector": ({"collect": False}, {}, "parameters: got {'collect': False}; allowed: collect=True, or nothing of it"),
    "sometimes none": ({"collect": [True, False]}, {}, "parameters: got {'collect': [True, False]}; allowed: collect=True"),
}  # fmt: skip
"""What is wrong between the parameters; each of them is tried in the test of all options."""


@pytest.mark.parametrize("case", FAULTS)
def test_a_batch_at_fault_is_refused_before_anything_runs(case, messages, monkeypatch):
    monkeypatch.setattr(mesa, "batch_run", None)
    parameters, options, text = FAULTS[case]
    (fault,) = messages(araxes.batch_run, Region, parameters, **options)
    assert str(fault).startswith(text)


def test_another_model_is_refused_with_what_runs_it(messages):
    (fault,) = messages(araxes.batch_run, mesa.Model, {})
    assert "allowed: Region, or a class made from it; mesa.batch_run runs other models" in str(fault)


@pytest.mark.slow
def test_a_fault_that_a_worker_process_finds_arrives_whole(short_scenario, messages):
    (fault,) = messages(araxes.batch_run, Region, {"scenario": short_scenario, "seed": -1}, 2, **QUIETLY)
    assert "got -1; allowed: a whole number from 0" in str(fault)


# --- Mesa's -------------------------------------------------------------------------------------------------------------


def newer():
    return "rng" in inspect.signature(mesa.batch_run).parameters


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The `iterations` keyword:DeprecationWarning")
@pytest.mark.parametrize("processes", [1, 2])
def test_iterations_of_mesa_differ_and_can_be_made_again_from_their_rows(processes, short_scenario):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "no replicate was named")
        rows = mesa.batch_run(Region, {"scenario": short_scenario}, iterations=5, number_processes=processes, **QUIETLY)
    assert Counter(row["RunId"] for row in rows) == dict.fromkeys(range(5), 5)
    assert len(set(replicates(rows))) == len({row["tension"] for row in rows}) == 5
    if processes == 1:
        assert replicates(rows) == [0, 1, 2, 3, 4]
    for row in rows[::5]:
        assert row["tension"] == made_again(row, short_scenario).region_tension()


def test_scenarios_of_a_batch_share_their_luck(short_scenario, scenario_file, head):
    other = scenario_file(name="other", start=head.replace("weeks = 8", "weeks = 7"))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "no replicate was named|The `iterations` keyword")
        rows = mesa.batch_run(Region, {"scenario": [short_scenario, other]}, iterations=2, **QUIETLY)
    assert replicates(rows) == [0, 0, 1, 1]


@pytest.mark.skipif(not newer(), reason="Mesa 3.3 hands over no rng")
def test_the_rng_of_mesa_is_the_replicate_and_the_users_seed_stays(short_scenario):
    rows = mesa.batch_run(Region, {"scenario": short_scenario, "seed": 7}, rng=[4, 2], **QUIETLY)
    assert replicates(rows) == [4, 2]
    assert {row["seed"] for row in rows} == {7}


def test_mesa_finds_an_rng_and_no_seed_to_overwrite_and_a_class_of_the_users_as_it_is():
    assert "rng" in inspect.signature(Region).parameters
    assert "seed" not in inspect.signature(Region).parameters
    assert list(inspect.signature(Small).parameters) == ["scenario", "seed"]


def test_a_class_made_from_region_runs_in_mesas_batch(short_scenario):
    rows = mesa.batch_run(Small, {"scenario": short_scenario}, **QUIETLY)
    assert {row["Step"] for row in rows} == {2}


def test_mesas_batch_of_regions_without_collector_gives_our_message(short_scenario, messages):
    parameters = {"scenario": short_scenario, "replicate": 0, "collect": False}
    (fault,) = messages(mesa.batch_run, Region, parameters, max_steps=1, **QUIETLY)
    assert "batch_run needs the collector" in str(fault)
