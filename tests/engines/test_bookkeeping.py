"""The collector: a row a week of the region and of every state, the two never of different weeks."""

import datetime

import mesa
import numpy as np
import pytest

from araxes.engines.mesa.model import Region

WEEKS = 20


def at(world, *codes):
    return tuple(world.codes.index(code) for code in codes)


def test_the_collector_holds_a_row_a_week_and_a_row_a_state_and_week(still):
    region = Region(still, 2).run()
    model = region.datacollector.get_model_vars_dataframe()
    agents = region.datacollector.get_agent_vars_dataframe().reset_index()
    assert len(model) == WEEKS
    assert len(agents) == WEEKS * 5
    assert model["date"].tolist()[0] == "2023-04-03"
    assert model["tension"].iloc[-1] == pytest.approx(region.region_tension())
    assert {"syunik_route", "networks"} <= set(model)
    iran = agents[agents["actor"] == "IRN"]
    i, j = at(still, "IRN", "AZE")
    assert iran["rung_to_AZE"].tolist() == np.stack(region.rungs)[:, i, j].tolist()
    assert iran["tension_to_AZE"].iloc[-1] == pytest.approx(region.tension("IRN", "AZE"))
    assert iran["rung_to_IRN"].isna().all()


def test_both_tables_count_weeks_from_0_and_join_without_shifting(still):
    region = Region(still, 2).run()
    model, agents = region.datacollector.get_model_vars_dataframe(), region.datacollector.get_agent_vars_dataframe()
    assert model.index.name == "Step"
    assert model.index.tolist() == list(range(WEEKS)) == agents.index.get_level_values("Step").unique().tolist()
    joined = agents.join(model)
    assert len(joined) == len(agents)
    assert not joined["date"].isna().any()
    i, j = at(still, "IRN", "AZE")
    for (week, _), row in joined[joined["actor"] == "IRN"].iterrows():
        assert row["date"] == (still.scenario.start + datetime.timedelta(weeks=week)).isoformat()
        assert row["rung_to_AZE"] == region.rungs[week][i, j]


def test_the_tension_of_the_region_is_the_mean_of_its_dyads_in_every_row(still):
    region = Region(still, 2).run()
    joined = region.datacollector.get_agent_vars_dataframe().join(region.datacollector.get_model_vars_dataframe())
    dyads = joined.filter(like="tension_to_").sum(axis=1).groupby("Step").sum() / 20
    assert dyads.to_numpy() == pytest.approx(joined["tension"].groupby("Step").first().to_numpy())


def test_every_row_says_which_replicate_of_which_seed_it_is(still):
    table = Region(still, 17, 3).run().datacollector.get_model_vars_dataframe()
    assert set(table["replicate"]) == {17}
    assert set(table["seed"]) == {3}


def test_a_week_collected_by_hand_is_filed_under_the_week_that_comes(still):
    region = Region(still, 2)
    region.step()
    region.datacollector.collect(region)
    model, agents = region.datacollector.get_model_vars_dataframe(), region.datacollector.get_agent_vars_dataframe()
    assert model.index.tolist() == [0, 1] == agents.index.get_level_values("Step").unique().tolist()


def test_a_region_without_a_collector_says_what_needs_it(still, messages):
    region = Region(still, 2, collect=False).run()
    (fault,) = messages(getattr, region, "datacollector")
    assert "batch_run needs the collector" in str(fault)


def test_another_collector_takes_the_place_of_ours(still):
    region = Region(still, 2, collect=False)
    region.datacollector = mesa.DataCollector(model_reporters={"here": lambda model: model.week})
    region.run()
    assert region.datacollector.model_vars["here"] == list(range(WEEKS))
