"""`araxes.forecast`: tables, notes, files in the columns of others; leaks nothing."""

import datetime
import inspect
import json

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import araxes
from araxes.forecasting.exports import HUBVERSE, VIEWS, hubverse, month_id, views
from araxes.forecasting.forecast import rests_on
from araxes.forecasting.measured import NOT_THIS_HORIZON, UNMEASURED
from araxes.inputs.region import MODEL_VERSION, PRIORS, Basis, in_use, with_estimate

AS_OF = "2023-04-03"


@pytest.fixture(scope="module")
def skill(tmp_path_factory, chronology):
    """A skill file of the model at hand, one and four weeks ahead."""
    targets = ("rung 4 or above", "rung 7 or above", "rung 9 or above", "onset")
    one = {"forecaster": "model", "skill_bar": 0.1, "skill_bar_low": 0.05, "skill_bar_high": 0.2}
    content = {
        "model": MODEL_VERSION,
        "record": chronology.header.name,
        "first": "2022-01-03",
        "last": "2022-11-28",
        "judged": "model",
        "bar": "recency",
        "rungs": [{"forecaster": "model", "horizon": 1}],
        "events": [one | {"horizon": ahead, "target": target} for ahead in (1, 4) for target in targets],
    }
    path = tmp_path_factory.mktemp("skill") / "skill.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(skill):
    return araxes.forecast(as_of=AS_OF, weeks=6, replicates=300, skill=skill)


def test_every_dyad_week_and_rung_has_its_chance(found):
    table = found.rung_chances
    assert len(table) == 20 * 6 * 11
    assert table.groupby(["dyad", "weeks"])["chance"].sum().to_numpy() == pytest.approx(np.ones(120))
    assert sorted(set(table["week"])) == [datetime.date(2023, 4, 3) + datetime.timedelta(weeks=k) for k in range(6)]
    one = table[(table["dyad"] == "IRN>AZE") & (table["weeks"] == 2)]
    assert one["at_least"].to_numpy() == pytest.approx(one["chance"].to_numpy()[::-1].cumsum()[::-1])
    assert one["name"].tolist() == [rung.name for rung in found.scenario.region.rungs]


def test_events_within_some_weeks_grow_with_the_weeks_and_either_way_is_likelier(found):
    table = found.within
    assert sorted(set(table["weeks"])) == [1, 4, 6]
    assert list(dict.fromkeys(table["event"])) == ["rung 4 or above", "rung 7 or above", "rung 9 or above", "onset"]
    assert len(table) == 4 * 3 * (20 + 10)
    chance = table.pivot(index=["between", "event"], columns="weeks", values="chance")
    assert (chance.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    events = chance[4].unstack("event")
    assert events.loc["AZE-IRN", "rung 7 or above"] >= events.loc[["AZE>IRN", "IRN>AZE"], "rung 7 or above"].max()
    assert set(table.query("weeks == 6")["skill"]) == {NOT_THIS_HORIZON}
    assert not table.query("weeks < 6")["skill"].isin({UNMEASURED, NOT_THIS_HORIZON}).any()
    assert 0 <= found.weights_share < 0.5


def test_it_says_what_it_rests_on(found):
    assert found.origin == datetime.date(2023, 4, 3)
    assert found.heading == "Forecast of 6 weeks from 2023-04-03, nothing supposed of the weeks ahead"
    assert found.notes[0].startswith("Memory at 2023-04-03: 269 of 269 weeks of 'Chronology")
    (known,) = in_use(found.scenario.region)
    assert found.notes[1] == f"Parameters: {known.name}, estimated on this record, {known.first} to {known.last}."
    assert found.basis == Basis(MODEL_VERSION, known.name)
    assert found.measured.head().startswith("Skill measured on 'Chronology")


def test_the_record_before_it_has_holes_where_nothing_is_known(chronology):
    gap = (datetime.date(2023, 3, 6), datetime.date(2023, 3, 12))
    header = chronology.header.model_copy(update={"gaps": [gap]})
    record = araxes.forecast(
        as_of=AS_OF, weeks=1, replicates=8, history=type(chronology)(header, chronology.columns)
    ).observed
    week = record.sel(week="2023-03-06", actor="IRN", target="AZE")
    assert record.sizes["week"] == 52
    assert int(week["rung"]) == -1
    assert np.isnan(week["tension"])
    assert int(record["rung"].sel(actor="IRN", target="AZE").isel(week=-1)) >= 0


def test_nothing_known_later_changes_a_forecast(found, skill, own_copy):
    """Later rows of the record are poisoned in a folder of one's own."""
    path = own_copy / "history" / "chronology.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table["date"] >= AS_OF, ["code", "goldstein", "quad"]] = ["195", "-10.0", "4"]
    table.to_csv(path, index=False)
    poisoned = araxes.forecast(as_of=AS_OF, weeks=6, replicates=300, own=own_copy, skill=skill)
    assert poisoned.rung_chances.equals(found.rung_chances)
    assert poisoned.within.equals(found.within)


def test_a_scenario_asks_what_if(scenario_file, found):
    act = '[[act]]\nid = "strike"\ndate = 2023-04-17\nsource = "AZE"\ntarget = "IRN"\nrung = "war"\nreference = "hypothetical"\n'
    supposed = araxes.forecast(scenario_file(act), as_of=AS_OF, weeks=6, replicates=300)
    assert supposed.heading == "Forecast of 6 weeks from 2023-04-03, supposed: A test"
    one = supposed.rung_chances[(supposed.rung_chances["dyad"] == "AZE>IRN") & (supposed.rung_chances["weeks"] == 3)]
    assert one["chance"].to_numpy() == pytest.approx(np.eye(11)[10])
    before = [forecast.rung_chances.query("weeks < 3")["chance"].to_numpy() for forecast in (supposed, found)]
    assert np.array_equal(*before)
    assert not supposed.rung_chances.query("weeks > 3")["chance"].equals(
        found.rung_chances.query("weeks > 3")["chance"]
    )


def test_estimates_are_named_once_they_were_known_to_forecasts_of_their_record(region):
    first = region.estimates[0]
    after = first.last + datetime.timedelta(days=1)
    told = f"Parameters: {first.name}, estimated on this record, {first.first} to {first.last}."
    assert rests_on(with_estimate(region, after, first.record)) == told
    priors = "Parameters: priors; none was estimated on this record before the origin."
    assert (
        rests_on(with_estimate(region, after, "theirs"))
        == rests_on(with_estimate(region, first.last, first.record))
        == priors
    )


def test_a_forecast_of_another_record_takes_nothing_from_estimates_on_the_scenarios_own(chronology):
    header = chronology.header.model_copy(update={"name": "theirs"})
    other = araxes.forecast(as_of=AS_OF, weeks=1, replicates=8, history=type(chronology)(header, chronology.columns))
    assert other.basis == Basis(MODEL_VERSION, PRIORS)
    assert all(parameter.confidence != "estimated" for parameter in other.scenario.book.values())


def test_every_file_says_which_model_and_estimates_it_rests_on(found, tmp_path):
    import pyarrow.parquet as pq

    found.save(tmp_path)
    basis = found.basis.attrs()
    with xr.open_dataset(tmp_path / "forecast.nc") as data:
        assert {name: data.attrs[name] for name in basis} == basis
        assert {array.attrs["basis"] for array in data.data_vars.values()} == {str(found.basis)}
    assert pd.read_parquet(tmp_path / "views.parquet").attrs == basis
    assert pq.read_schema(tmp_path / "views.parquet").names == list(VIEWS)
    told = json.loads((tmp_path / "scenario.json").read_text(encoding="utf-8"))
    assert basis.items() <= told.items()
    assert basis.items() <= found.document().items()


def test_the_verb_is_the_function_whatever_was_imported_before():
    import araxes.forecasting.forecast as home

    assert araxes.forecast is home.forecast
    assert inspect.isfunction(araxes.forecast)


@pytest.fixture
def plain(tmp_path, chronology):
    """A short forecast beside which skill stands."""
    row = {"forecaster": "model", "horizon": 1}
    content = {
        "model": MODEL_VERSION,
        "record": chronology.header.name,
        "first": "2022-01-03",
        "last": "2022-11-28",
        "judged": "model",
        "bar": "recency",
    }
    path = tmp_path / "skill.json"
    path.write_text(json.dumps(content | {"rungs": [row], "events": []}), encoding="utf-8")
    return {"as_of": AS_OF, "weeks": 1, "replicates": 8, "skill": path}


def test_skill_of_held_values_beside_drawn_ones_is_told(plain):
    words = "measured with judged values held"
    assert [note for note in araxes.forecast(**plain).notes if words in note]
    for held in ({"judged": "mean"}, {"fixed": True}):
        assert not [note for note in araxes.forecast(**plain, **held).notes if words in note]


def test_what_is_supposed_was_never_scored(plain):
    assert not [note for note in araxes.forecast(**plain).notes if "never scored" in note]
    for more in ({"scenario": "april_2023_no_expulsions"}, {"sets": {"IRN.temper.alarm": 1.4}}):
        assert [note for note in araxes.forecast(**plain, **more).notes if "never scored" in note]


def test_hubverse_columns(found):
    table = hubverse(found.prediction)
    assert tuple(table.columns) == HUBVERSE
    task = ["target", "horizon", "location"]
    pmf = table[table["output_type"] == "pmf"]
    assert pmf.groupby(task)["value"].sum().to_numpy() == pytest.approx(np.ones(120))
    for kind in ("cdf", "quantile"):
        rows = table[table["output_type"] == kind].groupby(task, sort=False)["value"]
        assert all((np.diff(value) >= 0).all() for _, value in rows)
    first = table[table["horizon"] == 1].iloc[0]
    assert (str(first["origin_date"]), str(first["target_end_date"])) == ("2023-04-03", "2023-04-09")
    levels = table.loc[table["output_type"] == "quantile", "output_type_id"].unique()
    assert levels.tolist() == ["0.05", "0.25", "0.5", "0.75", "0.95"]
    assert set(table.loc[table["output_type"] == "cdf", "output_type_id"]) == {
        r.key for r in found.scenario.region.rungs
    }


def test_views_columns(found):
    table = views(found.prediction)
    assert tuple(table.columns) == VIEWS
    assert sorted(set(table["month_id"])) == [520, 521]  # April and May 2023
    assert len(table) == 2 * 300 * 20
    i, j = (found.prediction.states.index(code) for code in ("IRN", "AZE"))
    mine = table[(table["dyad_id"] == "IRN>AZE") & (table["month_id"] == 520)].sort_values("draw")["outcome"]
    assert np.array_equal(mine, found.prediction.samples[:, :4, i, j].max(axis=1))
    assert month_id(datetime.date(1980, 1, 31)) == 1


def test_everything_is_saved(found, tmp_path):
    files = {path.name for path in found.save(tmp_path)}
    assert files == {path.name for path in tmp_path.iterdir()}
    data = xr.load_dataset(tmp_path / "forecast.nc")
    assert data["chance"].dims == ("week", "actor", "target", "rung")
    one = found.rung_chances[(found.rung_chances["dyad"] == "IRN>AZE") & (found.rung_chances["weeks"] == 6)]
    assert data["chance"].sel(actor="IRN", target="AZE").isel(week=5).values == pytest.approx(one["chance"].to_numpy())
    assert data.attrs["origin"] == AS_OF
    assert data.attrs["seed"] == 1
    assert pd.read_csv(tmp_path / "within.csv").shape == found.within.shape
    assert json.loads((tmp_path / "scenario.json").read_text(encoding="utf-8"))["weeks"] == 6
    assert json.loads(json.dumps(found.document(), default=str))["record"] == found.record


def test_all_faults_of_the_options_are_told_at_once(messages):
    faults = messages(araxes.forecast, "baselin", weeks=0, replicates=0, seed=-1, engine="steam")
    assert [fault.file for fault in faults] == ["weeks", "replicates", "seed", "engine"]
    faults = messages(araxes.forecast, "baselin", weeks=105)
    assert [fault.file for fault in faults] == ["weeks", "scenarios"]
    faults = messages(araxes.forecast, as_of="2031-01-01", skill="nowhere.json")
    assert [fault.file for fault in faults] == ["as_of", "nowhere.json"]
