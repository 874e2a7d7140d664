"""Ensembles: the same whatever the order, the chunks or the processes; shocks leave the past alone; scenarios share their luck."""

import datetime

import numpy as np
import pytest
import xarray as xr

import araxes
from araxes.engines.datasets import record_dataset, simulate
from araxes.engines.ensemble import Histories, histories, join_histories, kernel_chunks
from araxes.engines.mesa.model import Region
from araxes.engines.world import prepare, world_of
from araxes.options import ENGINES
from araxes.results.free_runs import free_scenario
from araxes.rules.arrays import as_lists

WEEKS = 20
START = datetime.date(2023, 4, 3)


@pytest.fixture(params=ENGINES)
def engine(request):
    return request.param


KINDS_OF_LUCK = ("own", "own_kind", "coin", "shared", "coin_kind", "shared_kind")
OWN = 2
"""How many of them belong to one half of a dyad."""


def luck_of(region, codes=None):
    """Return every draw of a region by dyad, of some actors only where given."""
    codes = codes or region.world.states
    place = region.world.states.index
    return {
        (a, b): tuple(getattr(region, name)[place(a)][place(b)] for name in KINDS_OF_LUCK)
        for a in codes
        for b in codes
        if a != b
    }


def test_a_replicate_is_the_same_alone_in_an_ensemble_and_as_a_mesa_model(engine, still):
    many = simulate(still, 20, 3, engine=engine, workers=1)
    alone = simulate(still, [17], 3, engine=engine, workers=1)
    region = Region(still, 17, 3).run()
    assert many.sel(replicate=[17]).drop_attrs().identical(alone.drop_attrs())
    acts = np.stack(region.rungs)[:, still.deciding][:, :, still.deciding]
    assert (alone["rung"].values[0] == acts).all()
    final = alone["tension"].isel(replicate=0, week=-1).sel(actor="IRN", target="AZE")
    assert float(final) == pytest.approx(region.tension("IRN", "AZE"), rel=1e-6)


@pytest.mark.slow
def test_two_processes_give_what_one_gives(engine, still):
    serial, parallel = (
        simulate(still, 52, 1, engine=engine, workers=1),
        simulate(still, 52, 1, engine=engine, workers=2),
    )
    assert serial.drop_attrs().identical(parallel.drop_attrs())
    assert len(np.unique(serial["rung"].values.reshape(52, -1), axis=0)) == 52


def test_the_order_of_replicates_does_not_matter(engine, still):
    one, other = (
        simulate(still, [4, 2, 9], 1, engine=engine, workers=1),
        simulate(still, [9, 4, 2], 1, engine=engine, workers=1),
    )
    assert one.sortby("replicate").drop_attrs().identical(other.sortby("replicate").drop_attrs())


@pytest.mark.slow
@pytest.mark.parametrize("shock", ["act", "change"])
def test_a_shock_in_week_10_leaves_weeks_0_to_9_of_every_replicate_identical(
    engine, shock, still, with_items, act, change
):
    items = {"act": act("AZE", "IRN", "war", 10), "change": change("issues.syunik_route.status", 1.0, 10)}
    plain = simulate(still, 40, 1, engine=engine, workers=1)
    shocked = simulate(with_items(still, items[shock]), 40, 1, engine=engine, workers=1)
    for name in ("rung", "tension", "status"):
        before = slice(0, 10)
        assert plain[name].isel(week=before).equals(shocked[name].isel(week=before))
    late = slice(10, None)
    assert (plain["rung"].isel(week=late) != shocked["rung"].isel(week=late)).any()


def test_a_later_horizon_leaves_earlier_weeks_identical(engine, still, with_items):
    longer = simulate(with_items(still, weeks=30), 10, 1, engine=engine, workers=1)
    assert simulate(still, 10, 1, engine=engine, workers=1)["rung"].equals(longer["rung"].isel(week=slice(0, WEEKS)))


def test_georgia_deciding_by_its_file_alone_leaves_the_luck_of_the_others_unchanged(engine, still, georgia):
    base = araxes.load("baseline", own=georgia)
    with_georgia = prepare(free_scenario(START, WEEKS, base))
    assert with_georgia.states == ["ARM", "AZE", "GEO", "IRN", "RUS", "TUR"]
    others = ["ARM", "AZE", "IRN", "RUS", "TUR"]
    for replicate in (0, 5):
        ours, theirs = Region(still, replicate), Region(with_georgia, replicate)
        assert luck_of(ours, others) == luck_of(theirs, others)
    data = simulate(with_georgia, 10, 1, engine=engine, workers=1)
    assert data.sizes["actor"] == 6
    assert (data["rung"].sel(actor="GEO", target=others) != with_georgia.constants.quiet).any()


def test_two_scenarios_of_one_start_share_their_luck(short_scenario):
    one, other = Region("april_2023_as_it_happened", 3, collect=False), Region(short_scenario, 3, collect=False)
    assert one.world.scenario.start == other.world.scenario.start
    ours, theirs = luck_of(one), luck_of(other)
    assert {pair: [row[:6] for row in rows] for pair, rows in ours.items()} == {
        pair: list(rows) for pair, rows in theirs.items()
    }


def test_runs_with_different_starts_share_the_luck_of_the_weeks_they_have_in_common(still):
    later = prepare(free_scenario(START + datetime.timedelta(weeks=6), WEEKS))
    ours, theirs = luck_of(Region(still, 1)), luck_of(Region(later, 1))
    for pair, rows in ours.items():
        for early, late in zip(rows, theirs[pair], strict=True):
            assert early[6:] == late[:-6]
            assert early[:6] != late[:6]


def test_both_halves_of_a_dyad_share_coin_and_shared_luck_and_not_their_own(still):
    found = luck_of(Region(still, 2))
    for (a, b), rows in found.items():
        assert rows[OWN:] == found[b, a][OWN:]
        assert all(one != other for one, other in zip(rows[:OWN], found[b, a][:OWN], strict=True))


def test_the_dataset_has_its_dims_in_order_with_dates_units_and_no_act_on_oneself(engine, still):
    data = simulate(still, 3, 1, engine=engine, workers=1)
    assert data["rung"].dims == data["tension"].dims == ("replicate", "week", "actor", "target")
    assert data["status"].dims == ("replicate", "week", "issue")
    assert data["week"].values[0] == np.datetime64("2023-04-03")
    assert set(np.diff(data["week"].values)) == {np.timedelta64(7, "D")}
    assert data["tension"].attrs["units"] == "Goldstein points"
    diagonal = data["actor"] == data["target"].rename(target="target")
    assert (data["rung"].where(diagonal, -1) == -1).all()
    assert data["tension"].where(diagonal, drop=True).isnull().sum() >= 5
    assert data["tension"].where(~diagonal, 0).notnull().all()
    assert data["draw"].values.tolist() == [0, 1, 2]
    assert (data.attrs["seed"], data.attrs["interrupted"]) == (1, 0)


def test_draws_repeat_after_as_many_as_the_settings_say(engine, still):
    data = simulate(still, [0, still.n_draws, still.n_draws + 1], 1, engine=engine, workers=1)
    assert data["draw"].values.tolist() == [0, 0, 1]


def test_tension_follows_the_rungs_with_a_half_life_of_four_weeks(engine, still):
    data = simulate(still, 2, 1, engine=engine, workers=1)
    at = {"actor": "IRN", "target": "AZE"}
    d = 2 ** (-1 / 4)
    h = data["hostility"].values[data["rung"].sel(at).values]
    tension = float(record_dataset(still)["tension"].sel(at).isel(week=-1))
    path = data["tension"].sel(at).isel(replicate=0).values
    for week in range(WEEKS):
        tension = d * tension + (1 - d) * 10 * h[0, week]
        assert path[week] == pytest.approx(tension, abs=1e-4)


def test_the_record_before_the_start_ends_the_week_before_it(still):
    record = record_dataset(still)
    assert record["week"].values[-1] == np.datetime64("2023-03-27")
    assert record["week"].values[0] == np.datetime64("2018-02-05")
    final = record["tension"].isel(week=-1).sel(actor="AZE", target="IRN")
    assert float(final) == pytest.approx(
        10 * still.warm.memory.fast[still.states.index("AZE"), still.states.index("IRN")], rel=1e-6
    )


@pytest.mark.slow
def test_progress_is_told_of_every_replicate_and_what_was_finished_before_an_interruption_is_kept(engine, still):
    told = []

    def stop(done):
        raise KeyboardInterrupt

    number = {"kernel": 12_000, "mesa": 52}[engine]
    whole = simulate(still, number, 1, engine=engine, workers=1, progress=told.append)
    part = simulate(still, number, 1, engine=engine, workers=1, progress=stop)
    finished = part.sizes["replicate"]
    assert (sum(told), told[0]) == (number, finished)
    assert 0 < finished < number
    assert part.attrs["interrupted"] == 1
    assert part.drop_attrs().identical(whole.isel(replicate=slice(0, finished)).drop_attrs())


def test_a_world_is_prepared_once_and_again_when_a_file_changes(own_folder, head):
    own = own_folder({"scenarios/mine.toml": head})
    first = world_of("mine", own)
    assert world_of("mine", own) is first
    own_folder({"scenarios/mine.toml": head.replace("weeks = 8", "weeks = 12")})
    assert world_of("mine", own).scenario.weeks == 12
    assert world_of(first) is first


def test_a_record_poisoned_after_the_start_changes_nothing(engine, still, own_folder, root):
    lines = (root / "history" / "chronology.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    column = lines[0].strip().split(",").index("code")

    def poisoned(line):
        cells = line.split(",")
        late = cells[1] >= START.isoformat()
        return ",".join([*cells[:column], "204", *cells[column + 1 :]]) if late else line

    text = lines[0] + "".join(poisoned(line) for line in lines[1:])
    assert text != "".join(lines)
    header = (root / "history" / "chronology.toml").read_text(encoding="utf-8")
    own = own_folder({"history/chronology.csv": text, "history/chronology.toml": header})
    other = prepare(free_scenario(START, WEEKS, araxes.load("baseline", own=own)))
    assert as_lists(other.warm.memory) == as_lists(still.warm.memory)
    assert np.array_equal(other.warm.anchor, still.warm.anchor)
    assert np.array_equal(other.warm.dyad_class, still.warm.dyad_class)
    xr.testing.assert_identical(
        simulate(still, 5, 1, engine=engine, workers=1).drop_attrs(),
        simulate(other, 5, 1, engine=engine, workers=1).drop_attrs(),
    )


@pytest.mark.slow
def test_both_engines_give_the_same_ensemble(still, with_items, act, change, signal):
    items = [
        act("AZE", "IRN", "war", 3),
        change("issues.syunik_route.status", 0.9, 5),
        signal("ISR", "networks", 1.0, 0.5, 6),
    ]
    moves = {"behaviour.issue_moves.accord": 0.02, "behaviour.issue_moves.force": 0.05}
    for world in (still, with_items(still, *items, sets=moves)):
        for fixed in (False, True):
            one, other = (simulate(world, 12, 5, engine=engine, fixed=fixed) for engine in ENGINES)
            assert one.drop_attrs().identical(other.drop_attrs())


@pytest.mark.parametrize("numbers", [range(1000), [4, 5, 6, 2, 9], [0], range(3, 700), [7, 7, 7]])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_chunks_hold_every_number_once_and_in_order_in_consecutive_runs(numbers, threads):
    chunks = list(kernel_chunks(numbers, 64, threads, 52))
    assert [number for chunk in chunks for number in chunk] == list(numbers)
    assert all(list(chunk) == list(range(chunk[0], chunk[0] + len(chunk))) for chunk in chunks)


def test_a_chunk_never_holds_more_weeks_than_the_settings_say_but_for_one_block():
    assert max(len(chunk) for chunk in kernel_chunks(range(10**6), 128, 2, 104)) == 1024
    assert max(len(chunk) for chunk in kernel_chunks(range(10**4), 128, 2, 10**6)) == 128


@pytest.mark.parametrize("size", [130, 1000])
def test_the_kernel_gives_the_same_whatever_the_threads(size, still):
    one, two, four = (
        np.concatenate([part.rungs for _, part in histories(still, range(size), 1, workers=n)]) for n in (1, 2, 4)
    )
    assert (one == two).all()
    assert (one == four).all()
    assert (one[:100] == next(iter(histories(still, range(100), 1)))[1].rungs).all()


@pytest.mark.slow
def test_a_replicate_is_the_same_among_a_hundred_and_a_hundred_thousand(still):
    ends = [*range(50), *range(99_950, 100_000)]
    few = join_histories([part for _, part in histories(still, ends, 1)])
    found = []
    for chunk, part in histories(still, range(100_000), 1):
        wanted = np.isin(chunk, ends)
        found.append(Histories(part.rungs[wanted], part.status[wanted]))
    for one, other in zip(few, join_histories(found), strict=True):
        assert (one == other).all()


@pytest.mark.parametrize("number", [-1, 1 << 32])
def test_a_replicate_that_luck_has_no_address_for_is_refused(number, engine, still, messages):
    (fault,) = messages(simulate, still, [0, number], engine=engine)
    assert str(fault).startswith(f"replicate: got {number}")


def test_an_unknown_engine_is_refused(still, messages):
    (fault,) = messages(simulate, still, 1, engine="cobra")
    assert fault.file == "engine"
