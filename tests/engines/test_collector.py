"""The collector: a row a week of the region and of every state, the two never of different weeks."""

from collections import Counter

import numpy as np
import pytest

from araxes.engines.model import Region

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


@pytest.mark.parametrize("processes", [1, 2])
def test_batch_run_varies_the_replicate_and_pairs_model_and_agents_of_one_week(processes, short_scenario):
    import mesa

    rows = mesa.batch_run(
        Region,
        {"scenario": short_scenario, "replicate": [0, 3]},
        number_processes=processes,
        display_progress=False,
    )
    assert Counter(row["replicate"] for row in rows) == {0: 5, 3: 5}
    for number in (0, 3):
        alone = Region(short_scenario, number).run()
        for row in (row for row in rows if row["replicate"] == number):
            assert row["date"] == "2023-05-08"
            assert row["tension"] == pytest.approx(alone.region_tension())
            target = "AZE" if row["actor"] != "AZE" else "ARM"
            assert row[f"tension_to_{target}"] == pytest.approx(alone.tension(row["actor"], target))
            assert row[f"rung_to_{target}"] == alone.rungs[-1][at(alone.world, row["actor"], target)]


def test_batch_run_can_collect_every_week(short_scenario):
    import mesa

    rows = mesa.batch_run(
        Region, {"scenario": short_scenario, "replicate": 1}, data_collection_period=1, display_progress=False
    )
    alone = Region(short_scenario, 1).run()
    i, j = at(alone.world, "IRN", "AZE")
    found = {row["date"]: row["rung_to_AZE"] for row in rows if row["actor"] == "IRN"}
    dates = [str(date) for date in alone.datacollector.model_vars["date"]]
    assert found == {date: acts[i, j] for date, acts in zip(dates, alone.rungs, strict=True)}
