"""The promises of a region: forced acts shift no draw, outside acts are remembered, what it writes can be read back, Mesa can run it."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import run_replicates
from araxes.engines.model import Region
from araxes.engines.world import prepare
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


def test_running_the_same_object_twice_gives_the_same_history(world):
    first, second = (np.stack(Region(world, 3, 7).run().rungs) for _ in range(2))
    assert (first == second).all()


def test_seeds_and_replicates_differ(world):
    one = run_replicates(world, [0, 1], 1, False).rungs
    two = run_replicates(world, [0], 2, False).rungs
    assert (one[0] != one[1]).any()
    assert (one[0] != two[0]).any()


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
    _, rungs = weekly_rungs(History.of(header, events), files, end)
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
