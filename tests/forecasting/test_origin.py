"""Origins: which Mondays a record allows, and a scenario as it can be known there."""

import datetime

import pytest

import araxes
from araxes.forecasting.origin import checked_weeks, origin_notes, origin_of, scenario_at

MONDAY = datetime.date(2023, 4, 3)


def test_any_day_of_a_week_stands_for_its_monday(chronology):
    assert origin_of("2023-04-05", chronology) == origin_of(MONDAY, chronology) == MONDAY
    assert origin_of(None, chronology) == chronology.next_start


def test_a_moved_origin_and_silent_weeks_are_said(chronology, region):
    assert origin_notes("2023-04-03", MONDAY, chronology, region) == []
    (moved,) = origin_notes("2023-04-05", MONDAY, chronology, region)
    assert moved == "2023-04-05 is not a Monday: the week of 2023-04-03 is the first that is forecast."
    gap = (datetime.date(2023, 3, 20), datetime.date(2023, 4, 30))
    gappy = type(chronology)(chronology.header.model_copy(update={"gaps": [gap]}), chronology.columns)
    (silent,) = origin_notes(MONDAY, MONDAY, gappy, region)
    assert silent == "Nothing is on record of the 2 weeks before 2023-04-03: the forecast rests on those before."


def test_an_origin_after_nothing_but_gaps_is_refused(chronology, region, messages):
    gap = (chronology.header.first, datetime.date(2023, 4, 30))
    empty = type(chronology)(chronology.header.model_copy(update={"gaps": [gap]}), chronology.columns)
    (fault,) = messages(origin_notes, MONDAY, MONDAY, empty, region)
    assert "All weeks before it lie in gaps." in str(fault)


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("soon", "as_of: got 'soon'; allowed: a date, YYYY-MM-DD, such as 2023-04-03"),
        ("2018-02-05", "begins on 2018-02-05: the earliest Monday possible is 2018-02-12."),
        ("0001-01-01", "the earliest Monday possible is 2018-02-12."),
        ("2031-01-01", "ends on 2026-03-09: the last Monday possible is 2026-03-09."),
    ],
)
def test_origins_that_no_record_allows(chronology, messages, as_of, told):
    (fault,) = messages(origin_of, as_of, chronology)
    assert told in str(fault)


@pytest.mark.parametrize("weeks", [0, -1, 105, True, 2.0, "4"])
def test_horizons_that_are_none(messages, weeks):
    (fault,) = messages(checked_weeks, weeks)
    assert str(fault) == f"weeks: got {weeks!r}; allowed: a whole number of weeks, 1 to 104"


def test_the_usual_horizon_is_half_a_year():
    assert checked_weeks(None) == 26
    assert checked_weeks(104) == 104


def test_a_scenario_keeps_what_it_supposes_of_the_weeks_ahead_and_knows_nothing_later():
    loaded = araxes.load("assurance_shown")
    origin = datetime.date(2026, 5, 4)
    made, notes = scenario_at(loaded, origin, 8)
    assert [signal.id for signal in made.signals] == ["shown_2", "shown_3"]
    assert notes == ["Left out, since it lies before 2026-05-04: shown_1."]
    assert (made.name, made.start, made.weeks, made.expectations) == ("assurance_shown", origin, 8, ())
    assert scenario_at(loaded, datetime.date(2026, 3, 2), 8)[1] == []


def test_dated_values_are_frozen_at_the_origin():
    made, _ = scenario_at(araxes.load("baseline"), MONDAY, 8)
    assert all(since < MONDAY for p in made.book.values() for since, _ in p.series[1:])
