"""Pieces used again: worlds made from a shelf equal worlds made anew, to the last bit, whatever was varied before."""

import datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import araxes
from araxes.engines import past
from araxes.engines.cache import Lookahead, Shelf
from araxes.engines.calendar import run_layout
from araxes.engines.kernel.tables import tables
from araxes.engines.mesa.lists import dated_lists
from araxes.engines.past import replay_each
from araxes.engines.world import prepare

WEEKS = 6


@pytest.fixture(scope="module")
def base():
    return araxes.load("aras_route", weeks=WEEKS)


@pytest.fixture(scope="module")
def shelf(base):
    return Shelf(base)


def arrays(part):
    if isinstance(part, tuple):
        return [array for inner in part for array in arrays(inner)]
    return [np.asarray(part)]


def same(one, other):
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in zip(arrays(one), arrays(other), strict=True))


@st.composite
def values(draw, book):
    paths = draw(st.lists(st.sampled_from(sorted(book)), max_size=4, unique=True))
    return {path: draw(st.floats(book[path].low, book[path].high)) for path in paths}


@pytest.mark.slow
@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_values_give_the_same_tables_as_a_world_of_their_own(base, shelf, data):
    movable = {path: p for path, p in base.book.items() if not path.startswith("ladder.")}
    parts = (".temper.", ".weight.", "issues.", "relations.")
    weights = {path: p for path, p in movable.items() if any(part in path for part in parts)}
    drawn = data.draw(st.lists(st.one_of(values(movable), values(weights)), min_size=1, max_size=4))
    scenarios = [araxes.load(base, sets=sets) for sets in drawn]
    ahead = Lookahead(shelf, scenarios)
    for ahead.place, scenario in enumerate(scenarios):
        shared, own = prepare(scenario, shelf=shelf, ahead=ahead), prepare(scenario)
        assert same(tables(shared, 1, False), tables(own, 1, False))
        assert same(shared.warm.memory, own.warm.memory)
        assert dated_lists(shared) == dated_lists(own)


def test_the_record_is_replayed_at_once_for_those_to_come_that_differ_in_weights_or_in_what_states_want(
    base, monkeypatch
):
    asked = []

    def replayed(acts, rules, sets):
        asked.append(len(sets))
        return replay_each(acts, rules, sets)

    monkeypatch.setattr(past, "replay_each", replayed)
    sets = [
        {"IRN.temper.alarm": 0.3},
        {"behaviour.memory.alarm": 9},
        {"AZE.temper.thaw": 0.4},
        {"issues.israel.status": 0.3},
        {"relations.tie.AZE.TUR": 0.2, "IRN.temper.lift": 0.5},
        {"IRN.temper.alarm": 0.3},
    ]
    scenarios = [araxes.load(base, sets=one) for one in sets]
    shelf = Shelf(base)
    ahead = Lookahead(shelf, scenarios)
    worlds = []
    for ahead.place, scenario in enumerate(scenarios):
        worlds.append(prepare(scenario, shelf=shelf, ahead=ahead))
    assert asked == [4, 1]
    assert worlds[-1].warm.memory is worlds[0].warm.memory
    for one, scenario in zip(worlds, scenarios, strict=True):
        assert same(one.warm.memory, prepare(scenario).warm.memory)


@pytest.mark.parametrize(
    "path",
    [
        "ladder.war.goldstein",
        "ladder.criticism.prior_share",
        "behaviour.memory.fast",
        "behaviour.memory.alarm",
        "behaviour.weight.alarm",
        "behaviour.threshold.coercion_rung",
    ],
)
def test_values_behind_everything_are_noticed(base, shelf, path):
    parameter = base.book[path]
    scenario = araxes.load(
        base, sets={path: parameter.low if parameter.at(base.start) != parameter.low else parameter.high}
    )
    assert same(tables(prepare(scenario, shelf=shelf), 1, False), tables(prepare(scenario), 1, False))


def test_pieces_that_read_nothing_that_differs_are_the_same_objects(base):
    shelf = Shelf(base)
    one = prepare(araxes.load(base, sets={"IRN.temper.leader": 0.3}), shelf=shelf)
    two = prepare(araxes.load(base, sets={"IRN.temper.leader": 1.7, "behaviour.weight.red_line": 0.4}), shelf=shelf)
    assert one.warm is two.warm
    assert run_layout(one.make) is run_layout(two.make)
    assert one.outside is two.outside
    moved = prepare(araxes.load(base, sets={"relations.format.AZE.IRN": 0.9}), shelf=shelf)
    assert run_layout(moved.make) is not run_layout(one.make)
    assert moved.outside is one.outside
    assert moved.warm is one.warm


def test_a_red_line_is_no_part_of_the_record(base):
    shelf = Shelf(base)
    one, two = (prepare(araxes.load(base, sets={"IRN.red_line.israel": value}), shelf=shelf) for value in (0.3, 0.9))
    assert one.warm is two.warm
    assert run_layout(one.make) is not run_layout(two.make)


@pytest.mark.parametrize(
    "path", ["IRN.temper.alarm", "behaviour.weight.lift", "relations.tie.AZE.TUR", "issues.israel.status"]
)
def test_what_pushed_in_the_record_replays_it(base, path):
    shelf = Shelf(base)
    one, two = (prepare(araxes.load(base, sets={path: value}), shelf=shelf) for value in (0.3, 0.9))
    assert not np.array_equal(one.warm.memory.counts, two.warm.memory.counts)
    assert one.warm.rungs is two.warm.rungs


def test_a_scenario_that_differs_by_more_than_values_is_refused(base, shelf):
    with pytest.raises(ValueError, match="more than values"):
        prepare(araxes.load(base, weeks=WEEKS + 1), shelf=shelf)


def test_dated_values_are_noticed(base, shelf):
    late = [{"since": datetime.date(2020, 1, 6), "value": 0.1}, {"since": base.start, "value": 0.9}]
    for value in (0.1, late, 0.9):
        scenario = araxes.load(base, sets={"issues.israel.status": value})
        assert same(tables(prepare(scenario, shelf=shelf), 1, False), tables(prepare(scenario), 1, False))


@pytest.mark.parametrize(
    ("name", "options", "taken"),
    [
        ("force_syunik", {}, True),
        ("networks_zero", {"weeks": WEEKS}, True),
        ("baseline_contested", {}, False),
        ("baseline", {"reading": "Baku"}, False),
        ("baseline", {"sets": {"IRN.temper.alarm": 0.3}}, False),
        ("april_2023_as_it_happened", {}, False),
    ],
)
def test_a_scenario_takes_what_the_record_left_from_one_with_the_same_past_and_from_no_other(name, options, taken):
    first = prepare(araxes.load("baseline"), judged=True)
    scenario = araxes.load(name, **options)
    shared, own = prepare(scenario, judged=True, like=first), prepare(scenario, judged=True)
    assert same(tables(shared, 1, False), tables(own, 1, False))
    assert same(shared.warm.memory, own.warm.memory)
    assert dated_lists(shared) == dated_lists(own)
    assert (shared.warm is first.warm) == taken
