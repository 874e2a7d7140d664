"""How a record is read: names, words in the name of a record, and what is refused."""

from pathlib import Path

import pytest

from araxes.records.filters import Filters, RecordReading, record_reading
from araxes.records.forms import EXTRACT, GDELT, ICEWS


def test_names_become_a_reading():
    assert record_reading() == RecordReading() == record_reading((), "both", None)
    found = record_reading(["all-actors", "rare-types"], "once", "totals.csv")
    assert found == RecordReading(Filters(common_actors=False, rare_types=True), "once", Path("totals.csv"))
    assert record_reading("root-events") == record_reading(["root-events"]) == record_reading(Filters(root_events=True))
    assert found.filters.names() == ["all-actors", "rare-types"]


def test_every_name_at_fault_is_told_at_once(messages):
    faults = messages(record_reading, ["all_actors", "rare"], "thrice")
    assert [fault.file for fault in faults] == ["filters", "filters", "mirrors"]
    assert faults[0].nearest == "all-actors"


@pytest.mark.parametrize(
    ("way", "form", "words", "unusual"),
    [
        (RecordReading(), EXTRACT, ["common actors, rare types out"], []),
        (record_reading(["all-actors"], "once"), EXTRACT, ["all actors, rare types out", "mirrors once"], ["all actors", "mirrors once"]),
        (record_reading(["all-actors"], "once"), ICEWS, ["mirrors once"], ["mirrors once"]),
        (record_reading(["root-events"]), GDELT, ["root events"], ["root events"]),
    ],
)  # fmt: skip
def test_words_name_what_is_read_and_what_of_it_is_unusual(way, form, words, unusual):
    assert way.words(form) == words
    assert way.unusual(form) == unusual


def test_what_is_not_read_from_a_path_cannot_be_read_otherwise(messages):
    RecordReading().refuse("a record in memory")
    faults = messages(record_reading(["all-actors"], "once", "totals.csv").refuse, "the record 'chronology'")
    assert [fault.file for fault in faults] == ["exposure", "filters", "mirrors"]
    assert faults[1].got == "'all-actors' for the record 'chronology'"
