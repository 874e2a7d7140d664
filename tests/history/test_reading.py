"""How a record is read: names, words in the name of a record, and what is refused."""

from pathlib import Path

import pytest

from araxes.history.reading import Reading, reading
from araxes.records.filters import Filters
from araxes.records.forms import EXTRACT, GDELT, ICEWS


def test_names_become_a_reading():
    assert reading() == Reading() == reading((), "both", None)
    found = reading(["all-actors", "rare-types"], "once", "totals.csv")
    assert found == Reading(Filters(common_actors=False, rare_types=True), "once", Path("totals.csv"))
    assert reading("root-events") == reading(["root-events"]) == reading(Filters(root_events=True))
    assert found.filters.names() == ["all-actors", "rare-types"]


def test_every_name_at_fault_is_told_at_once(messages):
    faults = messages(reading, ["all_actors", "rare"], "thrice")
    assert [fault.file for fault in faults] == ["filters", "filters", "mirrors"]
    assert faults[0].nearest == "all-actors"


@pytest.mark.parametrize(
    ("way", "form", "words", "unusual"),
    [
        (Reading(), EXTRACT, ["common actors, rare types out"], []),
        (reading(["all-actors"], "once"), EXTRACT, ["all actors, rare types out", "mirrors once"], ["all actors", "mirrors once"]),
        (reading(["all-actors"], "once"), ICEWS, ["mirrors once"], ["mirrors once"]),
        (reading(["root-events"]), GDELT, ["root events"], ["root events"]),
    ],
)  # fmt: skip
def test_words_name_what_is_read_and_what_of_it_is_unusual(way, form, words, unusual):
    assert way.words(form) == words
    assert way.unusual(form) == unusual


def test_what_is_not_read_from_a_path_cannot_be_read_otherwise(messages):
    Reading().refuse("a record in memory")
    faults = messages(reading(["all-actors"], "once", "totals.csv").refuse, "the record 'chronology'")
    assert [fault.file for fault in faults] == ["exposure", "filters", "mirrors"]
    assert faults[1].got == "'all-actors' for the record 'chronology'"
