"""Accusations in the replay: neutral changes nothing to the bit, a reading pushes and enters no count."""

import datetime

import numpy as np

import araxes
from araxes.engines.past import mean_weights, record_before
from araxes.engines.world import prepare
from araxes.inputs.constants import constants
from araxes.records.replay import luck_of_record

GUNMAN = datetime.date(2023, 1, 27)


def chances(scenario):
    past = record_before(scenario)
    return past, luck_of_record(past, constants(scenario.region), mean_weights(scenario))


def test_a_reading_that_names_nobody_leaves_the_likelihood_to_the_bit():
    past, neutral = chances(araxes.load("baseline"))
    assert past.stance.perceived is None
    for capital in ("Ankara", "Yerevan"):
        _, found = chances(araxes.load("baseline", reading=capital))
        assert all(a.tobytes() == b.tobytes() for a, b in zip(neutral, found, strict=True))


def test_baku_answers_from_the_week_after_the_gunman_and_nothing_before_it_moves():
    scenario = araxes.load("april_2023_as_it_happened")
    past, neutral = chances(scenario)
    read, found = chances(araxes.load(scenario, reading="Baku"))
    assert np.array_equal(past.acts, read.acts)
    states = scenario.region.states
    aze, irn = states.index("AZE"), states.index("IRN")
    week = (GUNMAN - datetime.date(2018, 2, 5)).days // 7
    assert read.stance.perceived.received[week + 1, aze, irn] > 100 * read.stance.perceived.received[week, aze, irn]
    before = (datetime.date(2021, 8, 11) - datetime.date(2018, 2, 5)).days // 7
    assert neutral.friendly[: before + 1].tobytes() == found.friendly[: before + 1].tobytes()
    assert found.friendly[week + 1, aze, irn] < neutral.friendly[week + 1, aze, irn]


def test_a_row_that_is_counted_is_no_accusation():
    assert prepare(araxes.load("baseline_contested", reading="Tehran")).accusations == ()
    assert {one.accused for one in prepare(araxes.load("baseline", reading="Tehran")).accusations} == {"ISR"}
