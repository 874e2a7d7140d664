"""The promises of the engine: shocks leave the past alone, actors leave each other's luck alone, nothing depends on order or number."""

import datetime
import shutil
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import run_replicates, simulate
from araxes.engines.model import Region
from araxes.engines.world import prepare
from araxes.inputs.folders import shipped
from araxes.inputs.schema import Act, Change

WEEKS = 16


@pytest.fixture(scope="module")
def world():
    return prepare(araxes.load("baseline", weeks=WEEKS))


def shocked(world, week):
    date = world.scenario.start + datetime.timedelta(weeks=week)
    act = Act(id="act", date=date, source="AZE", target="IRN", rung="war", reference="test")
    step = Change(id="step", path="IRN.hawkishness.AZE", date=date, value=1, reference="test")
    return prepare(replace(world.scenario, acts=(act,), changes=(step,)))


def test_a_shock_in_week_ten_leaves_weeks_zero_to_nine_identical_and_moves_later_ones(world):
    plain = simulate(world, 24, processes=1)
    other = simulate(shocked(world, 10), 24, processes=1)
    same = (plain["rung"] == other["rung"]).all(("replicate", "actor", "target"))
    assert same[:10].all()
    assert not same[10]
    assert not same[11:].all()


def test_running_the_same_object_twice_gives_the_same_history(world):
    first, second = (np.stack(Region(world, 3, 7).run().rungs) for _ in range(2))
    assert (first == second).all()


def test_results_do_not_depend_on_the_number_of_replicates_processes_or_chunks(world):
    serial = simulate(world, 80, processes=1)
    parallel = simulate(world, 80, processes=2)
    alone = simulate(world, [17], processes=1)
    assert serial.drop_attrs().equals(parallel.drop_attrs())
    assert (serial["rung"].sel(replicate=17).values == alone["rung"].sel(replicate=17).values).all()


def test_seeds_and_replicates_differ(world):
    one = run_replicates(world, [0, 1], 1, False).rungs
    two = run_replicates(world, [0], 2, False).rungs
    assert (one[0] != one[1]).any()
    assert (one[0] != two[0]).any()


@pytest.fixture
def with_georgia(tmp_path):
    folder = tmp_path / "own"
    (folder / "params" / "actors").mkdir(parents=True)
    source = shipped() / "params" / "actors" / "GEO.toml"
    target = folder / "params" / "actors" / "GEO.toml"
    shutil.copy(source, target)
    target.write_text(
        target.read_text(encoding="utf-8").replace('role = "outside"', 'role = "state"'), encoding="utf-8"
    )
    return folder


def test_adding_georgia_by_files_only_leaves_the_luck_of_the_others_unchanged(world, with_georgia):
    six = prepare(araxes.load("baseline", own=with_georgia, weeks=WEEKS))
    assert len(six.deciding) == 6
    ours, theirs = Region(world, 5, 1), Region(six, 5, 1)
    assert world.codes == six.codes
    for i in world.deciding:
        for j in world.deciding:
            assert ours.own[i][j] == theirs.own[i][j]
            assert ours.coin[i][j] == theirs.coin[i][j]
            assert ours.shared[i][j] == theirs.shared[i][j]
    acts = simulate(six, 12, processes=1)["rung"].sel(actor="GEO")
    assert set(np.unique(acts)) > {-1, six.rules.quiet}


def test_runs_with_different_starts_share_the_luck_of_the_same_weeks(world):
    later = prepare(replace(world.scenario, start=world.scenario.start + datetime.timedelta(weeks=4)))
    ours, theirs = Region(world, 2, 1), Region(later, 2, 1)
    i, j = world.codes.index("IRN"), world.codes.index("AZE")
    assert ours.own[i][j][4:] == theirs.own[i][j][: WEEKS - 4]


def test_a_forced_act_replaces_the_drawn_one_and_shifts_no_draw(world):
    forced = shocked(world, 0)
    region = Region(forced, 0, 1)
    region.step()
    i, j = world.codes.index("AZE"), world.codes.index("IRN")
    assert region.rungs[0][i, j] == 10
    assert Region(world, 0, 1).own[i][j] == region.own[i][j]


def test_acts_of_outside_actors_enter_memories_and_fade():
    scenario = araxes.load("baseline", weeks=4)
    act = Act(id="x", date=scenario.start, source="ISR", target="IRN", rung="war", reference="test")
    quiet, struck = Region(prepare(scenario), 0, 1), Region(prepare(replace(scenario, acts=(act,))), 0, 1)
    quiet.step(), struck.step()
    first = struck.tension("ISR", "IRN") - quiet.tension("ISR", "IRN")
    struck.run(), quiet.run()
    assert first > 0
    assert 0 < struck.tension("ISR", "IRN") - quiet.tension("ISR", "IRN") < first


def test_a_simulated_history_read_back_gives_the_same_rungs(world, tmp_path):
    from araxes.history.read import History
    from araxes.history.weekly import weekly_rungs
    from araxes.inputs.chain import read_header
    from araxes.records.events import read_events

    region = Region(world, 11, 1).run()
    path = tmp_path / "simulated.csv"
    region.events().to_csv(path, index=False)
    files = world.scenario.region
    events = read_events(path, files.actors, files.issues, {})
    end = world.scenario.start + datetime.timedelta(weeks=WEEKS)
    dates = {"first": world.scenario.start, "last": end - datetime.timedelta(days=1)}
    header = read_header()[0].model_copy(update=dates)
    _, rungs = weekly_rungs(History(header, events), files, end)
    assert (rungs == np.stack(region.rungs)).all()


def test_a_region_works_in_mesa_batch_run_which_varies_the_replicate():
    import mesa

    rows = mesa.batch_run(
        Region,
        parameters={"scenario": ["baseline"], "replicate": range(3), "seed": [1]},
        number_processes=1,
        data_collection_period=-1,
        max_steps=3,
        display_progress=False,
    )
    by_replicate = {row["replicate"]: row["tension"] for row in rows}
    assert len(set(by_replicate.values())) == 3
    alone = Region("baseline", 2, 1)
    for _ in range(4):
        alone.step()
    assert by_replicate[2] in set(alone.datacollector.get_model_vars_dataframe()["tension"])


def test_the_collector_names_states_and_issues(world):
    region = Region(world, 0, 1)
    region.step()
    frame = region.datacollector.get_agent_vars_dataframe().reset_index()
    assert set(frame["actor"]) == {"ARM", "AZE", "IRN", "RUS", "TUR"}
    assert "syunik_route" in region.datacollector.get_model_vars_dataframe()


def test_stepping_after_the_horizon_does_nothing(world):
    region = Region(world, 0, 1).run()
    assert not region.running
    region.step()
    assert len(region.rungs) == WEEKS
