"""The atlas: what each scenario moves, in a quarter from the week in which it and its base part."""

import datetime

import numpy as np
import pandas as pd
import pytest

import araxes
from araxes.cli.atlas import as_markdown, expectations_text, largest_text
from araxes.errors import InputError
from araxes.results.atlas import WEIGHT_COLUMNS, atlas
from araxes.results.changes import CHANGE_COLUMNS

FIRST = 12
"""The week of `force_syunik` in which force begins."""

ENDS = ("difference", "low", "high")


@pytest.fixture(scope="module")
def found(compiled):
    return atlas(["force_syunik", "baseline_contested"], replicates=256, weights_alone=True)


def test_the_window_is_a_quarter_from_the_week_in_which_they_part(found, compiled):
    force = found.changes[found.changes["scenario"] == "force_syunik"]
    start = araxes.load("force_syunik").start + datetime.timedelta(weeks=FIRST)
    assert list(found.changes.columns) == [*CHANGE_COLUMNS, "told", *WEIGHT_COLUMNS]
    assert set(force["weeks"]) == {"0-12"}
    assert set(force["since"]) == {start}
    assert set(force["until"]) == {start + datetime.timedelta(weeks=13, days=-1)}
    assert len(force) == 20 * 3


def test_a_dyad_is_free_where_neither_scenario_forces_an_act(found):
    force = found.changes[found.changes["scenario"] == "force_syunik"]
    assert set(force.loc[~force["free"].astype(bool), "dyad"]) == {"AZE>ARM"}
    assert (force.loc[force["dyad"] == "AZE>ARM", "chance"] == 1).all()


def test_changes_are_those_of_two_comparisons_judged_values_drawn_and_held(found, compiled):
    force = found.changes[found.changes["scenario"] == "force_syunik"].reset_index(drop=True)
    for judged, columns in (("drawn", ENDS), ("mean", [f"{name}_weights" for name in ENDS])):
        pair = araxes.compare(["baseline", "force_syunik"], replicates=256, judged=judged)
        rows = pd.DataFrame(pair.quarter_rows("force_syunik"))
        assert (rows[["dyad", "outcome"]] == force[["dyad", "outcome"]]).all(axis=None)
        assert np.array_equal(rows[list(ENDS)], force[list(columns)].astype(float))


def test_the_largest_is_of_a_free_dyad_and_expectations_are_counted(found):
    assert found.sentences["scenario"].tolist() == ["force_syunik", "baseline_contested"]
    row = found.sentences.set_index("scenario").loc["force_syunik"]
    free = found.changes[(found.changes["scenario"] == "force_syunik") & found.changes["free"].astype(bool)]
    assert abs(row["difference"]) == free["difference"].abs().max()
    assert (row["dyad"], row["base"]) == ("ARM>AZE", "baseline")
    assert row["sentence"].startswith("A hostile act by Armenia against Azerbaijan in the 13 weeks from 1 June 2026: ")
    assert "agrees" in row["expectations"]


SAME = """[scenario]
title = "Nothing else"
question = "What does nothing else change?"
sources = ["hypothetical"]
expect = "Nothing."
extends = "baseline"

[[expectation]]
dyad = "IRN>AZE"
against = "baseline"
weeks = [1, 4]
sign = "same"
"""


def test_a_scenario_that_changes_no_act_has_no_effect(compiled, scenario_file):
    found = atlas([scenario_file(SAME, start="")], replicates=8)
    assert found.changes.empty
    assert found.sentences["difference"].isna().all()
    assert found.sentences["sentence"].item().startswith("No difference: ")
    assert largest_text(found)["act"].tolist() == ["none differs"]
    assert found.expectations["verdict"].tolist() == ["agrees"]


def test_a_document_has_a_row_a_scenario_the_largest_first(found):
    text = as_markdown(largest_text(found)).splitlines()
    assert text[0].startswith("| scenario | against | dyad |")
    assert text[2].startswith("| force_syunik | baseline |")
    assert len(text) == 2 + len(found.sentences)
    rows = expectations_text(found.expectations)
    assert rows["verdict"].tolist() == found.expectations["verdict"].tolist()
    assert (
        as_markdown(rows)
        .splitlines()[0]
        .startswith("| scenario | dyad | outcome | weeks | expected | model | points |")
    )


def test_a_scenario_without_expectation_has_no_base():
    with pytest.raises(InputError, match="baseline: expectation: got none; allowed: one that names a base"):
        atlas(["baseline"], replicates=2)
