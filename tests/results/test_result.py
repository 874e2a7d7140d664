"""Results: reopened replicate by replicate, and saved as what they are."""

import json

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import xarray as xr

import araxes


@pytest.fixture(scope="module")
def result():
    return araxes.run("april_2023_as_it_happened", replicates=40, weeks=9)


@pytest.mark.parametrize("week", [0, 4, 9])
def test_a_replicate_is_reopened_as_a_mesa_model_at_any_week(result, week):
    region = result.replicate(17, week)
    assert region.week == week
    states = np.ix_(region.world.deciding, region.world.deciding)
    acts = [rungs[states] for rungs in region.run().rungs]
    assert (np.stack(acts) == result.data["rung"].sel(replicate=17).values).all()


def test_a_replicate_that_the_ensemble_does_not_hold_can_be_opened_too(result):
    assert result.replicate(100_000).replicate == 100_000


@pytest.mark.parametrize("week", [-1, 10, 1.5, "3", True])
def test_a_week_outside_the_run_is_refused(result, week, messages):
    (fault,) = messages(result.replicate, 1, week)
    assert "a week of the run, 0 to 9" in str(fault)


@pytest.mark.parametrize("full", [True, False])
def test_what_is_saved_is_what_there_is(full, tmp_path):
    result = araxes.run("april_2023_as_it_happened", replicates=40, weeks=9, full=full)
    files = {path.name for path in result.save(tmp_path)}
    assert {path.name for path in tmp_path.iterdir()} == files
    saved = xr.load_dataset(tmp_path / "data.nc")
    assert saved.drop_attrs().identical(result.data.drop_attrs())
    assert saved.attrs["seed"] == 1
    assert saved.attrs["scenario"] == "april_2023_as_it_happened"
    assert saved["tension"].attrs["units"] == "Goldstein points"
    assert result.basis.attrs().items() <= saved.attrs.items()
    assert {array.attrs["basis"] for array in saved.data_vars.values()} == {str(result.basis)}
    told = json.loads((tmp_path / "scenario.json").read_text(encoding="utf-8"))
    assert (told["model"], told["estimates"]) == result.basis[:2]
    assert ("events.parquet" in files) == full
    assert result.mode == ("full histories" if full else "summaries")


def test_events_are_rows_of_acts_that_are_not_quiet(result, tmp_path):
    events = result.events()
    rung = result.data["rung"].values
    assert len(events) == ((rung >= 0) & (rung != 3)).sum()
    first = events.iloc[0]
    place = [result.data[dim].values.tolist() for dim in ("actor", "target")]
    act = rung[first["replicate"], 0, place[0].index(first["source"]), place[1].index(first["target"])]
    assert first["code"] == result.scenario.region.rungs[act].code
    assert first["id"] == f"{first['date']}-{first['source']}-{first['target']}-1"
    alone = result.replicate(17).run().events()
    ours = events[events["replicate"] == 17]
    states = alone["source"].isin(place[0]) & alone["target"].isin(place[0])
    columns = ["date", "source", "target", "code", "goldstein", "quad"]
    ours, theirs = (table.sort_values(columns[:3])[columns].to_numpy().tolist() for table in (ours, alone[states]))
    assert ours == theirs
    result.save(tmp_path)
    assert pd.read_parquet(tmp_path / "events.parquet").equals(events)
    kept = pq.read_metadata(tmp_path / "events.parquet").metadata
    assert {key.decode(): text.decode() for key, text in kept.items()} == result.basis.attrs()


def test_summaries_hold_no_single_acts(messages):
    (fault,) = messages(araxes.run("baseline", 5, weeks=2, full=False).events)
    assert "full=True" in str(fault)


def test_a_dyad_is_given_as_text_or_as_a_pair(result):
    assert result.dyad("IRN>AZE") == result.dyad(("IRN", "AZE")) == ("IRN", "AZE")


@pytest.mark.parametrize(
    ("dyad", "near"),
    [("IRN>AZR", "IRN>AZE"), (("IRN", "AZR"), "IRN>AZE"), ("IRN>IRN", ""), (3, ""), (("IRN", "AZE", "RUS"), "")],
)
def test_a_dyad_that_there_is_not_is_a_fault_with_the_nearest(result, dyad, near, messages):
    for call in (result.dyad, result.fan):
        (fault,) = messages(call, dyad)
        assert str(fault).startswith("dyad: ")
        assert fault.nearest == near or not near


def test_the_fan_of_a_dyad_is_drawn_where_it_is_asked_for(result):
    from araxes.plots import style

    ax = style.new_axes()
    assert result.fan(("IRN", "AZE"), ax) is ax
    drawn = result.fan("IRN>AZE")
    assert "IRN → AZE" in drawn.get_title(loc="left")
    record = next(line for line in drawn.lines if line.get_label() == "record")
    assert len(record.get_xdata()) == 52


def test_the_main_page_is_plotted_where_none_is_named(result, messages):
    assert result.plot().texts[0].get_text() == result.plot("weeks").texts[0].get_text()
    (fault,) = messages(result.plot, "week")
    assert str(fault).startswith("page: got 'week'; allowed: a known page of figures: chances, course, weeks")
    assert fault.nearest == "weeks"


def test_ties_are_those_at_the_start_and_symmetric(result):
    table = result.ties()
    assert float(table.sel(actor="AZE", target="TUR")) == pytest.approx(0.85)
    assert float(table.sel(actor="AZE", target="TUR")) == float(table.sel(actor="TUR", target="AZE"))
    assert np.isnan(table.sel(actor="AZE", target="AZE"))
