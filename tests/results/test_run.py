"""Results: reopened replicate by replicate, saved as what they are, interrupted without loss."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import araxes
from araxes.results import run as running


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


def test_summaries_hold_no_single_acts(messages):
    (fault,) = messages(araxes.run("baseline", 5, weeks=2, full=False).events)
    assert "full=True" in str(fault)


@pytest.mark.parametrize("full", [True, False])
def test_an_interrupted_run_keeps_what_was_finished(full, monkeypatch):
    chunks = running.histories

    def broken(*arguments, **options):
        for k, chunk in enumerate(chunks(*arguments, **options)):
            if k == 2:
                raise KeyboardInterrupt
            yield chunk

    whole = araxes.run("baseline", 256, weeks=3, full=full)
    monkeypatch.setattr(running, "histories", broken)
    monkeypatch.setattr(
        "araxes.engines.ensemble.setting", lambda name: {"run.lanes": 64, "run.kernel_weeks": 200}[name]
    )
    part = araxes.run("baseline", 256, weeks=3, full=full, workers=1)
    assert part.interrupted
    assert part.replicates == 128
    if full:
        assert part.data["rung"].equals(whole.data["rung"].isel(replicate=slice(0, 128)))
    monkeypatch.setattr(running, "histories", lambda *a, **o: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        araxes.run("baseline", 10, weeks=3)


@pytest.mark.parametrize("full", [True, False])
def test_an_interruption_while_replicates_are_counted_loses_and_halves_none(full, interrupted_count):
    whole = araxes.run("baseline", 256, weeks=3, full=full, workers=1)
    interrupted_count("araxes.results.tally")
    part = araxes.run("baseline", 256, weeks=3, full=full, workers=1)
    assert part.interrupted
    assert part.replicates == 128
    assert (part.tally.rungs[:, 0, 1].sum(axis=-1) == 128).all()
    assert (part.tally.rungs <= whole.tally.rungs).all()
    if full:
        assert part.data["rung"].equals(whole.data["rung"].isel(replicate=slice(0, 128)))


def test_a_hundred_replicates_are_the_first_of_many(result):
    many = araxes.run("april_2023_as_it_happened", replicates=3000, weeks=9)
    assert many.data["rung"].isel(replicate=slice(0, 40)).equals(result.data["rung"])


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, "2"])
def test_no_worker_is_refused(workers, messages):
    (fault,) = messages(araxes.run, "baseline", 1, weeks=1, workers=workers)
    assert str(fault) == f"workers: got {workers!r}; allowed: a whole number of threads or processes, at least 1"


def test_threads_modes_and_engines_give_the_same_summaries(moved):
    one, *others = (
        araxes.run(moved, 70, full=full, workers=workers, engine=engine)
        for full, workers, engine in ((True, 1, "kernel"), (False, 2, "kernel"), (True, 1, "mesa"))
    )
    for other in others:
        assert other.summaries().drop_attrs().identical(one.summaries().drop_attrs())
        assert other.rows == one.rows


@pytest.fixture
def moved():
    """A scenario of eight weeks in which acts move statuses to values off the grid of the histograms."""
    moves = {"behaviour.issue_moves.accord": 0.02, "behaviour.issue_moves.force": 0.05}
    return araxes.load("april_2023_as_it_happened", weeks=8, sets=moves)
