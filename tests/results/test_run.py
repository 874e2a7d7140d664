"""Running: interrupted without loss, and the same whatever the threads, the mode and the engine."""

import pytest

import araxes
from araxes.results import run as running


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
    with pytest.warns(
        araxes.InterruptionWarning, match=r"128 of 256 replicates were finished and kept\. The same call"
    ):
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
    with pytest.warns(
        araxes.InterruptionWarning, match=r"128 of 256 replicates were finished and kept\. The same call"
    ):
        part = araxes.run("baseline", 256, weeks=3, full=full, workers=1)
    assert part.interrupted
    assert part.replicates == 128
    assert (part.tally.rungs[:, 0, 1].sum(axis=-1) == 128).all()
    said = "128 of 256 replicates, stopped early"
    assert (part.summary()["interrupted"] == said).all()
    assert said in repr(part)
    assert part.data.attrs["extent"] == part.summaries().attrs["extent"] == said
    assert "interrupted" not in whole.summary()
    assert "256 replicates, 3 weeks from" in repr(whole)
    assert (part.tally.rungs <= whole.tally.rungs).all()
    if full:
        assert part.data["rung"].equals(whole.data["rung"].isel(replicate=slice(0, 128)))


def test_forty_replicates_are_the_first_of_many():
    few = araxes.run("april_2023_as_it_happened", replicates=40, weeks=9)
    many = araxes.run("april_2023_as_it_happened", replicates=3000, weeks=9)
    assert many.data["rung"].isel(replicate=slice(0, 40)).equals(few.data["rung"])


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, "2"])
def test_no_worker_is_refused(workers, messages):
    (fault,) = messages(araxes.run, "baseline", 1, weeks=1, workers=workers)
    assert str(fault) == f"workers: got {workers!r}; allowed: a whole number of threads or processes, at least 1"


@pytest.mark.slow
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
