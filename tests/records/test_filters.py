"""Which rows count."""

import pytest

from araxes.records.filters import Filters
from araxes.records.forms import EXTRACT, GDELT, ICEWS

ROW = {"common": "1", "dataset": "ICEWS21_zrLLM", "split": "train", "root": None}
CASES = {
    "a usual row": ({}, Filters(), ""),
    "a rare actor": ({"common": "0"}, Filters(), "common_actors"),
    "a rare actor, all actors": ({"common": "0"}, Filters(common_actors=False), ""),
    "a rare type": ({"split": "test"}, Filters(), "rare_types"),
    "a rare type, asked for": ({"split": "test"}, Filters(rare_types=True), ""),
    "a test row of another extract": ({"split": "test", "dataset": "ICEWS18"}, Filters(), ""),
    "no columns to filter by": ({"common": None, "dataset": None, "split": None}, Filters(), ""),
    "no root event": ({"root": "0"}, Filters(root_events=True), "root_events"),
    "no root event, all events": ({"root": "0"}, Filters(), ""),
}


@pytest.mark.parametrize("case", CASES)
def test_each_filter_says_what_it_refuses(case):
    change, filters, refused = CASES[case]
    assert filters.refuses(**(ROW | change)) == refused


def test_filters_are_named_and_a_misspelt_name_has_its_nearest(messages):
    assert Filters.of_names([]) == Filters()
    assert Filters.of_names(["all-actors", "rare-types"]) == Filters(common_actors=False, rare_types=True)
    (fault,) = messages(Filters.of_names, ["all_actors"])
    assert fault.nearest == "all-actors"


def test_words_name_only_what_applies():
    assert Filters().words(EXTRACT) == "common actors, rare types out"
    assert Filters().words(ICEWS) == ""
    assert Filters(root_events=True).words(GDELT) == "root events"
