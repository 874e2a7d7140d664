"""Effects: the largest change of a chance of a free dyad, in a quarter from the week in which scenarios part."""

import numpy as np
import pytest

import araxes
from araxes.cli.effects import as_markdown, compact, points
from araxes.errors import InputError
from araxes.results.effects import COLUMNS, effect_table, effects

FIRST = 12
"""The week of `force_syunik` in which force begins."""


@pytest.fixture(scope="module")
def found(compiled):
    return effects(["force_syunik", "baseline_contested"], replicates=256)


def test_the_window_is_a_quarter_from_the_week_in_which_they_part(found):
    force = found.dyads[found.dyads["scenario"] == "force_syunik"]
    assert list(found.dyads.columns) == list(COLUMNS)
    assert set(force["weeks"]) == {f"{FIRST}-{FIRST + 12}"}
    assert len(force) == 20 * 2


def test_a_dyad_is_free_where_neither_scenario_forces_an_act(found):
    force = found.dyads[found.dyads["scenario"] == "force_syunik"]
    assert set(force.loc[~force["free"].astype(bool), "dyad"]) == {"AZE>ARM"}
    assert (force.loc[force["dyad"] == "AZE>ARM", "chance"] == 1).all()


def test_chances_are_those_of_the_histories(compiled):
    pair = araxes.compare(["baseline", "force_syunik"], replicates=64, full=True)
    table = effect_table(pair).set_index(["dyad", "outcome"])
    i, j = (pair.states.index(code) for code in ("ARM", "AZE"))
    window = slice(FIRST, FIRST + 13)
    for result, column in ((pair.base, "before"), (pair.others[0], "chance")):
        acts = result.histories.rungs[:, window, i, j]
        assert table.loc[("ARM>AZE", "hostile act"), column] == (acts > 3).any(axis=1).mean()
        assert table.loc[("ARM>AZE", "rupture or above"), column] == (acts >= 7).any(axis=1).mean()
    assert np.allclose(table["difference"].astype(float), (table["chance"] - table["before"]).astype(float))
    assert (table["low"] <= table["difference"]).all()
    assert (table["difference"] <= table["high"]).all()


def test_the_largest_is_of_a_free_dyad_and_expectations_are_counted(found):
    row = found.largest.set_index("scenario").loc["force_syunik"]
    free = found.dyads[(found.dyads["scenario"] == "force_syunik") & found.dyads["free"].astype(bool)]
    assert abs(row["difference"]) == free["difference"].abs().max()
    assert row["dyad"] != "AZE>ARM"
    assert row["base"] == "baseline"
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
    found = effects([scenario_file(SAME, start="")], replicates=8)
    assert found.dyads.empty
    assert found.largest["difference"].isna().all()
    assert compact(found.largest)["chance of"].tolist() == ["no act differs"]


def test_a_document_has_a_row_a_scenario_the_largest_first(found):
    text = as_markdown(compact(found.largest)).splitlines()
    assert text[0].startswith("| scenario | against | dyad |")
    assert text[2].startswith("| force_syunik | baseline |")
    assert len(text) == 2 + len(found.largest)
    assert points(-0.0512) == "-5.1"


def test_a_scenario_without_expectation_has_no_base():
    with pytest.raises(InputError, match="baseline: expectation: got none; allowed: one that names a base"):
        effects(["baseline"], replicates=2)
