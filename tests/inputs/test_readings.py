"""Readings: the shipped ones name rows that there are, say what they rest on, and say so where they change nothing."""

from dataclasses import replace

import pytest

import araxes
from araxes.engines.world import prepare
from araxes.inputs.catalogue import differences, resolved_data
from araxes.inputs.read import READINGS
from araxes.inputs.readings import read_reading, voice_files
from araxes.inputs.region import MODEL_VERSION, Basis
from araxes.inputs.scenario import basis_over
from araxes.records.history import read_as

CAPITALS = ("Ankara", "Baku", "Moscow", "Tehran", "Yerevan")
SAME = "the same as the neutral reading"


def test_five_capitals_are_shipped():
    assert tuple(voice_files(READINGS)) == CAPITALS


@pytest.mark.parametrize("capital", CAPITALS)
def test_a_shipped_reading_is_of_the_record_and_says_where_it_changes_nothing(capital, region, chronology):
    reading = read_reading(capital.lower(), region)
    assert reading.name == capital
    assert reading.record == chronology.header.name
    read = read_as(chronology, reading, region)
    named = read.header.perceived_as
    assert set(named) == {one.id for one in (*reading.rows, *reading.acts)}
    targets = dict(zip(read.columns["id"], read.columns["target"], strict=True))
    pushes = any(
        {believer, accused, targets[row]} <= set(region.states)
        for row, believers in named.items()
        for believer, accused in believers.items()
    )
    assert any(SAME in fault.lower() for fault in reading.faults) == (not pushes)


@pytest.mark.parametrize("capital", CAPITALS)
def test_what_no_page_carries_is_judged(capital, region):
    reading = read_reading(capital, region)
    for one in (*reading.rows, *reading.acts):
        assert ("judged" in one.reference) == (one.confidence == "judged"), one.id


def test_only_a_reading_that_is_not_neutral_is_said():
    neutral, read = araxes.load("baseline"), araxes.load("baseline", reading="Baku")
    assert neutral.basis.attrs() == {"model": MODEL_VERSION, "estimates": neutral.basis.estimates}
    assert "reading" not in resolved_data(neutral)
    assert neutral.heading == neutral.title
    assert read.basis.attrs() == neutral.basis.attrs() | {"reading": "Baku"}
    assert resolved_data(read)["reading"] == "Baku"
    assert read.heading == f"{read.title}, as Baku reads it"
    assert str(Basis("2", "all", "Baku")) == "Model 2; estimates all; reading Baku"
    assert basis_over([neutral, read]).reading == "neutral, Baku"
    assert differences(neutral, read) == ["~ reading: neutral -> Baku"]


def test_a_loaded_scenario_keeps_its_reading_until_another_is_asked_for():
    read = araxes.load("baseline", reading="Baku")
    assert araxes.load(read, weeks=3).reading == read.reading
    assert araxes.load(read, reading="Tehran").basis.reading == "Tehran"


def test_a_reading_without_rows_leaves_the_record_as_it_is(region, chronology):
    for capital in ("Ankara", "Yerevan"):
        read = read_as(chronology, read_reading(capital, region), region)
        assert read.columns == chronology.columns
        assert read.header == chronology.header


def test_runs_and_forecasts_of_a_reading_without_rows_are_the_neutral_ones_to_the_bit():
    neutral, read = (araxes.run("baseline", 64, weeks=4, reading=capital) for capital in (None, "Yerevan"))
    for one, other in zip(neutral.histories, read.histories, strict=True):
        assert one.tobytes() == other.tobytes()
    neutral, read = (araxes.forecast(weeks=4, replicates=64, reading=capital) for capital in (None, "Yerevan"))
    for table in ("rung_chances", "within", "skill"):
        assert getattr(read, table).equals(getattr(neutral, table))


def test_a_row_that_counts_is_left_out_where_a_reading_says_whose_it_is(region, chronology):
    row = "2025-06-27-RUS-AZE-1"
    for capital, flag in (("Moscow", "contested"), ("Baku", "")):
        columns = read_as(chronology, read_reading(capital, region), region).columns
        assert columns["flag"][columns["id"].index(row)] == flag


def test_an_outside_actor_that_is_accused_pushes_nobody():
    neutral, read = (prepare(araxes.load("baseline", reading=capital)) for capital in (None, "Tehran"))
    assert read.accusations
    for name in ("received", "joined"):
        assert (getattr(read.accused, name) == getattr(neutral.accused, name)).all()


def test_a_reading_is_of_one_record(region, chronology, messages):
    other = replace(chronology, header=chronology.header.model_copy(update={"name": "ICEWS"}))
    (fault,) = messages(read_as, other, read_reading("Baku", region), region)
    assert str(fault).startswith("reading: got 'Baku', of 'Chronology of directed acts")
    assert "none, or a reading of 'ICEWS'" in str(fault)


def test_rows_whose_target_is_accused_and_acts_that_the_record_holds_are_refused(region, chronology, messages):
    reading = read_reading("Baku", region)
    row, act = reading.rows[0], reading.acts[0]
    accused = replace(reading, rows=(row.model_copy(update={"perceived_as": {"RUS": "AZE"}}),))
    (fault,) = messages(read_as, chronology, accused, region)
    assert "row[1].perceived_as" in str(fault)
    twice = replace(reading, acts=(act.model_copy(update={"id": row.id}),))
    (fault,) = messages(read_as, chronology, twice, region)
    assert "act[1].id" in str(fault)
