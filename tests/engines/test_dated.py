"""Dated values week by week: series of the files, steps, pulses and ramps."""

import datetime
import math
from dataclasses import replace

import pytest

import araxes
from araxes.engines.dated import Weekly
from araxes.engines.lists import dated_lists
from araxes.engines.world import prepare

PATH = "IRN.hawkishness.AZE"
OTHER = "relations.tie.AZE.ISR"


@pytest.fixture(scope="module")
def weekly(still):
    """Return the values of a path in weeks -1 to 11 under some changes, the files' series set first."""

    def values(path, *changes, series=None):
        scenario = still.scenario
        if series is not None:
            book = {**scenario.book, path: replace(scenario.book[path], series=series)}
            scenario = replace(scenario, region=replace(scenario.region, book=book))
        found = Weekly(replace(scenario, changes=changes))
        return [found(path, week) for week in range(-1, 12)]

    return values


@pytest.fixture(scope="module")
def level(still):
    return still.scenario.book[PATH].at(still.scenario.start)


def test_a_date_inside_a_week_acts_from_that_week_on(weekly, on):
    monday = ((datetime.date.min, 0.1), (on(3), 0.5))
    sunday = ((datetime.date.min, 0.1), (on(4) - datetime.timedelta(days=1), 0.5))
    next_monday = ((datetime.date.min, 0.1), (on(4), 0.5))
    assert weekly(PATH, series=monday) == [0.1] * 4 + [0.5] * 9
    assert weekly(PATH, series=sunday) == [0.1] * 4 + [0.5] * 9
    assert weekly(PATH, series=next_monday) == [0.1] * 5 + [0.5] * 8


def test_a_step_lasts(weekly, change, level):
    assert weekly(PATH, change(PATH, 0.9, 3)) == [level] * 4 + [0.9] * 9


def test_a_change_in_the_first_week_leaves_the_origin_as_it_was(weekly, change, level):
    assert weekly(PATH, change(PATH, 0.9, 0)) == [level] + [0.9] * 12


def test_a_pulse_lasts_a_week_or_up_to_but_without_its_end(weekly, change, on, level):
    assert weekly(PATH, change(PATH, 0.9, 3, shape="pulse")) == [level] * 4 + [0.9] + [level] * 8
    until = change(PATH, 0.9, 3, shape="pulse", until=on(6))
    assert weekly(PATH, until) == [level] * 4 + [0.9] * 3 + [level] * 6


def test_a_ramp_climbs_evenly_and_is_there_in_the_week_of_its_end(weekly, change, on, level):
    found = weekly(PATH, change(PATH, level + 0.4, 3, shape="ramp", until=on(6)))
    climb = [level + 0.1, level + 0.2, level + 0.3, level + 0.4]
    assert found == pytest.approx([level] * 4 + climb + [level + 0.4] * 5)


def test_a_pulse_over_a_step_gives_way_to_it_again(weekly, change, on, level):
    changes = change(PATH, 0.6, 1), change(PATH, -0.6, 4, shape="pulse", until=on(6))
    assert weekly(PATH, *changes) == [level] * 2 + [0.6] * 3 + [-0.6] * 2 + [0.6] * 6


def test_a_change_moves_no_other_path(weekly, change):
    assert weekly(OTHER, change(PATH, 0.9, 3)) == weekly(OTHER)


def test_a_pair_without_direction_may_be_named_either_way(weekly, change):
    assert weekly(OTHER, change("relations.tie.ISR.AZE", -0.3, 3)) == weekly(OTHER, change(OTHER, -0.3, 3))


def test_an_epoch_ends_where_something_changes_and_not_in_calm_weeks(still, change, on):
    items = (change(OTHER, -0.3, 3), change(PATH, 0.9, 5, shape="ramp", until=on(7)))
    found = Weekly(replace(still.scenario, changes=items))
    epochs = [found.epoch(week) for week in range(10)]
    begun = {week for week in range(1, 10) if epochs[week] != epochs[week - 1]}
    assert {3, 5, 6, 7} <= begun <= {3, 4, 5, 6, 7, 8}
    assert sorted(epochs) == epochs


def test_capability_is_relative_to_the_largest(still):
    book = still.scenario.book
    values = dated_lists(still).arms[0].capability
    money = {code: book[f"{code}.capability.spending"].at(still.scenario.start) for code in still.codes}
    people = {code: book[f"{code}.capability.personnel"].at(still.scenario.start) for code in still.codes}
    share = money["IRN"] / max(money.values()) * people["IRN"] / max(people.values())
    assert values[still.states.index("IRN")] == pytest.approx(share**0.5)
    assert all(0 < value <= 1 for value in values)


def test_power_adds_what_guarantors_bring(still, change, with_items):
    guarantee = "relations.guarantee.ARM.RUS"
    armenia, russia = still.states.index("ARM"), still.states.index("RUS")

    def behind(*changes):
        """Return the power of Armenia, from its ratio to the capability of Russia."""
        arms = dated_lists(with_items(still, *changes)).arms[0]
        return math.exp(arms.ratio[russia][armenia]) * arms.capability[russia], arms.capability[russia]

    with_russia, capability = behind(change(guarantee, 1), change("RUS.will.ARM", 1))
    without, plain = behind(change(guarantee, 0))[0], behind()[0]
    assert with_russia - without == pytest.approx(capability)
    assert without < plain < with_russia


def test_blame_is_shared_by_salience_and_distance_unless_a_table_says_otherwise(still, own_folder):
    def blames(world):
        return dated_lists(world).stakes[0].blame_on_actors[world.states.index("IRN")]

    m, other, iran = still.issues.index("media"), still.issues.index("israel"), still.codes.index("IRN")
    shares = [row[m] for row in blames(still)]
    assert sum(shares) == pytest.approx(1)
    assert shares[iran] == 0
    leaf = '{value = 0.25, unit = "share", range = [0.0, 1.0], source = "judged", confidence = "judged"}'
    explicit = blames(
        prepare(araxes.load("baseline", own_folder({"params/actors/IRN.toml": f"[blame.media]\nUSA = {leaf}\n"})))
    )
    assert [row[m] for row in explicit] == [0.25 if code == "USA" else 0 for code in still.codes]
    assert sum(row[other] for row in explicit) == pytest.approx(1)


def test_blame_of_states_is_that_of_actors_among_them(still):
    stakes = dated_lists(still).stakes[0]
    assert stakes.blame == [[row[a] for a in still.deciding] for row in stakes.blame_on_actors]


def test_a_red_line_has_its_side_and_others_have_none(still):
    stakes = dated_lists(still).stakes[0]
    iran, m = still.states.index("IRN"), still.issues.index("syunik_route")
    assert stakes.side[iran][m] == 1
    assert stakes.line[iran][m] == still.scenario.book["IRN.red_line.syunik_route"].at(still.scenario.start)
    without = [
        (i, m)
        for i, code in enumerate(still.states)
        for m, name in enumerate(still.issues)
        if f"{code}.red_line.{name}" not in still.scenario.book
    ]
    assert without
    assert {stakes.side[i][m] for i, m in without} == {0}
