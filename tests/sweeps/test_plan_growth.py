"""Growth: only points that are not there are run, and those that are stay as they were."""

import numpy as np
import pytest

from araxes.sweeps.store import read_sweep

ONE = [
    "IRN.temper.leader=0:2",
    "AZE.temper.red_line=0:2",
]  # of these the past knows nothing: all points share its replay


def stays(before, after):
    return all(after[name] == data for name, data in before.items() if name != "manifest.json")


@pytest.fixture
def no_engine(monkeypatch):
    """Stand in for the simulation: what a point gives depends on the seed of its luck, and so on its parameters."""

    def measured(shop, world, luck):
        values = np.random.default_rng(luck).random((3, len(shop.measures.outcomes)))
        return tuple(values)

    monkeypatch.setattr("araxes.sweeps.work.Workshop.measure", measured)


@pytest.mark.slow
@pytest.mark.parametrize("design", ["sobol", "random"])
def test_a_sequence_from_100_to_400_points_runs_300(small, tmp_path, contents, no_engine, design):
    few = {"vary": ONE, "design": design, "replicates": 2, "weeks": 2, "outcomes": ["tension*"]}
    small(tmp_path / "s", points=100, **few)
    before, first = contents(tmp_path / "s"), read_sweep(tmp_path / "s")
    told = []
    state = small(tmp_path / "s", points=400, running={"progress": told.append}, **few)
    assert state.done == 400
    assert told[0] == 100
    assert sum(told[1:]) == 300
    assert stays(before, contents(tmp_path / "s"))
    whole = read_sweep(tmp_path / "s")
    assert whole.mean.iloc[:100].equals(first.mean)
    small(tmp_path / "at_once", points=400, **few)
    assert read_sweep(tmp_path / "at_once").mean.equals(whole.mean)
    small(tmp_path / "s", points=100, **few)
    assert read_sweep(tmp_path / "s").mean.equals(whole.mean)


@pytest.mark.slow
def test_a_finer_grid_runs_only_points_that_are_not_there(small, tmp_path, contents):
    path = "IRN.temper.alarm"
    few = {"replicates": 2, "weeks": 2, "outcomes": ["tension"]}
    small(tmp_path / "s", vary=[f"{path}=0:2:3", "scenario=networks_zero,baseline"], **few)
    before, told = contents(tmp_path / "s"), []
    finer = [f"{path}=0:2:5", "scenario=baseline,networks_zero,israel_frozen"]
    state = small(tmp_path / "s", vary=finer, running={"progress": told.append}, **few)
    assert state.done == 15
    assert sum(told[1:]) == 9
    assert stays(before, contents(tmp_path / "s"))
    grown = read_sweep(tmp_path / "s")
    small(tmp_path / "at_once", vary=finer, **few)
    whole = read_sweep(tmp_path / "at_once")
    assert grown.mean.equals(whole.mean)
    assert grown.values.equals(whole.values)
    assert grown.factors[1].levels == whole.factors[1].levels
    again = contents(tmp_path / "s")
    small(tmp_path / "s", vary=[f"{path}=0:2:3", "scenario=baseline,networks_zero"], **few)
    assert contents(tmp_path / "s") == again


def test_a_longer_file_runs_only_its_new_points(small, tmp_path, contents):
    file, few = tmp_path / "points.csv", {"vary": (), "replicates": 2, "weeks": 2, "outcomes": ["tension"]}
    file.write_text("IRN.temper.alarm,scenario\n1,baseline\n2,networks_zero\n")
    small(tmp_path / "s", design=str(file), **few)
    before, told = contents(tmp_path / "s"), []
    file.write_text("IRN.temper.alarm,scenario\n0.5,networks_zero\n1,baseline\n2,networks_zero\n")
    state = small(tmp_path / "s", design=str(file), running={"progress": told.append}, **few)
    assert (state.done, told) == (3, [2, 1])
    assert stays(before, contents(tmp_path / "s"))
    table = read_sweep(tmp_path / "s")
    np.testing.assert_array_equal(table.values["IRN.temper.alarm"], [1, 2, 0.5])
    assert list(table.values["scenario"]) == ["baseline", "networks_zero", "networks_zero"]


@pytest.mark.parametrize(
    ("design", "why"),
    [
        ("lhs", "a Latin hypercube has as many strata as points, so a larger one has other points"),
        ("morris", "trajectories are chosen together to lie far apart, so a larger set has other ones"),
    ],
)
def test_hypercubes_and_trajectories_refuse_to_grow_and_say_why(small, tmp_path, messages, contents, design, why):
    if design == "morris":
        pytest.importorskip("SALib")
    few = {"vary": ONE, "design": design, "replicates": 2, "weeks": 2, "outcomes": ["tension"]}
    small(tmp_path / "s", points=6, **few)
    before = contents(tmp_path / "s")
    (fault,) = messages(small, tmp_path / "s", points=12, **few)
    assert fault.key == f"design {design}"
    assert why in fault.allowed
    assert contents(tmp_path / "s") == before
    small(tmp_path / "s", points=6, **few)
    assert contents(tmp_path / "s") == before
