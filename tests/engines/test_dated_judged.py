"""Judged values by draw: their distribution, their address, what is exact, and the same worlds on both engines."""

import datetime
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, triang

import araxes
from araxes.engines.calendar import run_layout
from araxes.engines.datasets import simulate
from araxes.engines.dated import Weekly, judged_shifts, shift_series
from araxes.engines.draws import judged_units, parameter_draws, triangular_shifts
from araxes.engines.kernel.tables import tables
from araxes.engines.mesa.lists import dated_lists
from araxes.engines.mesa.model import Region
from araxes.engines.past import bar_of_draw
from araxes.engines.world import prepare, weights_of_draws
from araxes.inputs.parameters import canonical, from_leaf, kind_at
from araxes.inputs.schema import Leaf
from araxes.results.free_runs import free_scenario

POSITION, DATED, SHARE = "IRN.position.borders", "AZE.salience.syunik_route", 0.9
DRAWS = range(4000)


def judged_scenario(scenario, seed, draw):
    """Return a scenario as one draw judges, parameter by parameter."""
    book = dict(scenario.book)
    for parameter in scenario.book.values():
        if parameter.is_judged:
            made = shift_series(parameter, judged_shifts([parameter], seed, [draw])[0, 0])
            series = tuple((since, float(value)) for since, value in made.series)
            book[parameter.path] = replace(made, series=series)
    return replace(scenario, region=replace(scenario.region, book=book))


@pytest.fixture(scope="module")
def judged(still):
    """The still world, its judged values drawn."""
    return replace(still, judged=True)


@pytest.fixture(scope="module")
def book(still):
    return still.scenario.book


# --- The distribution --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("below", "above"), [(0.2, 0.2), (0.05, 0.3), (0.0, 0.2), (0.1, 0.0)])
def test_shifts_are_triangular_with_the_share_between_the_ends_of_the_range(below, above):
    units = judged_units(1, DRAWS, ["a"])[0]
    found = triangular_shifts(units, below, above, SHARE)
    longer = 1 / (1 - np.sqrt(1 - SHARE))
    width = longer * (below + above)
    assert kstest(found, triang(below / (below + above), -longer * below, width).cdf).pvalue > 1e-3
    assert np.mean((found >= -below) & (found <= above)) == pytest.approx(SHARE, abs=0.015)
    assert np.array_equal(np.argsort(found), np.argsort(units))


def test_a_range_of_one_value_shifts_nothing():
    assert not triangular_shifts([0.001, 0.5, 0.999], 0.0, 0.0, SHARE).any()


def test_a_value_beside_its_plausible_range_counts_as_its_end():
    leaf = Leaf(value=0.1, unit="status", range=(0, 1), plausible=(0.3, 0.5), source="test", confidence="judged")
    made, _ = from_leaf("IRN.position.borders", leaf, kind_at("IRN.position.borders"), "test")
    assert made.around == (0.0, pytest.approx(0.4))


def test_the_range_is_that_of_the_entry_in_force_in_the_week_of_the_neutral_reading(book):
    parameter = book[DATED]
    low, high = parameter.plausible
    value = parameter.at(datetime.date(2023, 4, 3))
    assert parameter.around == (pytest.approx(value - low), pytest.approx(high - value))
    early = free_scenario(datetime.date(2020, 1, 6), 1).book[DATED]
    assert early.at(datetime.date(2023, 4, 3)) != value
    assert early.around == parameter.around


# --- The address -------------------------------------------------------------------------------------------------------


def test_a_draw_depends_on_seed_draw_and_path_alone(book):
    paths = [POSITION, DATED, "ARM.temper.alarm"]
    parameters = [book[path] for path in paths]
    found = judged_shifts(parameters, 7, [3, 5])
    assert np.array_equal(judged_shifts(parameters[1:2], 7, [5])[0], found[1, 1:])
    assert np.array_equal(judged_shifts(parameters[::-1], 7, [5, 3]), found[::-1, ::-1])
    assert not np.isin(judged_shifts(parameters, 8, [3, 5]), found).any()
    assert len(np.unique(found)) == found.size


def test_paths_are_independent_of_each_other_and_of_weights():
    units = judged_units(1, DRAWS, ["a", "b"])
    weight = parameter_draws(1, DRAWS, "a", 0.0, 1.0, -9.0, 9.0)
    assert abs(np.corrcoef([*units, weight])[np.triu_indices(3, 1)]).max() < 0.05


def test_a_parameter_more_moves_no_other(judged):
    scenario = judged.scenario
    new = replace(scenario.book["IRN.position.borders"], path="IRN.red_line.caspian", side=1)
    assert new.path not in scenario.book
    more = replace(scenario, region=replace(scenario.region, book={**scenario.book, new.path: new}))
    one, two = judged_scenario(scenario, 1, 4).book, judged_scenario(more, 1, 4).book
    assert {path: two[path] for path in one} == one
    assert two[new.path].series != new.series


# --- What is drawn -----------------------------------------------------------------------------------------------------


def test_everything_with_a_plausible_range_is_drawn_but_weights_and_how_the_record_is_read(book):
    with_range = {path for path, p in book.items() if p.plausible and p.plausible[0] < p.plausible[1]}
    apart = {path for path in with_range if path.startswith(("behaviour.", "ladder."))}
    assert {path for path, p in book.items() if p.is_judged} == with_range - apart
    assert len(with_range - apart) > 300


def test_one_shift_moves_a_whole_series_and_keeps_it_in_its_range(book):
    moved = shift_series(book[DATED], 0.3)
    assert [since for since, _ in moved.series] == [since for since, _ in book[DATED].series]
    assert [value for _, value in moved.series] == [min(value + 0.3, 1.0) for _, value in book[DATED].series]
    assert max(value for _, value in moved.series) == 1


@given(draw=st.integers(0, 255), seed=st.integers(0, 2**64 - 1))
def test_every_value_of_every_draw_is_admissible(still, draw, seed):
    for parameter in judged_scenario(still.scenario, seed, draw).book.values():
        assert all(parameter.low <= value <= parameter.high for _, value in parameter.series)


@pytest.mark.parametrize("override", [0.25, [{"since": datetime.date(2020, 1, 6), "value": 0.25}]])
def test_what_is_set_is_exact(still, override):
    set_to = araxes.load(still.scenario, sets={POSITION: override})
    drawn = [judged_scenario(set_to, 1, draw).book for draw in range(3)]
    assert {one[POSITION].series[-1][1] for one in drawn} == {0.25}
    assert len({one[DATED].series for one in drawn}) == 3


def test_a_value_set_to_what_it_was_is_no_longer_drawn(book, still):
    level = book[POSITION].at(still.scenario.start)
    assert not araxes.load(still.scenario, sets={POSITION: level}).book[POSITION].is_judged


@pytest.mark.parametrize("shape", ["step", "pulse", "ramp"])
def test_a_change_is_exact_once_it_is_there_and_starts_from_what_is_drawn(judged, with_items, change, on, shape):
    until = {} if shape == "step" else {"until": on(8)}
    path = "IRN.hawkishness.AZE"
    world = with_items(judged, change(path, 0.9, 4, shape=shape, **until))
    drawn = []
    for draw in range(3):
        before = judged_scenario(world.scenario, 1, draw).book[path].at(world.scenario.start)
        i, j = world.states.index("IRN"), world.states.index("AZE")
        felt = [before + week[i][j] for week in dated_lists(world, 1, draw).hawkishness_excess]
        assert felt[:4] == pytest.approx([before] * 4)
        assert felt[10] == pytest.approx(before if shape == "pulse" else 0.9)
        assert felt[6] == pytest.approx(before + 3 / 5 * (0.9 - before) if shape == "ramp" else 0.9)
        drawn.append(before)
    assert len(set(drawn)) == 3


def test_tempers_are_drawn_with_the_weights_they_scale(judged, still):
    many = range(64)
    drawn, mean = (weights_of_draws(world, 1, many)[0] for world in (judged, still))
    ratio = (drawn / mean)[:, judged.states.index("IRN")]
    assert np.ptp(ratio, axis=0).min() > 0.1
    assert weights_of_draws(judged, 1, [None])[0].tolist() == weights_of_draws(still, 1, [None])[0].tolist()


# --- Worlds and engines ------------------------------------------------------------------------------------------------


def test_the_bar_of_a_draw_is_that_of_a_record_replayed_with_its_judged_values(judged):
    for draw in (0, 3):
        replayed = prepare(judged_scenario(judged.scenario, 1, draw)).warm.bar
        assert np.array_equal(replayed, bar_of_draw(judged, 1, draw))
        assert np.array_equal(replayed, Region(judged, draw, 1, collect=False).bar)


def test_without_a_record_the_bar_is_what_stands_at_the_origin(judged):
    young = prepare(free_scenario(datetime.date(2018, 1, 1), 2), judged=True)
    assert len(young.warm.rungs) == 0
    assert np.array_equal(prepare(judged_scenario(young.scenario, 1, 2)).warm.bar, bar_of_draw(young, 1, 2))


@pytest.mark.parametrize("draw", [0, 3])
def test_tables_of_a_draw_hold_what_each_parameter_is_worth_in_its_weeks(judged, with_items, change, on, draw):
    changes = (
        change("IRN.position.borders", 0.3, 2),
        change("relations.tie.AZE.TUR", -0.5, 3, shape="ramp", until=on(9)),
        change("relations.guarantee.ARM.RUS", 0.9, 4, shape="pulse", until=on(8)),
        change("USA.capability.spending", 0.5, 6),
    )
    world = with_items(judged, *changes)
    layout, levers, _ = run_layout(world.make)
    wants = layout.in_draws(1, [draw])
    weekly = Weekly(judged_scenario(world.scenario, 1, draw))
    axes = {
        "{}.position.{}": (wants.position, world.codes, world.issues),
        "{}.salience.{}": (wants.salience, world.codes, world.issues),
        "{}.red_line.{}": (levers.line, world.states, world.issues),
        "relations.tie.{}.{}": (levers.tie, world.states, world.states),
        "{}.hawkishness.{}": (levers.hawkishness, world.states, world.states),
        "relations.format.{}.{}": (levers.format, world.states, world.states),
        "relations.guarantee.{}.{}": (levers.guarantee, world.states, world.codes),
    }
    for path, (table, rows, columns) in axes.items():
        for week in range(-1, world.scenario.weeks):
            found = wants.value[table[wants.epoch[week + 1]], 0]
            paths = [[canonical(path.format(row, column)) for column in columns] for row in rows]
            expected = [[weekly(one, week) if one in weekly.book else 0.0 for one in row] for row in paths]
            np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-15)


def test_judgements_at_their_values_give_what_no_plausible_range_gives(still):
    plain = {path: replace(p, exact=True) for path, p in still.scenario.book.items()}
    bare = replace(still.scenario, region=replace(still.scenario.region, book=plain))
    rangeless = simulate(replace(still, scenario=bare, judged=True), 40)
    assert np.array_equal(simulate(still, 40)["rung"], rangeless["rung"])


def test_at_fixed_weights_judged_values_are_as_they_are(still, judged):
    assert np.array_equal(simulate(judged, 20, fixed=True)["rung"], simulate(still, 20, fixed=True)["rung"])
    assert Region(judged, 3, fixed=True, collect=False).dated == dated_lists(still)


def test_draws_of_judgements_change_what_happens(still, judged):
    assert not np.array_equal(simulate(judged, 40)["rung"], simulate(still, 40)["rung"])


def test_both_engines_agree_and_chunks_change_nothing(judged):
    kernel = simulate(judged, 6, engine="kernel", workers=1)["rung"]
    assert np.array_equal(kernel, simulate(judged, 6, engine="mesa", workers=1)["rung"])
    n = judged.n_draws
    scattered = simulate(judged, [n + 5, 3, n + 1, 2], engine="kernel", workers=2)["rung"]
    alone = [simulate(judged, [number])["rung"].values[0] for number in (n + 5, 3, n + 1, 2)]
    assert np.array_equal(scattered, alone)


def test_replicates_of_one_draw_judge_alike(judged):
    n = judged.n_draws
    one, again, other = (Region(judged, number, collect=False) for number in (4, n + 4, 5))
    assert one.dated == again.dated
    assert one.bar == again.bar
    assert one.dated != other.dated
    assert one.bar != other.bar


def test_scenarios_share_their_draws(judged, with_items, change):
    other = with_items(judged, change("relations.tie.AZE.TUR", 0.0, 3), sets={POSITION: 0.5})
    ours, theirs = (judged_scenario(world.scenario, 1, 9).book for world in (judged, other))
    assert [path for path in ours if ours[path] != theirs[path]] == [POSITION]


def test_few_replicates_need_few_draws(judged):
    few, all_draws = tables(judged, 1, False, 5), tables(judged, 1, False)
    assert few.wants.value.shape[1] == few.bar.shape[2] == 5
    assert np.array_equal(few.wants.value, all_draws.wants.value[:, :5])
    assert np.array_equal(few.bar, all_draws.bar[..., :5])


def test_by_default_regions_and_runs_draw(short_scenario):
    result = araxes.run(short_scenario, 8)
    assert result.data.attrs["judged"] == "drawn"
    assert np.array_equal(
        Region(short_scenario, 5, collect=False).run().rungs[-1][np.ix_(*[result.world.deciding] * 2)],
        result.data["rung"].values[5, -1],
    )
    held = araxes.run(short_scenario, 8, judged="mean")
    assert held.data.attrs["judged"] == "mean"
    assert Region(short_scenario, 5, judged="mean", collect=False).world.scenario.book[POSITION].series == (
        held.scenario.book[POSITION].series
    )
    assert araxes.run(short_scenario, 2, fixed=True).data.attrs["judged"] == "mean"
