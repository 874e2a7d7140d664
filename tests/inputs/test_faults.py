"""From what the schema says to messages, and reading names as they were meant."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.inputs.faults import as_meant, dotted_path, fields_at, parse, value_text
from araxes.inputs.schema import ActorFile, RelationsFile, ScenarioFile


def test_a_location_is_told_with_list_positions_from_one():
    assert dotted_path(("act", 0, "target")) == "act[1].target"
    assert dotted_path(()) == ""
    assert dotted_path(("tie", "ARM", "AZE", "dated", 2, "since")) == "tie.ARM.AZE.dated[3].since"


@pytest.mark.parametrize(
    ("model", "place", "field"),
    [
        (ScenarioFile, (), "act"),
        (ScenarioFile, ("act", 0), "target"),
        (ScenarioFile, ("scenario",), "extends"),
        (RelationsFile, ("tie", "ARM", "AZE"), "plausible"),
        (RelationsFile, ("tie", "ARM", "AZE", "dated", 1), "since"),
        (ActorFile, ("red_line", "treaty"), "side"),
    ],
)
def test_the_keys_at_a_location_are_those_of_its_table(model, place, field):
    assert field in fields_at(model, place)


@pytest.mark.parametrize("place", [("override", "a"), ("nothing",), ("scenario", "title"), ("act", 0, "target", "x")])
def test_a_location_without_a_table_has_no_keys(place):
    assert fields_at(ScenarioFile, place) == []


def test_long_values_are_cut_short_and_dates_shown_plainly():
    assert len(value_text("x y " * 500)) < 200
    assert value_text(datetime.date(2023, 4, 3)) == "2023-04-03"
    assert value_text("2023-04-03") == "'2023-04-03'"


def test_misspelt_names_are_read_as_meant_level_by_level():
    raw = {"scenaro": {"titel": "T", "weeks": 3}, "act": [{"sorce": "AZE"}], "override": {"any": {"thing": 1}}}
    stages = as_meant(ScenarioFile, raw)
    assert stages[0] == raw
    assert stages[-1] == {
        "scenario": {"title": "T", "weeks": 3},
        "act": [{"source": "AZE"}],
        "override": {"any": {"thing": 1}},
    }
    assert raw["scenaro"]["titel"] == "T"


def test_a_name_is_not_read_as_one_that_is_there_already():
    raw = {"scenario": {"weeks": 3, "week": 4}}
    assert as_meant(ScenarioFile, raw) == [raw]


def test_nan_is_read_as_it_is_and_reading_ends():
    nan = float("nan")
    assert as_meant(ScenarioFile, nan) == [nan]
    assert len(as_meant(ScenarioFile, {"scenaro": {"weeks": nan}, "override": {"a": [nan]}})) == 2


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.dates(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["scenario", "scenaro", "act", "title", "weks", "id", "override", "x"]), inner
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_a_file_holds_gives_a_model_or_faults_and_never_a_traceback(data):
    model, faults = parse(ScenarioFile, data, "any.toml")
    assert (model is None) == bool(faults)
    for fault in faults:
        assert str(fault).startswith("any.toml: ")
        assert fault.got
        assert fault.allowed
    assert as_meant(ScenarioFile, data)[0] is data
